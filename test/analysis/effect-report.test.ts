import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../analysis/dataset.ts';
import { type ArmComparison, effectReport } from '../../analysis/effect-report.ts';
import { interference } from '../../analysis/health/interference.ts';
import { interferenceBetweenClusters } from '../../analysis/health/interference-between-clusters.ts';
import { attritionWeightedDifference } from '../../analysis/missing/attrition-weights.ts';
import {
  normalPdf,
  normalQuantile,
  normalTwoSided,
  tCritical,
} from '../../analysis/numerics/distributions.ts';
import { seededRandom } from '../../analysis/numerics/random.ts';
import { personRows } from '../../analysis/regression/design.ts';
import { linearRegression } from '../../analysis/regression/linear-regression.ts';
import { standardisedRiskDifference } from '../../analysis/strata/standardised-risk-difference.ts';
import { expectClose } from './golden.ts';
import { datasetOf, joined, makeClusters, makePeople, type Person, planOf } from './make-trial.ts';

const people = makePeople({ people: 3000, seed: 1, lureEffect: -0.1, loss: 0.08 });
const report = effectReport(datasetOf(people), planOf());

function only(comparisons: readonly ArmComparison[]): ArmComparison {
  const [first] = comparisons;
  if (!first) throw new Error('no comparison');
  return first;
}

/** Replaces every not-quite-equal number so that reports can be compared but for rounding. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, entry: unknown) =>
      typeof entry === 'number' ? Number(entry.toPrecision(9)) : entry,
    ),
  );
}

describe('effectReport()', () => {
  it('is plain JSON: nothing is lost by writing and reading it', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    const small = effectReport(datasetOf(people.slice(0, 3)), planOf());
    expect(JSON.parse(JSON.stringify(small))).toEqual(small);
  });

  it('puts the standardised difference over strata and form first', () => {
    const { primary } = only(report.comparisons);
    const cells = new Map<string, [number[], number[]]>();
    for (const person of people) {
      const met = person.offers['two.lure'];
      if (met?.status !== 'analysed') continue;
      const key = `${person.stratum} ${met.form}`;
      const cell = cells.get(key) ?? [[], []];
      cell[person.arm === 'trained' ? 0 : 1].push(met.events?.compromised ?? 0);
      cells.set(key, cell);
    }
    const moments = (values: readonly number[]) => ({
      participants: values.length,
      sum: values.reduce((a, b) => a + b, 0),
      sumOfSquares: values.reduce((a, b) => a + b * b, 0),
    });
    const wanted = standardisedRiskDifference(
      [...cells.values()].map(([treated, control]) => ({
        treated: moments(treated),
        control: moments(control),
      })),
    );
    expect(primary?.people.standardised.cells).toBe(6);
    expectClose(primary?.people.standardised.estimate, wanted.estimate, 1e-12);
    expectClose(primary?.people.standardised.standardError, wanted.standardError, 1e-12);
    expectClose(primary?.people.standardised.degreesOfFreedom, wanted.degreesOfFreedom ?? 0, 1e-9);
  });

  it('keeps both absolute risks and denominators beside every relative figure', () => {
    const { primary } = only(report.comparisons);
    const { arm, comparator, relative } = primary?.people ?? {};
    expectClose(relative?.riskRatio.estimate, (arm?.risk ?? 0) / (comparator?.risk ?? 1), 1e-12);
    expect(arm?.analysed).toBeLessThan(arm?.assigned ?? 0);
    expect((arm?.assigned ?? 0) + (comparator?.assigned ?? 0)).toBe(3000);
  });

  it('counts everyone in the flow', () => {
    for (const arm of report.flow) {
      for (const wave of arm.waves) {
        const sum = Object.values(wave.byStatus).reduce((a, b) => a + b, 0);
        expect(sum).toBe(arm.assigned);
      }
    }
    expect(report.flow.map(({ waves }) => waves.length)).toEqual([3, 3]);
  });

  it('ranks outcomes: other outcomes and waves are secondary, the rest exploratory', () => {
    const { secondary, exploratory } = only(report.comparisons);
    const names = (list: typeof secondary) =>
      list.map(({ people: c }) => `${c.wave}.${c.role}.${c.outcome}`);
    expect(names(secondary)).toEqual(['one.lure.compromised', 'two.lure.reported']);
    expect(names(exploratory)).toEqual([
      'one.lure.reported',
      'two.twin.compromised',
      'two.twin.reported',
    ]);
  });

  it('uses twins and lures met first alone, without looking at behaviour', () => {
    const { twins } = only(report.comparisons);
    const first = people.filter(
      (person) => person.arm === 'trained' && person.offers['two.twin']?.position === 1,
    );
    expect(twins?.twin.arm.assigned).toBe(first.length);
    expect(twins?.twin.arm.analysed).toBe(
      first.filter((person) => person.offers['two.twin']?.status === 'analysed').length,
    );
    expect(twins?.arm.twins.offers).toBe(twins?.twin.arm.analysed);
    expect(twins?.arm.lures.refused).toBe(
      (twins?.lure.arm.analysed ?? 0) - (twins?.lure.arm.events ?? 0),
    );
  });
});

describe('effectReport() and the shape of the data', () => {
  it('gives the same report when identical people are joined into one row', () => {
    expect(effectReport(datasetOf(joined(people)), planOf())).toEqual(report);
  });
  it('gives the same report whatever the order of rows', () => {
    expect(effectReport(datasetOf([...people].reverse()), planOf())).toEqual(report);
  });
  it('gives the same report when strata get other names', () => {
    const renamed = people.map((person) => ({
      ...person,
      stratum: `z${9 - Number(person.stratum?.slice(1))}`,
    }));
    expect(rounded(effectReport(datasetOf(renamed), planOf()))).toEqual(rounded(report));
  });
  it('turns the difference round when the comparator is the other arm', () => {
    const other = only(
      effectReport(datasetOf(people), planOf({ comparator: 'trained' })).comparisons,
    );
    const same = only(report.comparisons);
    expectClose(
      other.primary?.people.standardised.estimate,
      -(same.primary?.people.standardised.estimate ?? 0),
      1e-12,
    );
    expectClose(
      other.twins?.dPrimeDifference.lower,
      -(same.twins?.dPrimeDifference.upper ?? 0),
      1e-12,
    );
    expect(other.randomisation?.p).toBe(same.randomisation?.p);
    expectClose(other.randomisation?.statistic, -(same.randomisation?.statistic ?? 0), 1e-12);
  });
  it('reads several offers as a share, with binary methods left out', () => {
    const several = people.map((person): Person => {
      const lure = person.offers['two.lure'];
      return lure?.status !== 'analysed'
        ? person
        : {
            ...person,
            offers: {
              ...person.offers,
              'two.lure': {
                ...lure,
                offered: 4,
                events: { compromised: 3 * (lure.events?.compromised ?? 0) },
              },
            },
          };
    });
    const c = only(effectReport(datasetOf(several), planOf()).comparisons).primary?.people;
    expectClose(
      c?.standardised.estimate,
      0.75 * (only(report.comparisons).primary?.people.standardised.estimate ?? 0),
      1e-12,
    );
    expect(c?.unadjusted.newcombe).toMatchObject({
      estimate: null,
      reason: expect.stringContaining('one offer'),
    });
    expect(c?.tests.fisher.p).toBeNull();
    expect(c?.unadjusted.welch.estimate).not.toBeNull();
  });
});

describe('effectReport() and the randomisation test', () => {
  const { primary, randomisation } = only(report.comparisons);
  it('draws people again within the cells of the estimate, and looks at that estimate', () => {
    expectClose(randomisation?.statistic, primary?.people.standardised.estimate ?? 9, 1e-12);
    expect(randomisation?.method).toBe(
      'randomisation test, 10000 draws, people within stratum and offer form',
    );
    const p = primary?.people.standardised.p ?? 9;
    // Both are right in a trial of this size; the draws have an error of their own.
    expect(Math.abs((randomisation?.p ?? 9) - p)).toBeLessThan(
      0.01 + 4 * Math.sqrt((p * (1 - p)) / 10_000),
    );
  });
  it('makes as many draws as the plan asks for, or none with the reason', () => {
    const drawn = (randomisationDraws: number) =>
      only(effectReport(datasetOf(people), planOf({ randomisationDraws })).comparisons);
    expect(drawn(200).randomisation?.method).toContain('200 draws');
    expect(drawn(0).randomisation).toMatchObject({ p: null, reason: 'the plan asks for no draws' });
    expect(() => drawn(-1)).toThrow(RangeError);
  });
  it('says why there is none when an arm has hardly anybody', () => {
    const few = people.filter(({ arm }) => arm === 'control').slice(0, 40);
    const lone = people.filter(({ arm }) => arm === 'trained').slice(0, 1);
    const { randomisation: none } = only(
      effectReport(datasetOf([...few, ...lone]), planOf()).comparisons,
    );
    expect(none).toMatchObject({ p: null, statistic: null });
    expect(none?.reason).toContain('fewer than two people');
  });
});

describe('effectReport() and people who judged several offers', () => {
  // Three lures and two twins each, in an order without meaning; some met fewer.
  const random = seededRandom(31);
  const judges = Array.from({ length: 260 }, (_, index): Person => {
    const wary = random();
    const refuses = (met: number, ease: number): number =>
      Array.from({ length: met }, () => (random() < ease * wary + 0.25 ? 1 : 0)).reduce(
        (sum: number, one) => sum + one,
        0,
      );
    const [lures, twins] = [random() < 0.8 ? 3 : 2, random() < 0.8 ? 2 : 1];
    return {
      arm: index % 2 === 0 ? 'control' : 'trained',
      offers: {
        'two.lure': {
          offered: lures,
          events: { compromised: lures - refuses(lures, 0.5 + 0.2 * (index % 2)) },
        },
        'two.twin': { offered: twins, events: { compromised: twins - refuses(twins, 0.4) } },
      },
    };
  });
  const { twins, primary } = only(effectReport(datasetOf(judges), planOf()).comparisons);

  it('compares mean shares by Welch, and their ratio by the delta method', () => {
    const [treated, control] = ['trained', 'control'].map((arm) => {
      const shares = judges
        .filter((judge) => judge.arm === arm)
        .map(({ offers }) => {
          const met = offers['two.lure'];
          return (met?.events?.compromised ?? 0) / (met?.offered ?? 1);
        });
      const n = shares.length;
      const mean = shares.reduce((a, b) => a + b, 0) / n;
      const variance = shares.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1) / n;
      return { n, mean, variance };
    });
    if (!treated || !control) throw new Error('no arms');
    const { relative, unadjusted, arm } = primary?.people ?? {};
    const ratio = treated.mean / control.mean;
    const error = Math.sqrt(
      treated.variance / treated.mean ** 2 + control.variance / control.mean ** 2,
    );
    expectClose(relative?.riskRatio.estimate, ratio, 1e-12);
    expectClose(relative?.riskRatio.standardError, error, 1e-10);
    expectClose(relative?.riskRatio.upper, ratio * Math.exp(1.959963984540054 * error), 1e-9);
    expectClose(relative?.riskRatio.lower, ratio / Math.exp(1.959963984540054 * error), 1e-9);
    expectClose(relative?.riskRatio.p, normalTwoSided(Math.log(ratio) / error), 1e-9);
    const spread = Math.sqrt(treated.variance + control.variance);
    expectClose(unadjusted?.welch.standardError, spread, 1e-10);
    const reach = tCritical(0.95, treated.n - 1) * Math.sqrt(treated.variance);
    expectClose(arm?.lower, treated.mean - reach, 1e-9);
    expectClose(arm?.upper, treated.mean + reach, 1e-9);
  });

  it.each(['trained', 'control'] as const)("has errors of d' and c between people, %s", (arm) => {
    const people = judges.filter((judge) => judge.arm === arm);
    const sums = (key: string) => {
      const met = people.map((one) => one.offers[key]?.offered ?? 0);
      const refused = people.map(
        (one, i) => (met[i] ?? 0) - (one.offers[key]?.events?.compromised ?? 0),
      );
      const total = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
      const [offers, all] = [total(met), total(refused)];
      const z = normalQuantile((all + 0.5) / (offers + 1));
      // Each person's pull on z, by linearisation of the pooled rate.
      const pulls = refused.map(
        (r, i) => (r - (all / offers) * (met[i] ?? 0)) / offers / normalPdf(z),
      );
      return { z, pulls };
    };
    const [hit, alarm] = [sums('two.lure'), sums('two.twin')];
    const spread = (sign: number): number => {
      const squares = hit.pulls.map((pull, i) => (pull + sign * (alarm.pulls[i] ?? 0)) ** 2);
      const n = people.length;
      return Math.sqrt((n / (n - 1)) * squares.reduce((a, b) => a + b, 0));
    };
    const found = arm === 'trained' ? twins?.arm : twins?.comparator;
    expectClose(found?.dPrime.estimate, hit.z - alarm.z, 1e-12);
    expectClose(found?.dPrime.standardError, spread(-1), 1e-9);
    expectClose(found?.criterion.estimate, -(hit.z + alarm.z) / 2, 1e-12);
    expectClose(found?.criterion.standardError, spread(1) / 2, 1e-9);
  });
  it('has no error where nobody differs from another', () => {
    const alike = judges.map(
      (judge): Person => ({
        ...judge,
        offers: { ...judge.offers, 'two.lure': { offered: 3, events: { compromised: 0 } } },
      }),
    );
    const { twins: flat } = only(effectReport(datasetOf(alike), planOf()).comparisons);
    expect(flat?.arm.dPrime).toMatchObject({
      estimate: null,
      reason: expect.stringContaining('no variation'),
    });
  });
  it('adds the variances of the arms for their difference', () => {
    expectClose(
      twins?.dPrimeDifference.standardError,
      Math.hypot(twins?.arm.dPrime.standardError ?? 9, twins?.comparator.dPrime.standardError ?? 9),
      1e-12,
    );
  });
});

describe('effectReport() and missing outcomes', () => {
  it('shows worst-case bounds always, and a point when nobody is missing', () => {
    const full = makePeople({ people: 400, seed: 2 });
    const c = only(effectReport(datasetOf(full), planOf()).comparisons).primary?.people;
    expectClose(c?.bounds.lower, c?.bounds.upper ?? 0, 1e-12);
    expectClose(c?.bounds.lower, (c?.arm.risk ?? 0) - (c?.comparator.risk ?? 0), 1e-12);
    const { bounds, arm, comparator } = only(report.comparisons).primary?.people ?? {};
    const missing = [arm, comparator].map(
      (a) => ((a?.assigned ?? 0) - (a?.analysed ?? 0)) / (a?.assigned ?? 1),
    );
    expectClose(
      (bounds?.upper ?? 0) - (bounds?.lower ?? 0),
      (missing[0] ?? 0) + (missing[1] ?? 0),
      1e-12,
    );
  });
  it('tests loss by arm', () => {
    const unequal = makePeople({ people: 2000, seed: 3 }).map((person, index): Person => {
      if (person.arm !== 'trained' || index % 10 > 1) return person;
      return {
        ...person,
        offers: { ...person.offers, 'two.lure': { status: 'withdrawn', offered: 0 } },
      };
    });
    const result = effectReport(datasetOf(unequal), planOf());
    expect(result.health.attritionByArm.p).toBeLessThan(1e-6);
    expect(result.health.sentByArm.p).toBeLessThan(1e-6);
    expect(only(result.comparisons).certainty.because).toContain(
      'Arms lost different shares of their people.',
    );
  });
});

describe('effectReport() and a trial that is not well', () => {
  it('draws no headline when the sample ratio fails', () => {
    const skewed = people.filter((person, index) => person.arm === 'control' || index % 8 !== 1);
    const result = effectReport(datasetOf(skewed), planOf());
    expect(result.health.sampleRatio.stop).toBe(true);
    expect(result.headline).toBe(false);
    expect(only(result.comparisons).certainty.word).toBe('very low');
    expect(report.headline).toBe(true);
  });
  it('says why an empty arm has no estimate, and does not fail', () => {
    const alone = people.filter(({ arm }) => arm === 'control');
    const result = effectReport(datasetOf(alone), planOf());
    expect(only(result.comparisons).notAnalysed).toContain('fewer than two people');
    expect(result.headline).toBe(false);
  });
  it('says so when everyone is lost', () => {
    const lost = makePeople({ people: 60, seed: 4, loss: 1 });
    const result = effectReport(datasetOf(lost), planOf());
    const c = only(result.comparisons);
    expect(c.primary?.people.bounds).toMatchObject({ lower: -1, upper: 1 });
    expect(c.notAnalysed).not.toBeNull();
    expect(c.verdict.word).toBe('unclear');
  });
  it('gives no interval when nothing happened in either arm', () => {
    const never = makePeople({ people: 200, seed: 5, lureRisk: -1 });
    const c = only(effectReport(datasetOf(never), planOf()).comparisons).primary?.people;
    expect(c?.standardised).toMatchObject({ estimate: 0, lower: null, p: null });
    expect(c?.unadjusted.miettinenNurminen.upper).toBeGreaterThan(0);
    expect(c?.relative.riskRatio.estimate).toBeNull();
  });
  it('merges cells too small in an arm, by numbers alone', () => {
    const odd = [
      ...people,
      {
        ...people[0],
        arm: 'control',
        stratum: 'rare',
        offers: people.find((p) => p.offers['two.lure']?.status === 'analysed')?.offers ?? {},
      },
    ] as Person[];
    const c = only(effectReport(datasetOf(odd), planOf()).comparisons).primary?.people;
    expect(c?.standardised).toMatchObject({ cells: 6, cellsMerged: 1 });
    expect((c?.arm.analysed ?? 0) + (c?.comparator.analysed ?? 0)).toBe(
      people.filter((p) => p.offers['two.lure']?.status === 'analysed').length + 1,
    );
  });
});

describe('effectReport() and readings', () => {
  it('shows all three; a reading that changes the answer costs certainty', () => {
    const noisy = people.map((person): Person => {
      const lure = person.offers['two.lure'];
      if (person.arm !== 'trained' || lure?.status !== 'analysed') return person;
      return {
        ...person,
        offers: { ...person.offers, 'two.lure': { ...lure, unsure: { compromised: 1 } } },
      };
    });
    const c = only(effectReport(datasetOf(noisy), planOf()).comparisons);
    expect(c.primary?.everything.arm.risk).toBe(1);
    expect(c.primary?.people.arm.risk).toBe(only(report.comparisons).primary?.people.arm.risk);
    expect(c.certainty.because).toContain(
      'The result depends on which page views are taken for people.',
    );
  });
});

describe('effectReport() over several arms', () => {
  const arms = ['control', 'tips', 'game'];
  const plan = planOf({
    arms: arms.map((key) => ({ key, label: key, share: 1 / 3 })),
    multiplicity: 'holm',
  });
  const result = effectReport(
    datasetOf(makePeople({ people: 1500, seed: 6, arms, lureEffect: -0.08 })),
    plan,
  );
  it('compares each with the comparator and adjusts their p values', () => {
    expect(result.comparisons.map(({ arm }) => arm)).toEqual(['tips', 'game']);
    const raw = result.comparisons.map((c) => c.primary?.people.standardised.p ?? 1);
    const adjusted = result.comparisons.map((c) => c.adjustedP ?? 1);
    expectClose(Math.min(...adjusted), Math.min(1, 2 * Math.min(...raw)), 1e-12);
  });
});

describe('effectReport() refuses columns no report can be made from', () => {
  const fine = datasetOf(people.slice(0, 40));
  const offers = fine.offers.find(({ wave, role }) => wave === 'two' && role === 'lure');
  const refused = (changes: Partial<Dataset>, plan = planOf()) =>
    expect(() => effectReport({ ...fine, ...changes }, plan)).toThrow(RangeError);
  it('counts', () => {
    for (const bad of [-1, Number.NaN, 0.5, Number.POSITIVE_INFINITY]) {
      const count = new Float64Array(40).fill(bad);
      expect(() => effectReport({ ...fine, count }, planOf())).toThrow(/count is/);
    }
    refused({ count: new Float64Array(39) });
  });
  it('arms and strata', () => {
    refused({ arm: { levels: ['control', 'other'], codes: fine.arm.codes } });
    refused({ arm: { ...fine.arm, codes: new Int32Array(40).fill(-1) } });
    refused({ stratum: { ...fine.stratum, codes: new Int32Array(40).fill(99) } });
  });
  it('offers', () => {
    if (!offers) throw new Error('no offers');
    const change = (part: Partial<typeof offers>) => refused({ offers: [{ ...offers, ...part }] });
    change({ status: new Uint8Array(40).fill(9) });
    change({ position: new Uint8Array(40).fill(3) });
    change({ offered: new Uint16Array(40) });
    change({ wave: 'three' });
    const many = new Uint16Array(40).fill(2);
    change({
      events: { compromised: { people: many, people_and_unsure: many, everything: many } },
    });
    refused({ offers: [offers, offers] });
  });
  it('plans', () => {
    refused({}, planOf({ comparator: 'nobody' }));
    refused({}, planOf({ alpha: 0 }));
    refused({}, planOf({ twinMargin: 1 }));
    refused({}, planOf({ covariates: ['age'] }));
    refused({}, planOf({ arms: [{ key: 'control', label: 'c', share: 1 }] }));
    refused({}, planOf({ unit: 'cluster' }));
    const [control, trained] = planOf().arms;
    if (!control || !trained) throw new Error('no arms');
    const shares = (one: number, two: number) =>
      planOf({
        arms: [
          { ...control, share: one },
          { ...trained, share: two },
        ],
      });
    refused({}, shares(0, 1));
    refused({}, shares(0.5, 0.4));
  });
});

describe('effectReport() of a trial that assigned groups', () => {
  const plan = planOf({ unit: 'cluster' });
  const clustered = makeClusters({ groups: 24, size: 60, seed: 11, spread: 0.16 });
  const honest = effectReport(datasetOf(clustered), plan);
  const naive = effectReport(
    datasetOf(clustered.map(({ cluster: _, ...person }) => person)),
    planOf(),
  );

  it('shows a p above 0.01 where taking people as independent would show one below 0.001', () => {
    const wrong = only(naive.comparisons).primary?.people;
    const right = only(honest.comparisons).primary?.people;
    expect(wrong?.standardised.p).toBeLessThan(0.001);
    expect(right?.standardised.p).toBeGreaterThan(0.01);
    expectClose(right?.unadjusted.welch.estimate, wrong?.unadjusted.welch.estimate ?? 9, 1e-12);
    expect(right?.standardised.method).toContain('CR2');
    expect(right?.standardised.degreesOfFreedom).toBeLessThan(23);
    expect(honest.clusters).toBe(24);
  });
  it('leaves out what takes people as independent', () => {
    const c = only(honest.comparisons).primary?.people;
    expect(c?.unadjusted.newcombe.reason).toContain('independent');
    expect(c?.tests.chiSquare.p).toBeNull();
    expect(c?.relative.riskRatio.lower).not.toBeNull();
    expect((c?.arm.upper ?? 0) - (c?.arm.lower ?? 0)).toBeGreaterThan(
      (only(naive.comparisons).primary?.people.arm.upper ?? 0) -
        (only(naive.comparisons).primary?.people.arm.lower ?? 0),
    );
  });
  it('agrees with the general regression with CR2 errors', () => {
    const members = clustered.filter((person) => person.offers['two.lure']?.status === 'analysed');
    const cells = [...new Set(members.map((p) => `${p.stratum} ${p.offers['two.lure']?.form}`))];
    const rows = personRows(
      members.map((p) => {
        const cell = cells.indexOf(`${p.stratum} ${p.offers['two.lure']?.form}`);
        const dummies = cells.map((_, index) => (index === cell ? 1 : 0));
        return [...dummies, ...dummies.map((one) => (p.arm === 'trained' ? one : 0))];
      }),
      members.map((p) => p.offers['two.lure']?.events?.compromised ?? 0),
      members.map((p) => Number(p.cluster?.slice(1))),
    );
    const fit = linearRegression(rows, 'CR2');
    const shares = cells.map(
      (name) =>
        members.filter((p) => `${p.stratum} ${p.offers['two.lure']?.form}` === name).length /
        members.length,
    );
    const contrast = [...shares.map(() => 0), ...shares];
    const estimate = contrast.reduce((sum, w, j) => sum + w * (fit.coefficients[j] ?? 0), 0);
    const found = only(honest.comparisons).primary?.people.standardised;
    expect(found?.cellsMerged).toBe(0);
    expectClose(found?.estimate, estimate, 1e-10);
    expectClose(found?.degreesOfFreedom, fit.contrastDegreesOfFreedom(contrast), 1e-8);
  });
  it('takes groups as the units of d prime and of the sample ratio', () => {
    const { twins } = only(honest.comparisons);
    expect(twins?.arm.dPrime.method).toContain('groups');
    expect(twins?.arm.criterion.standardError).toBeGreaterThan(
      only(naive.comparisons).twins?.arm.criterion.standardError ?? 9,
    );
    expect(honest.health.sampleRatio.arms.map(({ assigned }) => assigned)).toEqual([12, 12]);
    for (const [difference, key] of [
      [twins?.dPrimeDifference, 'dPrime'],
      [twins?.criterionDifference, 'criterion'],
    ] as const) {
      const [one, two] = [twins?.arm, twins?.comparator].map(
        (a) => (a?.[key].standardError ?? 9) ** 2,
      );
      if (one === undefined || two === undefined) throw new Error('no errors');
      expectClose(difference?.standardError, Math.sqrt(one + two), 1e-12);
      const degrees = (one + two) ** 2 / ((one ** 2 + two ** 2) / 11);
      expectClose(difference?.degreesOfFreedom, degrees, 1e-9);
    }
  });
  it('gives the same when identical people of a group are joined, in any order', () => {
    expect(rounded(effectReport(datasetOf(joined(clustered).reverse()), plan))).toEqual(
      rounded(honest),
    );
  });
  it('keeps the risk of an arm of groups between 0 and 1', () => {
    const high = clustered
      .filter(({ cluster }) => ['g0', 'g1', 'g2', 'g3', 'g4', 'g6'].includes(cluster ?? ''))
      .map((person): Person => {
        const event = person.cluster === 'g0' || person.cluster === 'g1' ? 0 : 1;
        const offers = { 'two.lure': { offered: 1, events: { compromised: event } } };
        return { ...person, stratum: 'all', offers };
      });
    const { arm, comparator } =
      only(effectReport(datasetOf(high), plan).comparisons).primary?.people ?? {};
    expect([arm?.lower, arm?.upper, comparator?.upper]).toEqual([0, 1, 1]);
  });
  it('draws whole groups again, and looks at the primary difference', () => {
    const { randomisation, primary } = only(honest.comparisons);
    expect(randomisation?.method).toBe(
      'randomisation test, 10000 draws, 24 whole groups within stratum',
    );
    expectClose(randomisation?.statistic, primary?.people.standardised.estimate ?? 9, 1e-12);
    expect(randomisation?.p).toBeGreaterThan(0.01);
    expect(only(naive.comparisons).randomisation?.p).toBeLessThan(0.001);
    const turned = only(
      effectReport(datasetOf(clustered), { ...plan, comparator: 'trained' }).comparisons,
    ).randomisation;
    expect(turned?.p).toBe(randomisation?.p);
    expectClose(turned?.statistic, -(randomisation?.statistic ?? 9), 1e-12);
    const renamed = clustered.map((person) => ({
      ...person,
      stratum: person.stratum === 'north' ? 'zone b' : 'zone a',
      cluster: `z${97 - Number(person.cluster?.slice(1))}`,
    }));
    expect(only(effectReport(datasetOf(renamed), plan).comparisons).randomisation?.p).toBe(
      randomisation?.p,
    );
  });
  it('draws groups within the stratum they were drawn in', () => {
    const kept = (strata: Record<string, string>) =>
      clustered.flatMap((person): Person[] => {
        const stratum = strata[person.cluster ?? ''];
        return stratum === undefined ? [] : [{ ...person, stratum }];
      });
    const pOf = (people: readonly Person[]) =>
      only(effectReport(datasetOf(people), plan).comparisons).randomisation;
    const apart = pOf(kept({ g0: 'a', g1: 'a', g2: 'a', g3: 'a', g4: 'b', g5: 'b' }));
    // Six ways among the four groups of a, two in b.
    expect(apart?.method).toContain('all assignments');
    expect(((apart?.p ?? 0) * 12) % 1).toBeCloseTo(0, 9);
    // Groups of people from several strata are drawn among themselves: three of six are twenty ways.
    const mixed = kept({ g0: 'a', g1: 'a', g2: 'a', g3: 'a', g4: 'a', g5: 'a' }).map(
      (person, index): Person => ({ ...person, stratum: index % 3 === 0 ? 'b' : 'a' }),
    );
    const { randomisation, primary } = only(effectReport(datasetOf(mixed), plan).comparisons);
    expect(((randomisation?.p ?? 0) * 20) % 1).toBeCloseTo(0, 9);
    expectClose(randomisation?.statistic, primary?.people.standardised.estimate ?? 9, 1e-12);
  });
  it('judges contact with trained people between groups', () => {
    const asked = clustered.map(
      (person, index): Person => ({ ...person, contact: index % 3 === 0 ? 'yes' : 'no' }),
    );
    const { contact, primary } = only(effectReport(datasetOf(asked), plan).comparisons);
    const names = [...new Set(asked.map(({ cluster }) => cluster))];
    const groups = names.flatMap((name) => {
      const members = asked.filter(
        (p) =>
          p.cluster === name && p.arm === 'control' && p.offers['two.lure']?.status === 'analysed',
      );
      const side = (answer: string) => {
        const met = members.filter((p) => p.contact === answer);
        const events = met.filter((p) => p.offers['two.lure']?.events?.compromised === 1).length;
        return { events, participants: met.length };
      };
      return members.length === 0 ? [] : [{ contact: side('yes'), noContact: side('no') }];
    });
    const expected = interferenceBetweenClusters(
      groups,
      primary?.people.standardised.estimate ?? 9,
    );
    expect(groups).toHaveLength(12);
    expect(contact?.method).toBe(expected.method);
    expectClose(contact?.largestShare, expected.largestShare ?? 9, 1e-12);
    expectClose(contact?.withinComparator.lower, expected.withinControl?.lower ?? 9, 1e-12);
    expectClose(contact?.undilutedDifference, expected.undilutedDifference ?? 9, 1e-12);
  });
  it('says why there is no estimate with one group in an arm', () => {
    const few = clustered.filter(({ cluster }) => ['g0', 'g1', 'g2'].includes(cluster ?? ''));
    const result = effectReport(datasetOf(few), plan);
    expect(only(result.comparisons).notAnalysed).toContain('fewer than two groups');
  });
  it('refuses a group in two arms', () => {
    const torn = clustered.map((person, index) =>
      index === 0 ? { ...person, arm: 'trained' } : person,
    );
    expect(() => effectReport(datasetOf(torn), plan)).toThrow(RangeError);
  });
});

describe('effectReport() with covariates', () => {
  const withAge = people.map((person, index): Person => {
    const fell = person.offers['two.lure']?.events?.compromised ?? 0;
    return {
      ...person,
      covariates: {
        age: 30 + ((index * 7) % 40) + 12 * fell,
        town: ['a', 'b', 'c'][index % 3] ?? 'a',
      },
    };
  });
  it('puts an adjusted difference beside, with a smaller error when covariates foretell', () => {
    const result = effectReport(datasetOf(withAge), planOf({ covariates: ['age', 'town'] }));
    const c = only(result.comparisons).primary?.people;
    expect(c?.covariateAdjusted?.standardError).toBeLessThan(
      0.95 * (c?.standardised.standardError ?? 0),
    );
    expectClose(
      c?.standardised.estimate,
      only(report.comparisons).primary?.people.standardised.estimate ?? 9,
      1e-12,
    );
    expect(only(result.comparisons).secondary[0]?.people.covariateAdjusted).toBeNull();
    expect(only(report.comparisons).primary?.people.covariateAdjusted).toBeNull();
  });
  it('gives the same whether categories are joined into patterns or read row by row', () => {
    const plan = planOf({ covariates: ['town'] });
    const byPattern = effectReport(datasetOf(withAge), plan);
    const data = datasetOf(withAge);
    const town = data.covariates.town;
    if (!town || town instanceof Float64Array) throw new Error('no town');
    const dummies = Object.fromEntries(
      ['b', 'c'].map((level) => [
        level,
        Float64Array.from(town.codes, (code) => (town.levels[code] === level ? 1 : 0)),
      ]),
    );
    const byRow = effectReport(
      { ...data, covariates: dummies },
      planOf({ covariates: ['b', 'c'] }),
    );
    const pick = (r: typeof byRow) =>
      rounded(only(r.comparisons).primary?.people.covariateAdjusted);
    expect(pick(byPattern)).toEqual(pick(byRow));
    expect(effectReport(datasetOf(joined(withAge).reverse()), plan)).toEqual(byPattern);
  });
  it('says so when a person is alone in a category of an arm', () => {
    const single = withAge.find((p) => p.offers['two.lure']?.status === 'analysed');
    const lone = withAge.map((person) => ({
      ...person,
      covariates: { town: person === single || person.arm !== single?.arm ? 'a' : 'b' },
    }));
    // Both towns are in both arms, one of them by a single person.
    const mixed = lone.map((person, index) =>
      person.arm !== single?.arm && index % 3 === 0
        ? { ...person, covariates: { town: 'b' } }
        : person,
    );
    const result = effectReport(datasetOf(mixed), planOf({ covariates: ['town'] }));
    const c = only(result.comparisons).primary?.people.covariateAdjusted;
    expect(c?.reason).toContain('alone in a category');
    expect(c?.standardError).toBeGreaterThan(0);
  });
  it('is the same with the mean and a column that says so in place of what is not recorded', () => {
    const gaps = withAge.map((person, index) => ({
      ...person,
      covariates: { age: index % 9 === 0 ? Number.NaN : Number(person.covariates?.age) },
    }));
    const recorded = gaps.filter(({ covariates }) => !Number.isNaN(covariates.age));
    const mean =
      recorded.reduce((sum, { covariates }) => sum + covariates.age, 0) / recorded.length;
    const filled = gaps.map((person) => ({
      ...person,
      covariates: Number.isNaN(person.covariates.age)
        ? { age: mean, unknown: 1 }
        : { age: person.covariates.age, unknown: 0 },
    }));
    const adjusted = (list: readonly Person[], covariates: string[]) =>
      only(effectReport(datasetOf(list), planOf({ covariates })).comparisons).primary?.people
        .covariateAdjusted;
    const [one, two] = [adjusted(gaps, ['age']), adjusted(filled, ['age', 'unknown'])];
    expectClose(one?.estimate, two?.estimate ?? 9, 1e-12);
    expectClose(one?.standardError, two?.standardError ?? 9, 1e-12);
  });
  it('keeps people whose covariate is not recorded', () => {
    const gaps = withAge.map((person, index) =>
      index % 9 === 0 ? { ...person, covariates: { age: Number.NaN, town: 'a' } } : person,
    );
    const result = effectReport(datasetOf(gaps), planOf({ covariates: ['age'] }));
    const c = only(result.comparisons).primary?.people;
    expect(c?.covariateAdjusted?.standardError).toBeLessThan(c?.standardised.standardError ?? 0);
  });
});

describe('effectReport() beyond the primary estimate', () => {
  it('gives Lee bounds inside the worst case, and weights that agree when loss is even', () => {
    const c = only(report.comparisons);
    const { bounds, standardised } = c.primary?.people ?? {};
    expect(c.missing?.lee.lower).toBeGreaterThanOrEqual(bounds?.lower ?? 9);
    expect(c.missing?.lee.upper).toBeLessThanOrEqual(bounds?.upper ?? -9);
    expect(
      Math.abs((c.missing?.weighted.estimate ?? 9) - (standardised?.estimate ?? 0)),
    ).toBeLessThan(0.01);
  });
  it('trims no arm down to fewer than two, and says so', () => {
    const arm = (name: string, analysed: number, lost: number): Person[] => [
      ...Array.from({ length: analysed }, (_, i) => ({
        arm: name,
        offers: { 'two.lure': { offered: 1, events: { compromised: i % 2 } } },
      })),
      { arm: name, count: lost, offers: { 'two.lure': { status: 'lost', offered: 0 } } },
    ];
    const lee = (list: readonly Person[]) =>
      only(effectReport(datasetOf(list), planOf()).comparisons).missing?.lee;
    expect(lee([...arm('control', 40, 0), ...arm('trained', 2, 38)])).toMatchObject({
      reason: null,
      trimmed: 0.95,
    });
    expect(lee([...arm('control', 39, 0), ...arm('trained', 2, 38)])).toMatchObject({
      reason: 'trimming leaves fewer than two people of an arm',
      lower: null,
      trimmed: null,
    });
  });
  it('takes the verdict from acceptance, whatever other outcomes do', () => {
    const plan = planOf({ acceptance: 'reported' });
    const c = only(effectReport(datasetOf(people), plan).comparisons);
    // Falls were fewer; reports weren't, and they are what counts as acceptance here.
    expect(only(report.comparisons).primary?.people.standardised.upper).toBeLessThan(0);
    expect(c.verdict.because[0]).toContain('not shown');
    expect(c.twins?.acceptance).toBe('reported');
  });
  it('weights agree with the function they come from', () => {
    const rows = people.map((person) => {
      const lure = person.offers['two.lure'];
      return {
        treated: person.arm === 'trained',
        covariates: [person.stratum === 's1' ? 1 : 0, person.stratum === 's2' ? 1 : 0],
        people: 1,
        outcome: lure?.status === 'analysed' ? (lure.events?.compromised ?? 0) : null,
      };
    });
    const wanted = attritionWeightedDifference(rows);
    const found = only(report.comparisons).missing?.weighted;
    expectClose(found?.estimate, wanted.estimate, 1e-9);
    expectClose(found?.standardError, wanted.standardError, 1e-9);
  });
  it('has weights also when a stratum lost nobody', () => {
    const some = people.filter(
      (p) => p.stratum !== 's2' || p.offers['two.lure']?.status === 'analysed',
    );
    const { missing, primary } = only(effectReport(datasetOf(some), planOf()).comparisons);
    expect(
      Math.abs((missing?.weighted.estimate ?? 9) - (primary?.people.standardised.estimate ?? 0)),
    ).toBeLessThan(0.01);
  });
  it('gives rates per exposure only when people met several offers', () => {
    expect(only(report.comparisons).perExposure).toBeNull();
    const early = planOf({ primary: { ...planOf().primary, wave: 'one' } });
    const rate = only(effectReport(datasetOf(people), early).comparisons).perExposure;
    const sums = (arm: string) => {
      const met = people
        .filter((p) => p.arm === arm)
        .flatMap((p) => [p.offers['one.lure'], p.offers['two.lure']])
        .filter((lure) => (lure?.status ?? 'analysed') === 'analysed');
      return met.reduce((sum, lure) => sum + (lure?.events?.compromised ?? 0), 0) / met.length;
    };
    expectClose(rate?.estimate, sums('trained') - sums('control'), 1e-12);
  });
  it('asks comparator people about contact, and nobody else', () => {
    expect(only(report.comparisons).contact).toBeNull();
    const asked = people.map(
      (person, index): Person =>
        index % 5 === 0 ? person : { ...person, contact: index % 7 < 2 ? 'yes' : 'no' },
    );
    const { contact, primary } = only(effectReport(datasetOf(asked), planOf()).comparisons);
    const answers = asked.filter(
      (p) =>
        p.arm === 'control' &&
        p.contact !== undefined &&
        p.offers['two.lure']?.status === 'analysed',
    );
    const side = (answer: string) => {
      const met = answers.filter((p) => p.contact === answer);
      const events = met.filter((p) => p.offers['two.lure']?.events?.compromised === 1).length;
      return { events, participants: met.length };
    };
    const difference = primary?.people.standardised.estimate ?? 9;
    const expected = interference(side('yes'), side('no'), difference);
    expect(contact).toMatchObject({
      asked: answers.length,
      contact: side('yes').participants,
      largestShare: null,
      undilutedDifference: expected.undilutedDifference,
    });
    expect(contact?.withinComparator).toMatchObject({
      estimate: expected.withinControl?.estimate,
      lower: expected.withinControl?.lower,
      p: expected.withinControl?.p,
    });
    expect(effectReport(datasetOf(joined(asked).reverse()), planOf())).toEqual(
      effectReport(datasetOf(asked), planOf()),
    );
    const all = people.map((person): Person => ({ ...person, contact: 'yes' }));
    expect(only(effectReport(datasetOf(all), planOf()).comparisons).contact).toMatchObject({
      undilutedDifference: null,
      withinComparator: { estimate: null, reason: 'all had contact, or nobody had' },
    });
  });
  it('refuses an answer that is none', () => {
    const data = datasetOf(people);
    const contact = new Int8Array(data.rows).fill(2);
    expect(() => effectReport({ ...data, contact }, planOf())).toThrow('contact: row 0 has code 2');
    expect(() => effectReport({ ...data, contact: new Int8Array(3) }, planOf())).toThrow(
      RangeError,
    );
  });
  it('fits decay over dated waves from the primary one on', () => {
    expect(only(report.comparisons).decay).toBeNull();
    const dated = planOf({
      primary: { ...planOf().primary, wave: 'one' },
      waveDays: { one: 14, two: 28 },
    });
    const c = only(effectReport(datasetOf(people), dated).comparisons);
    const [first, second] = [
      c.primary?.people,
      c.secondary.find((r) => r.people.wave === 'two')?.people,
    ];
    expectClose(
      c.decay?.slope.estimate,
      ((second?.standardised.estimate ?? 0) - (first?.standardised.estimate ?? 0)) / 14,
      1e-12,
    );
  });
  it('sets the covariates of the plan side by side', () => {
    const aged = people.map((person, index) => ({
      ...person,
      covariates: {
        age: 40 + (index % 10) + (person.arm === 'trained' ? 2 : 0),
        town: index % 3 === 0 ? 'a' : 'b',
      },
    }));
    const { balance } = effectReport(
      datasetOf(aged),
      planOf({ covariates: ['age', 'town'] }),
    ).health;
    expect(balance.map(({ covariate }) => covariate)).toEqual(['age', 'town']);
    expect(Math.abs(balance[0]?.standardisedDifference ?? 0)).toBeGreaterThan(0.3);
    expect(balance[1]?.standardisedDifference).toBeLessThan(0.1);
    expect(report.health.balance).toEqual([]);
  });
});
