/** A trial as the GrowthBook SDK sees it. */
import { type Experiment, GrowthBookClient } from '@growthbook/growthbook';
import type { Allocation } from './allocation.ts';
import { hmac } from './seeds.ts';

/** The SDK hashes this attribute; its value is a unit's hash, never an id. */
export const HASH_ATTRIBUTE = 'unit';

/** The SDK's way to name one assignment: no trial's buckets are ever numbered anew. */
export const BUCKET_VERSION = 0;

/**
 * The experiment of a trial: arms in the protocol's order as variations, hash version 2 (the
 * unbiased one), and a seed that only the salt gives.
 */
export function experimentOf(
  trialSlug: string,
  allocation: Allocation,
  armSeed: Buffer,
): Experiment<string> {
  return {
    key: trialSlug,
    variations: [...allocation.arms] as [string, string, ...string[]],
    meta: allocation.arms.map((arm) => ({ key: arm })),
    weights: [...allocation.weights],
    hashAttribute: HASH_ATTRIBUTE,
    hashVersion: 2,
    seed: hmac(armSeed, 'growthbook').toString('hex'),
    bucketVersion: BUCKET_VERSION,
  };
}

// One client serves every trial: it holds no features and makes no request of its own.
const client = new GrowthBookClient();

/**
 * The arm the SDK chooses for a unit. The context holds the hash alone: with an address in it a
 * query string could force an arm.
 *
 * @throws Error when the SDK chose in any other way than by hash and weights.
 */
export function chooseArm(experiment: Experiment<string>, hash: string): string {
  const result = client.runInlineExperiment(experiment, { attributes: { [HASH_ATTRIBUTE]: hash } });
  if (!result.inExperiment || !result.hashUsed || result.hashValue !== hash) {
    throw new Error(`Draw an arm of ${experiment.key}: the SDK did not choose by hash`);
  }
  return result.value;
}
