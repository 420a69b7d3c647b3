/** Reading the reveal, going through the training, and what people ask for there. */
import { confirmRecord } from './act-registration.ts';
import type { Noticed, Tab } from './browser.ts';
import { findForm } from './find-form.ts';
import { arrive, leave, press } from './touch.ts';
import { type Person, READING_MS, type World } from './world.ts';

/** More than any training has. */
const MOST_PAGES = 50;

/** Opens the link of the message that says it was practice. */
export async function openReveal(
  world: World,
  person: Person,
  wave: number,
  link: string,
): Promise<void> {
  if (person.gone) return;
  const tab = await person.browser.open(link);
  if (tab.page.kind === 'reveal') await meetReveal(world, person, wave, tab);
  else if (!person.gone) world.deeds.surprises += 1;
}

export async function meetReveal(
  world: World,
  person: Person,
  wave: number,
  tab: Tab,
): Promise<void> {
  const { plan, browser } = person;
  await arrive(person, tab);
  await world.turns.read();
  const first = !person.told.has(wave);
  if (first) {
    person.told.add(wave);
    world.deeds.revealsRead += 1;
    if (plan.waves[wave]!.taps) await browser.report(tab, taps(plan.waves[wave]!.offers.lure.draw));
    await seekHelp(world, person, tab);
  }
  const withdraw =
    first && plan.withdrawsAfter === wave ? findForm(tab.page, 'withdraw') : undefined;
  if (withdraw) {
    person.gone = true;
    const receipt = await browser.submit(withdraw);
    if (receipt.page.status === 200) world.deeds.withdrew += 1;
    else world.deeds.surprises += 1;
    return;
  }
  if (world.protocol.consent.mode === 'deferred') await confirmRecord(world, person, tab);
  const next = plan.takesTraining ? findForm(tab.page, 'next') : undefined;
  if (!next) {
    await leave(person, tab);
    return;
  }
  await meetTraining(world, person, await press(person, tab, next));
}

/** Opens the link of a message that brings training. */
export async function openTraining(world: World, person: Person, link: string): Promise<void> {
  if (person.gone || !person.plan.takesTraining) return;
  await meetTraining(world, person, await person.browser.open(link));
}

/** Whoever takes up a training reads it to its end. Most arms have none before the trial closes. */
async function meetTraining(world: World, person: Person, opened: Tab): Promise<void> {
  if (opened.page.kind !== 'debrief') return;
  const tab = await leafThrough(world, person, opened);
  await readTraining(world, person, tab);
}

/** A training of several pages is followed by its own links to the one on which it ends. */
async function leafThrough(world: World, person: Person, opened: Tab): Promise<Tab> {
  let tab = opened;
  for (let turned = 0; !tab.page.hasEnd && turned < MOST_PAGES; turned += 1) {
    const next = tab.page.links.find((link) => new URL(link).searchParams.has('at'));
    if (!next) return tab;
    await arrive(person, tab);
    await world.turns.read();
    await leave(person, tab);
    tab = await person.browser.open(next);
  }
  return tab;
}

async function readTraining(world: World, person: Person, tab: Tab): Promise<void> {
  const { plan, browser } = person;
  await arrive(person, tab);
  await world.turns.read();
  const opened = tab.page.flags.slice(0, 3);
  await browser.report(tab, [
    ...(plan.quickThumb ? [] : [['engaged', READING_MS * 0.5] as const]),
    ...opened.map((flag, n): Noticed => ['flag_opened', READING_MS * (0.5 + n / 10), flag]),
  ]);
  await world.turns.read();
  await browser.report(tab, [
    ...(tab.page.hasEnd ? [['training_finished', READING_MS * 1.9] as Noticed] : []),
    ...(plan.saysGoodbye ? [['left', READING_MS * 2] as const] : []),
  ]);
  person.training ??= person.arm?.content?.template;
  world.deeds.trainingsFinished += 1;
}

async function seekHelp(world: World, person: Person, tab: Tab): Promise<void> {
  const { plan, browser } = person;
  const wishes = [
    ['help_opened', plan.looksForHelp],
    ['distressed', plan.distressed],
    ['complained', plan.complains],
  ] as const;
  for (const [act, wished] of wishes) {
    const form = wished && person.told.size === 1 ? findForm(tab.page, act) : undefined;
    if (!form) continue;
    await browser.submit(form);
    if (act !== 'help_opened') world.deeds[act] += 1;
  }
}

/** Shares of people who choose the first answer, and the first or the second; invented as all of this. */
const ANSWERS = {
  tap_heard: [0.3, 0.85],
  tap_practice: [0.15, 0.9],
  tap_feeling: [0.7, 0.96],
} as const;

/** One answer to each question, from digits of the draw that decide nothing else. */
function taps(draw: number): Noticed[] {
  const answer = (question: keyof typeof ANSWERS, scale: number): Noticed => {
    const place = (draw * scale) % 1;
    const [first, second] = ANSWERS[question];
    return [question, READING_MS * 0.4, place < first ? 1 : place < second ? 2 : 3];
  };
  return [answer('tap_heard', 97), answer('tap_practice', 911), answer('tap_feeling', 7907)];
}
