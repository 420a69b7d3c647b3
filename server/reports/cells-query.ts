import { type RawBuilder, sql } from 'kysely';
import type { Outcome } from '../../protocol/vocabulary.ts';
import { INTERACTION_KINDS } from '../exposures/interaction-kinds.ts';
import {
  CELL_OPEN,
  CELL_OUTCOMES_FROM_BIT,
  CELL_PLANNED,
  CELL_SECOND,
  CELL_STATUS,
  MOST_OUTCOMES,
  ROLE_SHIFT,
  UPTAKE_FLAGS,
  UPTAKE_FLAGS_FROM_BIT,
  UPTAKE_MACHINE,
  UPTAKE_SENT,
  UPTAKE_UNSURE,
} from './cell-codes.ts';
import { outcomePlace } from './counted-outcomes.ts';

/** Changes whenever the statement below would count anything differently. */
export const CELLS_QUERY_NAME = 'trial-cells-1';

/** What people are grouped by beside arm, stratum and offers: columns of `participants`. */
export const RECORDED_COVARIATES = ['locale', 'country', 'channel'] as const;
export type RecordedCovariate = (typeof RECORDED_COVARIATES)[number];

export interface CellsQuery {
  readonly trialId: string;
  readonly waves: number;
  readonly outcomes: readonly Outcome[];
  /** An offer that closes later than this has no outcome yet. */
  readonly countedUntil: Date;
  readonly clustered: boolean;
  readonly covariates: readonly RecordedCovariate[];
  /** Set when the primary outcome counts for a shorter time than the offer stays open. */
  readonly early?: { readonly wave: number; readonly windowMs: number };
}

export interface CellRow {
  /** Which grouping the row belongs to: see `cellRowKind`. */
  grouping: number;
  arm: string;
  stratum: string | null;
  cluster: string | null;
  offer_row: number | null;
  provisional: boolean | null;
  people: number | string;
  /** Latest time in the rows counted. */
  latest: Date | null;
  /** c0, c1 … cells of a wave; l0, t0, l1 … uptake at its lure and twin; v0, v1 … covariates. */
  [word: `c${number}` | `l${number}` | `t${number}`]: number | string | null;
  [covariate: `v${number}`]: string | null;
}

/**
 * Everyone assigned, as counts per pattern, in one statement and one pass over the exposures.
 *
 * People are grouped twice over: jointly by arm, stratum, form and what happened at every offer
 * (the cells of the effect estimate), and by arm and the finer uptake of one offer at a time.
 * Exposures are folded by person before assignments are joined: a hash of one row a person is
 * half the work of a join of one row an exposure.
 */
export function cellsQuery(query: CellsQuery): RawBuilder<CellRow> {
  if (query.outcomes.length > MOST_OUTCOMES) {
    throw new RangeError(
      `Count a trial's cells: ${query.outcomes.length} outcomes are asked for; at most ${MOST_OUTCOMES} fit`,
    );
  }
  const waves = Array.from({ length: query.waves }, (_, wave) => wave);
  const word = (letter: 'c' | 'u' | 'l' | 't', wave: number) => sql.ref(`${letter}${wave}`);
  const cellWords = waves.map((wave) => word('c', wave));
  const uptakeWords = waves.flatMap((wave) => [word('l', wave), word('t', wave)]);
  const uptakeColumns = waves.flatMap((wave) => [
    sql`met.${word('u', wave)} & ${sql.lit(2 ** ROLE_SHIFT - 1)} as ${word('l', wave)}`,
    sql`met.${word('u', wave)} >> ${sql.lit(ROLE_SHIFT)} as ${word('t', wave)}`,
  ]);
  const covariates = query.covariates.map((_, index) => sql.ref(`v${index}`));
  const keys = [
    sql.ref('stratum'),
    sql.ref('offer_row'),
    sql.ref('provisional'),
    ...(query.clustered ? [sql.ref('cluster')] : []),
    ...covariates,
    ...cellWords,
  ];
  const folded = waves.map(
    (wave) => sql`
      bit_or(cell) filter (where wave = ${sql.lit(wave)}) as ${word('c', wave)},
      bit_or(uptake) filter (where wave = ${sql.lit(wave)}) as ${word('u', wave)}`,
  );
  return sql<CellRow>`
    with met as (
      select participant_id, ${sql.join(folded)}, max(latest) as latest
      from (
        select e.participant_id, e.wave,
          ${cellCode(query)} as cell,
          ${uptakeCode()} as uptake,
          greatest(e.sent_at, e.undelivered_at, e.ended_at,
            case when e.closes_at <= ${query.countedUntil} then e.closes_at end) as latest
        from ${exposureSource(query)} e
        where e.trial_id = ${query.trialId}
      ) coded
      group by participant_id
    ), people as (
      select a.arm, a.stratum, a.offer_row, waiting.participant_id is not null as provisional,
        ${query.clustered ? sql`a.cluster,` : sql``}
        ${covariateColumns(query.covariates)}
        ${sql.join([...cellWords.map((name) => sql`met.${name}`), ...uptakeColumns])},
        greatest(met.latest, a.assigned_at) as latest
      from assignments a
      left join met on met.participant_id = a.participant_id
      left join participants waiting
        on waiting.participant_id = a.participant_id
        and waiting.trial_id = ${query.trialId} and waiting.state = 'provisional'
      ${query.covariates.length > 0 ? sql`join participants p on p.participant_id = a.participant_id` : sql``}
      where a.trial_id = ${query.trialId}
    )
    select arm, ${sql.join([...keys, ...uptakeWords])},
      count(*) as people, max(latest) as latest,
      grouping(stratum, ${sql.join(uptakeWords)}) as grouping
    from people
    group by grouping sets (
      (arm, ${sql.join(keys)}),
      ${sql.join(uptakeWords.map((name) => sql`(arm, ${name})`))}
    )`;
}

export type CellRowKind = 'cells' | { readonly wave: number; readonly role: 'lure' | 'twin' };

/** Whether a row is a cell, or counts the uptake of one offer of one wave. */
export function cellRowKind(row: CellRow, waves: number): CellRowKind {
  // One bit a column of grouping(), the first highest; a bit is 0 when the row is grouped by it.
  const words = 2 * waves;
  if (row.grouping === 2 ** words - 1) return 'cells';
  const place = words - 1 - Math.log2(2 ** (words + 1) - 1 - row.grouping);
  return { wave: Math.floor(place / 2), role: place % 2 === 0 ? 'lure' : 'twin' };
}

function cellCode(query: CellsQuery): RawBuilder<unknown> {
  const outcomes = query.outcomes.map((outcome, index) => {
    const count = (readings: number) => sql.lit(readings << (CELL_OUTCOMES_FROM_BIT + 2 * index));
    const happened = (grade: string) => {
      const place = outcomePlace(outcome);
      const column = sql.ref(`e.${place.column}_${grade}`);
      return place.column === 'stage'
        ? sql`${column} >= ${sql.lit(place.atLeast)}`
        : sql`${column} & ${sql.lit(place.bit)} <> 0`;
    };
    return sql`case when ${happened('person')} then ${count(3)}
      when ${happened('unsure')} then ${count(2)}
      when ${happened('machine')} then ${count(1)} else 0 end`;
  });
  const status = sql`case
    when e.undelivered_at is not null then ${sql.lit(CELL_STATUS.undelivered)}
    when e.sent_at is null then ${sql.lit(CELL_STATUS.notSent)}
    else ${sql.lit(CELL_STATUS.sent)} end`;
  const open = sql`case when e.closes_at > ${query.countedUntil} then ${sql.lit(CELL_OPEN)} else 0 end`;
  const order = sql`case when e.position = 2 then ${sql.lit(CELL_SECOND)} else 0 end`;
  const parts = [status, order, open, sql.lit(CELL_PLANNED), ...outcomes];
  return shiftedByRole(sql.join(parts, sql` | `));
}

function uptakeCode(): RawBuilder<unknown> {
  return shiftedByRole(sql`e.stage_person
    | ((e.flags_person & ${sql.lit(UPTAKE_FLAGS)}) << ${sql.lit(UPTAKE_FLAGS_FROM_BIT)})
    | case when e.sent_at is not null and e.undelivered_at is null then ${sql.lit(UPTAKE_SENT)} else 0 end
    | case when e.stage_machine > 0 or e.flags_machine <> 0 then ${sql.lit(UPTAKE_MACHINE)} else 0 end
    | case when e.stage_unsure > 0 or e.flags_unsure <> 0 then ${sql.lit(UPTAKE_UNSURE)} else 0 end`);
}

function shiftedByRole(code: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${code})::bigint << ((e.role - 1) * ${sql.lit(ROLE_SHIFT)})`;
}

function covariateColumns(covariates: readonly RecordedCovariate[]): RawBuilder<unknown> {
  const columns = covariates.map(
    (name, index) => sql`${sql.ref(`p.${name}`)} as ${sql.ref(`v${index}`)},`,
  );
  return columns.length > 0 ? sql.join(columns, sql` `) : sql``;
}

/**
 * The exposures; when the primary outcome counts for a shorter time than the offer stays open,
 * those of that wave with the rungs and flags reached in time, out of the log.
 */
function exposureSource(query: CellsQuery): RawBuilder<unknown> {
  if (!query.early) return sql`exposures`;
  const { wave, windowMs } = query.early;
  const grades = [
    ['person', 2],
    ['unsure', 1],
    ['machine', 0],
  ] as const;
  const kinds = Object.values(INTERACTION_KINDS);
  const reachedBy = (part: 'stage' | 'flag') => {
    const cases = kinds
      .filter((kind) => kind[part] > 0)
      .map((kind) => sql`when ${sql.lit(kind.code)} then ${sql.lit(kind[part])}`);
    return sql`case i.kind ${sql.join(cases, sql` `)} else 0 end`;
  };
  const reached = grades.flatMap(([name, grade]) => [
    sql`coalesce(max(${reachedBy('stage')}) filter (where v.grade = ${sql.lit(grade)}), 0) as ${sql.ref(`stage_${name}`)}`,
    sql`coalesce(bit_or(${reachedBy('flag')}) filter (where v.grade = ${sql.lit(grade)}), 0) as ${sql.ref(`flags_${name}`)}`,
  ]);
  const columns = grades.flatMap(([name]) =>
    ['stage', 'flags'].map((part) => {
      const column = `${part}_${name}`;
      return sql`case when x.wave = ${sql.lit(wave)} then coalesce(${sql.ref(`early.${column}`)}, 0)
        else ${sql.ref(`x.${column}`)} end as ${sql.ref(column)}`;
    }),
  );
  return sql`(
    select x.participant_id, x.trial_id, x.wave, x.role, x.position, x.sent_at, x.undelivered_at,
      x.ended_at, x.closes_at, ${sql.join(columns)}
    from exposures x
    left join (
      select o.participant_id, o.exposure_no, ${sql.join(reached)}
      from exposures o
      join interactions i on i.participant_id = o.participant_id and i.exposure_no = o.exposure_no
      join views v on v.participant_id = i.participant_id and v.exposure_no = i.exposure_no
        and v.view_id = i.view_id
      where o.trial_id = ${query.trialId} and o.wave = ${sql.lit(wave)}
        and i.at < o.opens_at + ${sql.lit(windowMs)} * interval '1 millisecond'
      group by o.participant_id, o.exposure_no
    ) early on early.participant_id = x.participant_id and early.exposure_no = x.exposure_no
  )`;
}
