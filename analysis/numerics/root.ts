/**
 * Root of a monotone function inside a bracket, by bisection to the last bit.
 *
 * The functions solved here cost nanoseconds and may jump or flatten at the ends of their range;
 * bisection can't leave the bracket and needs no derivative.
 *
 * @param f - Continuous inside the bracket, of opposite signs at its ends.
 * @returns The point where `f` changes sign; an end when `f` is zero there.
 * @throws RangeError if `f` has the same sign at both ends.
 */
export function findRoot(f: (x: number) => number, lower: number, upper: number): number {
  let low = lower;
  let high = upper;
  const atLow = f(low);
  const atHigh = f(high);
  if (atLow === 0) return low;
  if (atHigh === 0) return high;
  if (!(atLow < 0 !== atHigh < 0) || Number.isNaN(atLow) || Number.isNaN(atHigh)) {
    throw new RangeError(
      `Find a root: values at ${lower} and ${upper} are ${atLow} and ${atHigh}; they must differ in sign`,
    );
  }
  const rising = atLow < 0;
  for (let step = 0; step < 1100; step += 1) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) break;
    const value = f(middle);
    if (value === 0) return middle;
    if (value < 0 === rising) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}
