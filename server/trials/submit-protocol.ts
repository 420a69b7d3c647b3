import type { Kysely, Transaction } from 'kysely';
import type { Catalogue } from '../../landing-templates/types.ts';
import { protocolHash } from '../../protocol/canonical.ts';
import type { Fault } from '../../protocol/fault.ts';
import { type ActorKey, sign } from '../accounts/actor-key.ts';
import { lockUntilCommit } from '../accounts/advisory-locks.ts';
import { appendAudit } from '../accounts/audit.ts';
import { authorise } from '../accounts/authorise.ts';
import { newId } from '../database/ids.ts';
import type { Database, Trial } from '../database/tables.ts';
import { ServiceError } from '../web/errors.ts';
import { assertAmendable } from './amendment.ts';
import { type CheckedDocument, checkDocument } from './check-document.ts';
import { findProtocolRow, protocolOf } from './protocol-rows.ts';
import { statementBytes } from './statement.ts';
import {
  contentTemplates,
  lockTemplates,
  storeTemplates,
  type TemplateLock,
} from './template-lock.ts';
import { changeTrial, findTrial, isLive, lockTrial, TRIAL_COLUMNS } from './trial-rows.ts';

export interface Submission {
  readonly trial: Trial;
  /** What an approver signs. */
  readonly protocolHash: string;
  /** The trial runs already: once approved, the document replaces the one in force. */
  readonly amendment: boolean;
  /** What stands in the way of a launch or deserves a look, and not of a submission. */
  readonly warnings: readonly Fault[];
}

const DOING = 'Submit a protocol';

/**
 * Puts a document forward for approval, with a lock of every template it shows. Before launch a
 * changed document replaces the one before and needs a new approval; afterwards it is an amendment.
 *
 * What only a launch needs (reviews, fresh dates) does not stand in the way here; an amendment is
 * in force once it is approved, so that it is held to a launch's rules at once.
 *
 * @throws ServiceError invalid_input with one line a fault; refused; conflict.
 */
export async function submitProtocol(
  db: Kysely<Database>,
  input: { readonly source: string; readonly as: ActorKey; readonly catalogue: Catalogue },
  now: Date,
): Promise<Submission> {
  const { source, as, catalogue } = input;
  const checked = checkDocument(DOING, source, catalogue, 'rehearsal', now);
  const { slug } = checked.protocol.trial;
  return await db.transaction().execute(async (trx) => {
    const actor = await authorise(trx, as, 'submit');
    // Two first submissions of one slug wait for each other here; neither row exists yet.
    await lockUntilCommit(trx, 'newTrial');
    const known = (await findTrial(trx, slug)) ? await lockTrial(trx, slug) : undefined;
    if (known) assertOpen(known);
    const amendment = known?.launched_at != null;
    const lock = amendment
      ? await lockOfAmendment(trx, known, checked, input, now)
      : lockTemplates(checked.protocol, catalogue);
    const hash = protocolHash(checked.document, lock);
    const signature = sign(
      as,
      statementBytes({ act: 'submit', trial: slug, protocolHash: hash, reason: '' }),
    );
    await storeTemplates(
      trx,
      catalogue,
      Object.keys(lock).filter((name) => catalogue.hashOf(name) === lock[name]),
      now,
    );
    const trialId = known?.trial_id ?? (await insertTrial(trx, slug, now)).trial_id;
    const stored = await findProtocolRow(trx, hash);
    if (stored) assertResubmittable(stored.trial_id, trialId, known, hash);
    else {
      await trx
        .insertInto('protocols')
        .values({
          protocol_hash: hash,
          trial_id: trialId,
          document: JSON.stringify(checked.document),
          source,
          template_lock: JSON.stringify(lock),
          submitted_by: actor.actor_id,
          submitted_signature: signature,
          submitted_at: now,
        })
        .execute();
    }
    const trial = await changeTrial(
      trx,
      trialId,
      amendment ? {} : { state: 'submitted', protocol_hash: hash },
    );
    await appendAudit(
      trx,
      {
        actor: actor.name,
        action: amendment ? 'trial.submit_amendment' : 'trial.submit',
        subject: `trial:${slug}`,
        detail: {
          revision: trial.revision,
          actor_id: actor.actor_id,
          protocol_hash: hash,
          signature: signature.toString('base64'),
        },
      },
      now,
    );
    return { trial, protocolHash: hash, amendment, warnings: checked.warnings };
  });
}

function assertOpen(trial: Trial): void {
  if (trial.purpose === 'rehearsal') {
    throw new ServiceError(
      'conflict',
      `${DOING}: "${trial.slug}" is the slug of a rehearsal; choose another one`,
    );
  }
  if (trial.launched_at !== null && !isLive(trial)) {
    throw new ServiceError(
      'refused',
      `${DOING}: ${trial.slug} is ${trial.state} and takes no amendment; submit a new trial under another slug`,
    );
  }
}

/**
 * The arms are what their content says, so that an amendment keeps the arms' templates as they
 * were locked; everything else is taken as the catalogue has it now.
 */
async function lockOfAmendment(
  trx: Transaction<Database>,
  trial: Trial,
  checked: CheckedDocument,
  input: { readonly source: string; readonly catalogue: Catalogue },
  now: Date,
): Promise<TemplateLock> {
  const current = await findProtocolRow(trx, trial.protocol_hash ?? '');
  if (!current) throw new Error(`Amend ${trial.slug}: the protocol in force is not stored`);
  assertAmendable(protocolOf(current), checked.protocol);
  checkDocument(DOING, input.source, input.catalogue, 'launch', now);
  const kept = contentTemplates(checked.protocol).map((slug) => [
    slug,
    current.template_lock[slug]!,
  ]);
  return { ...lockTemplates(checked.protocol, input.catalogue), ...Object.fromEntries(kept) };
}

function assertResubmittable(
  storedFor: string,
  trialId: string,
  known: Trial | undefined,
  hash: string,
): void {
  // Back to an earlier document, before launch: its hash is the same, so it needs no second row.
  const earlier =
    storedFor === trialId && known?.launched_at === null && known.protocol_hash !== hash;
  if (!earlier) {
    throw new ServiceError(
      'conflict',
      `${DOING}: this very document (${hash.slice(0, 12)}) was submitted before; change it first`,
    );
  }
}

/** Inserts a trial with the next number. Call it holding the `newTrial` lock. */
export async function insertTrial(
  trx: Transaction<Database>,
  slug: string,
  now: Date,
  purpose: 'field' | 'rehearsal' = 'field',
): Promise<Trial> {
  const { last } = await trx
    .selectFrom('trials')
    .select(({ fn }) => fn.max<number | null>('trial_no').as('last'))
    .executeTakeFirstOrThrow();
  return await trx
    .insertInto('trials')
    .values({
      trial_id: newId(),
      trial_no: (last ?? 0) + 1,
      slug,
      purpose,
      state: 'draft',
      protocol_hash: null,
      salt_sealed: null,
      salt_sha256: null,
      salt_disclosed: null,
      clock_offset_ms: 0,
      revision: 0,
      created_at: now,
      launched_at: null,
      stopped_at: null,
      stopped_why: null,
      closed_at: null,
    })
    .returning(TRIAL_COLUMNS)
    .executeTakeFirstOrThrow();
}
