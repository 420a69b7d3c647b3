/**
 * Design effect: how many times more people a trial of groups needs than one of persons.
 *
 *     1 + ((cv^2 + 1) m - 1) rho
 *
 * @param meanSize - Mean people per group, at least 1.
 * @param icc - Intraclass correlation, in [-1, 1].
 * @param sizeVariation - Coefficient of variation of group sizes, 0 when equal.
 * @throws RangeError outside those ranges, or if the result isn't above 0.
 * @see Eldridge, Ashby and Kerry (2006), Int. J. Epidemiol. 35:1292-1300, equation 3.
 */
export function designEffect(meanSize: number, icc: number, sizeVariation = 0): number {
  const finite = Number.isFinite(meanSize) && Number.isFinite(sizeVariation);
  if (!finite || !(meanSize >= 1) || !(icc >= -1 && icc <= 1) || !(sizeVariation >= 0)) {
    throw new RangeError(
      `Compute a design effect: mean size ${meanSize}, correlation ${icc}, variation ${sizeVariation}; they must be at least 1, in [-1, 1] and at least 0`,
    );
  }
  const effect = 1 + ((sizeVariation ** 2 + 1) * meanSize - 1) * icc;
  if (!(effect > 0)) {
    throw new RangeError(
      `Compute a design effect: correlation ${icc} is impossible with groups of ${meanSize}`,
    );
  }
  return effect;
}
