import { describe, expect, it } from 'vitest';
import { clusterLevelT } from '../../analysis/clusters/cluster-level-t.ts';
import { type ArmComparison, effectReport } from '../../analysis/effect-report.ts';
import { attritionWeightedDifference } from '../../analysis/missing/attrition-weights.ts';
import { seededRandom } from '../../analysis/numerics/random.ts';
import { preTrainingAdjustment } from '../../analysis/regression/pre-training-adjustment.ts';
import { ratePerExposure } from '../../analysis/strata/rate-per-exposure.ts';
import { expectClose } from './golden.ts';
import { datasetOf, type Met, type Person, planOf } from './make-trial.ts';

function compared(people: readonly Person[], changes: Parameters<typeof planOf>[0] = {}) {
  return effectReport(datasetOf(people), planOf(changes)).comparisons[0] as ArmComparison;
}

const met = (offered: number, accepted: number): Met => ({
  form: 'a',
  offered,
  events: { compromised: accepted },
});

describe('loss that depends on a category', () => {
  const random = seededRandom(8);
  const people = Array.from({ length: 2000 }, (_, i): Person => {
    const trained = i % 2 === 1;
    const kind = random() < 0.5 ? 'x' : 'y';
    const lost = random() < (trained === (kind === 'x') ? 0.6 : 0.1);
    const fell = random() < (kind === 'x' ? 0.6 : 0.1) ? 1 : 0;
    return {
      arm: trained ? 'trained' : 'control',
      covariates: { kind, age: random() },
      offers: {
        'two.lure': lost
          ? { status: 'lost', offered: 0 }
          : { form: 'a', position: 1, events: { compromised: fell } },
      },
    };
  });
  const weighted = (covariates: string[]) => compared(people, { covariates }).missing?.weighted;

  it('is weighed by it, with a number among the covariates too', () => {
    expect(weighted([])?.estimate).toBeLessThan(-0.15);
    expectClose(weighted(['kind', 'age'])?.estimate, weighted(['kind'])?.estimate ?? 9, 1e-12);
    expect(Math.abs(weighted(['kind', 'age'])?.estimate ?? 9)).toBeLessThan(0.05);
    expectClose(weighted(['age'])?.estimate, weighted([])?.estimate ?? 9, 1e-12);
  });
});

describe('few people', () => {
  it('are trimmed to two by Lee, or not at all, without an error', () => {
    const arm = (name: string, assigned: number, analysed: number) =>
      Array.from({ length: assigned }, (_, i): Person => {
        const fell = { form: 'a', position: 1, events: { compromised: i === 0 ? 1 : 0 } };
        const offer: Met = i < analysed ? fell : { status: 'lost', offered: 0 };
        return { arm: name, offers: { 'two.lure': offer } };
      });
    for (let one = 2; one <= 14; one += 1) {
      for (let two = 2; two <= 14; two += 1) {
        for (const [a, b] of [
          [one, 2],
          [2, two],
          [Math.ceil(one / 3) + 1, Math.ceil(two / 2)],
        ] as const) {
          const people = [...arm('trained', one, Math.min(a, one)), ...arm('control', two, b)];
          const { missing } = compared(people);
          expect(missing?.lee.reason === null || missing?.lee.lower !== undefined).toBe(true);
        }
      }
    }
  });

  it('of whom some met twins alone are judged by one number of people', () => {
    const both = (lure: Met | null, twin: Met | null): Person['offers'] => ({
      ...(lure ? { 'two.lure': lure } : {}),
      ...(twin ? { 'two.twin': twin } : {}),
    });
    const control = [
      both(null, met(2, 1)),
      both(met(4, 2), met(4, 2)),
      both(met(2, 2), met(3, 3)),
    ].map((offers): Person => ({ arm: 'control', offers }));
    const trained = Array.from({ length: 6 }, (_, i): Person => {
      return { arm: 'trained', offers: both(met(4, i % 4), met(4, (i + 1) % 3)) };
    });
    const more = Array.from({ length: 5 }, (): Person => {
      return { arm: 'control', offers: both(null, met(4, 2)) };
    });
    for (const people of [
      [...control, ...trained],
      [...control, ...trained, ...more],
    ]) {
      const { twins } = compared(people);
      expect(
        twins?.comparator.dPrime.reason ?? twins?.comparator.dPrime.standardError,
      ).not.toBeNaN();
    }
  });
});

describe('outcomes that do not vary', () => {
  const shares = (offers: number, trained: number, control: number) =>
    Array.from({ length: 60 }, (_, i): Person => {
      const lost: Met = { status: 'lost', offered: 0 };
      const accepted = i % 2 === 1 ? trained : control;
      return {
        arm: i % 2 === 1 ? 'trained' : 'control',
        stratum: `s${i % 3}`,
        offers: { 'two.lure': i % 7 === 0 ? lost : met(offers, accepted) },
      };
    });
  it.each([
    [3, 1, 2],
    [7, 3, 5],
    [10, 1, 3],
    [49, 1, 3],
  ])('give no error, interval or p: %i offers, %i and %i accepted', (offers, one, two) => {
    const { primary, missing, perExposure } = compared(shares(offers, one, two));
    const { standardised, unadjusted, relative, arm } = primary?.people ?? {};
    for (const estimate of [
      standardised,
      unadjusted?.welch,
      relative?.riskRatio,
      missing?.weighted,
      perExposure,
    ]) {
      expect(estimate?.estimate).not.toBeNull();
      expect([estimate?.standardError, estimate?.lower, estimate?.upper, estimate?.p]).toEqual([
        ...[null, null, null, null],
      ]);
      expect(estimate?.reason).toMatch(/do not vary/);
    }
    expect([arm?.lower, arm?.upper]).toEqual([null, null]);
  });

  it('give bounds without an interval when nobody is missing', () => {
    const people = Array.from({ length: 100 }, (_, i): Person => {
      return { arm: i % 2 ? 'trained' : 'control', offers: { 'two.lure': met(1, 0) } };
    });
    const { primary, missing } = compared(people);
    for (const bounds of [primary?.people.bounds, missing?.lee]) {
      expect(bounds).toMatchObject({
        lower: 0,
        upper: 0,
        intervalLower: null,
        intervalUpper: null,
      });
      expect(bounds?.reason).toContain('nothing varies');
    }
  });

  it('are told from the rounding of what is alike', () => {
    expect(() => clusterLevelT([0.1, 0.1, 0.1], [0.3, 0.3, 0.3])).toThrow(RangeError);
    expect(() =>
      preTrainingAdjustment(
        { before: [0.1, 0.2, 0.3, 0.7], after: [0.13, 0.26, 0.39, 0.91] },
        { before: [0.2, 0.3, 0.5], after: [0.26, 0.39, 0.65] },
      ),
    ).toThrow(RangeError);
    const pattern = (people: number, exposures: number, events: number) => ({
      ...{ people, exposures, events },
    });
    expect(
      ratePerExposure(
        [pattern(10, 49, 1), pattern(3, 98, 2)],
        [pattern(10, 49, 3), pattern(7, 147, 9)],
      ),
    ).toMatchObject({ standardError: 0, p: null });
    const rows = [true, false].flatMap((treated) =>
      [
        [0, 13, treated ? 1 / 3 : 2 / 3],
        [1, 11, treated ? 1 / 3 : 2 / 3],
        [0, 3, null],
        [1, 7, null],
      ].map(([x, people, outcome]) => ({
        ...{ treated, covariates: [x as number], people: people as number },
        outcome: outcome as number | null,
      })),
    );
    expect(attritionWeightedDifference(rows)).toMatchObject({ standardError: 0, p: null });
  });
});

describe('a report refuses', () => {
  const people = Array.from({ length: 80 }, (_, i): Person => {
    const kind = i % 3 === 0 ? 'x' : 'y';
    return {
      arm: i % 2 ? 'trained' : 'control',
      covariates: { kind },
      offers: { 'two.lure': met(1, i % 5 === 0 ? 1 : 0) },
    };
  });
  it('codes of a covariate that no level has', () => {
    const data = datasetOf(people);
    const plan = planOf({ covariates: ['kind'] });
    for (const code of [2, 5, -5]) {
      const codes = Int32Array.from({ length: 80 }, (_, i) => (i === 7 ? code : i % 2));
      const covariates = { kind: { levels: ['x', 'y'], codes } };
      expect(() => effectReport({ ...data, covariates }, plan)).toThrow(
        `Read kind: row 7 has code ${code}`,
      );
    }
  });
  it('a plan that calls going along with a lure good', () => {
    const primary = { ...planOf().primary, good: 'higher' as const };
    expect(() => effectReport(datasetOf(people), planOf({ primary }))).toThrow('never good');
  });
  it('an adjusted difference no outcome can have', () => {
    const odd = Array.from({ length: 120 }, (_, i): Person => {
      const [trained, k] = [i % 2, Math.floor(i / 2)];
      const far = k % 12 === 0 ? 5000 : 0;
      return {
        arm: trained ? 'trained' : 'control',
        covariates: { lost: trained ? (k === 0 ? 10 : 0) : far },
        offers: { 'two.lure': met(1, k === 0 || k % 4 === 1 ? 1 : 0) },
      };
    });
    const adjusted = compared(odd, { covariates: ['lost'] }).primary?.people.covariateAdjusted;
    expect(adjusted).toMatchObject({ estimate: null, p: null });
    expect(adjusted?.reason).toContain('leave the range');
  });
});

describe('a report keeps within what can be', () => {
  it('limits of differences, of two people against two', () => {
    const four = [1, 0, 0, 0].map((fell, i): Person => {
      return { arm: i < 2 ? 'trained' : 'control', offers: { 'two.lure': met(1, fell) } };
    });
    const { primary } = compared(four);
    expect(primary?.people.standardised.upper).toBe(1);
    expect(primary?.people.unadjusted.welch.lower).toBe(-1);
  });
  it('a difference without contact, where nearly all had some', () => {
    const people = Array.from({ length: 200 }, (_, i): Person => {
      const arm = i % 2 ? 'trained' : 'control';
      return {
        arm,
        contact: i < 198 ? 'yes' : 'no',
        offers: { 'two.lure': met(1, i % (arm === 'control' ? 4 : 9) === 0 ? 1 : 0) },
      };
    });
    expect(compared(people).contact).toMatchObject({ contact: 99, undilutedDifference: null });
  });
  it('names of why contact can not be judged', () => {
    const people = Array.from({ length: 160 }, (_, i): Person => {
      const group = Math.floor(i / 20);
      return {
        arm: group % 2 ? 'trained' : 'control',
        cluster: `g${group}`,
        contact: i % 2 ? 'yes' : 'no',
        offers: { 'two.lure': met(1, group % 2 && i % (3 + (group % 3)) === 0 ? 1 : 0) },
      };
    });
    expect(compared(people, { unit: 'cluster' }).contact?.withinComparator.reason).toContain(
      'does not vary between groups',
    );
  });
  it('balance of what differs wholly', () => {
    const people = Array.from({ length: 40 }, (_, i): Person => {
      const arm = i % 2 ? 'trained' : 'control';
      const covariates = { site: arm === 'trained' ? 'north' : 'south', year: 2000 + (i % 2) };
      return { arm, covariates, offers: { 'two.lure': met(1, i % 3 === 0 ? 1 : 0) } };
    });
    const { health } = effectReport(datasetOf(people), planOf({ covariates: ['site', 'year'] }));
    for (const row of health.balance) {
      expect(row.standardisedDifference).toBeNull();
      expect(row.reason).toContain('differ wholly');
    }
  });
});
