import type { Kysely } from 'kysely';
import { newId } from '../database/ids.ts';
import type { Actor, Database, Role } from '../database/tables.ts';
import { ServiceError } from '../web/errors.ts';
import { makeActorKey } from './actor-key.ts';
import { appendAudit } from './audit.ts';

export const ROLES: readonly Role[] = ['designer', 'approver', 'operator', 'evaluator', 'helper'];

/** Names the audit trail uses for those who hold no key. */
const RESERVED_NAMES = ['rehearsal', 'stop rule', 'command line'];

/**
 * Adds a staff member and makes their signing key. Only the public half is stored; the text of the
 * key file is handed back once.
 */
export async function addActor(
  db: Kysely<Database>,
  input: { readonly name: string; readonly role: string },
  now: Date,
): Promise<{ actor: Actor; keyFile: string }> {
  const name = input.name.normalize('NFC').trim();
  if (!/^[^\p{C}]{1,80}$/u.test(name) || RESERVED_NAMES.includes(name.toLowerCase())) {
    throw new ServiceError(
      'invalid_input',
      `Add an actor: "${name.slice(0, 80)}" can't be a name; write 1 to 80 letters that are not one of ${RESERVED_NAMES.join(', ')}`,
    );
  }
  const role = ROLES.find((known) => known === input.role);
  if (!role) {
    throw new ServiceError(
      'invalid_input',
      `Add an actor: "${input.role}" is no role; write one of ${ROLES.join(', ')}`,
    );
  }
  const actorId = newId();
  const { key, keyFile } = makeActorKey(actorId, name);
  const actor = await db.transaction().execute(async (trx) => {
    const added = await trx
      .insertInto('actors')
      .values({
        actor_id: actorId,
        name,
        role,
        public_key: key.publicKey,
        added_at: now,
        disabled_at: null,
      })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning(['actor_id', 'name', 'role', 'public_key', 'added_at', 'disabled_at'])
      .executeTakeFirst();
    if (!added) {
      throw new ServiceError(
        'conflict',
        `Add an actor: there is a "${name}" already; choose a name that tells them apart`,
      );
    }
    await appendAudit(
      trx,
      {
        actor: 'command line',
        action: 'actor.add',
        subject: `actor:${name}`,
        detail: { actor_id: actorId, role, public_key: key.publicKey.toString('base64') },
      },
      now,
    );
    return added;
  });
  return { actor, keyFile };
}

/** Takes a staff member's key out of use for good. What they signed before stands. */
export async function disableActor(
  db: Kysely<Database>,
  input: { readonly name: string; readonly why: string },
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const disabled = await trx
      .updateTable('actors')
      .set({ disabled_at: now })
      .where('name', '=', input.name)
      .where('disabled_at', 'is', null)
      .returning('actor_id')
      .executeTakeFirst();
    if (!disabled) {
      throw new ServiceError(
        'not_found',
        `Disable an actor: nobody in use is called "${input.name}"; give a name as it was added`,
      );
    }
    await appendAudit(
      trx,
      {
        actor: 'command line',
        action: 'actor.disable',
        subject: `actor:${input.name}`,
        detail: { actor_id: disabled.actor_id, why: input.why },
      },
      now,
    );
  });
}
