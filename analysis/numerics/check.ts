/** Refusals shared by every estimator: bad input gets a RangeError, never a plausible number. */

/** Events among participants in one arm; integers, `0 <= events <= participants`. */
export interface ArmCounts {
  readonly events: number;
  readonly participants: number;
}

/** @throws RangeError unless 0 < level < 1. */
export function assertLevel(level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`Compute an interval: level is ${level} and must lie between 0 and 1`);
  }
}

/** @throws RangeError unless `value` is a finite number. */
export function assertFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) {
    throw new RangeError(`Read ${name}: ${value} is not a finite number`);
  }
}

/** @throws RangeError unless `value` is finite and above zero. */
export function assertPositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(`Read ${name}: ${value} is not above 0`);
  }
}

/** @throws RangeError unless 0 < value < 1. */
export function assertProportion(name: string, value: number): void {
  if (!(value > 0 && value < 1)) {
    throw new RangeError(`Read ${name}: ${value} is not between 0 and 1`);
  }
}

/** @throws RangeError unless -1 <= value <= 1. */
export function assertDifference(value: number): void {
  if (!(value >= -1 && value <= 1)) {
    throw new RangeError(`Read a risk difference: ${value} is not between -1 and 1`);
  }
}

/** @throws RangeError unless `value` is an integer of at least `least`. */
export function assertWhole(name: string, value: number, least = 0): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`Read ${name}: ${value} is not a whole number of at least ${least}`);
  }
}

/** @throws RangeError if an arm is empty, or events exceed participants, or either isn't whole. */
export function assertCounts(name: string, arm: ArmCounts): void {
  assertWhole(`participants of ${name}`, arm.participants, 1);
  assertWhole(`events of ${name}`, arm.events);
  if (arm.events > arm.participants) {
    throw new RangeError(
      `Read ${name}: ${arm.events} events among ${arm.participants} participants; events must not exceed participants`,
    );
  }
}

/** @throws RangeError unless both bounds are finite and in order. */
export function assertInterval(
  name: string,
  interval: { readonly lower: number; readonly upper: number },
): void {
  assertFinite(`the lower bound of ${name}`, interval.lower);
  assertFinite(`the upper bound of ${name}`, interval.upper);
  if (interval.lower > interval.upper) {
    throw new RangeError(
      `Read ${name}: it runs from ${interval.lower} to ${interval.upper}; the lower bound must come first`,
    );
  }
}

/** @throws RangeError unless both arrays have the same length, at least `least`. */
export function assertSameLength(
  name: string,
  first: ArrayLike<unknown>,
  second: ArrayLike<unknown>,
  least = 1,
): void {
  if (first.length !== second.length || first.length < least) {
    throw new RangeError(
      `Read ${name}: lengths are ${first.length} and ${second.length}; they must be equal and at least ${least}`,
    );
  }
}

/** @throws RangeError unless every entry is finite. */
export function assertAllFinite(name: string, values: ArrayLike<number>): void {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value === undefined || !Number.isFinite(value)) {
      throw new RangeError(`Read ${name}: entry ${index} is ${value} and must be a finite number`);
    }
  }
}
