import { describe, expect, it } from 'vitest';
import { normalTwoSided } from '../../../analysis/numerics/distributions.ts';
import { seededRandom } from '../../../analysis/numerics/random.ts';
import { armMean, prepareArm } from '../../../analysis/regression/arm-mean.ts';
import { type GroupedRows, personRows } from '../../../analysis/regression/design.ts';
import { linearRegression } from '../../../analysis/regression/linear-regression.ts';
import {
  logisticRegression,
  SeparationError,
} from '../../../analysis/regression/logistic-regression.ts';
import { marginalStandardisation } from '../../../analysis/regression/marginal-standardisation.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

interface Row {
  g: number;
  arm: number;
  age: number;
  sex: number;
  site: number;
  y: number;
  itt: number;
  y2: number;
}
const g = golden<{
  data: Row[];
  coef: number[];
  hc: Record<'classical' | 'HC0' | 'HC1' | 'HC2' | 'HC3', number[]>;
  cr: Record<'CR0' | 'CR1' | 'CR2', number[]>;
  satterthwaite: { df: number[] };
  standardised: { estimate: number; se: number; df: number; weights: number[] };
  lin: { estimate: number; se: number };
  linClustered: { estimate: number; se: number; df: number };
  logistic: { coef: number[]; se: number[]; hc0: number[]; cr0: number[] };
  gcomputation: Record<
    'model' | 'robust',
    { risk1: number; risk0: number; estimate: number; se: number }
  >;
  firth: { x: number[][]; y: number[]; coef: number[]; se: number[]; penalised: number };
  firthWhole: { coef: number[]; se: number[]; penalised: number };
  far: {
    offset: number;
    column: number[];
    coef: number[];
    hc: Record<'classical' | 'HC0' | 'HC1' | 'HC2' | 'HC3', number[]>;
    cr: Record<'CR0' | 'CR1' | 'CR2', number[]>;
    df: number[];
    logistic: Record<'coef' | 'model' | 'HC0' | 'CR0', number[]>;
    firth: { coef: number[]; se: number[] };
  };
  twenty: {
    offset: number;
    x: number[];
    y: number[];
    events: number[];
    slope: number;
    se: number;
    logOdds: number;
  };
  rare: { people: number[]; events: number[]; x: number[][]; coef: number[]; se: number[] }[];
}>('regression');
const { data } = g;
const rows = personRows(
  data.map((r) => [1, r.arm, r.age, r.sex]),
  data.map((r) => r.y),
  data.map((r) => r.g),
);

/** Joins rows with the same covariates and cluster. */
function grouped(source: GroupedRows): GroupedRows {
  const groups = new Map<string, { x: number[]; n: number; s: number; ss: number; g: number }>();
  source.people.forEach((n, i) => {
    const x = [...source.design.subarray(i * source.columns, (i + 1) * source.columns)];
    const cluster = source.cluster?.[i] ?? 0;
    const key = JSON.stringify([x, cluster]);
    const group = groups.get(key) ?? { x, n: 0, s: 0, ss: 0, g: cluster };
    group.n += n;
    group.s += source.sum[i] ?? 0;
    group.ss += source.sumOfSquares[i] ?? 0;
    groups.set(key, group);
  });
  const list = [...groups.values()];
  return {
    columns: source.columns,
    design: Float64Array.from(list.flatMap(({ x }) => x)),
    people: Float64Array.from(list, ({ n }) => n),
    sum: Float64Array.from(list, ({ s }) => s),
    sumOfSquares: Float64Array.from(list, ({ ss }) => ss),
    cluster: Int32Array.from(list, ({ g: code }) => code),
  };
}

function expectAll(actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-8): void {
  expect(actual.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) expectClose(actual[index], value, tolerance);
}

describe('linearRegression(), against sandwich and clubSandwich', () => {
  it.each(['classical', 'HC0', 'HC1', 'HC2', 'HC3'] as const)('%s', (errors) => {
    const fit = linearRegression(rows, errors);
    expectAll(fit.coefficients, g.coef);
    expectAll(fit.standardErrors, g.hc[errors]);
  });
  it.each(['CR0', 'CR1', 'CR2'] as const)('%s', (errors) => {
    const fit = linearRegression(rows, errors);
    expectAll(fit.standardErrors, g.cr[errors]);
    expect(fit.clusters).toBe(24);
  });
  it('CR2 degrees of freedom by Satterthwaite', () => {
    const fit = linearRegression(rows, 'CR2');
    g.satterthwaite.df.forEach((df, j) => {
      const contrast = [0, 0, 0, 0];
      contrast[j] = 1;
      expectRatio(fit.contrastDegreesOfFreedom(contrast), df);
    });
  });
  it('gives CR2 errors that do not hang on units of measure', () => {
    const { cr2 } = golden<{
      cr2: {
        data: { g: number; t: number; x: number; z: number; y: number }[];
        se: number[];
        df: number[];
      };
    }>('edges');
    const fit = linearRegression(
      personRows(
        cr2.data.map(({ t, x, z }) => [1, t, x, z]),
        cr2.data.map(({ y }) => y),
        cr2.data.map((row) => row.g),
      ),
      'CR2',
    );
    cr2.se.forEach((se, j) => {
      expectRatio(fit.standardErrors[j + 1], se, 1e-7);
      const contrast = [0, 0, 0, 0];
      contrast[j + 1] = 1;
      expectRatio(fit.contrastDegreesOfFreedom(contrast), cr2.df[j] ?? 9, 1e-7);
    });
    expect(() => fit.contrastDegreesOfFreedom([0, 1])).toThrow(RangeError);
  });
  it.each(['classical', 'HC2', 'CR2'] as const)('%s keeps its digits far from zero', (errors) => {
    const near = linearRegression(rows, errors);
    const far = linearRegression(
      personRows(
        data.map((r) => [1, r.arm, r.age + 5000, r.sex]),
        data.map((r) => r.y + 10_000),
        data.map((r) => r.g),
      ),
      errors,
    );
    for (const j of [1, 2, 3]) {
      expectClose(far.coefficients[j], near.coefficients[j] ?? 9, 1e-9);
      expectRatio(far.standardErrors[j], near.standardErrors[j] ?? 9, 1e-6);
    }
  });
  it('gives the same when identical rows are joined', () => {
    const coarse = personRows(
      data.map((r) => [1, r.arm, r.sex]),
      data.map((r) => r.y),
      data.map((r) => r.g),
    );
    expect(grouped(coarse).people.length).toBeLessThan(100);
    for (const errors of ['classical', 'HC1', 'HC2', 'HC3', 'CR1', 'CR2'] as const) {
      expectAll(
        linearRegression(grouped(coarse), errors).standardErrors,
        [...linearRegression(coarse, errors).standardErrors],
        1e-12,
      );
    }
  });
  it('leaves out a column that follows from others', () => {
    const doubled = personRows(
      data.map((r) => [1, r.arm, 2 * r.arm, r.sex]),
      data.map((r) => r.y),
    );
    const fit = linearRegression(doubled);
    expect(fit.kept).toEqual([true, true, false, true]);
    expect(fit.coefficients[2]).toBe(0);
  });
  it('refuses what it cannot fit', () => {
    expect(() => linearRegression(personRows([[1, 2]], [1]))).toThrow(RangeError);
    expect(() => linearRegression(personRows([[1], [1]], [1, Number.NaN]))).toThrow(RangeError);
    expect(() => linearRegression(personRows([[1], [1], [1]], [1, 0, 1]), 'CR2')).toThrow(
      RangeError,
    );
    expect(() =>
      linearRegression(personRows([[1], [1], [1]], [1, 0, 1], [0, 0, 0]), 'CR2'),
    ).toThrow(RangeError);
    expect(() => linearRegression({ ...rows, people: rows.people.map(() => -1) })).toThrow(
      RangeError,
    );
  });
});

describe('a column far from zero, against R', () => {
  const { far, twenty } = g;
  const design = data.map((r, i) => [1, r.arm, far.offset + (far.column[i] ?? 0), r.sex]);
  const y = data.map((r) => r.y);
  const farRows = personRows(
    design,
    y,
    data.map((r) => r.g),
  );
  const each = (actual: ArrayLike<number>, expected: readonly number[]): void => {
    expect(actual.length).toBe(expected.length);
    for (const [index, value] of expected.entries()) expectRatio(actual[index], value, 1e-8);
  };
  it.each(['classical', 'HC0', 'HC1', 'HC2', 'HC3'] as const)('linear, %s errors', (errors) => {
    const fit = linearRegression(farRows, errors);
    expect(fit.kept).toEqual([true, true, true, true]);
    each(fit.coefficients, far.coef);
    each(fit.standardErrors, far.hc[errors]);
  });
  it.each(['CR0', 'CR1', 'CR2'] as const)('linear, %s errors', (errors) => {
    each(linearRegression(farRows, errors).standardErrors, far.cr[errors]);
  });
  it('linear, degrees of freedom by Satterthwaite', () => {
    const fit = linearRegression(farRows, 'CR2');
    const contrasts = far.df.map((_, j) => far.df.map((_df, k) => (j === k ? 1 : 0)));
    each(
      contrasts.map((contrast) => fit.contrastDegreesOfFreedom(contrast)),
      far.df,
    );
    expect(() => fit.contrastDegreesOfFreedom([0, 1])).toThrow(RangeError);
  });
  it('logistic', () => {
    each(logisticRegression(farRows).coefficients, far.logistic.coef);
    for (const errors of ['model', 'HC0', 'CR0'] as const) {
      each(logisticRegression(farRows, { errors }).standardErrors, far.logistic[errors]);
    }
    const firth = logisticRegression(farRows, { firth: true });
    each(firth.coefficients, far.firth.coef);
    each(firth.standardErrors, far.firth.se);
  });
  it('twenty people, as lm and glm have them', () => {
    const x = twenty.x.map((value) => [1, twenty.offset + value]);
    const fit = linearRegression(personRows(x, twenty.y), 'classical');
    expectRatio(fit.coefficients[1], twenty.slope);
    expectRatio(fit.standardErrors[1], twenty.se);
    const odds = logisticRegression(personRows(x, twenty.events));
    expectRatio(odds.coefficients[1], twenty.logOdds);
  });
  it('may stand before the intercept', () => {
    const turned = design.map(([one, arm, x, sex]) => [x ?? 0, arm ?? 0, one ?? 0, sex ?? 0]);
    const fit = linearRegression(personRows(turned, y), 'HC2');
    each(
      [2, 1, 0, 3].map((j) => fit.coefficients[j] ?? 9),
      far.coef,
    );
    each(
      [2, 1, 0, 3].map((j) => fit.standardErrors[j] ?? 9),
      far.hc.HC2,
    );
  });
  it('is left out still where it follows from others, or differs from nothing', () => {
    const kept = (columns: number[][]): readonly boolean[] => {
      const [one, two] = [
        linearRegression(personRows(columns, y)),
        logisticRegression(personRows(columns, y)),
      ];
      expect(one.kept).toEqual(two.kept);
      one.kept.forEach((is, j) => {
        if (!is) expect([one.coefficients[j], two.standardErrors[j]]).toEqual([0, 0]);
      });
      return one.kept;
    };
    const following = data.map((r) => [1, r.arm, 1e6 + r.arm / 10, r.sex]);
    expect(kept(following)).toEqual([true, true, false, true]);
    const constant = design.map((row) => [...row, 0.1, 3e7]);
    expect(kept(constant)).toEqual([true, true, true, true, false, false]);
    // Where columns before the intercept sum to it, the intercept is the one that follows.
    const summed = design.map(([one, , x, sex = 0]) => [sex, 1 - sex, one ?? 0, x ?? 0]);
    expect(kept(summed).slice(0, 3)).toEqual([true, true, false]);
  });
});

describe('armMean(), the two halves of an effect', () => {
  const half = (
    arm: (r: Row) => boolean,
    outcome: (r: Row) => number,
    covariates: (r: Row) => number[],
    clustered: boolean,
  ) => {
    const members = data.filter(arm);
    const shares = [0, 1, 2].map(
      (site) => data.filter((r) => r.site === site).length / data.length,
    );
    const columns = covariates(data[0] as Row).length;
    const means = Float64Array.from(
      { length: columns },
      (_, j) => data.reduce((sum, r) => sum + (covariates(r)[j] ?? 0), 0) / data.length,
    );
    const outcomes = Float64Array.from(members, outcome);
    return armMean(
      prepareArm({
        cells: 3,
        cell: Int32Array.from(members, (r) => r.site),
        columns,
        covariates: Float64Array.from(members.flatMap(covariates)),
        people: new Float64Array(members.length).fill(1),
        ...(clustered ? { cluster: Int32Array.from(members, (r) => r.g) } : {}),
      }),
      { sum: outcomes, sumOfSquares: outcomes },
      { cellShares: Float64Array.from(shares), means },
    );
  };
  it('agrees with clubSandwich on a standardised difference between groups', () => {
    const [one, two] = [1, 0].map((a) =>
      half(
        (r) => r.arm === a,
        (r) => r.y,
        () => [],
        true,
      ),
    );
    if (!one || !two) throw new Error('no arms');
    expectClose(one.mean - two.mean, g.standardised.estimate);
    expectClose(Math.sqrt(one.variance + two.variance), g.standardised.se);
    expectRatio((one.trace + two.trace) ** 2 / (one.squares + two.squares), g.standardised.df);
  });
  it('agrees with estimatr::lm_lin, HC2', () => {
    const [one, two] = [1, 0].map((a) =>
      half(
        (r) => r.itt === a,
        (r) => r.y2,
        (r) => [r.age, r.sex],
        false,
      ),
    );
    if (!one || !two) throw new Error('no arms');
    expectClose(one.mean - two.mean, g.lin.estimate);
    expectClose(Math.sqrt(one.variance + two.variance), g.lin.se);
  });
  it.each([1, 1e7, 1e-6])('agrees with estimatr::lm_lin, CR2, an age of unit %d', (unit) => {
    const [one, two] = [1, 0].map((a) =>
      half(
        (r) => r.arm === a,
        (r) => r.y,
        (r) => [r.age * unit],
        true,
      ),
    );
    if (!one || !two) throw new Error('no arms');
    expectClose(one.mean - two.mean, g.linClustered.estimate);
    expectClose(Math.sqrt(one.variance + two.variance), g.linClustered.se);
    expectRatio((one.trace + two.trace) ** 2 / (one.squares + two.squares), g.linClustered.df);
  });
});

describe('logisticRegression(), against glm', () => {
  it('coefficients and errors', () => {
    expectAll(logisticRegression(rows).coefficients, g.logistic.coef);
    expectAll(logisticRegression(rows).standardErrors, g.logistic.se);
    expectAll(logisticRegression(rows, { errors: 'HC0' }).standardErrors, g.logistic.hc0);
    expectAll(logisticRegression(rows, { errors: 'CR0' }).standardErrors, g.logistic.cr0);
  });
  it('gives the same when identical rows are joined', () => {
    const whole = logisticRegression(rows);
    const joinedFit = logisticRegression(grouped(rows));
    expectAll(joinedFit.coefficients, [...whole.coefficients], 1e-10);
    expectAll(joinedFit.standardErrors, [...whole.standardErrors], 1e-10);
  });
  it('detects separation, complete or not, and Firth answers it', () => {
    const separated = personRows(g.firth.x, g.firth.y);
    expect(() => logisticRegression(separated)).toThrow(SeparationError);
    const quasi = personRows(
      [
        [1, 0],
        [1, 0],
        [1, 1],
        [1, 1],
        [1, 0],
      ],
      [0, 1, 1, 1, 0],
    );
    expect(() => logisticRegression(quasi)).toThrow(SeparationError);
    const fit = logisticRegression(separated, { firth: true });
    expectAll(fit.coefficients, g.firth.coef, 1e-4);
    expectAll(fit.standardErrors, g.firth.se, 1e-4);
    expect(fit.logLikelihood).toBeGreaterThanOrEqual(g.firth.penalised - 1e-10);
    const whole = logisticRegression(rows, { firth: true });
    expectAll(whole.coefficients, g.firthWhole.coef, 1e-4);
    expect(whole.logLikelihood).toBeGreaterThanOrEqual(g.firthWhole.penalised - 1e-9);
  });
  it.each(g.rare)('takes $events events among $people people', (one) => {
    const few: GroupedRows = {
      columns: one.x[0]?.length ?? 0,
      design: Float64Array.from(one.x.flat()),
      people: Float64Array.from(one.people),
      sum: Float64Array.from(one.events),
      sumOfSquares: Float64Array.from(one.events),
    };
    const fit = logisticRegression(few);
    expectAll(fit.coefficients, one.coef, 1e-7);
    expectAll(fit.standardErrors, one.se, 1e-7);
    // As many without the event: the same with signs turned.
    const most = { ...few, sum: few.sum.map((events, i) => (few.people[i] ?? 0) - events) };
    const turned = logisticRegression(most);
    expectAll(
      turned.coefficients,
      [...fit.coefficients].map((value) => -value),
      1e-10,
    );
    expectAll(turned.standardErrors, [...fit.standardErrors], 1e-10);
    // An arm with none is separated from the others however rare events are.
    const arm = few.design.filter((_, at) => at % few.columns === 1);
    const none = { ...few, sum: few.sum.map((events, i) => (arm[i] === 1 ? 0 : events)) };
    expect(() => logisticRegression(none)).toThrow(SeparationError);
    expect(logisticRegression(none, { firth: true }).coefficients[1]).toBeLessThan(0);
  });
  it('finds the higher of two peaks of the penalised likelihood', () => {
    const { firth } = golden<{
      firth: { x: number[][]; y: number[]; coef: number[]; penalised: number };
    }>('edges');
    const fit = logisticRegression(personRows(firth.x, firth.y), { firth: true });
    expectClose(fit.logLikelihood, firth.penalised, 1e-9);
    expectAll(fit.coefficients, firth.coef, 1e-5);
  });
  it('widens errors by the number of clusters with CR1', () => {
    const [plain, wide] = (['CR0', 'CR1'] as const).map(
      (errors) => logisticRegression(rows, { errors }).standardErrors,
    );
    plain?.forEach((se, j) => {
      expectRatio(wide?.[j], se * Math.sqrt(24 / 23), 1e-12);
    });
  });
  it('refuses nobody, and cluster errors without clusters', () => {
    expect(() => logisticRegression({ ...rows, people: rows.people.map(() => 0) })).toThrow(
      RangeError,
    );
    const { cluster: _, ...alone } = rows;
    expect(() => logisticRegression(alone, { errors: 'CR0' })).toThrow(RangeError);
    expect(() =>
      logisticRegression(
        { ...rows, cluster: rows.people.map(() => 3) as never },
        { errors: 'CR1' },
      ),
    ).toThrow(RangeError);
  });
  it('refuses events outside the people', () => {
    expect(() => logisticRegression({ ...rows, sum: rows.sum.map(() => 2) })).toThrow(RangeError);
  });
});

describe('marginalStandardisation(), against the delta method in R', () => {
  it.each([
    ['model', 'model'],
    ['robust', 'HC0'],
  ] as const)('%s errors', (name, errors) => {
    const result = marginalStandardisation(logisticRegression(rows, { errors }), rows, 1);
    expectClose(result.treatedRisk, g.gcomputation[name].risk1);
    expectClose(result.controlRisk, g.gcomputation[name].risk0);
    expectClose(result.estimate, g.gcomputation[name].estimate);
    expectClose(result.standardError, g.gcomputation[name].se);
  });
  it('is the plain difference when the arm is all there is', () => {
    const plain = personRows(
      data.map((r) => [1, r.itt]),
      data.map((r) => r.y2),
    );
    const result = marginalStandardisation(logisticRegression(plain), plain, 1);
    const mean = (arm: number) => {
      const members = data.filter((r) => r.itt === arm);
      return members.reduce((sum, r) => sum + r.y2, 0) / members.length;
    };
    expectClose(result.estimate, mean(1) - mean(0), 1e-10);
  });
  it('weighs the differences of cells when arm and covariate interact', () => {
    // Saturated in arm and sex: the fit is each cell's share, its variance p (1 - p) / n.
    const rowsOf = personRows(
      data.map((r) => [1, r.itt, r.sex, r.itt * r.sex]),
      data.map((r) => r.y2),
    );
    const fit = logisticRegression(rowsOf);
    const result = marginalStandardisation(fit, rowsOf, 1, new Map([[3, 2]]), 0.9);
    let estimate = 0;
    let variance = 0;
    for (const sex of [0, 1]) {
      const weight = data.filter((r) => r.sex === sex).length / data.length;
      for (const arm of [0, 1]) {
        const cell = data.filter((r) => r.sex === sex && r.itt === arm);
        const share = cell.reduce((sum, r) => sum + r.y2, 0) / cell.length;
        estimate += (arm === 1 ? weight : -weight) * share;
        variance += (weight ** 2 * share * (1 - share)) / cell.length;
      }
    }
    expectClose(result.estimate, estimate, 1e-10);
    expectClose(result.standardError, Math.sqrt(variance), 1e-8);
    expectClose(result.upper, estimate + 1.6448536269514722 * Math.sqrt(variance), 1e-8);
    expectClose(result.p, normalTwoSided(estimate / Math.sqrt(variance)), 1e-8);
  });
  it('refuses a column that is not there', () => {
    const fit = logisticRegression(rows);
    expect(() => marginalStandardisation(fit, rows, 9)).toThrow(RangeError);
    expect(() =>
      marginalStandardisation(
        fit,
        personRows(
          data.map((r) => [1, r.arm]),
          data.map((r) => r.y),
        ),
        1,
      ),
    ).toThrow(RangeError);
  });
});

describe('seededRandom()', () => {
  it('is even, the same for the same seed, and refuses bad seeds', () => {
    const random = seededRandom(5);
    const values = Array.from({ length: 20_000 }, random);
    expect(Math.abs(values.reduce((a, b) => a + b, 0) / 20_000 - 0.5)).toBeLessThan(
      4 * Math.sqrt(1 / 12 / 20_000),
    );
    expect(values.slice(0, 3)).toEqual(Array.from({ length: 3 }, seededRandom(5)));
    expect(values.slice(0, 3)).not.toEqual(Array.from({ length: 3 }, seededRandom(6)));
    expect(() => seededRandom(0.5)).toThrow(RangeError);
    for (let index = 0; index < 3; index += 1) expect(random()).toBeLessThan(1);
  });
});
