import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openCatalogue } from '../../../landing-templates/catalogue.ts';
import { catalogueFacts } from '../../../landing-templates/catalogue-facts.ts';
import { sampleValues } from '../../../landing-templates/sample-values.ts';
import { checkProtocol } from '../../../protocol/checks.ts';
import { readProtocol } from '../../../protocol/read.ts';
import { trialValues } from '../../../server/participants/people-page.ts';

const SOURCE = readFileSync('examples/discount-shop.yaml', 'utf8').replace(
  'template: awareness-message',
  'template: trusted-messenger',
);
const PARTNER = SOURCE.replace(
  '  fictional_names: true',
  '  fictional_names: true\n  local_partner: Market House',
);
const catalogue = openCatalogue();
const template = catalogue.get('trusted-messenger')!;

function read(source: string) {
  const { protocol } = readProtocol(source);
  if (!protocol) throw new Error('Read the example: it has faults');
  return protocol;
}

function render(source: string): string {
  const sample = sampleValues('en');
  const { partner: _, ...values } = sample.values;
  return template.render('word', 'en', {
    ...sample,
    values: { ...values, ...trialValues(read(source)) },
  });
}

describe('content in the name of a partner', () => {
  it('is refused by the check, at rehearsals too, while none is named', () => {
    const facts = catalogueFacts(catalogue);
    for (const purpose of ['launch', 'rehearsal'] as const) {
      const codes = (source: string) =>
        checkProtocol(read(source), facts, { today: '2026-11-22', purpose })
          .filter(({ severity, code }) => severity === 'error' && code === 'P518')
          .map(({ path }) => path);
      expect(codes(SOURCE)).toEqual(['arms[1].content.template']);
      expect(codes(PARTNER)).toEqual([]);
    }
    const speaking = Object.entries(facts.debriefs).filter(
      ([, { speaksForPartner }]) => speaksForPartner,
    );
    expect(speaking.map(([slug]) => slug)).toEqual(['trusted-messenger']);
  });

  it('is never rendered in the name of whoever runs the trial', () => {
    expect(() => render(SOURCE)).toThrow(/value partner is missing/);
    expect(render(PARTNER)).toContain('We at Market House get offers');
  });
});
