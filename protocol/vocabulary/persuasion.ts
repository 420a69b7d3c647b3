/** What an offer uses to persuade. */
import { type Term, terms } from './term.ts';

const CIALDINI_PRINCIPLES = [
  'liking',
  'reciprocity',
  'social_proof',
  'consistency',
  'authority',
  'scarcity',
  'unity',
] as const;

const STAJANO_PRINCIPLES = [
  'social_compliance',
  'herd',
  'deception',
  'dishonesty',
  'time',
  'need_and_greed',
  'distraction',
] as const;

export const PERSUASION_PRINCIPLES = [...CIALDINI_PRINCIPLES, ...STAJANO_PRINCIPLES] as const;

export type PersuasionPrinciple = (typeof PERSUASION_PRINCIPLES)[number];

export const PERSUASION_TERMS: readonly Term<PersuasionPrinciple>[] = [
  ...terms<PersuasionPrinciple>('Cialdini, names as listed in PMC7554349, table 1', true, [
    ['liking', 'Liking', 'a friendly or similar person asks'],
    ['reciprocity', 'Reciprocity', 'a gift or favour comes first'],
    ['social_proof', 'Social proof', 'many others did it'],
    ['consistency', 'Consistency', 'a small yes leads to a larger one'],
    ['authority', 'Authority', 'somebody important says so'],
    ['scarcity', 'Scarcity', 'little is left'],
    ['unity', 'Unity', 'we are of one group; little studied'],
  ]),
  ...terms<PersuasionPrinciple>(
    'Stajano and Wilson, names as listed in s42400-020-00050-w, table 1',
    true,
    [
      ['social_compliance', 'Social compliance', 'people do as authority asks'],
      ['herd', 'Herd', 'people follow others'],
      ['deception', 'Deception', 'things are not what they seem'],
      ['dishonesty', 'Dishonesty', 'a small wrong of one’s own keeps one silent'],
      ['time', 'Time', 'under pressure people decide in another way'],
      ['need_and_greed', 'Need and greed', 'a wish makes one easy to lead'],
      ['distraction', 'Distraction', 'attention is drawn elsewhere'],
    ],
  ),
];
