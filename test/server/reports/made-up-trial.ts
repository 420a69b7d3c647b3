import { readFileSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { addPeriod, periodMs } from '../../../protocol/periods.ts';
import { readProtocol } from '../../../protocol/read.ts';
import type { Protocol } from '../../../protocol/schema.ts';
import { newId } from '../../../server/database/ids.ts';
import type { Database, TrialState } from '../../../server/database/tables.ts';

export const LAUNCHED = new Date('2026-12-01T08:00:00Z');
/** A present by which every window of the made-up trials is over. */
export const LONG_AFTER = new Date('2027-06-01T00:00:00Z');

/** The committed example, changed. */
export function exampleProtocol(change: (protocol: Protocol) => void = () => undefined): Protocol {
  const source = readFileSync(
    new URL('../../../examples/discount-shop.yaml', import.meta.url),
    'utf8',
  );
  const { protocol } = readProtocol(source);
  if (!protocol) throw new Error('Read the example: it has faults');
  change(protocol);
  return protocol;
}

/** Numbers in [0, 1), the same for a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface MadeUpPerson {
  participant_id: string;
  arm: string;
  stratum: string;
  cluster: string | null;
  state: 'consented' | 'provisional';
  locale: string;
  country: string;
  offer_row: number;
  twin_first: number[];
  assigned_at: Date;
}

export interface MadeUpExposure {
  participant_id: string;
  exposure_no: number;
  wave: number;
  role: number;
  position: number;
  form: string;
  opens_at: Date;
  closes_at: Date;
  sent_at: Date | null;
  undelivered_at: Date | null;
  ended_at: Date | null;
  stage_person: number;
  stage_unsure: number;
  stage_machine: number;
  flags_person: number;
  flags_unsure: number;
  flags_machine: number;
}

export interface MadeUpTrial {
  readonly trialId: string;
  readonly slug: string;
  readonly people: readonly MadeUpPerson[];
  readonly exposures: readonly MadeUpExposure[];
}

export interface MadeUp {
  readonly protocol: Protocol;
  readonly people: number;
  readonly seed: number;
  readonly state?: TrialState;
  readonly purpose?: 'field' | 'rehearsal';
  /** Which arm the n-th person is in; by default drawn by the protocol's allocation. */
  readonly arm?: (n: number, random: () => number) => string;
  readonly person?: (person: MadeUpPerson, random: () => number) => void;
  /** What the person does at an offer, and what becomes of the offer. */
  readonly behave?: (exposure: MadeUpExposure, person: MadeUpPerson, random: () => number) => void;
}

/** A trial written straight into the tables, as if it had run. */
export async function madeUpTrial(db: Kysely<Database>, made: MadeUp): Promise<MadeUpTrial> {
  const { protocol } = made;
  const random = seeded(made.seed);
  const trialId = newId();
  const slug = `${protocol.trial.slug}-${made.seed}-${trialId.slice(-6)}`;
  protocol.trial.slug = slug;
  const hash =
    `hash of ${slug}`
      .padEnd(64, '0')
      .replace(/[^0-9a-f]/g, 'a')
      .slice(0, 58) + trialId.slice(-6);
  const state = made.state ?? 'closed';
  const closed = state === 'closed' ? new Date('2027-05-01T00:00:00Z') : null;
  const { last } = await db
    .selectFrom('trials')
    .select(({ fn }) => fn.max<number | null>('trial_no').as('last'))
    .executeTakeFirstOrThrow();
  await db
    .insertInto('trials')
    .values({
      trial_id: trialId,
      trial_no: (last ?? 0) + 1,
      slug,
      purpose: made.purpose ?? 'field',
      state,
      protocol_hash: hash,
      salt_sealed: null,
      salt_sha256: 'ab'.repeat(32),
      salt_disclosed: closed ? 'cd'.repeat(32) : null,
      clock_offset_ms: 0,
      revision: 1,
      created_at: LAUNCHED,
      launched_at: LAUNCHED,
      stopped_at: null,
      stopped_why: null,
      closed_at: closed,
    })
    .execute();
  await db
    .insertInto('protocols')
    .values({
      protocol_hash: hash,
      trial_id: trialId,
      document: JSON.stringify(protocol),
      source: '',
      template_lock: '{}',
      submitted_by: null,
      submitted_signature: null,
      submitted_at: LAUNCHED,
    })
    .execute();
  const people = Array.from({ length: made.people }, (_, n) => makePerson(made, n, random));
  const exposures = people.flatMap((person) => makeExposures(made, person, random));
  const common = { trial_id: trialId, protocol_hash: hash };
  await insertMany(
    db,
    'participants',
    people.map((person) => ({
      ...common,
      participant_id: person.participant_id,
      state: person.state,
      basis: person.state === 'consented' ? 1 : 2,
      locale: person.locale,
      time_zone: 'Asia/Bangkok',
      country: person.country,
      stratum: person.stratum,
      cluster: person.cluster,
      channel: 'roster',
      entered_at: LAUNCHED,
      basis_since: LAUNCHED,
    })),
  );
  await insertMany(
    db,
    'assignments',
    people.map(({ participant_id, arm, stratum, cluster, offer_row, twin_first, assigned_at }) => ({
      ...common,
      participant_id,
      arm,
      stratum,
      cluster,
      offer_row,
      twin_first,
      algorithm: 'scampaign-1',
      salt_sha256: 'ab'.repeat(32),
      assigned_at,
    })),
  );
  await insertMany(
    db,
    'exposures',
    exposures.map((exposure) => ({
      trial_id: trialId,
      template_hash: 'x',
      locale: 'en',
      basis: 1,
      wave_closes_at: exposure.closes_at,
      ...exposure,
    })),
  );
  return { trialId, slug, people, exposures };
}

export async function insertMany(
  db: Kysely<Database>,
  table: keyof Database,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = sql.join(Object.keys(rows[0]!).map((column) => sql.ref(column)));
  for (let from = 0; from < rows.length; from += 20_000) {
    const some = JSON.stringify(rows.slice(from, from + 20_000));
    await sql`
      insert into ${sql.table(table)} (${columns})
      select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${some}::jsonb)
    `.execute(db);
  }
}

function makePerson(made: MadeUp, n: number, random: () => number): MadeUpPerson {
  const { protocol } = made;
  const strata = protocol.population.strata;
  const person: MadeUpPerson = {
    participant_id: newId(),
    arm: made.arm?.(n, random) ?? drawArm(protocol, random()),
    stratum: strata[Math.floor(random() * strata.length)]!.key,
    cluster: null,
    state: 'consented',
    locale: random() < 0.5 ? 'en' : 'th',
    country: 'TH',
    offer_row: Math.floor(random() * 2),
    twin_first: protocol.waves.map(() => (random() < 0.5 ? 1 : 0)),
    assigned_at: new Date(LAUNCHED.getTime() + Math.floor(random() * 5) * 86_400_000),
  };
  made.person?.(person, random);
  return person;
}

function drawArm(protocol: Protocol, at: number): string {
  let below = 0;
  for (const { key } of protocol.arms) {
    below += protocol.randomisation.allocation[key]!;
    if (at < below) return key;
  }
  return protocol.arms.at(-1)!.key;
}

function makeExposures(made: MadeUp, person: MadeUpPerson, random: () => number): MadeUpExposure[] {
  return made.protocol.waves.flatMap((wave, index) => {
    const pair = wave.pairs[(person.offer_row + index) % wave.pairs.length]!;
    return ([1, 2] as const).map((position) => {
      const isTwin = (person.twin_first[index] === 1) === (position === 1);
      const starts = addPeriod(person.assigned_at, wave.starts);
      const opens = position === 1 ? starts : addPeriod(starts, wave.spacing);
      const exposure: MadeUpExposure = {
        participant_id: person.participant_id,
        exposure_no: 2 * index + position,
        wave: index,
        role: isTwin ? 2 : 1,
        position,
        form: isTwin ? pair.twin : pair.lure,
        opens_at: opens,
        closes_at: new Date(opens.getTime() + periodMs(wave.window)),
        sent_at: opens,
        undelivered_at: null,
        ended_at: null,
        stage_person: 0,
        stage_unsure: 0,
        stage_machine: 0,
        flags_person: 0,
        flags_unsure: 0,
        flags_machine: 0,
      };
      made.behave?.(exposure, person, random);
      return exposure;
    });
  });
}
