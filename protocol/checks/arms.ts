import type { DebriefFacts } from '../catalogue-facts.ts';
import type { Arm } from '../schema.ts';
import { findLink } from '../vocabulary/behaviour-change-wheel.ts';
import type { CheckContext } from './context.ts';
import { findLivelihoodOffer, listed, lookUp } from './offers.ts';
import { checkStory } from './story.ts';

/** What each arm is given after the reveal, and how it is tagged. */
export function checkArms(context: CheckContext): void {
  const { protocol, report } = context;
  protocol.arms.forEach((arm, index) => {
    checkContent(context, arm, index);
    if (arm.kind === 'training') checkTags(context, arm, index);
    const twin = protocol.arms.findIndex((other) => sameTreatment(other, arm));
    if (twin < index) {
      report(
        'P503',
        ['arms', index],
        `Check the arms: ${arm.key} gives what ${protocol.arms[twin]?.key} gives; arms must differ in what follows the reveal`,
      );
    }
  });
  if (!protocol.arms.some(({ kind }) => kind === 'training')) {
    report(
      'P512',
      ['arms'],
      'Check the arms: none is a training; without one the trial measures practice alone',
    );
  }
  const livelihood = findLivelihoodOffer(context);
  if (!livelihood) return;
  protocol.arms.forEach(({ key, kind }, index) => {
    if (kind !== 'delayed') return;
    report(
      'P511',
      ['arms', index, 'kind'],
      `Check the arms: ${key} is delayed and ${livelihood.slug} is about work, study or savings; nobody may wait, so use reveal_only or training`,
    );
  });
}

function checkContent(context: CheckContext, arm: Arm, index: number): void {
  const { protocol, facts, report } = context;
  const { key, kind, content } = arm;
  if (content === undefined) {
    if (kind === 'training') {
      report(
        'P501',
        ['arms', index],
        `Check the arms: ${key} is a training without content; name a debrief template in content`,
      );
    }
    return;
  }
  if (kind === 'reveal_only' || kind === 'unexposed') {
    report(
      'P502',
      ['arms', index, 'content'],
      `Check the arms: ${key} is ${kind} and has content; take it out or write kind: training`,
      'key',
    );
  }
  if (content.delivery === 'in_person' && content.when === 'at_reveal') {
    report(
      'P510',
      ['arms', index, 'content', 'when'],
      `Check the arms: ${key} is given in person at the reveal, which comes when nobody is there; write after_wave`,
    );
  }
  const path = ['arms', index, 'content', 'template'];
  const debrief = lookUp(facts.debriefs, content.template);
  if (debrief === undefined) {
    const known = listed(Object.keys(facts.debriefs));
    report(
      'P504',
      path,
      `Check the arms: the catalogue has no debrief ${content.template}; it has ${known}`,
    );
    return;
  }
  checkUse(context, arm, index, debrief);
  for (const locale of protocol.population.languages) {
    if (lookUp(debrief.locales, locale)) continue;
    report(
      'P505',
      path,
      `Check the arms: ${content.template} has no ${locale}; translate it or choose another`,
    );
  }
}

/** That the content can be used in the way the arm says. */
function checkUse(
  context: CheckContext,
  { key, content }: Arm,
  index: number,
  debrief: DebriefFacts,
): void {
  if (content === undefined) return;
  const { report } = context;
  const { template, variant, delivery } = content;
  if (variant !== undefined && !debrief.variants.includes(variant)) {
    report(
      'P513',
      ['arms', index, 'content', 'variant'],
      `Check the arms: ${template} has no words for ${variant}; it has some for ${listed(debrief.variants)}`,
    );
  }
  if (debrief.printed && delivery !== 'in_person') {
    report(
      'P514',
      ['arms', index, 'content', 'delivery'],
      `Check the arms: ${template} is printed for whoever gives the training, and ${key} is delivered by ${delivery}; write in_person or choose another content`,
    );
  }
  checkStory(context, template, index, debrief);
  if (debrief.speaksForPartner && context.protocol.trial.local_partner === undefined) {
    report(
      'P518',
      ['arms', index, 'content', 'template'],
      `Check the arms: ${template} speaks for people the community knows; name them in trial.local_partner, once they have agreed to every word, or choose another content`,
    );
  }
}

function checkTags({ report }: CheckContext, arm: Arm, index: number): void {
  const lacking = [
    ...(['com_b', 'functions', 'techniques'] as const).filter((tag) => !arm[tag]?.length),
    ...(arm.messenger === undefined ? ['messenger'] : []),
    ...(arm.biases === undefined ? ['biases'] : []),
  ];
  if (lacking.length > 0) {
    report(
      'P506',
      ['arms', index],
      `Check the tags: ${arm.key} lacks ${lacking.join(', ')}; say which components, functions, techniques, biases and messenger it uses`,
    );
  }
  const components = arm.com_b ?? [];
  const functions = arm.functions ?? [];
  if (components.length === 0 || functions.length === 0) return;
  functions.forEach((fn, place) => {
    const links = components.flatMap((component) => findLink(component, fn) ?? []);
    const path = ['arms', index, 'functions', place];
    if (links.length === 0) {
      report(
        'P507',
        path,
        `Check the tags: ${fn} is not linked to ${components.join(', ')} in the Behaviour Change Wheel; name the component it works on or drop it`,
      );
    } else if (links.every(({ verified }) => !verified)) {
      report(
        'P509',
        path,
        `Check the tags: the link of ${fn} to ${components.join(', ')} is not verified against the guide; confirm it before you report by it`,
      );
    }
  });
  components.forEach((component, place) => {
    if (functions.some((fn) => findLink(component, fn))) return;
    report(
      'P508',
      ['arms', index, 'com_b', place],
      `Check the tags: none of ${functions.join(', ')} is linked to ${component}; name a function that is or drop the component`,
    );
  });
}

function sameTreatment(a: Arm, b: Arm): boolean {
  return (
    a.kind === b.kind &&
    a.content?.template === b.content?.template &&
    a.content?.variant === b.content?.variant &&
    a.content?.delivery === b.content?.delivery &&
    a.content?.when === b.content?.when
  );
}
