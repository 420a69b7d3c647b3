import { assertLevel, assertWhole } from '../numerics/check.ts';
import { normalCritical } from '../numerics/distributions.ts';

/** One arm with a yes-or-no outcome and people without one. */
export interface ArmCountsWithMissing {
  readonly events: number;
  readonly analysed: number;
  readonly missing: number;
}

export interface TippingPoint {
  readonly method: string;
  /** Risk difference and interval with the missing left out. */
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
 * tried, and the boundary where the result would no longer be shown is reported.
 *
 * @returns Boundary for each number of events among the treated missing. When the observed interval
 *   holds zero already, `tips` is empty and `neverTips` false.
 * @throws RangeError on counts that aren't whole or events above people, or more than 20,000 missing.
 * @see Yan, Lee and Li (2009), J. Biopharm. Stat. 19:1085-1098; Hollis (2002), Stat. Med.
 *   21:3823-3834.
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
  const z = normalCritical(level);
  const interval = (x1: number, n1: number, x0: number, n0: number) => {
    const p1 = x1 / n1;
    const p0 = x0 / n0;
    const reach = z * Math.sqrt((p1 * (1 - p1)) / n1 + (p0 * (1 - p0)) / n0);
    return { estimate: p1 - p0, lower: p1 - p0 - reach, upper: p1 - p0 + reach };
  };
  const observed = interval(treated.events, treated.analysed, control.events, control.analysed);
  const method = 'tipping point over all allotments, Wald interval';
  if (observed.lower <= 0 && observed.upper >= 0) {
    return { method, observed, tips: [], neverTips: false };
  }
  const falls = observed.upper < 0;
  const n1 = treated.analysed + treated.missing;
  const n0 = control.analysed + control.missing;
  const holds = (a: number, b: number): boolean => {
    const { lower, upper } = interval(treated.events + a, n1, control.events + b, n0);
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
