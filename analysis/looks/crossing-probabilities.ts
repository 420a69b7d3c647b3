import { assertFinite } from '../numerics/check.ts';
import { normalCdf } from '../numerics/distributions.ts';
import {
  assertFractions,
  crossing,
  crossingBelow,
  type Density,
  nextDensity,
} from './look-density.ts';

/**
 * Chance of crossing each boundary when the drift (expected z at full information) is not zero:
 * power, look by look.
 *
 * @param boundaries - Fractions with z, as groupSequentialBoundaries gives them.
 * @param drift - Expected z statistic at information fraction 1.
 * @returns Chance of first crossing at each look, both sides together.
 * @throws RangeError if fractions don't rise within (0, 1] as groupSequentialBoundaries needs, a boundary
 *   isn't above 0, or the drift isn't finite.
 * @see Armitage, McPherson and Rowe (1969), J. R. Stat. Soc. A 132:235-244; Jennison and Turnbull
 *   (2000), chapter 19.
 */
export function crossingProbabilities(
  boundaries: readonly { readonly fraction: number; readonly z: number }[],
  drift: number,
): number[] {
  assertFractions(boundaries.map(({ fraction }) => fraction));
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
