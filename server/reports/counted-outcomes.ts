import type { Outcome } from '../../protocol/vocabulary.ts';
import { FLAGS, STAGES } from '../exposures/interaction-kinds.ts';

/** Where an outcome is kept on an exposure: a rung of the ladder reached, or a flag raised. */
export type OutcomePlace =
  | { readonly column: 'stage'; readonly atLeast: number }
  | { readonly column: 'flags'; readonly bit: number };

const PLACES: Readonly<Record<Outcome, OutcomePlace>> = {
  seen: { column: 'stage', atLeast: STAGES.seen },
  engaged: { column: 'stage', atLeast: STAGES.engaged },
  clicked: { column: 'stage', atLeast: STAGES.clicked },
  started: { column: 'stage', atLeast: STAGES.started },
  compromised: { column: 'stage', atLeast: STAGES.compromised },
  reported: { column: 'flags', bit: FLAGS.reported },
  help_opened: { column: 'flags', bit: FLAGS.help_opened },
};

export function outcomePlace(outcome: Outcome): OutcomePlace {
  return PLACES[outcome];
}

/**
 * The outcomes whose joint pattern a person's cell keeps: the primary one, accepting an offer, and
 * reporting it. Few, so that a hundred thousand people fall into few cells; the other rungs are
 * counted as uptake, one wave at a time.
 */
export function countedOutcomes(primary: Outcome): readonly Outcome[] {
  return [...new Set<Outcome>([primary, 'compromised', 'reported'])];
}
