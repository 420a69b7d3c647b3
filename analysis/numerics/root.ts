/**
 * Root of a monotone function inside a bracket: inverse quadratic steps where they can be trusted,
 * bisection where not. It can't leave the bracket, needs no derivative, and takes jumps, flat ends
 * and infinite values.
 *
 * @param f - Continuous inside the bracket, of opposite signs at its ends.
 * @returns The point where `f` changes sign, within a few units of its last place; an end when `f` is
 *   zero there.
 * @throws RangeError if `f` has the same sign at both ends.
 * @see Chandrupatla (1997), Adv. Eng. Softw. 28:145-149.
 */
export function findRoot(f: (x: number) => number, lower: number, upper: number): number {
  const atLower = f(lower);
  const atUpper = f(upper);
  if (atLower === 0) return lower;
  if (atUpper === 0) return upper;
  if (!(atLower < 0 !== atUpper < 0) || Number.isNaN(atLower) || Number.isNaN(atUpper)) {
    throw new RangeError(
      `Find a root: values at ${lower} and ${upper} are ${atLower} and ${atUpper}; they must differ in sign`,
    );
  }
  // The root lies between `near` and `far`; `last` is the point left behind.
  let near = { x: upper, y: atUpper };
  let far = { x: lower, y: atLower };
  let share = 0.5;
  for (let step = 0; step < 1100; step += 1) {
    const x = near.x + share * (far.x - near.x);
    const here = { x, y: f(x) };
    let last = near;
    if (here.y < 0 !== near.y < 0) {
      last = far;
      far = near;
    }
    near = here;
    const best = Math.abs(near.y) < Math.abs(far.y) ? near : far;
    const width = Math.abs(far.x - near.x);
    const tolerance = 2 * Number.EPSILON * Math.abs(best.x) + Number.MIN_VALUE;
    if (best.y === 0 || width <= 2 * tolerance) return best.x;
    const least = tolerance / width;
    share = Math.min(1 - least, Math.max(least, quadraticShare(near, far, last)));
  }
  return near.x;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** How far from `near` to `far` the inverse quadratic through three points has its root, or halfway. */
function quadraticShare(near: Point, far: Point, last: Point): number {
  const place = (near.x - far.x) / (last.x - far.x);
  const height = (near.y - far.y) / (last.y - far.y);
  if (!(height * height < place && (1 - height) ** 2 < 1 - place)) return 0.5;
  return (
    (near.y / (far.y - near.y)) * (last.y / (far.y - last.y)) +
    ((last.x - near.x) / (far.x - near.x)) *
      (near.y / (last.y - near.y)) *
      (far.y / (last.y - far.y))
  );
}
