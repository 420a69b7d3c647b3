import { assertLevel, assertWhole } from '../numerics/check.ts';
import { proportionWilson } from '../two-arms/proportion-wilson.ts';
import type { ProportionEstimate } from '../two-arms/types.ts';

/** One arm with a yes-or-no outcome and people without one. */
export interface ArmCountsWithMissing {
  readonly events: number;
  readonly analysed: number;
  readonly missing: number;
}

export interface TippingPoint {
  readonly method: string;
  /** Risk difference and Newcombe's interval with the missing left out. */
  readonly observed: { readonly estimate: number; readonly lower: number; readonly upper: number };
  /**
   * For events given to 0, 1, 2 ... of the missing in treated: the fewest (or most, whichever comes
   * first from what was observed) events among the missing in control at which the interval reaches
   * zero; null when none does.
   */
  readonly tips: readonly {
    readonly treatedEvents: number;
    readonly controlEvents: number | null;
  }[];
  /** True if no allotment whatever makes the interval reach zero. */
  readonly neverTips: boolean;
}

/**
 * How bad would the missing have to be? Every allotment of events to the missing of both arms is
 * tried, and the boundary where the result would no longer be shown is reported. A result is shown
 * while Newcombe's hybrid score interval excludes zero.
 *
 * @param treated - Events among people analysed, and people without an outcome.
 * @param control - Same shape, other arm.
 * @param level - Confidence level, in (0, 1).
 * @returns Boundary for each number of events among the treated missing. When the observed interval
 *   holds zero already, `tips` is empty and `neverTips` false.
 * @throws RangeError on counts that aren't whole or events above people, or more than 20,000 missing.
 * @see Yan, Lee and Li (2009), J. Biopharm. Stat. 19:1085-1098; Hollis (2002), Stat. Med.
 *   21:3823-3834; Newcombe (1998), Stat. Med. 17:873-890, method 10.
 */
export function tippingPoint(
  treated: ArmCountsWithMissing,
  control: ArmCountsWithMissing,
  level = 0.95,
): TippingPoint {
  assertLevel(level);
  for (const [name, arm] of Object.entries({ treated, control })) {
    assertWhole(`events of ${name}`, arm.events);
    assertWhole(`people analysed in ${name}`, arm.analysed, 1);
    assertWhole(`people missing in ${name}`, arm.missing);
    if (arm.events > arm.analysed || arm.missing > 20_000) {
      throw new RangeError(
        `Look for a tipping point in ${name}: ${arm.events} events among ${arm.analysed} and ${arm.missing} missing; events must not exceed people, and at most 20000 be missing`,
      );
    }
  }
  const observed = hybrid(
    proportionWilson({ events: treated.events, participants: treated.analysed }, level),
    proportionWilson({ events: control.events, participants: control.analysed }, level),
  );
  const method = 'tipping point over all allotments, Newcombe hybrid score interval';
  if (observed.lower <= 0 && observed.upper >= 0) {
    return { method, observed, tips: [], neverTips: false };
  }
  const falls = observed.upper < 0;
  // Each arm's own interval, once for each number of events among its missing.
  const [first, second] = [treated, control].map((arm) =>
    Array.from({ length: arm.missing + 1 }, (_, events) =>
      proportionWilson(
        { events: arm.events + events, participants: arm.analysed + arm.missing },
        level,
      ),
    ),
  );
  const holds = (a: number, b: number): boolean => {
    const [one, two] = [first?.[a], second?.[b]];
    if (!one || !two) return false;
    const { lower, upper } = hybrid(one, two);
    return falls ? upper < 0 : lower > 0;
  };
  const tips = Array.from({ length: treated.missing + 1 }, (_, a) => {
    // When treated had fewer events, fewer events in control weaken it, and the other way round.
    let best: number | null = null;
    for (let step = 0; step <= control.missing; step += 1) {
      const b = falls ? control.missing - step : step;
      if (!holds(a, b)) {
        best = b;
        break;
      }
    }
    return { treatedEvents: a, controlEvents: best };
  });
  return {
    method,
    observed,
    tips,
    neverTips: tips.every(({ controlEvents }) => controlEvents === null),
  };
}

function hybrid(
  one: ProportionEstimate,
  two: ProportionEstimate,
): { estimate: number; lower: number; upper: number } {
  const estimate = one.estimate - two.estimate;
  return {
    estimate,
    lower: estimate - Math.sqrt((one.estimate - one.lower) ** 2 + (two.upper - two.estimate) ** 2),
    upper: estimate + Math.sqrt((one.upper - one.estimate) ** 2 + (two.estimate - two.lower) ** 2),
  };
}
