import { describe, expect, it } from 'vitest';
import { type CheckOptions, checkProtocol } from '../../protocol/checks.ts';
import type { Fault } from '../../protocol/fault.ts';
import { FAULT_CODES, type FaultDefinition } from '../../protocol/fault-codes.ts';
import { readProtocol } from '../../protocol/read.ts';
import { ARM_CASES } from './check-cases/arm-cases.ts';
import { type CheckCases, PARTNER } from './check-cases/case.ts';
import { CONSENT_CASES } from './check-cases/consent-cases.ts';
import { TRIAL_CASES } from './check-cases/trial-cases.ts';
import { WAVE_CASES } from './check-cases/wave-cases.ts';
import { EXAMPLE, exampleFacts, reviewedExample, TODAY, withOffer } from './example.ts';
import { type Edit, mutate } from './mutate.ts';

const REVIEWED = reviewedExample();
/** The arm awareness_message, whole. */
const TRAINING = REVIEWED.slice(
  REVIEWED.indexOf('  - key: awareness_message'),
  REVIEWED.indexOf('  - key: red_flag_replay'),
);
const CHECK_CASES: CheckCases = { ...TRIAL_CASES, ...CONSENT_CASES, ...ARM_CASES, ...WAVE_CASES };
const CASES = Object.entries(CHECK_CASES).flatMap(([code, cases]) =>
  cases.map((test) => ({ code, ...test })),
);

function check(
  source: string,
  facts = exampleFacts(),
  today = TODAY,
  purpose: CheckOptions['purpose'] = 'launch',
): Fault[] {
  const { protocol, locate, faults } = readProtocol(source);
  if (!protocol) throw new Error(JSON.stringify(faults));
  return checkProtocol(protocol, facts, { today, purpose, locate });
}

describe('checkProtocol()', () => {
  it('finds nothing in the reviewed example', () => {
    expect(check(REVIEWED)).toEqual([]);
  });

  it.each(CASES)('finds $code in $why', ({ code, edits, facts, today, also }) => {
    const { source, place } = mutate(REVIEWED, edits);
    expect(place).toBeDefined();
    const faults = check(source, facts, today);
    const found = faults.filter((fault) => fault.code === code);
    const definition: FaultDefinition = FAULT_CODES[code as keyof typeof FAULT_CODES];
    expect(found[0], JSON.stringify(faults)).toMatchObject({
      ...place,
      severity: definition.severity,
    });
    const others = new Set(faults.map((fault) => fault.code));
    others.delete(found[0]!.code);
    expect([...others].filter((other) => !also?.includes(other))).toEqual([]);
  });

  it.each(CASES)('gives $code in $why the severity a rehearsal needs', ({ code, ...test }) => {
    const { source } = mutate(REVIEWED, test.edits);
    const faults = check(source, test.facts, test.today, 'rehearsal');
    const definition: FaultDefinition = FAULT_CODES[code as keyof typeof FAULT_CODES];
    expect(faults.find((fault) => fault.code === code)?.severity).toBe(
      definition.rehearsal ?? definition.severity,
    );
  });

  it('has a case for every code beyond reading', () => {
    const codes = Object.keys(FAULT_CODES).filter((code) => !code.startsWith('P0'));
    expect(Object.keys(CHECK_CASES).sort()).toEqual(codes);
  });

  it('says what to do, without a period at the end', () => {
    for (const { edits, facts, today } of CASES) {
      for (const { message } of check(mutate(REVIEWED, edits).source, facts, today)) {
        expect(message).toMatch(/^Check .+: .+[^.]$/);
      }
    }
  });

  it('refuses to launch the example and lets it be rehearsed', () => {
    const launch = check(EXAMPLE).filter(({ severity }) => severity === 'error');
    expect(launch.map(({ code }) => code)).toEqual(['P403', 'P403']);
    const rehearsal = check(EXAMPLE, exampleFacts(), TODAY, 'rehearsal');
    expect(rehearsal.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  });

  it('names the hash a reviewer has to sign', () => {
    const unread = check(EXAMPLE).find(({ path }) => path === 'consent.texts.en.reviewed');
    expect(REVIEWED).toContain(/[0-9a-f]{64}/.exec(unread?.message ?? '')?.[0]);
  });

  it('puts faults at the first place when it is given no file', () => {
    const { protocol } = readProtocol(EXAMPLE);
    const [fault] = checkProtocol(protocol!, exampleFacts(), { today: TODAY, purpose: 'launch' });
    expect(fault).toMatchObject({ line: 1, column: 1, path: 'consent.texts.en.reviewed' });
  });
});

describe('checkProtocol() accepts', () => {
  const ACCEPTED: readonly (readonly [string, readonly Edit[]])[] = [
    [
      'people of 16 with a decision',
      [
        [
          'minimum_age: 18',
          'minimum_age: 16\n  minimum_age_decision: { reference: EX-9, decided_on: 2026-11-01 }',
        ],
      ],
    ],
    [
      'opt-out with a decision, and no gap',
      [
        ['mode: prospective_general', 'mode: opt_out'],
        ['gap: P7D', 'gap: P0D\n  decision: { reference: EX-9, decided_on: 2026-11-01 }'],
      ],
    ],
    [
      'deferred consent with a time to confirm',
      [
        ['mode: prospective_general', 'mode: deferred'],
        ['gap: P7D', 'gap: P0D\n  confirm_within: P14D'],
      ],
    ],
    [
      'clusters as described',
      [
        ['unit: participant', 'unit: cluster'],
        ['  strata:', '  clusters: { label: Villages }\n  strata:'],
      ],
    ],
    [
      'thirds written with ten digits',
      [
        ['reveal_only: 0.4', 'reveal_only: 0.3333333333'],
        ['awareness_message: 0.2', 'awareness_message: 0.3333333333'],
        ['red_flag_replay: 0.4', 'red_flag_replay: 0.3333333334'],
        ['block_sizes: [5, 10]', 'block_sizes: [3, 6, 9]'],
      ],
    ],
    [
      'reports as the outcome, more being better',
      [
        ['outcome: compromised', 'outcome: reported'],
        ['good: lower', 'good: higher'],
      ],
    ],
    [
      'a trial that ends on the very last day it can',
      [['ends_on: 2028-06-30', 'ends_on: 2026-12-31']],
    ],
    ['a wave that starts when the one before closes', [['starts: P23D', 'starts: P9D']]],
    ['a call 90 days ago', [['tested_on: 2026-11-16', 'tested_on: 2026-08-24']]],
    ['sending for two hours a day', [['to_hour: 19', 'to_hour: 11']]],
    ['data erased on the last day', [['retain_until: 2028-12-31', 'retain_until: 2028-06-30']]],
    [
      'an approval that ends with the trial',
      [['expires_on: 2028-12-31', 'expires_on: 2028-06-30']],
    ],
    ['a review of today', [['on: 2026-11-20', 'on: 2026-11-22']]],
    ['a call of today', [['tested_on: 2026-11-16', 'tested_on: 2026-11-22']]],
    [
      'a decision of today',
      [
        ['mode: prospective_general', 'mode: waived'],
        ['gap: P7D', 'gap: P7D\n  decision: { reference: EX-9, decided_on: 2026-11-22 }'],
      ],
    ],
    [
      'a story with consent until the data are erased',
      [['template: red-flag-replay', 'template: told-story']],
    ],
    [
      'a message in the voice of a partner who is named',
      [['template: red-flag-replay', 'template: partners-word'], PARTNER],
    ],
    ['lure and twin a day apart', [['spacing: P2D', 'spacing: P1D']]],
    [
      'one comparison without adjustment',
      [
        [TRAINING, ''],
        ['    awareness_message: 0.2\n', ''],
        ['reveal_only: 0.4', 'reveal_only: 0.6'],
        ['multiplicity: holm', 'multiplicity: none'],
      ],
    ],
    ['a leap day', [['ends_on: 2028-06-30', 'ends_on: 2028-02-29']]],
  ];

  it.each(ACCEPTED)('%s', (_, edits) => {
    expect(check(mutate(REVIEWED, edits).source)).toEqual([]);
  });

  it('a twin a quarter longer', () => {
    const measures = { pages: 3, images: 2, words: { en: 250, th: 220 } };
    expect(check(REVIEWED, withOffer('coffee-corner-clearance', { measures }))).toEqual([]);
  });

  it('lures of two difficulties that every wave shows alike', () => {
    const facts = exampleFacts();
    const lamp = facts.offers['lamp-loft-sale']!;
    const offers = { ...facts.offers, 'lamp-loft-sale': { ...lamp, difficulty: 'very' as const } };
    expect(check(REVIEWED, { ...facts, offers })).toEqual([]);
  });

  it('a pretext with a decision', () => {
    const { source } = mutate(REVIEWED, [
      [
        '  fictional_names: true',
        '  fictional_names: true\n  pretext_decisions:\n    - { pretext: health, decision: EX-8, decided_on: 2026-11-01 }',
      ],
    ]);
    const facts = exampleFacts();
    const lamp = facts.offers['lamp-loft-sale']!;
    const offers = {
      ...facts.offers,
      'lamp-loft-sale': { ...lamp, pretexts: ['health'] as const },
    };
    expect(check(source, { ...facts, offers })).toEqual([]);
  });
});
