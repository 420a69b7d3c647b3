import { assertWhole } from './check.ts';

export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const made = new Map<number, Quadrature>();

/**
 * Nodes and weights of Gauss-Legendre quadrature on [-1, 1], by Newton's method on the Legendre
 * polynomial.
 *
 * @param points - Number of nodes, at least 1.
 * @see Abramowitz and Stegun (1964), 25.4.29.
 */
export function gaussLegendre(points: number): Quadrature {
  assertWhole('points of quadrature', points, 1);
  const known = made.get(points);
  if (known) return known;
  const nodes = new Float64Array(points);
  const weights = new Float64Array(points);
  for (let i = 0; i < points; i += 1) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (points + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step += 1) {
      let previous = 1;
      let current = x;
      for (let degree = 2; degree <= points; degree += 1) {
        const next = ((2 * degree - 1) * x * current - (degree - 1) * previous) / degree;
        previous = current;
        current = next;
      }
      slope = (points * (x * current - previous)) / (x * x - 1);
      const shift = current / slope;
      x -= shift;
      if (Math.abs(shift) < 1e-16) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  if (points === 1) {
    nodes[0] = 0;
    weights[0] = 2;
  }
  const result = { nodes, weights };
  made.set(points, result);
  return result;
}

/**
 * Integral of a smooth function over [lower, upper], in equal panels of 20 nodes.
 *
 * @param panels - More where the function changes fast.
 */
export function integrate(
  f: (x: number) => number,
  lower: number,
  upper: number,
  panels = 32,
): number {
  const { nodes, weights } = gaussLegendre(20);
  const half = (upper - lower) / panels / 2;
  let sum = 0;
  for (let panel = 0; panel < panels; panel += 1) {
    const centre = lower + (2 * panel + 1) * half;
    for (let i = 0; i < nodes.length; i += 1) {
      sum += (weights[i] as number) * f(centre + half * (nodes[i] as number));
    }
  }
  return sum * half;
}
