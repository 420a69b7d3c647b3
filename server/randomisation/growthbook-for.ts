import {
  GrowthBook,
  type StickyAssignmentsDocument,
  StickyBucketServiceSync,
} from '@growthbook/growthbook';
import type { Assignment } from '../database/tables.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { BUCKET_VERSION, HASH_ATTRIBUTE } from './experiment.ts';
import { unitHash } from './seeds.ts';
import { drawsOf } from './trial-draws.ts';
import { clusterUnit, personUnit } from './unit.ts';

/**
 * Sticky documents read from a row of `assignments`, and from nowhere else. The SDK may ask to save
 * one; it does not wait for the answer, so that nothing is ever stored from here: the row was
 * committed before this object was made.
 */
class StoredAssignment extends StickyBucketServiceSync {
  readonly #doc: StickyAssignmentsDocument;

  constructor(doc: StickyAssignmentsDocument) {
    super();
    this.#doc = doc;
  }

  override getAssignmentsSync(attribute: string, value: string): StickyAssignmentsDocument | null {
    const { attributeName, attributeValue } = this.#doc;
    return attribute === attributeName && value === attributeValue ? this.#doc : null;
  }

  override saveAssignmentsSync(): void {}
}

/** The SDK without the ways in by which an address or a caller could force another arm. */
class AssignedGrowthBook extends GrowthBook {
  override async setURL(): Promise<void> {
    throw new Error(
      'Set an address: it could force an arm; an assigned person has the arm that is stored',
    );
  }

  override async setForcedVariations(): Promise<void> {
    throw new Error('Force a variation: an assigned person has the arm that is stored');
  }
}

/**
 * The GrowthBook SDK for one assigned person: running the trial's experiment (`armOf`) gives the
 * arm that is stored, whatever the weights say now.
 */
export function growthbookFor(
  running: RunningTrial,
  assignment: Pick<Assignment, 'participant_id' | 'arm' | 'cluster'>,
): GrowthBook {
  const { seeds } = drawsOf(running);
  const byCluster =
    running.protocol.randomisation.unit === 'cluster' && assignment.cluster !== null;
  const unit = byCluster ? clusterUnit(assignment.cluster!) : personUnit(assignment.participant_id);
  const hash = unitHash(seeds.arm, unit);
  const doc: StickyAssignmentsDocument = {
    attributeName: HASH_ATTRIBUTE,
    attributeValue: hash,
    assignments: { [`${running.trial.slug}__${BUCKET_VERSION}`]: assignment.arm },
  };
  return new AssignedGrowthBook({
    attributes: { [HASH_ATTRIBUTE]: hash },
    stickyBucketService: new StoredAssignment(doc),
    stickyBucketAssignmentDocs: { [`${HASH_ATTRIBUTE}||${hash}`]: doc },
  });
}

/** The arm the SDK answers for an assigned person. */
export function armOf(running: RunningTrial, growthbook: GrowthBook): string {
  return growthbook.run(drawsOf(running).experiment).value;
}
