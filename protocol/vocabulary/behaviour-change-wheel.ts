/** The Behaviour Change Wheel: Michie, van Stralen and West (2011), Implementation Science 6:42. */
import type { ComB, InterventionFunction, PolicyCategory } from '../vocabulary.ts';
import { type Term, terms } from './term.ts';

/** A filled cell of a matrix. */
export interface Link<From extends string, To extends string> {
  readonly from: From;
  readonly to: To;
  readonly verified: boolean;
  readonly source: string;
}

const DEFINITIONS = 'Michie et al. (2011), definitions as reproduced in PMC8267230, table 1';
const PLACEMENT =
  'Michie et al. (2011), table 2, cells as named in PMC7313182, table 3; all six row totals agree';
const INFERRED =
  'Probable addition of the 2014 guide, inferred from a table of theoretical domains (s12913-018-3778-2)';
const NAMES = 'Michie et al. (2011), table 1: the name; the meaning is in our own words';
const RECALLED = 'Recalled from Michie et al. (2011), table 3, which was not at hand';

export const COM_B_TERMS: readonly Term<ComB>[] = terms(DEFINITIONS, true, [
  ['capability.physical', 'Physical capability', 'having the bodily skill or strength'],
  [
    'capability.psychological',
    'Psychological capability',
    'knowing how, and being able to think it through',
  ],
  ['opportunity.physical', 'Physical opportunity', 'time, money, tools and places that allow it'],
  ['opportunity.social', 'Social opportunity', 'what people around one expect and allow'],
  ['motivation.reflective', 'Reflective motivation', 'plans, beliefs and judgements'],
  ['motivation.automatic', 'Automatic motivation', 'feelings, impulses and habits'],
]);

export const FUNCTION_TERMS: readonly Term<InterventionFunction>[] = terms(DEFINITIONS, true, [
  ['education', 'Education', 'raise knowledge'],
  ['persuasion', 'Persuasion', 'use communication to stir feeling or action'],
  ['incentivisation', 'Incentivisation', 'create an expected reward'],
  ['coercion', 'Coercion', 'create an expected cost'],
  ['training', 'Training', 'build a skill'],
  ['restriction', 'Restriction', 'use rules to limit the opportunity'],
  [
    'environmental_restructuring',
    'Environmental restructuring',
    'change the physical or social context',
  ],
  ['modelling', 'Modelling', 'give an example to imitate'],
  ['enablement', 'Enablement', 'add means and remove barriers'],
]);

export const POLICY_TERMS: readonly Term<PolicyCategory>[] = terms(NAMES, true, [
  ['communication_marketing', 'Communication and marketing', 'print, broadcast and online media'],
  ['guidelines', 'Guidelines', 'documents that recommend or require a practice'],
  ['fiscal', 'Fiscal measures', 'taxes and prices'],
  ['regulation', 'Regulation', 'rules and principles of conduct'],
  ['legislation', 'Legislation', 'making or changing laws'],
  [
    'environmental_social_planning',
    'Environmental and social planning',
    'shaping places and social settings',
  ],
  ['service_provision', 'Service provision', 'delivering a service'],
]);

/** Which function works on which component. Filled cells only. */
export const COMPONENT_LINKS: readonly Link<ComB, InterventionFunction>[] = [
  ...linked('capability.physical', ['training', 'enablement']),
  ...linked('capability.psychological', ['education', 'training', 'enablement']),
  ...linked('opportunity.physical', ['restriction', 'environmental_restructuring', 'enablement']),
  inferred('opportunity.physical', 'training'),
  ...linked('opportunity.social', ['restriction', 'environmental_restructuring', 'enablement']),
  inferred('opportunity.social', 'modelling'),
  ...linked('motivation.reflective', ['education', 'persuasion', 'incentivisation', 'coercion']),
  ...linked('motivation.automatic', [
    'persuasion',
    'incentivisation',
    'coercion',
    'environmental_restructuring',
    'modelling',
    'enablement',
  ]),
  inferred('motivation.automatic', 'training'),
];

/** Which policy category can carry which function. No cell is verified. */
export const POLICY_LINKS: readonly Link<PolicyCategory, InterventionFunction>[] = [
  ...recalled('communication_marketing', [
    'education',
    'persuasion',
    'incentivisation',
    'coercion',
    'modelling',
  ]),
  ...recalled('guidelines', [
    'education',
    'persuasion',
    'incentivisation',
    'coercion',
    'training',
    'restriction',
    'environmental_restructuring',
    'enablement',
  ]),
  ...recalled('fiscal', [
    'incentivisation',
    'coercion',
    'training',
    'environmental_restructuring',
    'enablement',
  ]),
  ...(['regulation', 'legislation'] as const).flatMap((policy) =>
    recalled(policy, [
      'education',
      'persuasion',
      'incentivisation',
      'coercion',
      'training',
      'restriction',
      'environmental_restructuring',
      'enablement',
    ]),
  ),
  ...recalled('environmental_social_planning', ['environmental_restructuring', 'enablement']),
  ...recalled('service_provision', [
    'education',
    'persuasion',
    'incentivisation',
    'coercion',
    'training',
    'modelling',
    'enablement',
  ]),
];

/** The cell of a component and a function, or undefined when it is empty. */
export function findLink(
  component: ComB,
  fn: InterventionFunction,
): Link<ComB, InterventionFunction> | undefined {
  return COMPONENT_LINKS.find(({ from, to }) => from === component && to === fn);
}

function linked(
  from: ComB,
  to: readonly InterventionFunction[],
): Link<ComB, InterventionFunction>[] {
  return to.map((fn) => ({ from, to: fn, verified: true, source: PLACEMENT }));
}

function inferred(from: ComB, to: InterventionFunction): Link<ComB, InterventionFunction> {
  return { from, to, verified: false, source: INFERRED };
}

function recalled(
  from: PolicyCategory,
  to: readonly InterventionFunction[],
): Link<PolicyCategory, InterventionFunction>[] {
  return to.map((fn) => ({ from, to: fn, verified: false, source: RECALLED }));
}
