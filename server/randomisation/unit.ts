import type { Participant } from '../database/tables.ts';

/** Who is drawn, and where they are counted. */
export interface Unit {
  readonly participantId: string;
  readonly stratum: string;
  readonly cluster: string | null;
}

/** Name of a person as a unit of randomisation. */
export function personUnit(participantId: string): string {
  return `participant:${participantId}`;
}

/** Name of a cluster as a unit of randomisation. */
export function clusterUnit(cluster: string): string {
  return `cluster:${cluster}`;
}

export function unitOf(
  participant: Pick<Participant, 'participant_id' | 'stratum' | 'cluster'>,
): Unit {
  return {
    participantId: participant.participant_id,
    stratum: participant.stratum,
    cluster: participant.cluster,
  };
}
