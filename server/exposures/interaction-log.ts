/**
 * The append-only log of what people did. Requests that arrive together are committed together in
 * one round trip, and each is answered after that commit. Exposures are locked in key order, so
 * that two nodes writing the same ones can't deadlock. A row that may not be kept is refused by
 * the join with its exposure, not by a constraint, so it can't fail its neighbours.
 */
import type pg from 'pg';
import type { AdmissibleBases } from '../participants/basis.ts';
import { ServiceError } from '../web/errors.ts';
import { QUICK_SECONDS } from './grading.ts';
import { createGroup, type Group } from './grouped.ts';
import { INTERACTION_KINDS, type InteractionKind, STAGES } from './interaction-kinds.ts';
import { viewRenderedAt } from './view-id.ts';

export interface LoggedInteraction {
  readonly kind: InteractionKind;
  /** Unique within the view; a repetition is stored once. */
  readonly seq: number;
  /** Milliseconds since the page loaded. */
  readonly pageMs: number;
  /** Answer to a tap, or a flag's number. */
  readonly value: number | null;
}

/** What one request reports about one view. */
export interface ViewReport {
  readonly participantId: string;
  readonly exposureNo: number;
  readonly viewId: string;
  /** On a debrief nothing moves the offer's stage; only flags are kept. */
  readonly place: 'offer' | 'debrief';
  readonly machine: boolean;
  readonly gesture: boolean;
  readonly interactions: readonly LoggedInteraction[];
}

export interface InteractionLog {
  /**
   * Resolves once the report is committed.
   *
   * @param bases - Under which bases the trial's consent lets this be kept.
   * @returns Whether it was kept; false when the person has left or was never exposed.
   * @throws ServiceError `unavailable` when too much waits already.
   */
  append(report: ViewReport, bases: AdmissibleBases, now: Date): Promise<boolean>;
  /** Waits for what is under way; nothing may be appended afterwards. */
  close(): Promise<void>;
}

interface Entry {
  readonly report: ViewReport;
  readonly mask: number;
  readonly now: Date;
}

/** Anything that runs one prepared statement: a pool, or a client inside a transaction. */
export interface Queryable {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>;
}

const MOST_WAITING_BYTES = 8 * 1024 * 1024;
const BYTES_PER_INTERACTION = 160;
const MOST_INTERACTIONS_PER_GROUP = 2_000;

export function openInteractionLog(pool: pg.Pool): InteractionLog {
  const group: Group<Entry, boolean> = createGroup({
    run: (entries) => appendReports(pool, entries),
    size: (entry) => entry.report.interactions.length,
    mostPerRun: MOST_INTERACTIONS_PER_GROUP,
    mostWaiting: MOST_WAITING_BYTES / BYTES_PER_INTERACTION,
    // One at a time: what arrives meanwhile makes the next one larger, and so cheaper by the piece.
    runsAtOnce: 1,
  });
  return {
    append: (report, bases, now) => {
      if (report.interactions.length === 0) {
        throw new ServiceError(
          'invalid_input',
          'Log interactions: none were given, send at least one',
        );
      }
      return group.add({ report, mask: bases.mask, now });
    },
    close: () => group.close(),
  };
}

/** The same statement for a caller with a transaction of its own. */
export async function appendReport(
  client: Queryable,
  report: ViewReport,
  bases: AdmissibleBases,
  now: Date,
): Promise<boolean> {
  const [kept] = await appendReports(client, [{ report, mask: bases.mask, now }]);
  return kept ?? false;
}

async function appendReports(client: Queryable, entries: readonly Entry[]): Promise<boolean[]> {
  const person: string[] = [];
  const exposure: number[] = [];
  const view: string[] = [];
  const seq: number[] = [];
  const kind: number[] = [];
  const value: (number | 'NULL')[] = [];
  const pageMs: number[] = [];
  const stage: number[] = [];
  const flag: number[] = [];
  const gesture: ('t' | 'f')[] = [];
  const machine: ('t' | 'f')[] = [];
  const rendered: number[] = [];
  const mask: number[] = [];
  const at: number[] = [];
  const source: number[] = [];
  let settles = false;
  for (const [index, { report, mask: bases, now }] of entries.entries()) {
    const renderedAt = viewRenderedAt(report.viewId);
    // The gesture that makes a debrief's view a person's may come after the view itself.
    settles ||= report.place === 'debrief';
    for (const interaction of report.interactions) {
      const definition = INTERACTION_KINDS[interaction.kind];
      person.push(report.participantId);
      exposure.push(report.exposureNo);
      view.push(report.viewId);
      seq.push(interaction.seq);
      kind.push(definition.code);
      value.push(interaction.value ?? 'NULL');
      pageMs.push(interaction.pageMs);
      stage.push(report.place === 'offer' ? definition.stage : STAGES.none);
      flag.push(definition.flag);
      gesture.push(report.gesture ? 't' : 'f');
      machine.push(report.machine ? 't' : 'f');
      rendered.push(renderedAt);
      mask.push(bases);
      at.push(now.getTime());
      source.push(index);
    }
  }
  const result = await client.query({
    name: settles ? 'append-and-settle' : 'append',
    text: settles ? APPEND_AND_SETTLE : APPEND,
    // Arrays written by hand: a third of the cost of the driver's own, and nothing needs quoting.
    values: [
      person,
      exposure,
      view,
      seq,
      kind,
      value,
      pageMs,
      stage,
      flag,
      gesture,
      machine,
      rendered,
      mask,
      at,
      source,
    ].map((column) => `{${column.join(',')}}`),
  });
  const kept = new Array<boolean>(entries.length).fill(false);
  for (const row of result.rows as { source: number }[]) kept[row.source] = true;
  return kept;
}

/*
 * locked    the exposures meant, in key order
 * accepted  what may be kept: the exposure exists and its basis is admissible. A stage counts only
 *           while the offer is open; a flag always.
 * viewed    what each view has come to, over all its reports, where that is more than it was: a view
 *           only ever grows, so an old look at it can't hide a change. Its grade is a generated column
 * then      the exposure's furthest stage per grade. A compromise, and a report of a lure (which is
 *           answered with the reveal), end the offer, unless it was a known machine or a
 *           scanner's quick look.
 */
const append = (settle: string): string => `
with input as (
  select * from unnest(
    $1::uuid[], $2::int2[], $3::uuid[], $4::int2[], $5::int2[], $6::int2[], $7::int4[], $8::int2[],
    $9::int4[], $10::bool[], $11::bool[], $12::int8[], $13::int4[], $14::int8[], $15::int4[]
  ) as t (participant_id, exposure_no, view_id, seq, kind, value, page_ms, stage, flag, gesture,
    machine, rendered, mask, at_ms, source)
), locked as materialized (
  select e.participant_id, e.exposure_no, e.wave, e.role, e.basis, e.opens_at,
    least(e.closes_at, e.reveals_at) as closes_at, e.sent_at, e.ended_at
  from exposures e
  where (e.participant_id, e.exposure_no) in (select participant_id, exposure_no from input)
  order by e.participant_id, e.exposure_no
  for no key update
), accepted as materialized (
  select i.*, l.basis, to_timestamp(i.at_ms / 1000.0) as at,
    case when l.ended_at is null and to_timestamp(i.at_ms / 1000.0) < l.closes_at then i.stage else 0 end as counted_stage,
    coalesce(i.rendered < extract(epoch from l.sent_at) * 1000 + ${QUICK_SECONDS * 1_000}, true) as quick
  from input i
  join locked l using (participant_id, exposure_no)
  where (i.mask >> l.basis) & 1 = 1
), logged as (
  insert into interactions (participant_id, exposure_no, view_id, seq, kind, value, page_ms, at, basis)
  select participant_id, exposure_no, view_id, seq, kind, value, page_ms, at, basis from accepted
  on conflict do nothing
), reported as (
  select participant_id, exposure_no, view_id, bool_or(machine) as machine, bool_or(quick) as quick,
    bool_or(gesture) as gesture, max(counted_stage) as stage, bit_or(flag) as flags
  from accepted group by participant_id, exposure_no, view_id
), viewed as (
  insert into views as v (participant_id, exposure_no, view_id, machine, quick, gesture, stage, flags)
  select participant_id, exposure_no, view_id, machine, quick, gesture, stage, flags from reported r
  where not exists (
    select from views k
    where k.participant_id = r.participant_id and k.exposure_no = r.exposure_no
      and k.view_id = r.view_id and k.machine >= r.machine and k.gesture >= r.gesture
      and k.stage >= r.stage and k.flags | r.flags = k.flags
  )
  order by participant_id, exposure_no, view_id
  on conflict (participant_id, exposure_no, view_id) do update set
    machine = v.machine or excluded.machine,
    gesture = v.gesture or excluded.gesture,
    stage = greatest(v.stage, excluded.stage),
    flags = v.flags | excluded.flags
  returning participant_id, exposure_no, machine, quick, grade, stage, flags
), furthest as (
  select participant_id, exposure_no,
    coalesce(max(stage) filter (where grade = 2), 0) as stage_person,
    coalesce(max(stage) filter (where grade = 1), 0) as stage_unsure,
    coalesce(max(stage) filter (where grade = 0), 0) as stage_machine,
    coalesce(bit_or(flags) filter (where grade = 2), 0) as flags_person,
    coalesce(bit_or(flags) filter (where grade = 1), 0) as flags_unsure,
    coalesce(bit_or(flags) filter (where grade = 0), 0) as flags_machine,
    bool_or((stage = 5 or (flags & 1 = 1 and role = 1)) and not machine and not quick) as ends
  from viewed join locked using (participant_id, exposure_no)
  group by participant_id, exposure_no
), moved as (
  update exposures e set
    stage_person = greatest(e.stage_person, f.stage_person),
    stage_unsure = greatest(e.stage_unsure, f.stage_unsure),
    stage_machine = greatest(e.stage_machine, f.stage_machine),
    flags_person = e.flags_person | f.flags_person,
    flags_unsure = e.flags_unsure | f.flags_unsure,
    flags_machine = e.flags_machine | f.flags_machine,
    ended_at = case when f.ends then coalesce(e.ended_at, (select max(at) from accepted a
      where a.participant_id = e.participant_id and a.exposure_no = e.exposure_no)) else e.ended_at end
  from furthest f
  where e.participant_id = f.participant_id and e.exposure_no = f.exposure_no
    and (f.ends or e.stage_person < f.stage_person or e.stage_unsure < f.stage_unsure
      or e.stage_machine < f.stage_machine or f.flags_person & ~e.flags_person <> 0
      or f.flags_unsure & ~e.flags_unsure <> 0 or f.flags_machine & ~e.flags_machine <> 0)
)${settle}
select distinct source from accepted`;

const APPEND = append('');

/* Only a person's view settles a debrief: 32 reveal_seen, 64 training_seen. */
const APPEND_AND_SETTLE = append(`, settled as (
  update debriefs d set settled_at = s.at, settled_by = 'page'
  from (
    select f.participant_id, l.wave, bit_or(f.flags_person) as flags, max(a.at) as at
    from furthest f
    join locked l using (participant_id, exposure_no)
    join accepted a using (participant_id, exposure_no)
    group by f.participant_id, l.wave
  ) s
  where d.participant_id = s.participant_id and d.wave = s.wave and d.settled_at is null
    and s.flags & (case d.kind when 'reveal' then 32 else 64 end) <> 0
)`);
