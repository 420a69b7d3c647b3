import type { Experiment } from '@growthbook/growthbook';
import type { Protocol } from '../../protocol/schema.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { type Allocation, allocationOf } from './allocation.ts';
import { BlockSequence } from './block-sequence.ts';
import { experimentOf } from './experiment.ts';
import { deriveSeeds, type Seeds } from './seeds.ts';

/** What a trial draws with, made once from its salt and protocol. */
export interface TrialDraws {
  readonly seeds: Seeds;
  readonly allocation: Allocation;
  readonly experiment: Experiment<string>;
  /** The list of arms of a stratum; the same object each time. */
  sequence(stratum: string): BlockSequence;
}

/** By the salt's own Buffer, which a process keeps for as long as it knows the trial. */
const known = new WeakMap<Buffer, TrialDraws>();

export function drawsOf(running: Pick<RunningTrial, 'trial' | 'protocol' | 'salt'>): TrialDraws {
  const { salt, protocol, trial } = running;
  const kept = known.get(salt);
  if (kept) return kept;
  const made = makeDraws(salt, trial.slug, protocol);
  known.set(salt, made);
  return made;
}

/** As `drawsOf`, from the three things alone: after disclosure anyone can do it. */
export function makeDraws(salt: Buffer, trialSlug: string, protocol: Protocol): TrialDraws {
  const seeds = deriveSeeds(salt);
  const allocation = allocationOf(protocol);
  const sequences = new Map<string, BlockSequence>();
  return {
    seeds,
    allocation,
    experiment: experimentOf(trialSlug, allocation, seeds.arm),
    sequence(stratum) {
      const kept = sequences.get(stratum);
      if (kept) return kept;
      const sizes = protocol.randomisation.block_sizes ?? [];
      const made = new BlockSequence(seeds.arm, stratum, sizes, allocation);
      sequences.set(stratum, made);
      return made;
    },
  };
}
