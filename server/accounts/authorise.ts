import { randomBytes } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Actor, Database, Trial } from '../database/tables.ts';
import { ServiceError } from '../web/errors.ts';
import { type ActorKey, sign, verifyActorSignature } from './actor-key.ts';
import { PERMISSIONS, type StaffAct } from './permissions.ts';

/** The rehearsal acting on a trial of its own; refused for a field trial. */
export const REHEARSAL = 'rehearsal';

/** Who acts: a holder of a signing key, or a rehearsal. */
export type Acting = ActorKey | typeof REHEARSAL;

/** How the act is written down. */
export interface Authority {
  readonly name: string;
  /** Null when a rehearsal acts. */
  readonly actorId: string | null;
}

/**
 * The actor behind a key, once they have proved to hold it and their role allows the act. Call it
 * in the transaction of the act.
 *
 * @throws ServiceError refused, saying what is needed.
 */
export async function authorise(
  trx: Transaction<Database>,
  key: ActorKey,
  act: StaffAct,
): Promise<Actor> {
  const actor = await trx
    .selectFrom('actors')
    .select(['actor_id', 'name', 'role', 'public_key', 'added_at', 'disabled_at'])
    .where('actor_id', '=', key.actorId)
    .executeTakeFirst();
  if (!actor) {
    throw refused(
      act,
      `the key of ${key.name} is not known here; add its owner with "scampaign actor add"`,
    );
  }
  const challenge = randomBytes(32);
  if (!verifyActorSignature(actor.public_key, challenge, sign(key, challenge))) {
    throw refused(act, `the key is not the one ${actor.name} was added with; sign with that key`);
  }
  if (actor.disabled_at !== null) {
    throw refused(act, `${actor.name} has been disabled; someone else must do it`);
  }
  const allowed: readonly string[] = PERMISSIONS[act];
  if (!allowed.includes(actor.role)) {
    throw refused(act, `${actor.name} is ${actor.role} and it takes ${allowed.join(' or ')}`);
  }
  return actor;
}

/** As `authorise`, for acts on a trial that a rehearsal may do to its own. */
export async function authoriseOnTrial(
  trx: Transaction<Database>,
  acting: Acting,
  act: StaffAct,
  trial: Trial,
): Promise<Authority> {
  if (acting === REHEARSAL) {
    if (trial.purpose !== 'rehearsal') {
      throw refused(act, `${trial.slug} is a field trial; sign with the key of a staff member`);
    }
    return { name: REHEARSAL, actorId: null };
  }
  const actor = await authorise(trx, acting, act);
  return { name: actor.name, actorId: actor.actor_id };
}

function refused(act: StaffAct, why: string): ServiceError {
  return new ServiceError('refused', `${sentence(act)}: ${why}`);
}

function sentence(act: StaffAct): string {
  const words = act.replaceAll('_', ' ');
  return words[0]!.toUpperCase() + words.slice(1);
}
