import { describe, expect, it } from 'vitest';
import { effectReport } from '../../../analysis/effect-report.ts';
import { shownEffect } from '../../../server/reports/build-trial-report.ts';
import { balanceText, holdsUp } from '../../../server/reports/words/holds-up.ts';
import {
  datasetOf,
  makeClusters,
  makePeople,
  type Person,
  planOf,
} from '../../analysis/make-trial.ts';
import { madeUpReport } from './made-up-report.ts';

const PEOPLE = makePeople({ people: 900, seed: 5, lureEffect: -0.12, loss: 0.1 });

const BLANK = madeUpReport({ people: 40, seed: 1, risk: () => 0.5 });

function shown(people: readonly Person[], changes: Parameters<typeof planOf>[0] = {}) {
  const { effect } = shownEffect(effectReport(datasetOf(people), planOf(changes)));
  const [arm, ...others] = holdsUp({ ...BLANK, effect });
  expect(others).toEqual([]);
  return { arm: arm!, comparison: effect!.comparisons[0]! };
}

describe('holdsUp()', () => {
  it('gives the estimate to quote first, then every other way, each with its method', () => {
    const aged = PEOPLE.map(
      (person, index): Person => ({ ...person, covariates: { age: 20 + (index % 50) } }),
    );
    const { arm, comparison } = shown(aged, { covariates: ['age'] });
    expect(arm.rows.map(({ label }) => label)).toEqual([
      'The one to quote',
      'Unadjusted',
      'Adjusted for age',
      'Weighted for loss',
      'Lee bounds',
    ]);
    const { standardised, covariateAdjusted } = comparison.primary!.people;
    expect(arm.rows[0]).toMatchObject({
      estimate: standardised.estimate,
      note: standardised.method,
    });
    expect(arm.rows[2]?.estimate).toBe(covariateAdjusted?.estimate);
    const lee = comparison.missing?.lee;
    expect(arm.rows[4]).toMatchObject({
      ...{ estimate: null, band: [lee?.lower, lee?.upper] },
      ...{ lower: lee?.intervalLower, upper: lee?.intervalUpper },
    });
    expect(arm.lines).toEqual([
      expect.stringMatching(/^Drawing the arms again gives a difference as large with p [<\d]/),
    ]);
  });

  it('says what became of it over time, by exposure, and who had contact', () => {
    const asked = PEOPLE.map(
      (person, index): Person => ({ ...person, contact: index % 3 === 0 ? 'yes' : 'no' }),
    );
    const { arm } = shown(asked, {
      primary: { ...planOf().primary, wave: 'one' },
      waveDays: { one: 7, two: 21 },
    });
    const said = arm.lines.join('\n');
    expect(said).toMatch(/For each practice scam met from the primary wave on: [−+]\d/);
    expect(said).toMatch(/Over time: .* after 7 days \(wave one\), .* after 21 days \(wave two\)/);
    expect(said).toMatch(/\d+ of \d+ \([\d.]+ in 100\) of those asked had talked with somebody/);
    expect(said).not.toMatch(/NaN|null|undefined/);
  });

  it('names what is left out, and why', () => {
    const groups = makeClusters({ groups: 8, size: 30, seed: 3, spread: 0.1 });
    const { arm } = shown(groups, { unit: 'cluster' });
    expect(arm.rows.map(({ label }) => label)).not.toContain('Weighted for loss');
    expect(arm.lines.join('\n')).toMatch(/Weighted for loss: left out, .*independent/);
  });

  it('shows the truth of a rehearsal beside every estimate, and beside no bounds', () => {
    const { effect } = shownEffect(effectReport(datasetOf(PEOPLE), planOf()));
    const risks = [
      { arm: 'control', lureRisk: 0.3, twinAcceptance: null },
      { arm: 'trained', lureRisk: 0.18, twinAcceptance: null },
    ];
    const truth = { outcome: 'compromised', wave: 'two', arms: risks };
    const [arm] = holdsUp({ ...BLANK, effect, rehearsal: { note: 'Simulated', truth } });
    expect(arm?.rows.map((row) => row.truth?.toFixed(2) ?? null)).toEqual([
      ...['-0.12', '-0.12', '-0.12'],
      null,
    ]);
  });

  it('is empty where there is no estimate', () => {
    const { effect } = shownEffect(effectReport(datasetOf(PEOPLE.slice(0, 1)), planOf()));
    expect(holdsUp({ ...BLANK, effect })).toEqual([]);
    expect(holdsUp({ ...BLANK, effect: null })).toEqual([]);
  });
});

describe('balanceText()', () => {
  const labelOf = (arm: string): string => `the ${arm}`;
  const row = (covariate: string, standardisedDifference: number | null) => ({
    covariate,
    arm: 'trained',
    standardisedDifference,
    reason: standardisedDifference === null ? 'arms differ wholly' : null,
  });
  it('names the largest imbalance, whichever its sign, when it deserves a look', () => {
    expect(balanceText([row('age', 0.04), row('town', -0.23)], labelOf)).toBe(
      'Before training: arms differ most from the comparator in town, by 0.23 standard deviations in “the trained”. More than 0.10 deserves a look.',
    );
  });
  it('says how little arms differ otherwise, and nothing where nothing is known', () => {
    expect(balanceText([row('age', 0.04), row('town', -0.06)], labelOf)).toContain(
      'no arm differs from the comparator by more than 0.06 standard deviations in age, town',
    );
    expect(balanceText([row('age', 0.01), row('site', null)], labelOf)).toMatch(
      /more than 0.01 .* site in “the trained”: arms differ wholly\.$/,
    );
    expect(balanceText([row('site', null)], labelOf)).toBe(
      'Before training: site in “the trained”: arms differ wholly.',
    );
    expect(balanceText([], labelOf)).toBeNull();
  });
});
