/**
 * How an exposure is written as a small integer, so that PostgreSQL can fold a person's offers of a
 * wave into one bigint with `bit_or` and group people by it. `cells-query.ts` writes these codes,
 * `cells-to-dataset.ts` and `uptake.ts` read them; nothing stores them.
 *
 * Cell code, from the lowest bit: status (2), second in its wave (1), planned at all (1), window not
 * over (1), then two bits an outcome: in how many of the three readings it happened, 3 from people
 * alone on.
 * Uptake code: rung reached by people (3), flags raised by people (8), sent (1), a machine was here
 * (1), an unsure view was here (1).
 */
import { FLAGS } from '../exposures/interaction-kinds.ts';

/** The lure's code stands below, the twin's this many bits above. */
export const ROLE_SHIFT = 20;
const ROLE_SIZE = 2 ** ROLE_SHIFT;

export const CELL_STATUS = { notSent: 0, undelivered: 1, sent: 2 } as const;
export const CELL_STATUS_MASK = 3;
export const CELL_SECOND = 4;
export const CELL_PLANNED = 8;
export const CELL_OPEN = 16;
export const CELL_OUTCOMES_FROM_BIT = 5;
/** Outcomes that fit below the twin's bits. */
export const MOST_OUTCOMES = Math.floor((ROLE_SHIFT - CELL_OUTCOMES_FROM_BIT) / 2);

export const UPTAKE_FLAGS =
  FLAGS.reported |
  FLAGS.left |
  FLAGS.help_opened |
  FLAGS.reveal_seen |
  FLAGS.training_seen |
  FLAGS.training_finished;
export const UPTAKE_FLAGS_FROM_BIT = 3;
export const UPTAKE_SENT = 1 << 11;
export const UPTAKE_MACHINE = 1 << 12;
export const UPTAKE_UNSURE = 1 << 13;

/** One role's code out of a wave's word; 0 when the person has no such exposure. */
export function roleCode(word: number, role: 'lure' | 'twin'): number {
  return role === 'lure' ? word % ROLE_SIZE : Math.floor(word / ROLE_SIZE);
}

/** 3 when it counts in every reading, 2 from `people_and_unsure`, 1 in `everything`, 0 in none. */
export function readingsOf(code: number, outcomeIndex: number): number {
  return (code >> (CELL_OUTCOMES_FROM_BIT + 2 * outcomeIndex)) & 3;
}
