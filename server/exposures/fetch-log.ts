/**
 * The list of fetches by known machines, by what gives no name, and ahead of a person. It is
 * written after the page has been answered; losing the last moment of it in a crash loses no
 * interaction.
 */
import type pg from 'pg';
import type { Logger } from 'pino';
import type { Agent } from './grading.ts';
import { createGroup } from './grouped.ts';

export interface Fetch {
  readonly participantId: string;
  readonly exposureNo: number;
  readonly viewId: string;
  readonly page: string;
  readonly at: Date;
  readonly agent: Agent;
  readonly prefetch: boolean;
}

export interface FetchLog {
  note(fetch: Fetch): void;
  close(): Promise<void>;
}

export function openFetchLog(pool: pg.Pool, log: Logger): FetchLog {
  const group = createGroup<Fetch, undefined>({
    run: (fetches) => appendFetches(pool, fetches),
    size: () => 1,
    mostPerRun: 1_000,
    mostWaiting: 50_000,
    runsAtOnce: 1,
  });
  return {
    note(fetch) {
      group.add(fetch).catch((error: { code?: string }) => {
        log.warn({ code: error.code }, 'a fetch was not noted');
      });
    },
    close: () => group.close(),
  };
}

async function appendFetches(pool: pg.Pool, fetches: readonly Fetch[]): Promise<undefined[]> {
  await pool.query({
    name: 'append-fetches',
    text: APPEND_FETCHES,
    values: [
      `{${fetches.map((one) => one.participantId).join(',')}}`,
      `{${fetches.map((one) => one.exposureNo).join(',')}}`,
      `{${fetches.map((one) => one.viewId).join(',')}}`,
      fetches.map((one) => one.page),
      `{${fetches.map((one) => one.at.getTime()).join(',')}}`,
      `{${fetches.map((one) => one.agent).join(',')}}`,
      `{${fetches.map((one) => (one.prefetch ? 't' : 'f')).join(',')}}`,
    ],
  });
  return new Array<undefined>(fetches.length).fill(undefined);
}

// The join keeps a fetch of somebody who has left meanwhile from coming back as a row.
const APPEND_FETCHES = `
insert into fetches (participant_id, exposure_no, view_id, page, at, agent, prefetch)
select f.participant_id, f.exposure_no, f.view_id, f.page, to_timestamp(f.at_ms / 1000.0), f.agent, f.prefetch
from unnest($1::uuid[], $2::int2[], $3::uuid[], $4::text[], $5::int8[], $6::int2[], $7::bool[])
  as f (participant_id, exposure_no, view_id, page, at_ms, agent, prefetch)
join exposures e on e.participant_id = f.participant_id and e.exposure_no = f.exposure_no
for key share of e
on conflict do nothing`;
