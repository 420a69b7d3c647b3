import { REHEARSAL } from '../accounts/authorise.ts';
import type { OutgoingMessage } from '../follow-up/messenger.ts';
import { buildTrialReport, type RehearsalTruth } from '../reports/build-trial-report.ts';
import type { TrialReport } from '../reports/schema/report-schema.ts';
import { closeTrial } from '../trials/close-trial.ts';
import { createRehearsal } from '../trials/create-rehearsal.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { ServiceError } from '../web/errors.ts';
import { makePeople } from './people.ts';
import { type RehearsalEngine, type RehearsedService, setStage } from './set-stage.ts';
import { type Play, playMoment, playOn } from './stage-play.ts';
import { openTransport } from './transport.ts';
import { rehearsalTruth } from './truth.ts';
import type { Deeds } from './world.ts';

/** How far a rehearsal has come. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

export interface RehearsalOptions {
  readonly engine: RehearsalEngine;
  readonly service: RehearsedService;
  /** Text of the protocol. */
  readonly source: string;
  /** How many simulated people agree to take part. */
  readonly participants: number;
  /** Decides what the simulated people are like; the trial's own chance stays secret. */
  readonly seed: number;
  readonly onStage?: (progress: Progress) => void;
  /** Ends the rehearsal early; it is closed and reported as far as it came. */
  readonly signal?: AbortSignal;
}

export interface RehearsalResult {
  readonly slug: string;
  readonly trialNo: number;
  readonly report: TrialReport;
  /** Undefined when the primary outcome is none people are made to have a known share of. */
  readonly truth: RehearsalTruth | undefined;
  /** What the people say they did. */
  readonly deeds: Deeds;
  /** How many were invited, those asked in vain among them. */
  readonly invited: number;
  readonly requests: number;
}

/** Requests under way at the same time. */
const AT_ONCE = 64;
const MOST_PARTICIPANTS = 100_000;

/**
 * Plays a whole trial with simulated people: roster, registration, every wave, reveal, training,
 * close and report. Its messages stay in the process.
 *
 * @throws ServiceError `invalid_input` for a protocol that can't be rehearsed.
 */
export async function runRehearsal(options: RehearsalOptions): Promise<RehearsalResult> {
  const { engine, participants } = options;
  if (!Number.isInteger(participants) || participants < 1 || participants > MOST_PARTICIPANTS) {
    throw new ServiceError(
      'invalid_input',
      `Rehearse: ${participants} participants were asked for; give a whole number from 1 to ${MOST_PARTICIPANTS}`,
    );
  }
  const { slug } = await createRehearsal(
    engine.database.db,
    engine.keyring,
    { source: options.source, catalogue: engine.catalogue },
    engine.clock.now(),
  );
  const rehearsed = await play(options, slug);
  const truth = rehearsalTruth(rehearsed.running().protocol);
  const report = await buildTrialReport(
    engine.reportDatabase.db,
    slug,
    (trial) => engine.clock.trialNow(trial),
    truth ? { truth } : {},
  );
  return {
    slug,
    trialNo: rehearsed.running().trial.trial_no,
    report,
    truth,
    deeds: rehearsed.deeds,
    invited: rehearsed.invited,
    requests: rehearsed.requests,
  };
}

interface Played {
  readonly running: () => RunningTrial;
  readonly deeds: Deeds;
  readonly invited: number;
  readonly requests: number;
}

async function play(options: RehearsalOptions, slug: string): Promise<Played> {
  const { engine, service, participants, seed, signal } = options;
  const transport = openTransport(service.peopleUrl, AT_ONCE);
  try {
    const stage = await setStage(engine, service, slug, {
      transport,
      plansFor: ({ protocol, trial }) =>
        makePeople(protocol, { people: participants, seed, trialNo: trial.trial_no }),
    });
    const watcher = watch(options, stage);
    const watched: Play = { ...stage, ...watcher, ...(signal ? { signal } : {}) };
    await playOn(watched);
    await closeTrial(
      engine.database.db,
      engine.keyring,
      { slug, as: REHEARSAL, why: 'The rehearsal has come to its end' },
      stage.clock.now(),
    );
    await service.context.trials.refresh();
    await playMoment(watched);
    await playOn(watched);
    watcher.finish();
    return {
      running: stage.running,
      deeds: stage.world.deeds,
      invited: stage.people.size,
      requests: transport.requests(),
    };
  } finally {
    transport.close();
  }
}

interface Watch extends Pick<Play, 'onMessage' | 'onAct'> {
  /** Shows the last stage as done. */
  readonly finish: () => void;
}

/**
 * Says how far a rehearsal has come: registration by answers, each wave by its offers and reveals,
 * and the close by its messages. How many there will be is not known before, so that a stage may
 * end early; it is shown as done when the next one begins.
 */
function watch({ onStage, participants }: RehearsalOptions, stage: Play): Watch {
  const { waves } = stage.world.protocol;
  const stages = [
    { stage: 'People register', total: stage.people.size },
    ...waves.map(({ key }) => ({
      stage: `Wave ${key}: offers and reveals`,
      total: participants * 3,
    })),
    { stage: 'The trial closes', total: participants },
  ];
  let current = -1;
  let done = 0;
  const finish = (): void => {
    const ending = stages[current];
    if (ending && done < ending.total) onStage?.({ ...ending, done: ending.total });
  };
  const count = (at: number): void => {
    if (at < current) return;
    if (at > current) {
      finish();
      current = at;
      done = 0;
    }
    const now = stages[at]!;
    done = Math.min(done + 1, now.total);
    onStage?.({ ...now, done });
  };
  return {
    onMessage: ({ about }: OutgoingMessage) => {
      if (about.kind === 'closing') count(waves.length + 1);
      else if (about.kind !== 'registration') count(about.wave + 1);
    },
    onAct: (kind) => {
      if (kind === 'registration') count(0);
    },
    finish,
  };
}
