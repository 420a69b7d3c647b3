import type { Protocol } from '../../protocol/schema.ts';
import { FLAGS, STAGES } from '../exposures/interaction-kinds.ts';
import { UPTAKE_FLAGS_FROM_BIT, UPTAKE_MACHINE, UPTAKE_SENT, UPTAKE_UNSURE } from './cell-codes.ts';
import { type CellRow, cellRowKind } from './cells-query.ts';

/** What people of one arm did with one offer of a wave; each count is people, of `sent`. */
export interface Uptake {
  readonly wave: string;
  readonly role: 'lure' | 'twin';
  readonly arm: string;
  /** Offers that left and were not returned. */
  readonly sent: number;
  readonly seen: number;
  readonly engaged: number;
  readonly clicked: number;
  readonly started: number;
  readonly compromised: number;
  readonly reported: number;
  readonly left: number;
  readonly helpOpened: number;
  readonly revealSeen: number;
  readonly trainingSeen: number;
  readonly trainingFinished: number;
}

/** Visits that no person is known to have made, over all arms. */
export interface OtherVisits {
  readonly offersSent: number;
  readonly offersVisitedByMachines: number;
  readonly offersWithUnsureViews: number;
}

type Counts = { -readonly [K in keyof Uptake]: Uptake[K] };

/** Delivery and uptake by wave, role and arm, and the visits of machines. */
export function uptake(
  rows: readonly CellRow[],
  protocol: Protocol,
): { readonly byArm: readonly Uptake[]; readonly other: OtherVisits } {
  const other = { offersSent: 0, offersVisitedByMachines: 0, offersWithUnsureViews: 0 };
  const table = new Map<string, Counts>();
  for (const wave of protocol.waves) {
    for (const role of ['lure', 'twin'] as const) {
      for (const arm of protocol.arms) {
        table.set(`${wave.key} ${role} ${arm.key}`, emptyCounts(wave.key, role, arm.key));
      }
    }
  }
  for (const row of rows) {
    const kind = cellRowKind(row, protocol.waves.length);
    if (kind === 'cells') continue;
    const wave = protocol.waves[kind.wave]!.key;
    const code = Number(row[`${kind.role === 'lure' ? 'l' : 't'}${kind.wave}`] ?? 0);
    const people = Number(row.people);
    if (code & UPTAKE_SENT) other.offersSent += people;
    if (code & UPTAKE_MACHINE) other.offersVisitedByMachines += people;
    if (code & UPTAKE_UNSURE) other.offersWithUnsureViews += people;
    const counts = table.get(`${wave} ${kind.role} ${row.arm}`);
    if (counts) addPeople(counts, code, people);
  }
  return { byArm: [...table.values()], other };
}

const FLAG_COUNTS = [
  ['reported', FLAGS.reported],
  ['left', FLAGS.left],
  ['helpOpened', FLAGS.help_opened],
  ['revealSeen', FLAGS.reveal_seen],
  ['trainingSeen', FLAGS.training_seen],
  ['trainingFinished', FLAGS.training_finished],
] as const;

const STAGE_COUNTS = ['seen', 'engaged', 'clicked', 'started', 'compromised'] as const;

function addPeople(counts: Counts, code: number, people: number): void {
  if ((code & UPTAKE_SENT) === 0) return;
  counts.sent += people;
  const stage = code & 7;
  for (const name of STAGE_COUNTS) {
    if (stage >= STAGES[name]) counts[name] += people;
  }
  const flags = code >> UPTAKE_FLAGS_FROM_BIT;
  for (const [name, bit] of FLAG_COUNTS) {
    if (flags & bit) counts[name] += people;
  }
}

function emptyCounts(wave: string, role: 'lure' | 'twin', arm: string): Counts {
  return {
    wave,
    role,
    arm,
    sent: 0,
    seen: 0,
    engaged: 0,
    clicked: 0,
    started: 0,
    compromised: 0,
    reported: 0,
    left: 0,
    helpOpened: 0,
    revealSeen: 0,
    trainingSeen: 0,
    trainingFinished: 0,
  };
}
