import { assertFinite } from '../numerics/check.ts';
import { normalCdf, normalPdf, normalQuantile } from '../numerics/distributions.ts';
import { gaussLegendre } from '../numerics/gauss-legendre.ts';
import { findRoot } from '../numerics/root.ts';
import { alphaSpent, type Spending } from './spending.ts';

export interface LookBoundary {
  readonly fraction: number;
  /** Stop when the absolute z statistic reaches this. */
  readonly z: number;
  /** Two-sided p that z alone would have. */
  readonly nominalP: number;
  /** Alpha spent up to this look, both sides. */
  readonly alphaSpent: number;
}

/**
 * Symmetric two-sided boundaries of a trial looked at several times, by recursive numerical
 * integration of the joint density of z statistics.
 *
 * @param fractions - Information at each look as shares of the plan, rising, the last at most 1.
 * @param alpha - Two-sided, in (0, 1).
 * @returns One boundary for each look; within 1e-8 of R's multivariate normal integrals. A look so
 *   early that it may spend less than 1e-307 has z Infinity: it can't stop the trial.
 * @throws RangeError if fractions don't rise within (0, 1] by at least a ten-thousandth of themselves,
 *   or alpha lies outside (0, 1).
 * @see Armitage, McPherson and Rowe (1969), J. R. Stat. Soc. A 132:235-244, section 2; Lan and DeMets
 *   (1983), Biometrika 70:659-663; Jennison and Turnbull (2000), chapter 19.
 */
export function groupSequentialBoundaries(
  fractions: readonly number[],
  alpha: number,
  spending: Spending = 'obrien-fleming',
): LookBoundary[] {
  checkFractions(fractions);
  const boundaries: LookBoundary[] = [];
  let density = null as Density | null;
  let spentBefore = 0;
  let before = 0;
  fractions.forEach((fraction, look) => {
    const spent = alphaSpent(fraction, alpha, spending);
    const side = (spent - spentBefore) / 2;
    const from = density;
    const start = before;
    // The density of earlier looks is symmetric: one side is enough.
    let z = Number.POSITIVE_INFINITY;
    if (from === null) z = -normalQuantile(side);
    else if (side > 0) {
      z = findRoot((limit) => crossing(from, start, fraction, limit) - side, 0, 40);
    }
    boundaries.push({ fraction, z, nominalP: 2 * normalCdf(-z), alphaSpent: spent });
    density = nextDensity(from, start, fraction, z, fractions[look + 1] ?? null);
    spentBefore = spent;
    before = fraction;
  });
  return boundaries;
}

/**
 * Chance of crossing each boundary when the drift (expected z at full information) is not zero:
 * power, look by look.
 *
 * @param boundaries - Fractions with z, as groupSequentialBoundaries gives them.
 * @param drift - Expected z statistic at information fraction 1.
 * @returns Chance of first crossing at each look, both sides together.
 * @throws RangeError on fractions as above, a boundary that isn't above 0, or a drift that isn't finite.
 */
export function crossingProbabilities(
  boundaries: readonly { readonly fraction: number; readonly z: number }[],
  drift: number,
): number[] {
  checkFractions(boundaries.map(({ fraction }) => fraction));
  assertFinite('the drift', drift);
  for (const { z } of boundaries) {
    if (!(z > 0)) throw new RangeError(`Read a boundary: z is ${z} and must be above 0`);
  }
  let density: Density | null = null;
  let before = 0;
  return boundaries.map(({ fraction, z }, look) => {
    const start = before;
    const mean = drift * Math.sqrt(fraction);
    const from = density;
    const crossed: number =
      from === null
        ? normalCdf(-z + mean) + normalCdf(-z - mean)
        : crossing(from, start, fraction, z, drift) +
          crossingBelow(from, start, fraction, z, drift);
    density = nextDensity(from, start, fraction, z, boundaries[look + 1]?.fraction ?? null, drift);
    before = fraction;
    return crossed;
  });
}

/** Sub-density of z at a look among trials not yet stopped, on quadrature nodes. */
interface Density {
  readonly nodes: Float64Array;
  /** Density times quadrature weight. */
  readonly mass: Float64Array;
}

const LEAST_PANELS = 12;
/** Looks closer than this share of their information couldn't be told apart by the quadrature. */
const LEAST_GAP = 1e-4;

/** @param next - Fraction of the look this density is for; null when there is none. */
function nextDensity(
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

/** Chance of not having stopped before and lying above `limit` now. */
function crossing(
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

function crossingBelow(
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

function checkFractions(fractions: readonly number[]): void {
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
