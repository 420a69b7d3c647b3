/** Every launched trial, as each node of the service knows it. */
import type { Selectable } from 'kysely';
import type { Protocol } from '../../protocol/schema.ts';
import type { Keyring } from '../config/keys.ts';
import type { Executor } from '../database/pool.ts';
import type { Trial } from '../database/tables.ts';
import { findProtocolRow, type ProtocolRow, protocolOf } from './protocol-rows.ts';
import type { RunningTrial } from './running-trial.ts';
import { openSalt } from './salt.ts';
import { TRIAL_COLUMNS } from './trial-rows.ts';

export type { RunningTrial } from './running-trial.ts';

export interface RunningTrialsOptions {
  /** Time between two looks at the trials' revisions, in milliseconds. */
  readonly pollMs?: number;
  /** Without a successful look for this long, what is known here is stale. */
  readonly staleMs?: number;
  /** Told of every look that failed; the next one is tried all the same. */
  readonly onError?: (error: unknown) => void;
}

const POLL_MS = 2_000;
const STALE_MS = 30_000;

/**
 * Keeps launched trials in memory and looks every two seconds for those whose revision, or whose
 * rehearsal clock, moved. Get one with `openRunningTrials`, and stop it in the end.
 */
export class RunningTrials {
  readonly #db: Executor;
  readonly #keyring: Keyring;
  readonly #options: Required<RunningTrialsOptions>;
  readonly #byNo = new Map<number, RunningTrial>();
  readonly #bySlug = new Map<string, RunningTrial>();
  readonly #protocols = new Map<string, Protocol>();
  #lastLook = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(db: Executor, keyring: Keyring, options: RunningTrialsOptions = {}) {
    this.#db = db;
    this.#keyring = keyring;
    this.#options = {
      pollMs: options.pollMs ?? POLL_MS,
      staleMs: options.staleMs ?? STALE_MS,
      onError: options.onError ?? (() => undefined),
    };
  }

  /** The trial a token names; undefined when it was never launched. */
  get(trialNo: number): RunningTrial | undefined {
    return this.#byNo.get(trialNo);
  }

  bySlug(slug: string): RunningTrial | undefined {
    return this.#bySlug.get(slug);
  }

  /** Every launched trial, by number: the paused, stopped and closed ones too. */
  all(): RunningTrial[] {
    return [...this.#byNo.values()].sort((a, b) => a.trial.trial_no - b.trial.trial_no);
  }

  /** Whether the trials could not be looked at for too long to go on making offers. */
  stale(): boolean {
    return performance.now() - this.#lastLook > this.#options.staleMs;
  }

  /**
   * Looks now; what changed before the call is known after it. Calls during a look wait for one
   * that begins after them.
   *
   * @throws whatever the database or the keyring threw; what was known stays.
   */
  async refresh(): Promise<void> {
    if (this.#looking) await this.#looking.catch(() => undefined);
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  /** Begins to look regularly. */
  start(): void {
    if (this.#timer || this.#stopped) return;
    this.#timer = setTimeout(async () => {
      try {
        await this.refresh();
      } catch (error) {
        this.#options.onError(error);
      }
      this.#timer = undefined;
      this.start();
    }, this.#options.pollMs);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** A protocol by its hash; protocols never change, so that it is read once. */
  async protocolFor(protocolHash: string): Promise<Protocol> {
    const known = this.#protocols.get(protocolHash);
    if (known) return known;
    return this.#remember(await this.#readProtocol(protocolHash));
  }

  async #look(): Promise<void> {
    const begun = performance.now();
    const trials = await this.#db
      .selectFrom('trials')
      .select(TRIAL_COLUMNS)
      .where('launched_at', 'is not', null)
      .execute();
    for (const trial of trials) {
      const known = this.#byNo.get(trial.trial_no);
      if (!known || hasMoved(known.trial, trial)) this.#keep(await this.#load(trial, known));
    }
    // Counted from before the question: what changed while it was on its way may not be in it.
    this.#lastLook = begun;
  }

  #keep(running: RunningTrial): void {
    this.#byNo.set(running.trial.trial_no, running);
    this.#bySlug.set(running.trial.slug, running);
  }

  async #load(trial: Trial, known: RunningTrial | undefined): Promise<RunningTrial> {
    const protocolHash = trial.protocol_hash;
    if (protocolHash === null) {
      throw new Error(`Read trial ${trial.slug}: it was launched without a protocol`);
    }
    const salt = known?.salt ?? openSalt(this.#keyring, trial);
    const protocolFor = (hash: string): Promise<Protocol> => this.protocolFor(hash);
    if (known?.protocolHash === protocolHash) return { ...known, trial };
    const row = await this.#readProtocol(protocolHash);
    return {
      trial,
      protocol: this.#remember(row),
      protocolHash,
      templateLock: row.template_lock,
      salt,
      protocolFor,
    };
  }

  async #readProtocol(protocolHash: string): Promise<ProtocolRow> {
    const row = await findProtocolRow(this.#db, protocolHash);
    if (!row) throw new Error(`Read protocol ${protocolHash}: it is not stored`);
    return row;
  }

  #remember(row: Pick<Selectable<ProtocolRow>, 'protocol_hash' | 'document'>): Protocol {
    const known = this.#protocols.get(row.protocol_hash);
    if (known) return known;
    const protocol = protocolOf(row);
    this.#protocols.set(row.protocol_hash, protocol);
    return protocol;
  }
}

/** Reads every launched trial and goes on looking for changes. */
export async function openRunningTrials(
  db: Executor,
  keyring: Keyring,
  options: RunningTrialsOptions = {},
): Promise<RunningTrials> {
  const trials = new RunningTrials(db, keyring, options);
  await trials.refresh();
  trials.start();
  return trials;
}

function hasMoved(known: Trial, read: Trial): boolean {
  return known.revision !== read.revision || known.clock_offset_ms !== read.clock_offset_ms;
}
