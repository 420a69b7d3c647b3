import { sql, type Transaction } from 'kysely';
import type { Executor } from '../database/pool.ts';
import type { Database, Trial, TrialState } from '../database/tables.ts';
import { ServiceError } from '../web/errors.ts';

export const TRIAL_COLUMNS = [
  'trial_id',
  'trial_no',
  'slug',
  'purpose',
  'state',
  'protocol_hash',
  'salt_sealed',
  'salt_sha256',
  'salt_disclosed',
  'clock_offset_ms',
  'revision',
  'created_at',
  'launched_at',
  'stopped_at',
  'stopped_why',
  'closed_at',
] as const;

/** States in which people may be met: the salt is drawn and offers may go out again. */
const LIVE: readonly TrialState[] = ['running', 'paused'];

export function isLive(trial: Trial): boolean {
  return LIVE.includes(trial.state);
}

export async function findTrial(db: Executor, slug: string): Promise<Trial | undefined> {
  return await db
    .selectFrom('trials')
    .select(TRIAL_COLUMNS)
    .where('slug', '=', slug)
    .executeTakeFirst();
}

/** As `findTrial`. @throws ServiceError not_found. */
export async function ensureTrial(db: Executor, slug: string): Promise<Trial> {
  return (await findTrial(db, slug)) ?? notFound(slug);
}

/** The row, held until the transaction ends; whoever refers to it (foreign keys) need not wait. */
export async function lockTrial(trx: Transaction<Database>, slug: string): Promise<Trial> {
  const trial = await trx
    .selectFrom('trials')
    .select(TRIAL_COLUMNS)
    .where('slug', '=', slug)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return trial ?? notFound(slug);
}

export type TrialChange = Partial<
  Pick<
    Trial,
    | 'state'
    | 'protocol_hash'
    | 'salt_sealed'
    | 'salt_sha256'
    | 'salt_disclosed'
    | 'launched_at'
    | 'stopped_at'
    | 'stopped_why'
    | 'closed_at'
  >
>;

/** Writes a change and raises the revision, which tells every node to read the trial again. */
export async function changeTrial(
  trx: Transaction<Database>,
  trialId: string,
  change: TrialChange,
): Promise<Trial> {
  return await trx
    .updateTable('trials')
    .set({ ...change, revision: sql<number>`revision + 1` })
    .where('trial_id', '=', trialId)
    .returning(TRIAL_COLUMNS)
    .executeTakeFirstOrThrow();
}

function notFound(slug: string): never {
  throw new ServiceError(
    'not_found',
    `Find a trial: there is none called "${slug}"; give the slug of a submitted protocol`,
  );
}
