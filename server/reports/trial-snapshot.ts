import { type Kysely, sql, type Transaction } from 'kysely';
import { type Protocol, protocolSchema } from '../../protocol/schema.ts';
import type { Database, Fate, HarmKind, Trial } from '../database/tables.ts';
import { INTERACTION_KINDS } from '../exposures/interaction-kinds.ts';
import { ServiceError } from '../web/errors.ts';
import { type TrialCells, trialCells } from './trial-cells.ts';

/** The trial's own present: a date, or how to get one for a trial whose clock may run ahead. */
export type ReportTime = Date | ((trial: Pick<Trial, 'clock_offset_ms'>) => Date);

export interface DebriefCount {
  readonly wave: number;
  readonly kind: 'reveal' | 'training';
  readonly owed: number;
  readonly told: number;
  readonly settled: number;
  readonly neither: number;
  readonly latest: Date | null;
}

export type Question = 'tap_heard' | 'tap_practice' | 'tap_feeling';

/** People by their last answer to one of the reveal's questions, in the order of its choices. */
export interface AnswerCount {
  readonly wave: number;
  readonly question: Question;
  readonly choices: readonly [first: number, second: number, third: number];
  readonly latest: Date;
}

/** All a report is made of, as it stood at one moment. */
export interface TrialSnapshot {
  readonly trial: Trial;
  readonly protocol: Protocol;
  /** How many were assigned under which protocol and by which algorithm. */
  readonly assignedUnder: readonly {
    readonly protocolHash: string;
    readonly algorithm: string;
    readonly people: number;
  }[];
  readonly cells: TrialCells;
  readonly participants: Readonly<Record<'invited' | 'consented' | 'provisional', number>>;
  readonly tallies: readonly {
    readonly fate: Fate;
    readonly arm: string;
    readonly stratum: string;
    readonly people: number;
  }[];
  readonly harms: readonly {
    readonly kind: HarmKind;
    readonly arm: string;
    readonly people: number;
  }[];
  readonly debriefs: readonly DebriefCount[];
  readonly answers: readonly AnswerCount[];
  readonly fetches: { readonly byKnownMachines: number; readonly ahead: number };
  readonly unknownMessages: number;
  readonly events: readonly {
    readonly at: Date;
    readonly action: string;
    readonly detail: unknown;
  }[];
}

/** Acts that change what a reader may take for granted about a trial. */
const TELLING_ACTS = [
  'trial.launch',
  'trial.rehearse',
  'trial.pause',
  'trial.resume',
  'trial.stop',
  'trial.close',
  'trial.approve_amendment',
];

/**
 * Reads everything at once, in a REPEATABLE READ READ ONLY transaction, so that no number of a
 * report can be newer than another.
 *
 * @throws ServiceError `not_found` when there is no such trial, `conflict` before its launch.
 */
export async function trialSnapshot(
  db: Kysely<Database>,
  which: { readonly slug: string } | { readonly trialNo: number },
  now: ReportTime,
): Promise<TrialSnapshot> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      // Enough for the hash of a person a row at a hundred thousand people; a report is one of few.
      await sql`select set_config('work_mem', '128MB', true), set_config('jit', 'off', true)`.execute(
        trx,
      );
      return readSnapshot(trx, which, now);
    });
}

async function readSnapshot(
  trx: Transaction<Database>,
  which: { readonly slug: string } | { readonly trialNo: number },
  now: ReportTime,
): Promise<TrialSnapshot> {
  const trial = await findTrial(trx, which);
  const trialId = trial.trial_id;
  const protocol = await findProtocol(trx, trial);
  const tallies = await trx
    .selectFrom('tallies')
    .select(['fate', 'arm', 'stratum', 'people'])
    .where('trial_id', '=', trialId)
    .orderBy('fate')
    .orderBy('arm')
    .orderBy('stratum')
    .execute();
  const present = typeof now === 'function' ? now(trial) : now;
  const ends = [present, trial.stopped_at, trial.closed_at].filter((at) => at !== null);
  const cells = await trialCells(trx, {
    trialId,
    protocol,
    countedUntil: new Date(Math.min(...ends.map((at) => at.getTime()))),
    erased: tallies.filter(({ arm }) => arm !== ''),
  });
  return {
    trial,
    protocol,
    assignedUnder: await countByProtocol(trx, trialId),
    cells,
    participants: await countParticipants(trx, trialId),
    tallies,
    harms: await trx
      .selectFrom('harms')
      .select(['kind', 'arm', 'people'])
      .where('trial_id', '=', trialId)
      .orderBy('kind')
      .orderBy('arm')
      .execute(),
    debriefs: await countDebriefs(trx, trialId),
    answers: await countAnswers(trx, trialId),
    fetches: await countFetches(trx, trialId),
    unknownMessages: await countUnknownMessages(trx, trialId),
    events: await findEvents(trx, trial.slug),
  };
}

async function findTrial(
  trx: Transaction<Database>,
  which: { readonly slug: string } | { readonly trialNo: number },
): Promise<Trial> {
  const trials = trx.selectFrom('trials').selectAll();
  const trial = await ('slug' in which
    ? trials.where('slug', '=', which.slug)
    : trials.where('trial_no', '=', which.trialNo)
  ).executeTakeFirst();
  if (trial) return trial;
  const name = 'slug' in which ? which.slug : `number ${which.trialNo}`;
  throw new ServiceError(
    'not_found',
    `Make a report: there is no trial ${name}; see scampaign status`,
  );
}

async function findProtocol(trx: Transaction<Database>, trial: Trial): Promise<Protocol> {
  if (trial.launched_at === null || trial.protocol_hash === null) {
    throw new ServiceError(
      'conflict',
      `Make a report: ${trial.slug} is ${trial.state} and has no data; launch it first`,
    );
  }
  const row = await trx
    .selectFrom('protocols')
    .select('document')
    .where('protocol_hash', '=', trial.protocol_hash)
    .executeTakeFirstOrThrow();
  return protocolSchema.parse(row.document);
}

async function countByProtocol(
  trx: Transaction<Database>,
  trialId: string,
): Promise<TrialSnapshot['assignedUnder']> {
  return trx
    .selectFrom('assignments')
    .select([
      'protocol_hash as protocolHash',
      'algorithm',
      sql<number>`count(*)::integer`.as('people'),
    ])
    .where('trial_id', '=', trialId)
    .groupBy(['protocol_hash', 'algorithm'])
    .orderBy('protocol_hash')
    .orderBy('algorithm')
    .execute();
}

async function countParticipants(
  trx: Transaction<Database>,
  trialId: string,
): Promise<TrialSnapshot['participants']> {
  const rows = await trx
    .selectFrom('participants')
    .select(['state', sql<number>`count(*)::integer`.as('people')])
    .where('trial_id', '=', trialId)
    .groupBy('state')
    .execute();
  const people = { invited: 0, consented: 0, provisional: 0 };
  for (const row of rows) people[row.state] = row.people;
  return people;
}

async function countDebriefs(trx: Transaction<Database>, trialId: string): Promise<DebriefCount[]> {
  return trx
    .selectFrom('debriefs as d')
    .innerJoin('participants as p', 'p.participant_id', 'd.participant_id')
    .select([
      'd.wave',
      'd.kind',
      sql<number>`count(*)::integer`.as('owed'),
      sql<number>`count(d.told_at)::integer`.as('told'),
      sql<number>`count(d.settled_at)::integer`.as('settled'),
      sql<number>`(count(*) filter (where d.told_at is null and d.settled_at is null))::integer`.as(
        'neither',
      ),
      sql<Date | null>`max(greatest(d.told_at, d.settled_at))`.as('latest'),
    ])
    .where('p.trial_id', '=', trialId)
    .groupBy(['d.wave', 'd.kind'])
    .orderBy('d.wave')
    .orderBy('d.kind')
    .execute();
}

/** In visits of people. */
async function countAnswers(trx: Transaction<Database>, trialId: string): Promise<AnswerCount[]> {
  const questions: readonly Question[] = ['tap_heard', 'tap_practice', 'tap_feeling'];
  const codes = questions.map((question) => INTERACTION_KINDS[question].code);
  const { rows } = await sql<{
    wave: number;
    kind: number;
    first: number;
    second: number;
    third: number;
    latest: Date;
  }>`
    select wave, kind,
      (count(*) filter (where value = 1))::integer as first,
      (count(*) filter (where value = 2))::integer as second,
      (count(*) filter (where value = 3))::integer as third,
      max(at) as latest
    from (
      select distinct on (i.participant_id, e.wave, i.kind) e.wave, i.kind, i.value, i.at
      from exposures e
      join interactions i
        on i.participant_id = e.participant_id and i.exposure_no = e.exposure_no
        and i.kind in (${sql.join(codes.map((code) => sql.lit(code)))})
      join views v on v.participant_id = i.participant_id and v.exposure_no = i.exposure_no
        and v.view_id = i.view_id and v.grade = 2
      where e.trial_id = ${trialId} and i.value between 1 and 3
      order by i.participant_id, e.wave, i.kind, i.at desc, i.seq desc
    ) last_answers
    group by wave, kind
    order by wave, kind`.execute(trx);
  return rows.map(({ wave, kind, first, second, third, latest }) => ({
    wave,
    question: questions.find((question) => INTERACTION_KINDS[question].code === kind)!,
    choices: [first, second, third],
    latest,
  }));
}

async function countFetches(
  trx: Transaction<Database>,
  trialId: string,
): Promise<TrialSnapshot['fetches']> {
  const row = await trx
    .selectFrom('fetches as f')
    .innerJoin('participants as p', 'p.participant_id', 'f.participant_id')
    .select([
      sql<number>`(count(*) filter (where f.agent = 1))::integer`.as('byKnownMachines'),
      sql<number>`(count(*) filter (where f.prefetch and f.agent <> 1))::integer`.as('ahead'),
    ])
    .where('p.trial_id', '=', trialId)
    .where((where) => where.or([where('f.agent', '=', 1), where('f.prefetch', '=', true)]))
    .executeTakeFirstOrThrow();
  return row;
}

async function countUnknownMessages(trx: Transaction<Database>, trialId: string): Promise<number> {
  const row = await trx
    .selectFrom('messages')
    .select(sql<number>`count(*)::integer`.as('messages'))
    .where('trial_id', '=', trialId)
    .where('state', '=', 'unknown')
    .executeTakeFirstOrThrow();
  return row.messages;
}

async function findEvents(
  trx: Transaction<Database>,
  slug: string,
): Promise<TrialSnapshot['events']> {
  const rows = await trx
    .selectFrom('audit_entries')
    .select(['at', 'action', 'detail'])
    .where('subject', '=', `trial:${slug}`)
    .where('action', 'in', TELLING_ACTS)
    .orderBy('entry_no')
    .execute();
  return rows;
}
