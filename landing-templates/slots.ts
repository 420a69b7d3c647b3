/**
 * Words the pages and the service share: what a form may do, and what a page may report.
 * Adding one here is not enough; the service decides what each means.
 */

/** Values of the hidden field `do`. */
export const ACTS = [
  // offers
  'report',
  'leave',
  // reveal and debriefs
  'next',
  'help_opened',
  'distressed',
  'complained',
  'withdraw',
  'tap_heard',
  'tap_practice',
  'tap_feeling',
  // participants' pages
  'agree',
  'decline',
  'not_mine',
  'unsubscribe',
] as const;

/**
 * Kinds the observer sends. `tap_*` come from the reveal's three optional taps, with a value:
 * `tap_heard` and `tap_practice` 1 yes, 2 no, 3 not sure; `tap_feeling` 1 fine, 2 surprised, 3 upset.
 */
export const OBSERVED_KINDS = [
  'seen',
  'engaged',
  'left',
  'flag_opened',
  'training_finished',
  'tap_heard',
  'tap_practice',
  'tap_feeling',
] as const;
export type ObservedKind = (typeof OBSERVED_KINDS)[number];

/** Sequence numbers of hidden forms are below this; the observer starts here. */
export const FIRST_OBSERVED_SEQ = 100;
