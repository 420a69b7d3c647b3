/**
 * Factor by which the variance of an effect shrinks when each person is measured at two waves and
 * the mean of both is compared.
 *
 * @param correlation - Between a person's outcomes at the two waves, in (-1, 1).
 * @returns (1 + rho) / 2: pass it on as a design effect.
 * @throws RangeError if the correlation lies outside (-1, 1).
 * @see Frison and Pocock (1992), Stat. Med. 11:1685-1704, equation 3 with two follow-ups.
 */
export function twoWaveFactor(correlation: number): number {
  if (!(correlation > -1 && correlation < 1)) {
    throw new RangeError(
      `Plan two waves: the correlation is ${correlation} and must lie in (-1, 1)`,
    );
  }
  return (1 + correlation) / 2;
}
