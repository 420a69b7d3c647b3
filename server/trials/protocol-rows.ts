import type { Selectable } from 'kysely';
import { canonicalJson, protocolHash } from '../../protocol/canonical.ts';
import { type Protocol, protocolSchema } from '../../protocol/schema.ts';
import type { Executor } from '../database/pool.ts';
import type { ProtocolTable, Trial } from '../database/tables.ts';
import { ServiceError } from '../web/errors.ts';

export type ProtocolRow = Selectable<ProtocolTable>;

const COLUMNS = [
  'protocol_hash',
  'trial_id',
  'document',
  'source',
  'template_lock',
  'submitted_by',
  'submitted_signature',
  'submitted_at',
] as const;

export async function findProtocolRow(
  db: Executor,
  hash: string,
): Promise<ProtocolRow | undefined> {
  return await db
    .selectFrom('protocols')
    .select(COLUMNS)
    .where('protocol_hash', '=', hash)
    .executeTakeFirst();
}

/**
 * The document that waits for approval: before launch the one last submitted, afterwards the
 * newest amendment since the one in force.
 */
export async function findPendingProtocol(
  db: Executor,
  trial: Trial,
): Promise<ProtocolRow | undefined> {
  if (trial.protocol_hash === null) return undefined;
  if (trial.launched_at === null) {
    return trial.state === 'submitted' ? findProtocolRow(db, trial.protocol_hash) : undefined;
  }
  const current = await findProtocolRow(db, trial.protocol_hash);
  if (!current) return undefined;
  return await db
    .selectFrom('protocols')
    .select(COLUMNS)
    .where('trial_id', '=', trial.trial_id)
    .where('protocol_hash', '!=', current.protocol_hash)
    .where('submitted_at', '>=', current.submitted_at)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('approvals')
            .select('approvals.protocol_hash')
            .whereRef('approvals.protocol_hash', '=', 'protocols.protocol_hash'),
        ),
      ),
    )
    .orderBy('submitted_at', 'desc')
    .orderBy('protocol_hash')
    .limit(1)
    .executeTakeFirst();
}

/** The typed protocol of a stored row. */
export function protocolOf(row: Pick<ProtocolRow, 'protocol_hash' | 'document'>): Protocol {
  const parsed = protocolSchema.safeParse(row.document);
  if (!parsed.success) {
    throw new Error(`Read the stored protocol ${row.protocol_hash}: it does not fit the schema`, {
      cause: parsed.error,
    });
  }
  return parsed.data;
}

/**
 * A stored row must hash to its own key, and its text must say what its document says.
 *
 * @throws ServiceError refused when the row was changed behind the service's back.
 */
export function assertProtocolIntact(
  row: ProtocolRow,
  readDocument: (source: string) => unknown,
): void {
  const intact =
    protocolHash(row.document, row.template_lock) === row.protocol_hash &&
    canonicalJson(readDocument(row.source)) === canonicalJson(row.document);
  if (!intact) {
    throw new ServiceError(
      'refused',
      `Use protocol ${row.protocol_hash.slice(0, 12)}: what is stored is not what was submitted; submit it again`,
    );
  }
}
