/** Reading one exposure; reads that arrive together go to the database as one statement. */
import type pg from 'pg';
import { createGroup } from './grouped.ts';

/** What serving a page needs to know. Times are epoch milliseconds. */
export interface ServedExposure {
  readonly participantId: string;
  readonly exposureNo: number;
  readonly wave: number;
  readonly role: number;
  readonly form: string;
  readonly templateHash: string;
  readonly locale: string;
  readonly opensAt: number;
  readonly closesAt: number;
  readonly waveClosesAt: number;
  readonly ended: boolean;
  /** When it is revealed ahead of its wave; null when it is not. */
  readonly revealsAt: number | null;
  /** BASIS code. */
  readonly basis: number;
  /** Whether a debrief of this wave was reached or told already. */
  readonly revealed: boolean;
}

export interface ExposureReader {
  /** Undefined when the person has left, or never had this offer. */
  find(participantId: string, exposureNo: number): Promise<ServedExposure | undefined>;
  close(): Promise<void>;
}

interface Wanted {
  readonly participantId: string;
  readonly exposureNo: number;
}

export function openExposureReader(pool: pg.Pool): ExposureReader {
  const group = createGroup<Wanted, ServedExposure | undefined>({
    run: (wanted) => findExposures(pool, wanted),
    size: () => 1,
    mostPerRun: 500,
    mostWaiting: 20_000,
    runsAtOnce: 2,
  });
  return {
    find: (participantId, exposureNo) => group.add({ participantId, exposureNo }),
    close: () => group.close(),
  };
}

async function findExposures(
  pool: pg.Pool,
  wanted: readonly Wanted[],
): Promise<(ServedExposure | undefined)[]> {
  const { rows } = await pool.query({
    name: 'find-exposures',
    text: FIND_EXPOSURES,
    rowMode: 'array',
    values: [
      `{${wanted.map((one) => one.participantId).join(',')}}`,
      `{${wanted.map((one) => one.exposureNo).join(',')}}`,
    ],
  });
  const found = new Array<ServedExposure | undefined>(wanted.length).fill(undefined);
  for (const row of rows as unknown as FoundRow[]) {
    const index = row[0] - 1;
    const { participantId, exposureNo } = wanted[index]!;
    found[index] = {
      participantId,
      exposureNo,
      wave: row[1],
      role: row[2],
      form: row[3],
      templateHash: row[4],
      locale: row[5],
      opensAt: row[6],
      closesAt: row[7],
      waveClosesAt: row[8],
      ended: row[9],
      revealed: row[10],
      basis: row[11],
      revealsAt: row[12],
    };
  }
  return found;
}

type FoundRow = [
  number,
  number,
  number,
  string,
  string,
  string,
  number,
  number,
  number,
  boolean,
  boolean,
  number,
  number | null,
];

// Times come as float8, which the driver reads as a number; the moment is exact to the millisecond.
const FIND_EXPOSURES = `
select w.place::int4, e.wave, e.role, e.form, e.template_hash, e.locale,
  (extract(epoch from e.opens_at) * 1000)::float8, (extract(epoch from e.closes_at) * 1000)::float8,
  (extract(epoch from e.wave_closes_at) * 1000)::float8,
  e.ended_at is not null,
  (e.flags_person | e.flags_unsure) & 32 <> 0,
  e.basis, (extract(epoch from e.reveals_at) * 1000)::float8
from unnest($1::uuid[], $2::int2[]) with ordinality as w (participant_id, exposure_no, place)
join exposures e on e.participant_id = w.participant_id and e.exposure_no = w.exposure_no`;
