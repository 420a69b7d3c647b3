/**
 * What a page may report and how it is kept: each kind's small integer, and the stage or flag it
 * moves. Bodies hold these, small integers and ids, never text.
 */
export const STAGES = {
  none: 0,
  seen: 1,
  engaged: 2,
  clicked: 3,
  started: 4,
  compromised: 5,
} as const;

export const FLAGS = {
  reported: 1,
  left: 2,
  help_opened: 4,
  distressed: 8,
  complained: 16,
  reveal_seen: 32,
  training_seen: 64,
  training_finished: 128,
  flag_opened: 256,
} as const;

interface KindDefinition {
  readonly code: number;
  readonly stage: number;
  readonly flag: number;
  /** Whether the page's script may send it; the rest arrive as forms. */
  readonly observed: boolean;
}

const kind = (code: number, stage: number, flag: number, observed = false): KindDefinition => ({
  code,
  stage,
  flag,
  observed,
});

/** Codes are stored: never renumber, only add. */
export const INTERACTION_KINDS = {
  seen: kind(1, STAGES.seen, 0, true),
  engaged: kind(2, STAGES.engaged, 0, true),
  clicked: kind(3, STAGES.clicked, 0),
  started: kind(4, STAGES.started, 0),
  compromised: kind(5, STAGES.compromised, 0),
  reported: kind(6, 0, FLAGS.reported),
  left: kind(7, 0, FLAGS.left, true),
  reveal_seen: kind(8, 0, FLAGS.reveal_seen),
  training_seen: kind(9, 0, FLAGS.training_seen),
  flag_opened: kind(10, 0, FLAGS.flag_opened, true),
  training_finished: kind(11, 0, FLAGS.training_finished, true),
  help_opened: kind(12, 0, FLAGS.help_opened),
  distressed: kind(13, 0, FLAGS.distressed),
  complained: kind(14, 0, FLAGS.complained),
  tap_heard: kind(15, 0, 0, true),
  tap_practice: kind(16, 0, 0, true),
  tap_feeling: kind(17, 0, 0, true),
} as const satisfies Record<string, KindDefinition>;

export type InteractionKind = keyof typeof INTERACTION_KINDS;

export function isInteractionKind(name: string): name is InteractionKind {
  return Object.hasOwn(INTERACTION_KINDS, name);
}
