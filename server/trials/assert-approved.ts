import { verifyActorSignature } from '../accounts/actor-key.ts';
import { PERMISSIONS } from '../accounts/permissions.ts';
import type { Executor } from '../database/pool.ts';
import { ServiceError } from '../web/errors.ts';
import type { ProtocolRow } from './protocol-rows.ts';
import { statementBytes } from './statement.ts';

/**
 * At least one person who may approve, and who did not submit, must have signed this very hash.
 * Signatures are verified, so that a row written past the service counts for nothing.
 *
 * @throws ServiceError refused.
 */
export async function assertApproved(db: Executor, slug: string, row: ProtocolRow): Promise<void> {
  const { protocol_hash: protocolHash } = row;
  const approvals = await db
    .selectFrom('approvals')
    .innerJoin('actors', 'actors.actor_id', 'approvals.actor_id')
    .select([
      'approvals.actor_id',
      'approvals.signature',
      'approvals.reason',
      'actors.role',
      'actors.public_key',
    ])
    .where('approvals.protocol_hash', '=', protocolHash)
    .execute();
  const submitter = await db
    .selectFrom('actors')
    .select('public_key')
    .where('actor_id', '=', row.submitted_by)
    .executeTakeFirst();
  const allowed: readonly string[] = PERMISSIONS.approve;
  const valid =
    submitter !== undefined &&
    approvals.some(
      (approval) =>
        allowed.includes(approval.role) &&
        approval.actor_id !== row.submitted_by &&
        !approval.public_key.equals(submitter.public_key) &&
        verifyActorSignature(
          approval.public_key,
          statementBytes({ act: 'approve', trial: slug, protocolHash, reason: approval.reason }),
          approval.signature,
        ),
    );
  if (!valid) {
    throw new ServiceError(
      'refused',
      `Launch ${slug}: protocol ${protocolHash.slice(0, 12)} has no valid approval; have it approved by someone who did not submit it`,
    );
  }
}
