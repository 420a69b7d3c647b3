import type { StoryDays } from '../../../protocol/catalogue-facts.ts';
import type { CatalogueFacts } from '../../../protocol/checks.ts';
import { debrief, exampleFacts } from '../example.ts';
import { type CheckCases, EN_ONLY, JOB_FACTS, LICENSED, PARTNER } from './case.ts';

const { offers, debriefs, pages } = exampleFacts();

function told(change: Partial<StoryDays>): CatalogueFacts {
  const { story } = debriefs['told-story']!;
  const changed = debrief({ story: { ...story!, ...change } });
  return { offers, pages, debriefs: { ...debriefs, 'told-story': changed } };
}

/** Arms, randomisation, analysis and stop rules. */
export const ARM_CASES: CheckCases = {
  P501: [
    {
      why: 'a training that gives nothing',
      edits: [
        ['  - key: awareness_message', '  - ¦key: awareness_message'],
        [
          '    content:\n      template: awareness-message\n      delivery: page\n      when: at_reveal\n',
          '',
        ],
      ],
    },
  ],
  P502: [
    {
      why: 'a comparator that is given something',
      edits: [
        [
          '    kind: reveal_only\n',
          '    kind: reveal_only\n    ¦content: { template: awareness-message, delivery: message, when: after_wave }\n',
        ],
      ],
    },
  ],
  P503: [
    {
      why: 'two trainings with one content',
      edits: [
        ['template: red-flag-replay', 'template: awareness-message'],
        ['  - key: red_flag_replay', '  - ¦key: red_flag_replay'],
      ],
    },
  ],
  P504: [
    {
      why: 'content nobody wrote',
      edits: [['template: red-flag-replay', 'template: ¦green-flag-replay']],
    },
    {
      why: 'the name of something every object has',
      edits: [['template: red-flag-replay', 'template: ¦constructor']],
    },
  ],
  P505: [
    {
      why: 'content without Thai',
      edits: [['template: red-flag-replay', 'template: ¦red-flag-replay']],
      facts: {
        offers,
        pages,
        debriefs: { ...debriefs, 'red-flag-replay': debrief({ locales: EN_ONLY }) },
      },
    },
  ],
  P506: [
    {
      why: 'a training without messenger',
      edits: [
        ['  - key: awareness_message', '  - ¦key: awareness_message'],
        ['    messenger: researcher\n', ''],
      ],
    },
    {
      why: 'a training without techniques',
      edits: [
        ['  - key: awareness_message', '  - ¦key: awareness_message'],
        ["techniques: ['4.1', '7.1', '8.3', '8.6']", 'techniques: []'],
      ],
    },
  ],
  P507: [
    {
      why: 'modelling said to work on what people know',
      edits: [['functions: [education, training]', 'functions: [education, ¦modelling]']],
    },
  ],
  P508: [
    {
      why: 'a component no function serves',
      edits: [
        [
          'com_b: [capability.psychological]',
          'com_b: [capability.psychological, ¦opportunity.social]',
        ],
      ],
    },
  ],
  P509: [
    {
      why: 'a link that was inferred',
      edits: [
        ['com_b: [capability.psychological]', 'com_b: [motivation.automatic]'],
        ['functions: [education, training]', 'functions: [persuasion, ¦training]'],
      ],
    },
  ],
  P510: [
    {
      why: 'a talk at the reveal',
      edits: [
        ['delivery: page\n      when: at_reveal', 'delivery: in_person\n      when: ¦at_reveal'],
      ],
    },
  ],
  P511: [
    {
      why: 'people who wait for their training after a job offer',
      edits: [
        PARTNER,
        LICENSED,
        [
          '    kind: training\n    description: A short page',
          '    kind: ¦delayed\n    description: A short page',
        ],
      ],
      facts: JOB_FACTS,
    },
  ],
  P512: [
    {
      why: 'no training',
      edits: [
        ['\narms:', '\n¦arms:'],
        ['    kind: training', '    kind: delayed'],
        ['    kind: training', '    kind: delayed'],
      ],
    },
  ],
  P513: [
    {
      why: 'words for an audience nobody wrote for',
      edits: [['template: red-flag-replay', 'template: red-flag-replay\n      variant: ¦sailors']],
    },
  ],
  P514: [
    {
      why: 'sheets for a talk sent as a page',
      edits: [
        [
          'template: red-flag-replay\n      delivery: page',
          'template: talk-sheets\n      delivery: ¦page',
        ],
      ],
    },
  ],
  P515: [
    {
      why: 'a story nobody has told',
      edits: [['template: red-flag-replay', 'template: ¦a-story']],
    },
  ],
  P516: [
    {
      why: 'a story whose consent ends a day before the data are erased',
      edits: [['template: red-flag-replay', 'template: ¦told-story']],
      facts: told({ agreedUntil: '2028-12-30' }),
    },
    {
      why: 'a story whose consent is over',
      edits: [['template: red-flag-replay', 'template: ¦told-story']],
      facts: told({ agreedOn: '2019-01-01', paidOn: '2019-01-01', agreedUntil: '2020-01-01' }),
    },
  ],
  P517: [
    {
      why: 'a story agreed to tomorrow',
      edits: [['template: red-flag-replay', 'template: ¦told-story']],
      facts: told({ agreedOn: '2026-11-23', paidOn: '2026-11-23' }),
    },
    {
      why: 'a story to be paid for tomorrow',
      edits: [['template: red-flag-replay', 'template: ¦told-story']],
      facts: told({ paidOn: '2026-11-23' }),
    },
  ],
  P518: [
    {
      why: 'a message in the voice of nobody',
      edits: [['template: red-flag-replay', 'template: ¦partners-word']],
    },
  ],
  P701: [
    {
      why: 'an arm without weight',
      edits: [
        ['  allocation:', '  ¦allocation:'],
        ['    awareness_message: 0.2\n', ''],
        ['red_flag_replay: 0.4', 'red_flag_replay: 0.6'],
      ],
    },
  ],
  P702: [
    {
      why: 'a weight without arm',
      edits: [
        ['    awareness_message: 0.2\n', '    awareness_message: 0.2\n    ¦old_arm: 0.2\n'],
        ['red_flag_replay: 0.4', 'red_flag_replay: 0.2'],
      ],
    },
  ],
  P703: [
    {
      why: 'thirds with six digits',
      edits: [
        ['  allocation:', '  ¦allocation:'],
        ['reveal_only: 0.4', 'reveal_only: 0.333333'],
        ['awareness_message: 0.2', 'awareness_message: 0.333333'],
        ['red_flag_replay: 0.4', 'red_flag_replay: 0.333333'],
        ['block_sizes: [5, 10]', 'block_sizes: [3, 6]'],
      ],
      also: ['P706'],
    },
    {
      why: 'weights of 1.2 together',
      edits: [
        ['  allocation:', '  ¦allocation:'],
        ['awareness_message: 0.2', 'awareness_message: 0.4'],
      ],
    },
  ],
  P704: [
    {
      why: 'blocks without sizes',
      edits: [
        ['method: stratified_blocks', 'method: ¦stratified_blocks'],
        ['  block_sizes: [5, 10]\n', ''],
      ],
    },
  ],
  P705: [
    {
      why: 'sizes without blocks',
      edits: [
        ['method: stratified_blocks', 'method: simple'],
        ['  block_sizes:', '  ¦block_sizes:'],
      ],
    },
  ],
  P706: [{ why: 'a block of six', edits: [['block_sizes: [5, 10]', 'block_sizes: [5, ¦6]']] }],
  P707: [{ why: 'one size', edits: [['block_sizes: [5, 10]', 'block_sizes: ¦[5]']] }],
  P708: [
    {
      why: 'a namespace without people',
      edits: [
        [
          '  block_sizes: [5, 10]',
          '  block_sizes: [5, 10]\n  namespace: { name: all, from: 0.5, to: ¦0.5 }',
        ],
      ],
    },
  ],
  P801: [
    {
      why: 'a comparator that is no arm',
      edits: [['comparator: reveal_only', 'comparator: ¦nothing']],
    },
  ],
  P802: [
    {
      why: 'a training as comparator',
      edits: [['comparator: reveal_only', 'comparator: ¦awareness_message']],
    },
  ],
  P803: [{ why: 'a wave that is not planned', edits: [['    wave: w2', '    wave: ¦w3']] }],
  P804: [{ why: 'the first wave as the primary one', edits: [['    wave: w2', '    wave: ¦w1']] }],
  P805: [
    {
      why: 'an outcome counted after the offer closed',
      edits: [['    window: P7D\n    population', '    window: ¦P8D\n    population']],
    },
    {
      why: 'no window',
      edits: [['    window: P7D\n    population', '    window: ¦P0D\n    population']],
    },
  ],
  P806: [
    { why: 'more victims as the aim', edits: [['good: lower', 'good: ¦higher']] },
    {
      why: 'fewer reports as the aim',
      edits: [
        ['outcome: compromised', 'outcome: reported'],
        ['good: lower', 'good: ¦lower'],
      ],
    },
  ],
  P807: [
    { why: 'two comparisons as if one', edits: [['multiplicity: holm', 'multiplicity: ¦none']] },
  ],
  P808: [
    {
      why: 'people without offers as comparator',
      edits: [
        ['    kind: reveal_only', '    kind: unexposed'],
        ['comparator: reveal_only', 'comparator: ¦reveal_only'],
      ],
    },
  ],
  P901: [
    {
      why: 'no rule for complaints',
      edits: [
        ['\nstop_rules:', '\n¦stop_rules:'],
        ['  - when: complained\n    people: 20\n', ''],
      ],
    },
  ],
};
