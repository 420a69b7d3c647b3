import { describe, expect, it } from 'vitest';
import { bayesBetaBinomial } from '../../../analysis/two-arms/bayes-beta-binomial.ts';
import { boschlooTest } from '../../../analysis/two-arms/boschloo-test.ts';
import { chiSquareTest } from '../../../analysis/two-arms/chi-square-test.ts';
import { cohenH } from '../../../analysis/two-arms/cohen-h.ts';
import { fisherExactTest } from '../../../analysis/two-arms/fisher-exact-test.ts';
import { numberNeededToTreat } from '../../../analysis/two-arms/number-needed-to-treat.ts';
import { oddsRatioWoolf } from '../../../analysis/two-arms/odds-ratio.ts';
import { oddsRatioExact } from '../../../analysis/two-arms/odds-ratio-exact.ts';
import { proportionClopperPearson } from '../../../analysis/two-arms/proportion-clopper-pearson.ts';
import { proportionJeffreys } from '../../../analysis/two-arms/proportion-jeffreys.ts';
import { proportionWilson } from '../../../analysis/two-arms/proportion-wilson.ts';
import { riskDifferenceMiettinenNurminen } from '../../../analysis/two-arms/risk-difference-miettinen-nurminen.ts';
import { riskDifferenceNewcombe } from '../../../analysis/two-arms/risk-difference-newcombe.ts';
import { riskDifferenceWald } from '../../../analysis/two-arms/risk-difference-wald.ts';
import { riskRatioKatz } from '../../../analysis/two-arms/risk-ratio-katz.ts';
import { riskRatioScore } from '../../../analysis/two-arms/risk-ratio-score.ts';
import type { ArmCounts } from '../../../analysis/two-arms/types.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

interface Reference {
  estimate: number;
  se: number;
  lower: number;
  upper: number;
  p: number;
}
interface Case {
  treated: ArmCounts;
  control: ArmCounts;
  level: number;
  wald: Reference;
  katz: Reference;
  woolf: Reference;
  newcombe: [number, number];
  mn: [number, number];
  mnRatio: [number, number];
  wilson: [number, number];
  clopperPearson: [number, number];
  jeffreys: [number, number];
  chiSquare: number;
  chiSquareP: number;
  yates: number;
  yatesP: number;
  fisherP: number;
  conditionalOdds: { estimate: number; lower: number; upper: number };
  cohenH: number;
}
const { cases, many, wide } = golden<{
  cases: Case[];
  many: (Pick<Case, 'treated' | 'control' | 'level'> & { odds: Case['conditionalOdds'] })[];
  wide: { table: number[][]; statistic: number; p: number };
}>('two-arms');

describe('two arms, against R', () => {
  it.each(cases)(
    '$treated.events/$treated.participants and $control.events/$control.participants at $level',
    (c) => {
      const { treated, control, level } = c;
      const wald = riskDifferenceWald(treated, control, level);
      expectClose(wald.estimate, c.wald.estimate);
      expectClose(wald.standardError, c.wald.se);
      expectClose(wald.lower, Math.max(-1, c.wald.lower));
      expectClose(wald.upper, Math.min(1, c.wald.upper));
      expectRatio(wald.p, c.wald.p);
      for (const [made, wanted] of [
        [riskRatioKatz(treated, control, level), c.katz],
        [oddsRatioWoolf(treated, control, level), c.woolf],
      ] as const) {
        expectClose(made.estimate, Math.exp(wanted.estimate));
        expectClose(made.standardError, wanted.se);
        expectClose(made.lower, Math.exp(wanted.lower));
        expectClose(made.upper, Math.exp(wanted.upper));
        expectRatio(made.p, wanted.p);
      }
      const newcombe = riskDifferenceNewcombe(treated, control, level);
      expectClose(newcombe.lower, c.newcombe[0]);
      expectClose(newcombe.upper, c.newcombe[1]);
      const score = riskDifferenceMiettinenNurminen(treated, control, level);
      expectClose(score.lower, c.mn[0], 1e-7);
      expectClose(score.upper, c.mn[1], 1e-7);
      const ratio = riskRatioScore(treated, control, level);
      expectClose(ratio.lower, c.mnRatio[0], 1e-6);
      expectClose(ratio.upper, c.mnRatio[1], 1e-6);
      for (const [made, wanted] of [
        [proportionWilson(treated, level), c.wilson],
        [proportionClopperPearson(treated, level), c.clopperPearson],
        [proportionJeffreys(treated, level), c.jeffreys],
      ] as const) {
        expectClose(made.lower, wanted[0]);
        expectClose(made.upper, wanted[1]);
      }
      const table = [treated, control].map((arm) => [arm.events, arm.participants - arm.events]);
      expectClose(chiSquareTest(table).statistic, c.chiSquare);
      expectRatio(chiSquareTest(table).p, c.chiSquareP);
      expectClose(chiSquareTest(table, true).statistic, c.yates);
      expectRatio(chiSquareTest(table, true).p, c.yatesP);
      expectRatio(fisherExactTest(treated, control).p, c.fisherP);
      expectClose(cohenH(treated, control), c.cohenH);
      const exact = oddsRatioExact(treated, control, level);
      expectRatio(exact.estimate, c.conditionalOdds.estimate, 1e-8);
      expectRatio(exact.lower, c.conditionalOdds.lower, 1e-8);
      expectRatio(exact.upper, c.conditionalOdds.upper, 1e-8);
    },
  );

  it.each(many)(
    'oddsRatioExact() of $treated.events/$treated.participants and $control.events/$control.participants',
    ({ treated, control, level, odds }) => {
      const exact = oddsRatioExact(treated, control, level);
      expectRatio(exact.estimate, odds.estimate, 1e-8);
      expectRatio(exact.lower, odds.lower, 1e-8);
      expectRatio(exact.upper, odds.upper, 1e-8);
    },
  );

  it('chiSquareTest() takes larger tables', () => {
    const result = chiSquareTest(wide.table);
    expectClose(result.statistic, wide.statistic);
    expectRatio(result.p, wide.p);
  });
});

describe('exact bounds satisfy their defining equations', () => {
  it('oddsRatioExact() bounds agree with one-sided tails at their own value', () => {
    const treated = { events: 7, participants: 12 };
    const control = { events: 2, participants: 11 };
    const { lower, upper, estimate } = oddsRatioExact(treated, control, 0.9);
    const weights = Array.from({ length: 10 }, (_, x) => choose(12, x) * choose(11, 9 - x));
    const share = (odds: number, keep: (x: number) => boolean): number => {
      const terms = weights.map((w, x) => w * odds ** x);
      const all = terms.reduce((a, b) => a + b, 0);
      return terms.filter((_, x) => keep(x)).reduce((a, b) => a + b, 0) / all;
    };
    expectClose(
      share(lower, (x) => x >= 7),
      0.05,
      1e-10,
    );
    expectClose(
      share(upper, (x) => x <= 7),
      0.05,
      1e-10,
    );
    const terms = weights.map((w, x) => w * estimate ** x);
    const all = terms.reduce((a, b) => a + b, 0);
    expectClose(terms.reduce((sum, term, x) => sum + term * x, 0) / all, 7, 1e-10);
  });
});

describe('published tables', () => {
  // Newcombe (1998), Stat. Med. 17:873-890, table II, contrasts (a) to (h).
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339, 0.0528, 0.3382],
    [9, 10, 3, 10, 0.1705, 0.809, 0.17, 0.8406],
    [6, 7, 2, 7, 0.0582, 0.8062, 0.0342, 0.8534],
    [5, 56, 0, 29, -0.0381, 0.1926, -0.0326, 0.1933],
    [0, 10, 0, 20, -0.1611, 0.2775, -0.1658, 0.2844],
    [0, 10, 0, 10, -0.2775, 0.2775, -0.2879, 0.2879],
    [10, 10, 0, 20, 0.6791, 1, 0.7156, 1],
    [10, 10, 0, 10, 0.6075, 1, 0.6636, 1],
  ])('%d/%d - %d/%d', (a, m, b, n, low10, high10, lowScore, highScore) => {
    const treated = { events: a, participants: m };
    const control = { events: b, participants: n };
    const hybrid = riskDifferenceNewcombe(treated, control);
    expect(hybrid.lower).toBeCloseTo(low10, 4);
    expect(hybrid.upper).toBeCloseTo(high10, 4);
    const score = riskDifferenceMiettinenNurminen(treated, control);
    expect(score.lower).toBeCloseTo(lowScore, 4);
    expect(score.upper).toBeCloseTo(highScore, 4);
  });
});

describe('numberNeededToTreat()', () => {
  // Altman (1998), BMJ 317:1309-1312: a reduction of 10 points, from -5 to +25, is benefit of 4 people to
  // infinity and harm of 20 to infinity.
  it('turns an interval around zero into two ranges', () => {
    const result = numberNeededToTreat({ estimate: 0.1, lower: -0.05, upper: 0.25 }, 'higher');
    expectClose(result.estimate, 10, 1e-12);
    expect(result).toMatchObject({
      direction: 'benefit',
      ranges: [
        { direction: 'benefit', from: 4, to: Number.POSITIVE_INFINITY },
        { direction: 'harm', from: 20, to: Number.POSITIVE_INFINITY },
      ],
    });
    const turned = numberNeededToTreat({ estimate: -0.1, lower: -0.25, upper: 0.05 }, 'lower');
    expect(turned.ranges).toEqual(result.ranges);
  });
  it('gives one range when zero is excluded, on either side', () => {
    const fell = { estimate: -0.1, lower: -0.2, upper: -0.05 };
    expect(numberNeededToTreat(fell, 'lower').ranges).toEqual([
      { direction: 'benefit', from: 5, to: 20 },
    ]);
    expect(numberNeededToTreat(fell, 'higher')).toMatchObject({
      direction: 'harm',
      ranges: [{ direction: 'harm', from: 5, to: 20 }],
    });
  });
  it('ends at infinity at zero, and at one person at the most', () => {
    const touches = numberNeededToTreat({ estimate: -0.5, lower: -1.2, upper: 0 }, 'lower');
    expect(touches.ranges).toEqual([
      { direction: 'benefit', from: 1, to: Number.POSITIVE_INFINITY },
    ]);
    const none = numberNeededToTreat({ estimate: 0, lower: 0, upper: 0 }, 'lower');
    expect(none.ranges.map(({ from }) => from)).toEqual([Number.POSITIVE_INFINITY]);
    expect(none.estimate).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('very unequal arms, far tails and full cells', () => {
  const edges = golden<{
    ratios: {
      treated: ArmCounts;
      control: ArmCounts;
      level: number;
      lower: number;
      upper: number | null;
    }[];
    bayes: {
      treated: ArmCounts;
      control: ArmCounts;
      higher: number;
      lower: number;
      upper: number;
    }[];
  }>('edges');
  it.each(edges.ratios)('riskRatioScore() $treated against $control at $level', (c) => {
    const result = riskRatioScore(c.treated, c.control, c.level);
    expectRatio(result.lower, c.lower);
    if (c.upper === null) expect(result.upper).toBe(Number.POSITIVE_INFINITY);
    else expectRatio(result.upper, c.upper);
  });
  it('riskRatioScore() keeps its digits where everybody had the event', () => {
    // (1 - r) / r = z^2 N / (n1 (N - 1)) at the lower bound, for then both risks are 1 and r.
    const n = 698_520;
    const result = riskRatioScore(
      { events: n, participants: n },
      { events: 16, participants: 16 },
      0.8,
    );
    const odds = (1.2815515655446004 ** 2 * (n + 16)) / (n * (n + 15));
    expectClose((1 - result.lower) / result.lower / odds, 1, 1e-8);
  });
  it.each(edges.bayes)('bayesBetaBinomial() $treated against $control', (c) => {
    const result = bayesBetaBinomial(c.treated, c.control, 'higher');
    expectClose(result.probabilityBetter, c.higher);
    expectClose(result.lower, c.lower, 1e-8);
    expectClose(result.upper, c.upper, 1e-8);
    expect(result.expectedLoss.treated).toBeGreaterThanOrEqual(0);
    expectClose(result.expectedLoss.control - result.expectedLoss.treated, result.estimate, 1e-12);
    const [one, two] = [c.control, c.treated].map(({ events, participants }) => ({
      events: participants - events,
      participants,
    }));
    if (!one || !two) throw new Error('no arms');
    expectClose(bayesBetaBinomial(one, two, 'higher').probabilityBetter, c.higher, 1e-10);
  });
});

describe('closed forms', () => {
  it('riskDifferenceMiettinenNurminen() solves 19 (1 - d) / (1 + d) = z^2 for 10/10 and 0/10', () => {
    const result = riskDifferenceMiettinenNurminen(
      { events: 10, participants: 10 },
      { events: 0, participants: 10 },
    );
    const square = 1.959963984540054 ** 2;
    expectClose(result.lower, (19 - square) / (19 + square), 1e-12);
    expect(result.upper).toBe(1);
  });
});

describe('Bayesian and unconditional', () => {
  const reference = golden<{
    bayes: {
      treated: ArmCounts;
      control: ArmCounts;
      level: number;
      higher: number;
      above: number;
      estimate: number;
      lower: number;
      upper: number;
    }[];
    boschloo: {
      treated: ArmCounts;
      control: ArmCounts;
      alternative: string;
      statistic: number;
      p: number;
    }[];
  }>('bayes-boschloo');

  it.each(reference.bayes)('bayesBetaBinomial() $treated.events against $control.events', (c) => {
    const result = bayesBetaBinomial(c.treated, c.control, 'higher', c.level);
    expectClose(result.probabilityBetter, c.higher);
    expectClose(result.estimate, c.estimate);
    expectClose(result.expectedLoss.control, c.above);
    expectClose(result.lower, c.lower, 1e-6);
    expectClose(result.upper, c.upper, 1e-6);
  });

  it('bayesBetaBinomial() turns round with the good direction', () => {
    const c = reference.bayes[1];
    if (!c) throw new Error('no case');
    const higher = bayesBetaBinomial(c.treated, c.control, 'higher');
    const lower = bayesBetaBinomial(c.treated, c.control, 'lower');
    expectClose(lower.probabilityBetter, 1 - higher.probabilityBetter);
    expectClose(lower.expectedLoss.treated, higher.expectedLoss.control);
  });

  it.each(reference.boschloo)('boschlooTest() $alternative', (c) => {
    const result = boschlooTest(
      c.treated,
      c.control,
      c.alternative === 'two.sided' ? 'two-sided' : c.alternative === 'less' ? 'less' : 'greater',
    );
    expectClose(result.statistic, c.statistic);
    expectClose(result.p, c.p, 1e-6);
    expect(result.p).toBeLessThanOrEqual((result.statistic ?? 0) + 1e-9);
  });
});

describe('degenerate input', () => {
  const fine = { events: 3, participants: 10 };
  const estimators = [
    riskDifferenceWald,
    riskDifferenceNewcombe,
    riskDifferenceMiettinenNurminen,
    riskRatioKatz,
    riskRatioScore,
    oddsRatioWoolf,
    oddsRatioExact,
    fisherExactTest,
    cohenH,
    boschlooTest,
  ];
  it.each(estimators.map((f) => [f.name, f] as const))('%s() refuses bad counts', (_, f) => {
    for (const bad of [
      { events: 0, participants: 0 },
      { events: -1, participants: 10 },
      { events: 11, participants: 10 },
      { events: 1.5, participants: 10 },
      { events: Number.NaN, participants: 10 },
      { events: 1, participants: Number.POSITIVE_INFINITY },
    ]) {
      expect(() => f(bad, fine)).toThrow(RangeError);
      expect(() => f(fine, bad)).toThrow(RangeError);
    }
  });
  it.each([0, 1, -0.5, 1.2, Number.NaN])('refuses level %d', (level) => {
    for (const f of estimators.slice(0, 7)) {
      expect(() => (f as typeof riskDifferenceWald)(fine, fine, level)).toThrow(RangeError);
    }
    expect(() => proportionWilson(fine, level)).toThrow(RangeError);
  });
  it('states its limits with zero and full cells', () => {
    const none = { events: 0, participants: 10 };
    const all = { events: 10, participants: 10 };
    expect(riskRatioKatz(fine, none).estimate).toBe(Number.POSITIVE_INFINITY);
    expect(riskRatioScore(none, fine)).toMatchObject({ estimate: 0, lower: 0 });
    expect(riskRatioScore(fine, none).lower).toBeGreaterThan(0);
    expect(oddsRatioWoolf(none, fine)).toMatchObject({
      lower: 0,
      upper: Number.POSITIVE_INFINITY,
      p: null,
    });
    expect(oddsRatioExact(none, none).estimate).toBeNaN();
    expect(oddsRatioExact(all, none).upper).toBe(Number.POSITIVE_INFINITY);
    expect(riskDifferenceWald(all, none).p).toBeNull();
    expect(riskDifferenceMiettinenNurminen(none, none).p).toBeNull();
    expect(() =>
      chiSquareTest([
        [0, 0],
        [3, 4],
      ]),
    ).toThrow(RangeError);
    expect(() =>
      chiSquareTest([
        [0, 4],
        [0, 4],
      ]),
    ).toThrow(RangeError);
    expect(fisherExactTest(none, none).p).toBe(1);
  });
});

describe('properties', () => {
  const pairs = cases.filter(({ level }) => level === 0.95);
  it.each(pairs)(
    'swapping arms turns $treated.events/$control.events round',
    ({ treated, control }) => {
      for (const f of [
        riskDifferenceWald,
        riskDifferenceNewcombe,
        riskDifferenceMiettinenNurminen,
      ]) {
        const one = f(treated, control);
        const two = f(control, treated);
        expectClose(one.estimate, -two.estimate, 1e-12);
        expectClose(one.lower, -two.upper, 1e-10);
      }
      for (const f of [riskRatioKatz, riskRatioScore, oddsRatioWoolf, oddsRatioExact]) {
        const one = f(treated, control);
        const two = f(control, treated);
        expectRatio(one.estimate, 1 / two.estimate, 1e-9);
        expectRatio(one.lower, 1 / two.upper, 1e-9);
      }
    },
  );
  it.each(pairs)('intervals contain the estimate and nest by level', ({ treated, control }) => {
    for (const f of [
      riskDifferenceWald,
      riskDifferenceNewcombe,
      riskDifferenceMiettinenNurminen,
      riskRatioKatz,
      riskRatioScore,
      oddsRatioWoolf,
      oddsRatioExact,
    ]) {
      const narrow = f(treated, control, 0.8);
      const wide = f(treated, control, 0.99);
      expect(narrow.lower).toBeLessThanOrEqual(narrow.estimate);
      expect(narrow.upper).toBeGreaterThanOrEqual(narrow.estimate);
      expect(wide.lower).toBeLessThanOrEqual(narrow.lower);
      expect(wide.upper).toBeGreaterThanOrEqual(narrow.upper);
    }
  });
});

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < k; i += 1) ways = (ways * (n - i)) / (i + 1);
  return k < 0 || k > n ? 0 : ways;
}
