import { type ArmCounts, assertDifference, assertLevel, assertWhole } from '../numerics/check.ts';
import { riskDifferenceMiettinenNurminen } from '../two-arms/risk-difference-miettinen-nurminen.ts';
import type { TwoArmEstimate } from '../two-arms/types.ts';

export interface Interference {
  readonly method: string;
  /** Control people who talked with someone trained, against control people who didn't. */
  readonly withinControl: TwoArmEstimate | null;
  /** Share of control people who say they had contact; null when nobody answered. */
  readonly contactShare: number | null;
  /**
   * Effect if all who had contact were as trained: an outer limit of what spill-over may hide, from
   * dividing the effect by the share without contact. Null when so many had contact that it would lie
   * outside [-1, 1].
   */
  readonly undilutedDifference: number | null;
}

/** A difference as if nobody had been reached by contact; null where it would leave [-1, 1]. */
export function undiluted(difference: number, contactShare: number): number | null {
  const limit = difference / (1 - contactShare);
  return Math.abs(limit) <= 1 ? limit : null;
}

/**
 * Has the training spilled over? Control people were asked whether they talked about the offers
 * with someone who had the training.
 *
 * Contact isn't drawn by lot, so the comparison within control may come from who talks; it is a
 * warning, not an estimate of the effect.
 *
 * @param contact - Control people with contact: events and participants.
 * @param noContact - Control people without.
 * @param difference - Risk difference of the trial, arm minus comparator, in [-1, 1].
 * @param level - Confidence level, in (0, 1).
 * @throws RangeError on bad counts, or a difference or level out of range.
 * @see Hudgens and Halloran (2008), J. Am. Stat. Assoc. 103:832-842; Cuzick, Edwards and Segnan (1997),
 *   Stat. Med. 16:1017-1029 (dilution).
 */
export function interference(
  contact: ArmCounts,
  noContact: ArmCounts,
  difference: number,
  level = 0.95,
): Interference {
  for (const [name, { events, participants }] of Object.entries({ contact, noContact })) {
    assertWhole(`participants of ${name}`, participants);
    assertWhole(`events of ${name}`, events);
    if (events > participants) {
      throw new RangeError(
        `Read ${name}: ${events} events among ${participants} participants; events must not exceed participants`,
      );
    }
  }
  assertDifference(difference);
  assertLevel(level);
  const asked = contact.participants + noContact.participants;
  const share = asked > 0 ? contact.participants / asked : null;
  return {
    method: 'contact question in the comparator',
    withinControl:
      contact.participants > 0 && noContact.participants > 0
        ? riskDifferenceMiettinenNurminen(contact, noContact, level)
        : null,
    contactShare: share,
    undilutedDifference: share === null ? null : undiluted(difference, share),
  };
}
