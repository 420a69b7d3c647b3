import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustPValues } from '../../analysis/arms/adjust-p-values.ts';
import { dunnett } from '../../analysis/arms/dunnett.ts';
import { signalDetection } from '../../analysis/detection/signal-detection.ts';
import { effectReport } from '../../analysis/effect-report.ts';
import { mannWhitney } from '../../analysis/graded/mann-whitney.ts';
import { proportionalOdds } from '../../analysis/graded/proportional-odds.ts';
import { type ArmValues, leeBounds } from '../../analysis/missing/lee-bounds.ts';
import { manskiBounds } from '../../analysis/missing/manski-bounds.ts';
import { normalTwoSided } from '../../analysis/numerics/distributions.ts';
import { poolRandom } from '../../analysis/pooling/pool-random.ts';
import { type GroupedRows, personRows } from '../../analysis/regression/design.ts';
import { linearRegression } from '../../analysis/regression/linear-regression.ts';
import { logisticRegression } from '../../analysis/regression/logistic-regression.ts';
import { cochranMantelHaenszel } from '../../analysis/strata/cochran-mantel-haenszel.ts';
import { mantelHaenszelRiskDifference } from '../../analysis/strata/mantel-haenszel-risk-difference.ts';
import { permutationTest } from '../../analysis/strata/permutation-test.ts';
import { standardisedRiskDifference } from '../../analysis/strata/standardised-risk-difference.ts';
import { hazardRatio } from '../../analysis/time/hazard-ratio.ts';
import { logRank } from '../../analysis/time/log-rank.ts';
import { bayesBetaBinomial } from '../../analysis/two-arms/bayes-beta-binomial.ts';
import { fisherExactTest } from '../../analysis/two-arms/fisher-exact-test.ts';
import { oddsRatioWoolf } from '../../analysis/two-arms/odds-ratio.ts';
import { oddsRatioExact } from '../../analysis/two-arms/odds-ratio-exact.ts';
import { proportionClopperPearson } from '../../analysis/two-arms/proportion-clopper-pearson.ts';
import { proportionJeffreys } from '../../analysis/two-arms/proportion-jeffreys.ts';
import { proportionWilson } from '../../analysis/two-arms/proportion-wilson.ts';
import { riskDifferenceMiettinenNurminen } from '../../analysis/two-arms/risk-difference-miettinen-nurminen.ts';
import { riskDifferenceNewcombe } from '../../analysis/two-arms/risk-difference-newcombe.ts';
import { riskDifferenceWald } from '../../analysis/two-arms/risk-difference-wald.ts';
import { riskRatioKatz } from '../../analysis/two-arms/risk-ratio-katz.ts';
import { riskRatioScore } from '../../analysis/two-arms/risk-ratio-score.ts';
import type { ArmCounts } from '../../analysis/two-arms/types.ts';
import { expectClose, expectRatio } from './golden.ts';
import { datasetOf, joined, type Person, planOf } from './make-trial.ts';

/** The same cases at every run: a failure is a bug, never luck. */
function always<T>(arbitrary: fc.Arbitrary<T>, runs: number, check: (value: T) => void): void {
  fc.assert(fc.property(arbitrary, check), { numRuns: runs, seed: 20_261 });
}

const counts = (most: number): fc.Arbitrary<ArmCounts> =>
  fc
    .tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 0, max: most }))
    .map(([participants, events]) => ({ participants, events: events % (participants + 1) }));
const anyCounts = fc.oneof(counts(12), counts(400), counts(2_000_000));
const LEVELS = [0.02, 0.5, 0.8, 0.95, 0.999];

const DIFFERENCES = [riskDifferenceWald, riskDifferenceNewcombe, riskDifferenceMiettinenNurminen];
const RATIOS = [riskRatioKatz, riskRatioScore, oddsRatioWoolf];

describe('two arms', () => {
  const pairs = fc.tuple(anyCounts, anyCounts);
  it('swapping arms flips the sign of a difference and inverts a ratio', () => {
    always(pairs, 60, ([one, two]) => {
      if (one.participants + two.participants < 3) return;
      for (const f of DIFFERENCES) {
        expectClose(f(two, one).estimate, -f(one, two).estimate, 1e-12);
        expectClose(f(two, one).lower, -f(one, two).upper, 1e-9);
      }
      for (const f of RATIOS) {
        const [there, back] = [f(one, two), f(two, one)];
        if (Number.isFinite(there.upper)) expectRatio(1 / back.lower, there.upper, 1e-8);
        else expect(back.lower).toBe(0);
      }
      expectRatio(fisherExactTest(two, one).p, fisherExactTest(one, two).p, 1e-9);
    });
  });
  it('intervals contain their estimate and nest by level', () => {
    always(pairs, 60, ([one, two]) => {
      if (one.participants + two.participants < 3) return;
      for (const f of [...DIFFERENCES, ...RATIOS]) {
        const made = LEVELS.map((level) => f(one, two, level));
        made.forEach(({ estimate, lower, upper }, place) => {
          if (!Number.isNaN(estimate)) {
            expect(lower).toBeLessThanOrEqual(estimate);
            expect(upper).toBeGreaterThanOrEqual(estimate);
          }
          const wider = made[place + 1];
          if (!wider) return;
          expect(wider.lower).toBeLessThanOrEqual(lower);
          expect(wider.upper).toBeGreaterThanOrEqual(upper);
        });
      }
    });
  });
  it('exact and Bayesian intervals nest by level and turn round with the arms', () => {
    always(fc.tuple(counts(40), counts(3000)), 3, ([one, two]) => {
      const exact = [0.5, 0.95].map((level) => oddsRatioExact(one, two, level));
      expect(exact[1]?.lower).toBeLessThanOrEqual(exact[0]?.lower ?? 0);
      expect(exact[1]?.upper).toBeGreaterThanOrEqual(exact[0]?.upper ?? 9);
      const [there, back] = [
        bayesBetaBinomial(one, two, 'lower'),
        bayesBetaBinomial(two, one, 'lower'),
      ];
      expectClose(there.probabilityBetter, 1 - back.probabilityBetter, 1e-10);
      expectClose(there.lower, -back.upper, 1e-9);
      expectClose(there.expectedLoss.treated, back.expectedLoss.control, 1e-10);
    });
  });
  it('one proportion: contained, nested, and mirrored for the opposite event', () => {
    always(anyCounts, 60, (arm) => {
      const opposite = { ...arm, events: arm.participants - arm.events };
      for (const f of [proportionWilson, proportionClopperPearson, proportionJeffreys]) {
        const made = LEVELS.slice(2).map((level) => f(arm, level));
        made.forEach(({ estimate, lower, upper }, place) => {
          expect(lower).toBeLessThanOrEqual(estimate);
          expect(upper).toBeGreaterThanOrEqual(estimate);
          expect(made[place + 1]?.lower ?? 0).toBeLessThanOrEqual(lower);
          expect(made[place + 1]?.upper ?? 1).toBeGreaterThanOrEqual(upper);
        });
        expectClose(f(opposite, 0.9).lower, 1 - f(arm, 0.9).upper, 1e-9);
      }
    });
  });
});

describe('strata', () => {
  const stratum = fc.record({ treated: counts(40), control: counts(40) });
  it('order of strata changes nothing, swapping arms the sign alone', () => {
    always(fc.array(stratum, { minLength: 1, maxLength: 6 }), 80, (strata) => {
      const turned = strata.map(({ treated, control }) => ({
        treated: control,
        control: treated,
      }));
      const one = mantelHaenszelRiskDifference(strata);
      expectClose(
        mantelHaenszelRiskDifference([...strata].reverse()).estimate,
        one.estimate,
        1e-12,
      );
      expectClose(mantelHaenszelRiskDifference(turned).lower, -one.upper, 1e-12);
      const varies = strata.some(
        ({ treated, control }) =>
          treated.events + control.events > 0 &&
          treated.events + control.events < treated.participants + control.participants,
      );
      if (varies) {
        expectRatio(
          cochranMantelHaenszel([...turned].reverse()).p,
          cochranMantelHaenszel(strata).p,
          1e-9,
        );
      }
    });
  });
  it('standardisation: the same, and its interval nests', () => {
    const moments = counts(30).map(({ events, participants }) => ({
      participants: participants + 1,
      sum: events,
      sumOfSquares: events,
    }));
    const cell = fc.record({ treated: moments, control: moments });
    always(fc.array(cell, { minLength: 1, maxLength: 5 }), 80, (cells) => {
      const one = standardisedRiskDifference(cells, 0.9);
      const turned = standardisedRiskDifference(
        [...cells].reverse().map(({ treated, control }) => ({
          treated: control,
          control: treated,
        })),
        0.9,
      );
      expectClose(turned.estimate, -one.estimate, 1e-12);
      if (one.lower === null || one.upper === null) return;
      expectClose(turned.lower, -one.upper, 1e-9);
      const wide = standardisedRiskDifference(cells, 0.99);
      expect(wide.lower).toBeLessThan(one.lower);
      expect(one.lower).toBeLessThan(one.estimate);
    });
  });
  it('permutation: names of strata and arms change nothing but the sign', () => {
    const unit = fc.record({
      y: fc.integer({ min: 0, max: 3 }),
      treated: fc.boolean(),
      stratum: fc.integer({ min: 0, max: 1 }),
    });
    always(fc.array(unit, { minLength: 4, maxLength: 9 }), 40, (units) => {
      const both = [0, 1].some((s) =>
        [true, false].every((arm) => units.some((u) => u.stratum === s && u.treated === arm)),
      );
      if (!both) return;
      const test = (sign: boolean, name: (stratum: number) => number) =>
        permutationTest({
          outcome: units.map(({ y }) => y),
          treated: units.map(({ treated }) => treated === sign),
          stratum: units.map(({ stratum }) => name(stratum)),
        });
      const one = test(true, (s) => s);
      const two = test(false, (s) => 7 - s);
      expectClose(two.statistic, -one.statistic, 1e-12);
      expectClose(two.p, one.p, 1e-12);
    });
  });
});

describe('graded outcomes, time and detection', () => {
  const grades = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 });
  it('swapping arms mirrors the win probability and inverts the odds ratio', () => {
    always(fc.tuple(grades, grades), 80, ([one, two]) => {
      if ([one, two].some((arm) => arm.every((n) => n === 0))) return;
      const there = mannWhitney(one, two);
      const back = mannWhitney(two, one);
      expectClose(back.estimate, 1 - there.estimate, 1e-12);
      if (there.upper !== null) expectClose(back.lower, 1 - there.upper, 1e-9);
      const upside = mannWhitney([...one].reverse(), [...two].reverse());
      expectClose(upside.estimate, 1 - there.estimate, 1e-12);
      const odds = unlessRefused(() => proportionalOdds(one, two));
      const turned = unlessRefused(() => proportionalOdds(two, one));
      expect(turned === null).toBe(odds === null);
      if (!odds || !turned) return;
      expectRatio(turned.estimate, 1 / odds.estimate, 1e-6);
      expect(odds.lower).toBeLessThan(odds.estimate);
    });
  });
  it('swapping arms inverts the ratio of hazards and leaves the log-rank test', () => {
    const arm = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), {
        minLength: 3,
        maxLength: 25,
      })
      .map((list) => ({ time: list.map(([time]) => time), event: list.map(([, event]) => event) }));
    always(fc.tuple(arm, arm), 60, ([one, two]) => {
      const there = unlessRefused(() => hazardRatio(one, two));
      const back = unlessRefused(() => hazardRatio(two, one));
      expect(back === null).toBe(there === null);
      if (!there || !back) return;
      expectRatio(back.estimate, 1 / there.estimate, 1e-6);
      expectClose(logRank(two, one).statistic, logRank(one, two).statistic, 1e-9);
    });
  });
  it("exchanging lures and twins flips d' and leaves c", () => {
    const some = counts(500).map(({ events, participants }) => ({
      refused: events,
      offers: participants,
    }));
    always(fc.tuple(some, some), 80, ([lures, twins]) => {
      const [there, back] = [signalDetection(lures, twins), signalDetection(twins, lures)];
      expectClose(back.dPrime.lower, -there.dPrime.upper, 1e-10);
      expectClose(back.criterion.estimate, there.criterion.estimate, 1e-12);
      expectClose(back.aPrime.estimate, 1 - there.aPrime.estimate, 1e-12);
      expect(there.aPrime.lower).toBeLessThanOrEqual(there.aPrime.estimate);
      expect(signalDetection(lures, twins, 0.5).beta.lower).toBeGreaterThanOrEqual(
        there.beta.lower,
      );
    });
  });
});

describe('missing outcomes', () => {
  const arm: fc.Arbitrary<ArmValues> = fc
    .tuple(
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 0, max: 40 }),
    )
    .map(([people, lost]) => ({
      assigned: people.reduce((a, b) => a + b, 0) + lost,
      values: people.map((n, i) => ({ value: i / 2, people: n })),
    }));
  const moments = ({ assigned, values }: ArmValues) => ({
    assigned,
    analysed: values.reduce((sum, v) => sum + v.people, 0),
    sum: values.reduce((sum, v) => sum + v.people * v.value, 0),
    sumOfSquares: values.reduce((sum, v) => sum + v.people * v.value ** 2, 0),
  });
  it('bounds flip with the arms, hold the plain difference, and nest by level', () => {
    always(fc.tuple(arm, arm), 100, ([one, two]) => {
      const [a, b] = [moments(one), moments(two)];
      const plain = a.sum / a.analysed - b.sum / b.analysed;
      const worst = manskiBounds(a, b);
      expect(worst.lower).toBeLessThanOrEqual(plain + 1e-12);
      expect(worst.upper).toBeGreaterThanOrEqual(plain - 1e-12);
      expectClose(manskiBounds(b, a).intervalLower, -worst.intervalUpper, 1e-12);
      expect(manskiBounds(a, b, 0.99).intervalLower).toBeLessThanOrEqual(worst.intervalLower);
      const lee = unlessRefused(() => leeBounds(one, two));
      if (!lee) return;
      expect(lee.lower).toBeLessThanOrEqual(plain + 1e-12);
      expect(lee.upper).toBeGreaterThanOrEqual(plain - 1e-12);
      expectClose(leeBounds(two, one).intervalLower, -lee.intervalUpper, 1e-9);
      expect(leeBounds(one, two, 0.5).intervalLower).toBeGreaterThanOrEqual(lee.intervalLower);
    });
  });
});

describe('regression', () => {
  const person = fc.record({
    arm: fc.integer({ min: 0, max: 1 }),
    sex: fc.integer({ min: 0, max: 1 }),
    age: fc.integer({ min: 0, max: 3 }),
    y: fc.integer({ min: 0, max: 1 }),
    group: fc.integer({ min: 0, max: 5 }),
  });
  const people = fc.array(person, { minLength: 30, maxLength: 60 });
  const rowsOf = (
    list: readonly { arm: number; sex: number; age: number; y: number; group: number }[],
  ) =>
    personRows(
      list.map(({ arm, sex, age }) => [1, arm, sex, age]),
      list.map(({ y }) => y),
      list.map(({ group }) => group),
    );
  it('joining alike rows, their order and their units change nothing', () => {
    always(people, 25, (list) => {
      const rows = rowsOf(list);
      const together = join(rows);
      const scaled = rowsOf(list.map((one) => ({ ...one, age: one.age * 1e6 })));
      for (const errors of ['classical', 'HC2', 'HC3', 'CR1', 'CR2'] as const) {
        const fit = unlessRefused(() => linearRegression(rows, errors));
        if (!fit || fit.kept.includes(false)) return;
        const other = linearRegression(together, errors);
        const back = linearRegression(rowsOf([...list].reverse()), errors);
        const units = linearRegression(scaled, errors);
        [0, 1, 2, 3].forEach((j) => {
          const unit = j === 3 ? 1e6 : 1;
          expectClose(other.standardErrors[j], fit.standardErrors[j] ?? 9, 1e-9);
          expectClose(back.standardErrors[j], fit.standardErrors[j] ?? 9, 1e-9);
          expectClose((units.standardErrors[j] ?? 9) * unit, fit.standardErrors[j] ?? 9, 1e-9);
        });
      }
    });
  });
  it('joining alike rows changes no logistic fit, Firth or plain', () => {
    always(people, 20, (list) => {
      const rows = rowsOf(list);
      for (const firth of [false, true]) {
        const fit = unlessRefused(() => logisticRegression(rows, { firth, errors: 'HC0' }));
        if (firth) expect(fit).not.toBeNull();
        if (!fit) continue;
        const other = logisticRegression(join(rows), { firth, errors: 'HC0' });
        [0, 1, 2, 3].forEach((j) => {
          expectClose(other.coefficients[j], fit.coefficients[j] ?? 9, 1e-7);
          expectClose(other.standardErrors[j], fit.standardErrors[j] ?? 9, 1e-7);
        });
      }
    });
  });
});

describe('many arms and trials', () => {
  it('adjusted p values keep their order and are never smaller', () => {
    const p = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
    always(p, 80, (values) => {
      for (const method of ['holm', 'hochberg', 'benjamini-hochberg'] as const) {
        const adjusted = adjustPValues(values, method);
        const turned = adjustPValues([...values].reverse(), method).reverse();
        values.forEach((value, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value);
          expectClose(turned[i], adjusted[i] ?? 9, 1e-12);
          values.forEach((other, j) => {
            if (other > value) expect(adjusted[j]).toBeGreaterThanOrEqual(adjusted[i] ?? 9);
          });
        });
      }
    });
  });
  it("Dunnett's p lies between the plain one and Bonferroni's", () => {
    const z = fc.array(fc.double({ min: -7, max: 7, noNaN: true }), { minLength: 1, maxLength: 4 });
    always(fc.tuple(z, fc.integer({ min: 5, max: 500 })), 8, ([statistics, comparator]) => {
      const arms = statistics.map((_, i) => 20 + 40 * i);
      dunnett(statistics, { arms, comparator }).p.forEach((p, i) => {
        const plain = normalTwoSided(statistics[i] ?? 0);
        expect(p).toBeGreaterThanOrEqual(plain * (1 - 1e-9));
        expect(p).toBeLessThanOrEqual(Math.min(1, plain * statistics.length) * (1 + 1e-9));
      });
    });
  });
  it('pooling: order changes nothing, sign flips, intervals nest', () => {
    const trial = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 40 }));
    always(fc.array(trial, { minLength: 3, maxLength: 8 }), 30, (list) => {
      const trials = list.map(([y, v], i) => ({
        label: `t${i}`,
        estimate: y / 100 + i / 1000,
        variance: v / 1000,
      }));
      for (const method of ['DerSimonian-Laird', 'Paule-Mandel', 'REML'] as const) {
        const one = poolRandom(trials, method);
        const turned = poolRandom(
          [...trials].reverse().map((t) => ({ ...t, estimate: -t.estimate })),
          method,
        );
        expectClose(turned.lower, -one.upper, 1e-9);
        const wide = poolRandom(trials, method, true, 0.99);
        expect(wide.lower).toBeLessThan(one.lower);
        expect(one.predictionLower).toBeLessThanOrEqual(one.estimate);
        expect(one.i2).toBeGreaterThanOrEqual(0);
        expect(one.i2).toBeLessThan(1);
      }
    });
  });
});

describe('effectReport()', () => {
  const status = fc.constantFrom('analysed', 'analysed', 'analysed', 'lost', 'withdrawn');
  const met = fc.record({
    status,
    form: fc.constantFrom('a', 'b'),
    position: fc.integer({ min: 1, max: 2 }),
    happened: fc.integer({ min: 0, max: 1 }),
  });
  const person = fc
    .record({
      arm: fc.constantFrom('control', 'trained'),
      stratum: fc.constantFrom('north', 'south', 'west'),
      town: fc.constantFrom('a', 'b'),
      lure: met,
      twin: met,
    })
    .map(({ arm, stratum, town, lure, twin }): Person => {
      const offer = ({ status: state, form, position, happened }: typeof lure) => ({
        status: state,
        form,
        position,
        offered: state === 'analysed' ? 1 : 0,
        events: { compromised: state === 'analysed' ? happened : 0 },
      });
      return {
        arm,
        stratum,
        covariates: { town },
        offers: {
          'two.lure': offer(lure),
          'two.twin': offer({ ...twin, position: 3 - lure.position }),
        },
      };
    });
  const trial = fc.array(person, { minLength: 6, maxLength: 120 });
  const plan = planOf({ covariates: ['town'] });
  const rounded = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (_, part: unknown) =>
        typeof part === 'number' ? Number(part.toFixed(9)) : part,
      ),
    );
  it('joining people, their order and the names of strata change nothing', () => {
    always(trial, 16, (people) => {
      const report = effectReport(datasetOf(people), plan);
      expect(effectReport(datasetOf(joined([...people].reverse())), plan)).toEqual(report);
      const renamed = people.map((one) => ({
        ...one,
        stratum: { north: 'z', south: 'm', west: 'a' }[one.stratum ?? 'north'] ?? 'a',
      }));
      expect(rounded(effectReport(datasetOf(renamed), plan))).toEqual(rounded(report));
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    });
  });
  it('every interval contains its estimate, nests by level and flips with the comparator', () => {
    always(trial, 16, (people) => {
      const data = datasetOf(people);
      const [one, wide, turned] = [
        plan,
        { ...plan, alpha: 0.01 },
        { ...plan, comparator: 'trained' },
      ].map((p) => intervalsOf(effectReport(data, p)));
      for (const [path, made] of one ?? []) {
        const { estimate, lower, upper } = made;
        expect(lower, path).toBeLessThanOrEqual(estimate + 1e-12);
        expect(upper, path).toBeGreaterThanOrEqual(estimate - 1e-12);
        expect(wide?.get(path)?.lower, path).toBeLessThanOrEqual(lower + 1e-12);
        expect(wide?.get(path)?.upper, path).toBeGreaterThanOrEqual(upper - 1e-12);
        const back = turned?.get(path);
        if (/standardised|welch|newcombe|miettinen|weighted|Difference$/.test(path)) {
          expectClose(back?.lower, -upper, 1e-9);
        }
        if (/riskRatio|oddsRatio/.test(path) && back) expectRatio(back.lower, 1 / upper, 1e-8);
      }
    });
  });
});

/** Every estimate of a report that has an interval, by its place. */
function intervalsOf(
  report: unknown,
): Map<string, { estimate: number; lower: number; upper: number }> {
  const found = new Map<string, { estimate: number; lower: number; upper: number }>();
  const walk = (value: unknown, path: string): void => {
    if (value === null || typeof value !== 'object') return;
    const { estimate, lower, upper } = value as Record<string, unknown>;
    if (typeof estimate === 'number' && typeof lower === 'number' && typeof upper === 'number') {
      found.set(path, { estimate, lower, upper });
    }
    for (const [key, part] of Object.entries(value)) walk(part, `${path}.${key}`);
  };
  walk(report, '');
  return found;
}

/** Null where the input can't be answered; anything else that is thrown is a failure. */
function unlessRefused<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Joins rows with the same covariates and cluster. */
function join(rows: GroupedRows): GroupedRows {
  const groups = new Map<string, number>();
  const list: { x: number[]; n: number; s: number; ss: number; cluster: number }[] = [];
  rows.people.forEach((n, i) => {
    const x = [...rows.design.subarray(i * rows.columns, (i + 1) * rows.columns)];
    const cluster = rows.cluster?.[i] ?? 0;
    const key = `${x.join()} ${cluster}`;
    const place = groups.get(key) ?? list.length;
    groups.set(key, place);
    const group = list[place] ?? { x, n: 0, s: 0, ss: 0, cluster };
    list[place] = group;
    group.n += n;
    group.s += rows.sum[i] ?? 0;
    group.ss += rows.sumOfSquares[i] ?? 0;
  });
  return {
    columns: rows.columns,
    design: Float64Array.from(list.flatMap(({ x }) => x)),
    people: Float64Array.from(list, ({ n }) => n),
    sum: Float64Array.from(list, ({ s }) => s),
    sumOfSquares: Float64Array.from(list, ({ ss }) => ss),
    cluster: Int32Array.from(list, ({ cluster }) => cluster),
  };
}
