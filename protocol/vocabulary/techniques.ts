/** Behaviour change techniques of the BCT Taxonomy v1 that fit anti-scam training. */
import type { BctCode, Bias } from '../vocabulary.ts';
import { type Term, terms } from './term.ts';

const TAXONOMY =
  'BCT Taxonomy v1: code and label as in a published code set of the Human Behaviour-Change Project; the use is our own';

/** Labels are the taxonomy's, in its spelling; `meaning` is the use in anti-scam training. */
export const TECHNIQUES: readonly Term<BctCode>[] = terms(TAXONOMY, true, [
  ['1.2', 'Problem solving', 'ask what would stop you from checking'],
  ['1.4', 'Action planning', 'if a timer shows, then I leave and search'],
  ['1.9', 'Commitment', 'promise to verify first'],
  ['2.2', 'Feedback on behavior', 'show the cues you passed'],
  ['2.7', 'Feedback on outcome(s) of behavior', 'show what would have been lost'],
  ['3.2', 'Social support (practical)', 'name a person or line to ask'],
  ['4.1', 'Instruction on how to perform the behavior', 'tell how to check a seller'],
  ['4.2', 'Information about antecedents', 'name the moments when people fall'],
  ['4.4', 'Behavioral experiments', 'try a search for the picture'],
  ['5.2', 'Salience of consequences', 'tell one vivid case that does not frighten'],
  ['5.3', 'Information about social and environmental consequences', 'tell the effect on families'],
  ['5.5', 'Anticipated regret', 'imagine it briefly'],
  ['6.1', 'Demonstration of the behavior', 'show somebody checking'],
  ['6.2', 'Social comparison', 'say how many noticed, without names'],
  ['7.1', 'Prompts/cues', 'a reminder at the moment of paying'],
  ['7.7', 'Exposure', 'the practice offer itself; the original sense is that of feared stimuli'],
  ['8.1', 'Behavioral practice/rehearsal', 'sort genuine offers from fakes'],
  ['8.3', 'Habit formation', 'the same pause each time'],
  ['8.6', 'Generalisation of target behavior', 'the same habit with another kind of offer'],
  ['8.7', 'Graded tasks', 'from easy to hard offers'],
  ['9.1', 'Credible source', 'a survivor or another trusted messenger'],
  ['13.2', 'Framing/reframing', 'say that checking is normal'],
]);

export const BIAS_TERMS: readonly Term<Bias>[] = terms(
  'OHCHR, ASEAN-ACT and BehaviourWorks Australia, Breaking the Cycle (2026); the meaning is in our own words',
  true,
  [
    ['confirmation', 'Confirmation bias', 'looking for what fits the wish'],
    ['sunk_cost', 'Sunk cost', 'going on because of what was already given'],
    ['information_avoidance', 'Information avoidance', 'not wanting to know'],
    ['optimism', 'Optimism bias', 'it happens to others'],
  ],
);
