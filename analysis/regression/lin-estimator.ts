import { assertAllFinite, assertFinite, assertLevel, assertWhole } from '../numerics/check.ts';
import { tInterval } from '../numerics/intervals.ts';
import { type ArmDesign, type ArmMean, armMean, type PreparedArm } from './arm-mean.ts';
import { pairArms } from './arm-pair.ts';

/** One person, or several alike, of one arm. */
export interface LinRow {
  readonly treated: boolean;
  /** Known before the draw, as many in each row; a category is written as columns of 0 and 1. */
  readonly covariates: readonly number[];
  readonly outcome: number;
  /** One when left out. */
  readonly people?: number;
  /** Code of the group of assignment, a whole number; in every row when groups were assigned. */
  readonly cluster?: number;
}

export interface LinEstimate {
  readonly method: string;
  /** Treated minus control, in units of the outcome. */
  readonly estimate: number;
  /** Null, like what follows from it, when nothing varies or an arm is too small to judge by. */
  readonly standardError: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  readonly p: number | null;
  readonly degreesOfFreedom: number | null;
  /** Covariates left out of both arms because they don't vary in one, or follow from others there. */
  readonly leftOut: number;
  /** People who alone determine a coefficient of their arm: they add nothing to the error. */
  readonly alone: number;
  readonly participants: { readonly treated: number; readonly control: number };
}

/**
 * Lin's estimator: each arm's own regression on covariates predicts the mean outcome of everyone in
 * both arms, and the two predictions are compared. The same as one regression on arm, centred
 * covariates and their products; without covariates it is Welch's comparison of two means.
 *
 *     d = m1(x) - m0(x),   mk(x) = mean of arm k + (x - its mean covariates) slopes of arm k
 *
 * Errors are HC2 with Satterthwaite's degrees of freedom over the two arms (an arm has people minus
 * coefficients), or with groups CR2 with Bell and McCaffrey's. Fewer than four are little to lean on.
 *
 * @param rows - People with an outcome.
 * @param level - Confidence level, in (0, 1).
 * @returns Limits: where outcomes don't vary about their predictions, or an arm has one person, one group
 *   or no more people than coefficients, there is an estimate and no error, interval or p.
 * @throws RangeError if an arm has nobody, rows differ in their number of covariates, a number isn't
 *   finite or a number of people not whole, some rows name a group and some don't, or a group has
 *   people of both arms.
 * @see Lin (2013), Ann. Appl. Stat. 7:295-318; Bell and McCaffrey (2002), Surv. Methodol. 28:169-181;
 *   `lm_lin` of R's estimatr package.
 */
export function linEstimator(rows: readonly LinRow[], level = 0.95): LinEstimate {
  assertLevel(level);
  assertLinRows(rows);
  const counted = rows.filter(({ people }) => people !== 0);
  const clustered = counted.some(({ cluster }) => cluster !== undefined);
  const treated = sideOf(counted, true);
  const control = sideOf(counted, false);
  const pair = pairArms(treated.design, control.design);
  const one = meanOf(treated, pair.treated, pair.target);
  const two = meanOf(control, pair.control, pair.target);
  const estimate = treated.centre + one.mean - (control.centre + two.mean);
  const variance = one.variance + two.variance;
  const degreesOfFreedom = (one.trace + two.trace) ** 2 / (one.squares + two.squares);
  const base = {
    method: `Lin's interacted regression, ${clustered ? 'CR2' : 'HC2'}, Satterthwaite t`,
    estimate,
    level,
    leftOut: pair.leftOut,
    alone: one.alone + two.alone,
    participants: { treated: one.people, control: two.people },
  };
  const judged = treated.units > 1 && control.units > 1 && degreesOfFreedom > 0;
  if (!judged || !(variance > treated.rounding + control.rounding)) {
    return {
      ...base,
      standardError: null,
      lower: null,
      upper: null,
      p: null,
      degreesOfFreedom: null,
    };
  }
  return { ...base, ...tInterval(estimate, Math.sqrt(variance), degreesOfFreedom, level) };
}

interface Side {
  readonly design: ArmDesign;
  /** Mean outcome, taken off before the regression so that digits are left for what varies. */
  readonly centre: number;
  readonly sum: Float64Array;
  readonly sumOfSquares: Float64Array;
  /** Variance of the predicted mean that rounding alone may give. */
  readonly rounding: number;
  /** Groups, or people where none are named. */
  readonly units: number;
}

function sideOf(rows: readonly LinRow[], treated: boolean): Side {
  const arm = rows.filter((row) => row.treated === treated);
  const people = Float64Array.from(arm, (row) => row.people ?? 1);
  const size = people.reduce((all, n) => all + n, 0);
  if (size === 0) {
    throw new RangeError(
      `Adjust a difference: the ${treated ? 'treated' : 'control'} arm has nobody and needs people`,
    );
  }
  const centre =
    arm.reduce((all, { outcome }, i) => all + (people[i] as number) * outcome, 0) / size;
  assertFinite('the mean outcome of an arm', centre);
  const gaps = arm.map(({ outcome }) => outcome - centre);
  const sumOfSquares = Float64Array.from(gaps, (gap, i) => (people[i] as number) * gap * gap);
  const codes = new Map<number, number>();
  const cluster = Int32Array.from(arm, (row) => {
    if (row.cluster === undefined) return 0;
    const code = codes.get(row.cluster) ?? codes.size;
    codes.set(row.cluster, code);
    return code;
  });
  const largest = arm.reduce((most, { outcome }) => Math.max(most, Math.abs(outcome)), 0);
  const squares = sumOfSquares.reduce((all, square) => all + square, 0);
  return {
    design: {
      cells: 1,
      cell: new Int32Array(arm.length),
      columns: arm[0]?.covariates.length ?? 0,
      covariates: Float64Array.from(arm.flatMap(({ covariates }) => covariates)),
      people,
      ...(codes.size > 0 ? { cluster } : {}),
    },
    centre,
    sum: Float64Array.from(gaps, (gap, i) => (people[i] as number) * gap),
    sumOfSquares,
    rounding: 1e-13 * (squares / size ** 2) + (1e-15 * largest) ** 2,
    units: codes.size > 0 ? codes.size : size,
  };
}

function meanOf(side: Side, prepared: PreparedArm, target: Parameters<typeof armMean>[2]): ArmMean {
  return armMean(prepared, { sum: side.sum, sumOfSquares: side.sumOfSquares }, target);
}

function assertLinRows(rows: readonly LinRow[]): void {
  const width = rows[0]?.covariates.length ?? 0;
  const grouped = rows[0]?.cluster !== undefined;
  const armOf = new Map<number, boolean>();
  for (const { treated, covariates, outcome, people, cluster } of rows) {
    if (covariates.length !== width) {
      throw new RangeError(
        `Adjust a difference: rows have ${width} and ${covariates.length} covariates and need the same`,
      );
    }
    assertAllFinite('covariates', covariates);
    assertFinite('an outcome', outcome);
    if (people !== undefined) assertWhole('people of a row', people);
    if ((cluster !== undefined) !== grouped) {
      throw new RangeError(
        'Adjust a difference: some rows name a group and some name none; all must, or none',
      );
    }
    if (cluster === undefined) continue;
    assertWhole('the group of a row', cluster);
    if ((armOf.get(cluster) ?? treated) !== treated) {
      throw new RangeError(
        `Adjust a difference: group ${cluster} has people of both arms; a group must have one`,
      );
    }
    armOf.set(cluster, treated);
  }
}
