import type { MadeUp } from './made-up-trial.ts';

const LURE: Readonly<Record<string, number>> = {
  reveal_only: 0.24,
  awareness_message: 0.2,
  red_flag_replay: 0.12,
};
const TWIN = 0.4;

/** A few losses, some noise of machines, and a training that works at the second wave. */
export const ordinary: NonNullable<MadeUp['behave']> = (exposure, person, random) => {
  const fate = random();
  if (fate < 0.04) exposure.sent_at = null;
  else if (fate < 0.07) exposure.undelivered_at = exposure.opens_at;
  if (exposure.sent_at === null || exposure.undelivered_at !== null) return;
  const risk = exposure.wave === 0 ? LURE.reveal_only! : LURE[person.arm]!;
  const accepts = random() < (exposure.role === 1 ? risk : TWIN);
  exposure.stage_person = accepts ? 5 : Math.floor(random() * 5);
  if (random() < 0.05) exposure.flags_person |= 1;
  if (random() < 0.05) exposure.stage_unsure = 5;
  if (random() < 0.1) exposure.stage_machine = 5;
};

/** The truth behind `ordinary`, as a rehearsal would state it. */
export const ORDINARY_TRUTH = {
  outcome: 'compromised',
  wave: 'w2',
  arms: Object.entries(LURE).map(([arm, lureRisk]) => ({ arm, lureRisk, twinAcceptance: TWIN })),
};
