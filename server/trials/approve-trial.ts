import type { Kysely, Transaction } from 'kysely';
import { type ActorKey, sign } from '../accounts/actor-key.ts';
import { appendAudit } from '../accounts/audit.ts';
import { authorise } from '../accounts/authorise.ts';
import type { Actor, Database, Trial } from '../database/tables.ts';
import { ServiceError } from '../web/errors.ts';
import { readDocument } from './check-document.ts';
import { plainReason } from './plain-reason.ts';
import { assertProtocolIntact, findPendingProtocol, type ProtocolRow } from './protocol-rows.ts';
import { statementBytes } from './statement.ts';
import { assertLockStored } from './template-lock.ts';
import { changeTrial, lockTrial } from './trial-rows.ts';

export interface Approval {
  readonly trial: Trial;
  readonly protocolHash: string;
  /** The document replaced the one in force. */
  readonly amendment: boolean;
}

const DOING = 'Approve';
const SHORTEST_HASH = 8;

/**
 * Signs the hash of the document that waits. Refused for whoever submitted it.
 *
 * @param input.protocolHash - The hash, or its first characters, that the approver read; without it
 *   whatever waits now is approved.
 */
export async function approveTrial(
  db: Kysely<Database>,
  input: {
    readonly slug: string;
    readonly as: ActorKey;
    readonly reason: string;
    readonly protocolHash?: string;
  },
  now: Date,
): Promise<Approval> {
  const { slug, as } = input;
  const reason = plainReason(DOING, input.reason);
  return await db.transaction().execute(async (trx) => {
    const trial = await lockTrial(trx, slug);
    const pending = await findPendingProtocol(trx, trial);
    // Before the role, so that a designer reads why and not only that it takes an approver.
    if (pending) await assertNotSubmitter(trx, pending, as);
    const actor = await authorise(trx, as, 'approve');
    if (!pending) {
      throw new ServiceError(
        'conflict',
        `${DOING}: nothing of ${slug} waits for approval (it is ${trial.state}); submit a protocol first`,
      );
    }
    assertMeant(pending, input.protocolHash);
    assertProtocolIntact(pending, readDocument);
    await assertLockStored(trx, pending.template_lock);
    const { protocol_hash: protocolHash } = pending;
    const signature = sign(
      as,
      statementBytes({ act: 'approve', trial: slug, protocolHash, reason }),
    );
    await insertApproval(trx, pending, actor, signature, reason, now);
    const amendment = trial.launched_at !== null;
    const changed = await changeTrial(
      trx,
      trial.trial_id,
      amendment ? { protocol_hash: protocolHash } : { state: 'approved' },
    );
    await appendAudit(
      trx,
      {
        actor: actor.name,
        action: amendment ? 'trial.approve_amendment' : 'trial.approve',
        subject: `trial:${slug}`,
        detail: {
          revision: changed.revision,
          actor_id: actor.actor_id,
          protocol_hash: protocolHash,
          reason,
          signature: signature.toString('base64'),
        },
      },
      now,
    );
    return { trial: changed, protocolHash, amendment };
  });
}

/** By id and by key: a second name for the same key is the same person. */
async function assertNotSubmitter(
  trx: Transaction<Database>,
  pending: ProtocolRow,
  key: ActorKey,
): Promise<void> {
  const submitter = await trx
    .selectFrom('actors')
    .select(['actor_id', 'name', 'public_key'])
    .where('actor_id', '=', pending.submitted_by)
    .executeTakeFirst();
  if (
    !submitter ||
    submitter.actor_id === key.actorId ||
    submitter.public_key.equals(key.publicKey)
  ) {
    throw new ServiceError(
      'refused',
      `${DOING}: ${submitter?.name ?? 'the submitter'} submitted this protocol; someone else must approve it`,
    );
  }
}

function assertMeant(pending: ProtocolRow, hash: string | undefined): void {
  if (hash === undefined) return;
  if (hash.length < SHORTEST_HASH || !pending.protocol_hash.startsWith(hash.toLowerCase())) {
    throw new ServiceError(
      'conflict',
      `${DOING}: the protocol that waits is ${pending.protocol_hash} and you named ${hash}; read it, and name its hash or at least ${SHORTEST_HASH} characters of it`,
    );
  }
}

async function insertApproval(
  trx: Transaction<Database>,
  pending: ProtocolRow,
  actor: Actor,
  signature: Buffer,
  reason: string,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('approvals')
    .values({
      protocol_hash: pending.protocol_hash,
      actor_id: actor.actor_id,
      signature,
      reason,
      approved_at: now,
    })
    // The same person approved the same hash before it was replaced and put forward again.
    .onConflict((conflict) => conflict.columns(['protocol_hash', 'actor_id']).doNothing())
    .execute();
}
