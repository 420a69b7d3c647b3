/**
 * One rehearsal from its first message to its last: moves the clock to whatever comes next, lets
 * the planner work, brings its messages to the people and lets them act.
 */
import type { OutgoingMessage } from '../follow-up/messenger.ts';
import type { Outbox } from '../follow-up/outbox.ts';
import { planEarlyReveals } from '../follow-up/reveal-early.ts';
import { runDue } from '../follow-up/run-due.ts';
import type { FollowUpContext } from '../follow-up/types.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { openReveal, openTraining } from './act-debrief.ts';
import { meetOffer } from './act-offer.ts';
import { answerInvitation } from './act-registration.ts';
import { scanOffer } from './act-scanner.ts';
import type { Act, Agenda, Grid } from './agenda.ts';
import type { Browser } from './browser.ts';
import { assignedArms, nextDue } from './next-due.ts';
import type { RehearsalClock } from './rehearsal-clock.ts';
import type { Person, World } from './world.ts';

const HOUR_MS = 3_600_000;
/** Work that is due and can't be done is a fault; waiting for it longer than this won't mend it. */
const MOST_IDLE_MOMENTS = 72;

export interface Play {
  readonly world: World;
  /** By address. */
  readonly people: ReadonlyMap<string, Person>;
  readonly scanners: (person: Person) => Browser | undefined;
  readonly followUp: FollowUpContext;
  readonly post: Outbox;
  readonly clock: RehearsalClock;
  readonly grid: Grid;
  readonly agenda: Agenda;
  /** The trial as the service knows it now. */
  readonly running: () => RunningTrial;
  /** Told of every message as it is delivered, and of every act as it ends. */
  readonly onMessage: (message: OutgoingMessage) => void;
  readonly onAct: (kind: OutgoingMessage['about']['kind']) => void;
  readonly signal?: AbortSignal;
}

/** Plays until nothing is planned and nothing is due any more. */
export async function playOn(play: Play): Promise<void> {
  let idle = 0;
  while (!play.signal?.aborted) {
    const next = await moveOn(play);
    if (!next) return;
    if (await playMoment(play)) {
      idle = 0;
      continue;
    }
    idle += 1;
    if (idle > MOST_IDLE_MOMENTS) {
      throw new Error(
        `Rehearse ${play.running().trial.slug}: work has been due since ${next.toISOString()} and none of it gets done`,
      );
    }
    await play.clock.moveBy(HOUR_MS);
  }
}

/**
 * Moves the clock to the next moment at which something is due or planned.
 *
 * @returns When it was due; undefined when nothing is to come.
 */
export async function moveOn(play: Play): Promise<Date | undefined> {
  const due = await nextDue(play.followUp.db, play.running());
  const [next] = [due, play.agenda.next()]
    .filter((at) => at !== undefined)
    .sort((a, b) => a.getTime() - b.getTime());
  if (next) await play.clock.moveTo(play.grid(next));
  return next;
}

/** @returns Whether anything was sent, planned or done. */
export async function playMoment(play: Play): Promise<boolean> {
  const { world, agenda, clock } = play;
  const worked = await doDue(play);
  const messages = play.post.take();
  await tellArms(play, messages);
  const scans = messages.flatMap((message) => scanOf(play, message));
  for (const message of messages) {
    play.onMessage(message);
    plan(play, message);
  }
  // Scanners come at once, people not before they have had time to look at their phone.
  await world.turns.run(scans);
  const acts = agenda.take(clock.now());
  await world.turns.run(acts);
  // Who engaged just now may have to be told within a day, before anything else is due.
  await planEarlyReveals(play.followUp, play.running(), clock.now());
  return worked || messages.length > 0 || acts.length > 0;
}

async function doDue({ followUp, running }: Play): Promise<boolean> {
  let worked = false;
  for (let more = true; more; ) {
    const report = await runDue(followUp, followUp.clock.now(), {
      trialId: running().trial.trial_id,
    });
    more = report.more;
    for (const due of report.trials) {
      worked ||=
        due.assigned + due.closing + due.cancelled + due.putOff + due.failed + due.expired > 0;
    }
  }
  return worked;
}

/** What a training does depends on which one it is; the people themselves never learn their arm. */
async function tellArms(play: Play, messages: readonly OutgoingMessage[]): Promise<void> {
  const { followUp, people, running, world } = play;
  const unknown = new Map<string, Person>();
  for (const { to, about } of messages) {
    const person = people.get(to);
    if (person && !person.arm && about.kind !== 'registration') {
      unknown.set(about.participantId, person);
    }
  }
  if (unknown.size === 0) return;
  const arms = await assignedArms(followUp.db, running().trial.trial_id);
  for (const [participantId, person] of unknown) {
    person.arm = world.protocol.arms.find(({ key }) => key === arms.get(participantId));
  }
}

function scanOf(play: Play, message: OutgoingMessage): Act[] {
  const person = play.people.get(message.to);
  const browser = person && message.about.kind === 'offer' ? play.scanners(person) : undefined;
  if (!person || !browser) return [];
  return [() => scanOffer(play.world, person, browser, message.about.link)];
}

/** Puts on the agenda what the person will do about a message. */
function plan(play: Play, message: OutgoingMessage): void {
  const { world, agenda, clock } = play;
  const person = play.people.get(message.to);
  if (!person) return;
  const { kind, wave, link } = message.about;
  const waves = person.plan.waves[wave]!;
  const inHours = (hours: number, act: Act): void =>
    agenda.add(new Date(clock.now().getTime() + hours * HOUR_MS), async () => {
      await act();
      play.onAct(kind);
    });
  switch (kind) {
    case 'registration':
      inHours(person.plan.hoursUntilAnswer, () => answerInvitation(world, person, link));
      break;
    case 'offer': {
      const offer = world.offerOf(new URL(link).pathname.split('/')[2] ?? '');
      if (!offer) break;
      const hours = waves.offers[offer.role].hoursUntilOpened;
      inHours(hours, () => meetOffer(world, person, { offer, wave }, link));
      break;
    }
    case 'reveal':
      if (waves.opensReveal || wantsTraining(person, wave)) {
        inHours(waves.hoursUntilReveal, () => openReveal(world, person, wave, link));
      }
      break;
    default:
      inHours(waves.hoursUntilReveal, () => openTraining(world, person, link));
  }
}

/** Whoever means to take up the training opens the reveal once, and finds it there or not. */
function wantsTraining(person: Person, wave: number): boolean {
  return person.plan.takesTraining && !person.told.has(wave);
}
