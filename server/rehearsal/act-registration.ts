/** Answering the invitation, and confirming afterwards where consent is deferred. */
import type { Tab } from './browser.ts';
import { findForm } from './find-form.ts';
import type { Person, World } from './world.ts';

/** Opens the link of the invitation, reads it, and answers as planned. */
export async function answerInvitation(world: World, person: Person, link: string): Promise<void> {
  const { answer } = person.plan;
  if (answer === 'silent' || person.gone) return;
  const tab = await person.browser.open(link);
  await world.turns.read();
  const done = await choose(person, tab, answer);
  if (!done) {
    world.deeds.surprises += 1;
    return;
  }
  if (answer === 'agree') {
    world.deeds.agreed += 1;
    return;
  }
  person.gone = true;
  if (answer === 'decline') world.deeds.declined += 1;
  else world.deeds.steppedAside += 1;
}

/** Deferred consent: says yes on the page where the record is kept, after the reveal. */
export async function confirmRecord(world: World, person: Person, reveal: Tab): Promise<void> {
  const link = reveal.page.links.find((address) => new URL(address).pathname.startsWith('/p/'));
  if (!link) return;
  const tab = await person.browser.open(link);
  if (!findForm(tab.page, 'agree')) return;
  await world.turns.read();
  if (await choose(person, tab, 'agree')) world.deeds.agreed += 1;
}

async function choose(
  person: Person,
  tab: Tab,
  answer: 'agree' | 'decline' | 'step_aside',
): Promise<boolean> {
  const form =
    findForm(tab.page, answer) ??
    (answer === 'step_aside' ? findForm(tab.page, 'decline') : undefined);
  if (!form) return false;
  const wish = form.buttons.find(([, value]) => value === answer);
  const ticked = answer === 'agree' ? form.boxes : [];
  const after = await person.browser.submit(form, [...ticked, ...(wish ? [wish] : [])]);
  return after.page.status === 200;
}
