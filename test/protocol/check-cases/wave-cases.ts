import { exampleFacts, withOffer } from '../example.ts';
import type { Edit } from '../mutate.ts';
import { type CheckCases, EN_ONLY, LURE, TWIN } from './case.ts';

const { offers, debriefs, pages } = exampleFacts();

const SECOND_PAIRS = `  - key: w2
    # Two weeks after the first wave has closed for everyone.
    starts: P23D
    spacing: P2D
    window: P7D
    pairs:
      - lure: coffee-corner-sale
        twin: coffee-corner-clearance
      - lure: lamp-loft-sale
        twin: lamp-loft-clearance
`;
/** Waves and offers. */
export const WAVE_CASES: CheckCases = {
  P601: [
    { why: 'a second wave at the time of the first', edits: [['starts: P23D', 'starts: ¦P0D']] },
  ],
  P602: [
    // Wave 1 closes 9 days after it starts.
    { why: 'an hour of overlap', edits: [['starts: P23D', 'starts: ¦P8DT23H']] },
  ],
  P603: [
    { why: 'lure and twin on one day', edits: [['spacing: P2D', 'spacing: ¦PT12H']] },
    { why: 'a window of an hour', edits: [['window: P7D', 'window: ¦PT1H']] },
  ],
  P604: [
    {
      why: 'a lure nobody wrote',
      edits: [['- lure: coffee-corner-sale', '- lure: ¦tea-corner-sale']],
      also: ['P609', 'P604'],
    },
  ],
  P605: [
    {
      why: 'a twin in the place of a lure',
      edits: [
        secondWave(
          '    pairs:\n      - lure: ¦shirt-shelf-clearance\n        twin: shirt-shelf-sale\n',
        ),
      ],
      facts: {
        debriefs,
        pages,
        offers: {
          ...offers,
          'shirt-shelf-sale': {
            ...offers['lamp-loft-sale']!,
            host: 'a.example',
            firm: 'a',
            sender: 'a',
          },
          'shirt-shelf-clearance': {
            ...offers['lamp-loft-clearance']!,
            host: 'b.example',
            firm: 'b',
            sender: 'b',
          },
        },
      },
    },
  ],
  P606: [
    {
      why: 'a twin of another lure',
      edits: [TWIN],
      facts: withOffer('coffee-corner-clearance', { counterpart: 'lamp-loft-sale' }),
    },
  ],
  P607: [
    {
      why: 'a twin that counts another step',
      edits: [TWIN],
      facts: withOffer('coffee-corner-clearance', { complianceStep: 'order' }),
    },
  ],
  P608: [
    {
      why: 'a harder second wave',
      edits: [
        ['      - lure: lamp-loft-sale\n        twin: lamp-loft-clearance\n', ''],
        secondWave(
          '    ¦pairs:\n      - lure: lamp-loft-sale\n        twin: lamp-loft-clearance\n',
        ),
      ],
      facts: withOffer('lamp-loft-sale', { difficulty: 'very' }),
    },
  ],
  P609: [
    {
      why: 'one pair in both waves',
      edits: [
        ['      - lure: lamp-loft-sale\n        twin: lamp-loft-clearance\n', ''],
        secondWave(
          '    ¦pairs:\n      - lure: coffee-corner-sale\n        twin: coffee-corner-clearance\n',
        ),
      ],
    },
    {
      why: 'the same pairs in another order',
      edits: [
        secondWave(
          '    ¦pairs:\n      - lure: lamp-loft-sale\n        twin: lamp-loft-clearance\n      - lure: coffee-corner-sale\n        twin: coffee-corner-clearance\n',
        ),
      ],
    },
    {
      why: 'three waves of two pairs',
      edits: [
        [
          SECOND_PAIRS,
          SECOND_PAIRS +
            SECOND_PAIRS.replace('w2', 'w3').replace('P23D', 'P50D').replace('pairs:', '¦pairs:'),
        ],
      ],
    },
  ],
  P610: [
    {
      why: 'a host met twice',
      edits: [['      - lure: lamp-loft-sale', '      - lure: ¦lamp-loft-sale']],
      facts: withOffer('lamp-loft-sale', { host: 'coffee-corner-lure.example' }),
    },
    {
      why: 'a sender met twice',
      edits: [['      - lure: lamp-loft-sale', '      - lure: ¦lamp-loft-sale']],
      facts: withOffer('lamp-loft-sale', { sender: 'Coffee-Corner Lure News' }),
    },
    {
      why: 'a firm met twice',
      edits: [TWIN],
      facts: withOffer('coffee-corner-clearance', { firm: 'coffee-corner lure' }),
    },
  ],
  P611: [
    {
      why: 'an offer without Thai',
      edits: [TWIN],
      facts: withOffer('coffee-corner-clearance', { locales: EN_ONLY }),
    },
  ],
  P612: [
    {
      why: 'a twin with half the words',
      edits: [TWIN],
      facts: withOffer('coffee-corner-clearance', {
        measures: { pages: 3, images: 2, words: { en: 100, th: 220 } },
      }),
    },
    {
      why: 'a twin without pictures',
      edits: [TWIN],
      facts: withOffer('coffee-corner-clearance', {
        measures: { pages: 3, images: 0, words: { en: 200, th: 220 } },
      }),
    },
  ],
  P613: [
    {
      why: 'a pair twice in one wave',
      edits: [
        secondWave(
          '    pairs:\n      - lure: shirt-shelf-sale\n        twin: shirt-shelf-clearance\n      - lure: ¦shirt-shelf-sale\n        twin: shirt-shelf-clearance\n',
        ),
      ],
      facts: {
        debriefs,
        pages,
        offers: {
          ...offers,
          'shirt-shelf-sale': {
            ...offers['lamp-loft-sale']!,
            host: 'a.example',
            firm: 'a',
            sender: 'a',
            counterpart: 'shirt-shelf-clearance',
          },
          'shirt-shelf-clearance': {
            ...offers['lamp-loft-clearance']!,
            host: 'b.example',
            firm: 'b',
            sender: 'b',
            counterpart: 'shirt-shelf-sale',
          },
        },
      },
    },
  ],
  P614: [
    {
      why: 'a lure nobody rated',
      edits: [LURE],
      facts: withOffer('coffee-corner-sale', { difficulty: null }),
    },
  ],
};

/** A second wave with other pairs than the example's. */
function secondWave(pairs: string): Edit {
  return [SECOND_PAIRS, SECOND_PAIRS.slice(0, SECOND_PAIRS.indexOf('    pairs:')) + pairs];
}
