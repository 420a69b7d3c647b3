/** Meeting an offer: going as far as one would, reporting it, or leaving it alone. */
import { meetReveal } from './act-debrief.ts';
import { type ReachedStage, reachedStage, reportRisk, type Setting } from './behaviour.ts';
import type { Tab } from './browser.ts';
import { fieldOf, findForm } from './find-form.ts';
import type { PageForm } from './read-page.ts';
import { arrive, leave, press } from './touch.ts';
import type { KnownOffer, Person, World } from './world.ts';

const ORDER: readonly ReachedStage[] = ['seen', 'clicked', 'started', 'compromised'];

export interface MetOffer {
  readonly offer: KnownOffer;
  /** 0-based. */
  readonly wave: number;
}

/**
 * Opens the link of an offer and follows its own forms as far as the person would go. Another offer
 * may be open beside it: who withdraws from the study there, stops here too.
 */
export async function meetOffer(
  world: World,
  person: Person,
  { offer, wave }: MetOffer,
  link: string,
): Promise<void> {
  const plan = person.plan.waves[wave]!.offers[offer.role];
  const setting = settingOf(world, person, offer, wave);
  const furthest = reachedStage(setting, plan.draw);
  if (!furthest || person.gone) return;
  world.deeds.opened += 1;
  let tab = await person.browser.open(link);
  let reached: ReachedStage = 'seen';
  while (tab.page.kind === 'offer') {
    await arrive(person, tab);
    await world.turns.read();
    if (person.gone) return;
    const next = nextStep(tab, offer, reached, furthest);
    if (!next) {
      const reports = reached !== 'compromised' && plan.reports < reportRisk(setting);
      await endHere(world, person, tab, reports);
      return;
    }
    tab = await press(person, tab, next.form);
    reached = next.stage;
  }
  if (person.gone && tab.page.kind === 'page') return;
  if (reached !== 'compromised') {
    if (offer.toldEarly && tab.page.kind === 'reveal') await meetReveal(world, person, wave, tab);
    else world.deeds.surprises += 1;
    return;
  }
  const counted = offer.role === 'lure' ? world.deeds.takenIn : world.deeds.accepted;
  counted[wave] = (counted[wave] ?? 0) + 1;
  if (tab.page.kind === 'reveal') await meetReveal(world, person, wave, tab);
}

export function settingOf(world: World, person: Person, offer: KnownOffer, wave: number): Setting {
  const strata = world.protocol.population.strata;
  return {
    role: offer.role,
    toldBefore: wave > 0 && person.arm?.kind !== 'unexposed',
    pair: offer.pairIn(wave),
    stratum: [strata.findIndex(({ key }) => key === person.plan.stratum), strata.length],
    training: person.training,
  };
}

/** The step of the page that leads furthest without going further than the person would. */
function nextStep(
  tab: Tab,
  offer: KnownOffer,
  reached: ReachedStage,
  furthest: ReachedStage,
): { form: PageForm; stage: ReachedStage } | undefined {
  return tab.page.forms
    .flatMap((form) => {
      const to = fieldOf(form.fields, 'to');
      const stage = to === undefined ? undefined : offer.stageOf(to);
      return stage ? [{ form, stage }] : [];
    })
    .filter(
      ({ stage }) =>
        // A conversation goes on within a stage; no page of it leads back.
        ORDER.indexOf(stage) >= ORDER.indexOf(reached) &&
        stage !== 'seen' &&
        ORDER.indexOf(stage) <= ORDER.indexOf(furthest),
    )
    .sort((a, b) => ORDER.indexOf(b.stage) - ORDER.indexOf(a.stage))[0];
}

async function endHere(world: World, person: Person, tab: Tab, reports: boolean): Promise<void> {
  const form = reports ? findForm(tab.page, 'report') : undefined;
  if (!form) {
    await leave(person, tab);
    return;
  }
  await press(person, tab, form);
  world.deeds.reported += 1;
}
