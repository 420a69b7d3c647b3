import { describe, expect, it } from 'vitest';
import type { FaultCode } from '../../protocol/read.ts';
import { readProtocol } from '../../protocol/read.ts';
import { EXAMPLE } from './example.ts';
import { type Edit, mutate } from './mutate.ts';

interface Case {
  readonly name: string;
  readonly code: FaultCode;
  readonly edits: readonly Edit[];
  /** Part of the sentence, which says what to write. */
  readonly says: string;
}

const CASES: readonly Case[] = [
  {
    name: 'a line that is not YAML',
    code: 'P001',
    edits: [['  title: Does', '  title: ¦Does: it: Does']],
    says: 'Read YAML',
  },
  {
    name: 'a key written twice',
    code: 'P002',
    edits: [['  fictional_names: true', '  fictional_names: true\n  ¦slug: other']],
    says: 'keep one',
  },
  {
    name: 'an anchor',
    code: 'P003',
    edits: [['spacing: P2D', 'spacing: &two ¦P2D']],
    says: '&two is an anchor',
  },
  {
    name: 'an alias',
    code: 'P003',
    edits: [['window: P7D', 'window: ¦*two']],
    says: 'write the value in full',
  },
  {
    name: 'a merge',
    code: 'P003',
    edits: [['  - key: w1', '  - ¦<<: { spacing: P2D }\n    key: w1']],
    says: 'merges other keys',
  },
  {
    name: 'a second document',
    code: 'P004',
    edits: [['\nsending:', '\n¦---\nsending:']],
    says: 'keep one document',
  },
  {
    name: 'an unknown key with a near name',
    code: 'P005',
    edits: [['    window: P7D\n    pairs', '    ¦windw: P7D\n    pairs']],
    says: 'write window',
  },
  {
    name: 'an unknown key with no near name',
    code: 'P005',
    edits: [['  from_hour: 9', '  ¦colour: red\n  from_hour: 9']],
    says: 'the keys here are from_hour, to_hour, from_name',
  },
  {
    name: 'a seed, which no protocol may carry',
    code: 'P005',
    edits: [['  unit: participant', '  ¦seed: 7\n  unit: participant']],
    says: 'seed is not known',
  },
  {
    name: 'offers that differ by arm',
    code: 'P005',
    edits: [['    kind: reveal_only', '    kind: reveal_only\n    ¦pairs: []']],
    says: 'pairs is not known',
  },
  {
    name: 'a missing key, at its list entry',
    code: 'P006',
    edits: [['- key: students\n      label: Students', '- ¦key: students']],
    says: 'label is missing',
  },
  {
    name: 'a missing key, at the key above',
    code: 'P006',
    edits: [
      ['  lived_experience:', '  ¦lived_experience:'],
      ['    paid: true\n', ''],
    ],
    says: 'paid is missing',
  },
  {
    name: 'a key without a value',
    code: 'P006',
    edits: [['  owner: Example Institute for Consumer Safety (fictional)', '  ¦owner:']],
    says: 'owner is empty',
  },
  {
    name: 'a text where a number belongs',
    code: 'P007',
    edits: [['minimum_age: 18', 'minimum_age: ¦eighteen']],
    says: 'write a number',
  },
  {
    name: 'a number where a text belongs',
    code: 'P007',
    edits: [['reference: EX-2026-041', 'reference: ¦2026']],
    says: 'put quotes around it',
  },
  {
    name: 'a text where a list belongs',
    code: 'P007',
    edits: [['languages: [en, th]', 'languages: ¦en']],
    says: 'write a list',
  },
  {
    name: 'a technique without quotes',
    code: 'P008',
    edits: [["techniques: ['4.1', '7.1'", "techniques: [¦4.1, '7.1'"]],
    says: "put quotes around it: '4.1'",
  },
  {
    name: 'a misspelt word of a list',
    code: 'P008',
    edits: [['mode: prospective_general', 'mode: ¦prospective_genral']],
    says: 'write prospective_general',
  },
  {
    name: 'another version of the document',
    code: 'P008',
    edits: [['scampaign: 1', 'scampaign: ¦2']],
    says: 'write 1',
  },
  {
    name: 'a look that is none of the two',
    code: 'P008',
    edits: [['looks: at_close', 'looks: ¦daily']],
    says: 'write one of at_close, after_primary_wave',
  },
  {
    name: 'a review that is a word',
    code: 'P008',
    edits: [['reviewed: false', 'reviewed: ¦yes']],
    says: 'by, on, text_sha256',
  },
  {
    name: 'a review that lacks its hash',
    code: 'P006',
    edits: [['      reviewed: false', '      ¦reviewed: { by: A Speaker, on: 2026-11-20 }']],
    says: 'text_sha256 is missing',
  },
  {
    name: 'a period in weeks',
    code: 'P009',
    edits: [['gap: P7D', 'gap: ¦P1W']],
    says: 'such as P14D or PT12H',
  },
  {
    name: 'an address that runs a script',
    code: 'P009',
    edits: [['url: https://listening-line.example/en', 'url: ¦javascript:alert(1)']],
    says: 'https://',
  },
  {
    name: 'a contact that is no mail address',
    code: 'P009',
    edits: [['contact: trial@consumer-safety.example', 'contact: ¦the office']],
    says: 'write an e-mail address',
  },
  {
    name: 'a language tag in capitals',
    code: 'P009',
    edits: [['    en:\n      title', '    ¦EN:\n      title']],
    says: 'write a language tag',
  },
  {
    name: 'an empty text',
    code: 'P010',
    edits: [['reference: EX-2026-041', "reference: ¦' '"]],
    says: 'write a text',
  },
  {
    name: 'a weight of zero',
    code: 'P010',
    edits: [['awareness_message: 0.2', 'awareness_message: ¦0']],
    says: 'more than 0',
  },
  {
    name: 'an empty list',
    code: 'P010',
    edits: [['countries: [TH]', 'countries: ¦[]']],
    says: 'at least 1 entry',
  },
  {
    name: 'a tag',
    code: 'P011',
    edits: [['reference: EX-2026-041', 'reference: !!binary ¦aGVsbG8=']],
    says: 'without',
  },
  {
    name: 'a number that is none',
    code: 'P011',
    edits: [['smallest_effect: 0.05', 'smallest_effect: ¦.nan']],
    says: 'can not be kept exactly',
  },
  {
    name: 'a number beyond exactness',
    code: 'P011',
    edits: [['    people: 200', '    people: ¦9007199254740993']],
    says: 'can not be kept exactly',
  },
  {
    name: 'a key that is a list',
    code: 'P011',
    edits: [['  fictional_names: true', '  fictional_names: true\n  ? ¦[a, b]\n  : c']],
    says: 'Read a key',
  },
  {
    name: 'a key that is a number',
    code: 'P011',
    edits: [['    reveal_only: 0.4', '    ¦7: 0.4']],
    says: 'in quotes if it is a number',
  },
];

describe('readProtocol()', () => {
  it('reads the example', () => {
    const { protocol, faults } = readProtocol(EXAMPLE);
    expect(faults).toEqual([]);
    expect(protocol?.trial.slug).toBe('discount-shop');
    expect(protocol?.arms.map(({ key }) => key)).toEqual([
      'reveal_only',
      'awareness_message',
      'red_flag_replay',
    ]);
  });

  it.each(CASES)('refuses $name with $code at its place', ({ code, edits, says }) => {
    const { source, place } = mutate(EXAMPLE, edits);
    const { protocol, faults } = readProtocol(source);
    expect(protocol).toBeUndefined();
    const found = faults.find((fault) => fault.code === code);
    expect(found, JSON.stringify(faults)).toMatchObject({ ...place, severity: 'error' });
    expect(found?.message).toContain(says);
  });

  it('names the place in the document', () => {
    const { source } = mutate(EXAMPLE, [['starts: P23D', 'starts: soon']]);
    expect(readProtocol(source).faults.map(({ path }) => path)).toEqual(['waves[1].starts']);
  });

  it('lists every fault, in the order of the file', () => {
    const { source } = mutate(EXAMPLE, [
      ['scampaign: 1', 'scampaign: 2'],
      ['minimum_age: 18', 'minimum_age: x'],
      ['to_hour: 19', 'to_hour: 99'],
    ]);
    expect(readProtocol(source).faults.map(({ code }) => code)).toEqual(['P008', 'P007', 'P010']);
  });

  it.each([
    ['nothing', '', 'P004'],
    ['a comment alone', '# nothing here\n', 'P004'],
    ['a text', 'hello', 'P007'],
    ['a list', '- a\n- b\n', 'P007'],
    ['a file too long', `# ${'x'.repeat(500_001)}`, 'P004'],
    ['brackets without end', '['.repeat(100_000), 'P001'],
    ['a bomb of aliases', `a: &a [x]\n${'b: [*a, *a]\n'.repeat(1)}`, 'P003'],
  ])('refuses %s', (_, source, code) => {
    const { protocol, faults } = readProtocol(source);
    expect(protocol).toBeUndefined();
    expect(faults[0]).toMatchObject({ code, line: 1 });
  });

  it('leaves the document as it was written', () => {
    const { source } = mutate(EXAMPLE, [['reference: EX-2026-041', "reference: '  EX-2026-041 '"]]);
    const { protocol, document } = readProtocol(source);
    expect(protocol?.trial.ethics.reference).toBe('EX-2026-041');
    expect(document).toMatchObject({ trial: { ethics: { reference: '  EX-2026-041 ' } } });
  });

  it('keeps a date a text and does not take yes for true', () => {
    const { source } = mutate(EXAMPLE, [['    advice: >-', '    advice: yes # ']]);
    const cut = source.replace(/advice: yes.*\n(?: {6}.*\n)+/, 'advice: yes\n');
    const { protocol } = readProtocol(cut);
    expect(protocol?.trial.lived_experience.advice).toBe('yes');
    expect(protocol?.trial.ends_on).toBe('2028-06-30');
  });
});
