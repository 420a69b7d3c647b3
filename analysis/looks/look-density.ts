/**
 * Joint density of z statistics at several looks, by recursive numerical integration.
 *
 * @see Armitage, McPherson and Rowe (1969), J. R. Stat. Soc. A 132:235-244, section 2.
 */
import { normalCdf, normalPdf } from '../numerics/distributions.ts';
import { gaussLegendre } from '../numerics/gauss-legendre.ts';

/** Sub-density of z at a look among trials not yet stopped, on quadrature nodes. */
export interface Density {
  readonly nodes: Float64Array;
  /** Density times quadrature weight. */
  readonly mass: Float64Array;
}

const LEAST_PANELS = 12;
/** Looks closer than this share of their information couldn't be told apart by the quadrature. */
const LEAST_GAP = 1e-4;

/**
 * Density at a look from that of the look before.
 *
 * @param previous - Null at the first look.
 * @param before - Fraction of the look before; 0 at the first.
 * @param limit - Trials whose |z| reaches this stop.
 * @param next - Fraction of the look after, which the nodes are laid out for; null when there is none.
 * @param drift - Expected z at full information.
 */
export function nextDensity(
  previous: Density | null,
  before: number,
  fraction: number,
  limit: number,
  next: number | null,
  drift = 0,
): Density {
  if (next === null) return { nodes: new Float64Array(0), mass: new Float64Array(0) };
  const centre = drift * Math.sqrt(fraction);
  const low = Math.max(-limit, centre - 9);
  const high = Math.min(limit, centre + 9);
  const { nodes: base, weights } = gaussLegendre(20);
  // What z does between looks is a bell of the gap's width, and edges of the region before are as
  // steep: a panel may be four bells wide.
  const gap = previous ? Math.min(next - fraction, fraction - before) : next - fraction;
  const bell = Math.sqrt(gap / fraction);
  const panels = Math.max(LEAST_PANELS, Math.ceil((high - low) / (4 * bell)));
  const nodes = new Float64Array(base.length * panels);
  const mass = new Float64Array(nodes.length);
  const half = Math.max(0, high - low) / panels / 2;
  for (let panel = 0; panel < panels; panel += 1) {
    for (let i = 0; i < base.length; i += 1) {
      const at = panel * base.length + i;
      const z = low + (2 * panel + 1) * half + half * (base[i] as number);
      nodes[at] = z;
      mass[at] = half * (weights[i] as number) * densityAt(previous, before, fraction, z, drift);
    }
  }
  return { nodes, mass };
}

function densityAt(
  previous: Density | null,
  before: number,
  fraction: number,
  z: number,
  drift: number,
): number {
  if (!previous) return normalPdf(z - drift * Math.sqrt(fraction));
  const gap = Math.sqrt(fraction - before);
  let sum = 0;
  for (let i = 0; i < previous.nodes.length; i += 1) {
    const move =
      (z * Math.sqrt(fraction) - (previous.nodes[i] as number) * Math.sqrt(before)) / gap -
      drift * gap;
    sum += (previous.mass[i] as number) * normalPdf(move);
  }
  return (sum * Math.sqrt(fraction)) / gap;
}

/**
 * Chance of not having stopped before and lying above `limit` now.
 *
 * @param previous - Density at the look before.
 * @param before - Fraction of that look.
 * @param fraction - Of the look now.
 * @param drift - Expected z at full information.
 */
export function crossing(
  previous: Density,
  before: number,
  fraction: number,
  limit: number,
  drift = 0,
): number {
  const gap = Math.sqrt(fraction - before);
  let sum = 0;
  for (let i = 0; i < previous.nodes.length; i += 1) {
    const move =
      (limit * Math.sqrt(fraction) - (previous.nodes[i] as number) * Math.sqrt(before)) / gap -
      drift * gap;
    sum += (previous.mass[i] as number) * normalCdf(-move);
  }
  return sum;
}

/**
 * Chance of not having stopped before and lying below minus `limit` now.
 *
 * @param previous - Density at the look before.
 * @param before - Fraction of that look.
 * @param fraction - Of the look now.
 * @param drift - Expected z at full information.
 */
export function crossingBelow(
  previous: Density,
  before: number,
  fraction: number,
  limit: number,
  drift: number,
): number {
  const gap = Math.sqrt(fraction - before);
  let sum = 0;
  for (let i = 0; i < previous.nodes.length; i += 1) {
    const move =
      (-limit * Math.sqrt(fraction) - (previous.nodes[i] as number) * Math.sqrt(before)) / gap -
      drift * gap;
    sum += (previous.mass[i] as number) * normalCdf(move);
  }
  return sum;
}

/** @throws RangeError unless fractions rise within (0, 1], by at least a ten-thousandth of themselves. */
export function assertFractions(fractions: readonly number[]): void {
  fractions.forEach((fraction, look) => {
    const before = look === 0 ? 0 : (fractions[look - 1] ?? 0);
    if (!(fraction > before && fraction <= 1) || fraction - before < LEAST_GAP * fraction) {
      throw new RangeError(
        `Plan looks: information fractions are ${fractions.join(', ')}; they must rise within (0, 1], by at least ${LEAST_GAP} of themselves`,
      );
    }
  });
  if (fractions.length === 0) throw new RangeError('Plan looks: none was given and one is needed');
}
