import { dot, invertPositive, multiply, times, unitScale } from '../numerics/symmetric.ts';
import { centreRows, constantOf, moveBack } from './centre.ts';
import { assertRows, type GroupedRows } from './design.ts';

export type LogisticErrors = 'model' | 'HC0' | 'CR0' | 'CR1';

export interface LogisticRegression {
  readonly method: string;
  /** Log odds. */
  readonly coefficients: Float64Array;
  readonly covariance: Float64Array;
  readonly standardErrors: Float64Array;
  readonly kept: readonly boolean[];
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly people: number;
}

/** Firth's steps shrink by a factor, near 1 where few people decide. */
const MOST_STEPS = { plain: 60, 'few plain steps': 5, firth: 5000 } as const;

/** A column, or several together, split those with the event from those without. */
export class SeparationError extends RangeError {}

/**
 * Logistic regression by iteratively reweighted least squares (Newton's method).
 *
 * Separation shows as coefficients that keep growing by a constant step, or until their information is
 * lost, while the likelihood stands still; it is reported as an error, never as a large coefficient.
 * `firth: true` is the answer to it: the penalised likelihood has a finite maximum always. Rare events
 * are no separation: the climb starts from the overall log odds.
 *
 * Columns far from zero beside a constant one are centred.
 *
 * @param rows - Design, people and events; a row's `sum` is its number of events. Rows with the same
 *   covariates may be joined, and the fit then costs what the rows cost, not the people.
 * @param errors - Model-based, robust, or cluster-robust covariance.
 * @throws RangeError on bad rows, nobody, or events outside 0..people; SeparationError on separation.
 * @see McCullagh and Nelder (1989), Generalized Linear Models, section 4.4; Firth (1993), Biometrika
 *   80:27-38; Heinze and Schemper (2002), Stat. Med. 21:2409-2419.
 */
export function logisticRegression(
  rows: GroupedRows,
  options: { readonly errors?: LogisticErrors; readonly firth?: boolean } = {},
): LogisticRegression {
  const count = assertRows(rows);
  let people = 0;
  for (let i = 0; i < count; i += 1) {
    const n = rows.people[i] as number;
    const events = rows.sum[i] as number;
    if (events < 0 || events > n) {
      throw new RangeError(
        `Fit a logistic regression: row ${i} has ${events} events among ${n} people`,
      );
    }
    people += n;
  }
  if (people === 0) throw new RangeError('Fit a logistic regression: rows hold nobody');
  const errors = options.errors ?? 'model';
  const firth = options.firth ?? false;
  const centred = centreRows(rows);
  if (!centred) return fitLogistic(rows, errors, firth);
  const near = fitLogistic(centred.rows, errors, firth);
  // Columns before the constant one may make it the one that follows from others: only as given.
  if (centred.constant > 0 && near.kept.includes(false)) return fitLogistic(rows, errors, firth);
  return { ...near, ...moveBack(near, centred.back) };
}

function fitLogistic(
  rows: GroupedRows,
  errors: LogisticErrors,
  firth: boolean,
): LogisticRegression {
  const p = rows.columns;
  const people = rows.people.reduce((sum, n) => sum + n, 0);
  const scale = columnScale(rows);
  const best = firth ? penalisedPeak(rows, scale) : plainPeak(rows, scale);
  if (!best && firth) {
    throw new RangeError('Fit a logistic regression: the penalised likelihood did not settle');
  }
  if (!best) {
    throw new SeparationError(
      'Fit a logistic regression: covariates separate those with the event from those without; fit with firth: true or leave a covariate out',
    );
  }
  const { coefficients, state, iterations } = best;
  const covariance = covarianceOf(rows, coefficients, state.inverse, errors);
  return {
    method: `logistic regression${firth ? ', Firth penalty' : ''}, ${errors} errors`,
    coefficients,
    covariance,
    standardErrors: unitScale(covariance, p),
    kept: state.kept,
    logLikelihood: state.objective,
    iterations: iterations + 1,
    people,
  };
}

/**
 * From the overall log odds, which rare events lie near; where that leads nowhere also from zero, for a
 * cell far from the rest makes steps too long to be halved. Null when both walk to infinity.
 */
function plainPeak(rows: GroupedRows, scale: Float64Array): Climbed | null {
  const zero: Float64Array = new Float64Array(rows.columns);
  for (const start of [overallLogOdds(rows), zero]) {
    const climbed = climb(rows, start, scale, 'plain', null);
    const { state, needed } = climbed;
    if (isSettled(climbed) && state.kept.every((kept, j) => kept === needed[j])) return climbed;
  }
  return null;
}

/**
 * With a handful of people the penalised likelihood may have two peaks: the second start lies where the
 * plain likelihood points. Null when it didn't settle.
 */
function penalisedPeak(rows: GroupedRows, scale: Float64Array): Climbed | null {
  const zero: Float64Array = new Float64Array(rows.columns);
  const one = climb(rows, zero, scale, 'firth', null);
  const { coefficients: ahead } = climb(rows, zero, scale, 'few plain steps', one.needed);
  const two = climb(rows, ahead, scale, 'firth', one.needed);
  const best = two.state.objective > one.state.objective + 1e-9 ? two : one;
  return isSettled(best) ? best : null;
}

/** Where halving a step finds nothing better, only a slope of zero makes it the maximum. */
function isSettled({ state, lastStep }: Climbed): boolean {
  const slope = dot(state.score, times(state.stepInverse, state.score, state.score.length));
  return lastStep < 1e-6 && slope < 1e-8 && Number.isFinite(state.objective);
}

type Climb = 'plain' | 'few plain steps' | 'firth';

interface Climbed {
  /** Columns independent of earlier ones where the climb began. */
  readonly needed: readonly boolean[];
  readonly coefficients: Float64Array;
  readonly state: State;
  readonly lastStep: number;
  readonly iterations: number;
}

/**
 * Newton's method from a starting point; a step that doesn't climb is halved.
 *
 * @param independent - Columns that must stay independent; null to take those that are at the start.
 */
function climb(
  rows: GroupedRows,
  start: Float64Array,
  scale: Float64Array,
  kind: Climb,
  independent: readonly boolean[] | null,
): Climbed {
  const firth = kind === 'firth';
  const p = rows.columns;
  let coefficients = start;
  let state = evaluate(rows, coefficients, firth, independent);
  const needed = independent ?? state.kept;
  let iterations = 0;
  let lastStep = Number.POSITIVE_INFINITY;
  for (; iterations < MOST_STEPS[kind]; iterations += 1) {
    let step = times(state.stepInverse, state.score, p);
    let next = add(coefficients, step);
    let proposed = evaluate(rows, next, firth, needed);
    for (
      let half = 0;
      half < 30 && !(proposed.objective >= state.objective - 1e-12 * Math.abs(state.objective));
      half += 1
    ) {
      step = step.map((value) => value / 2);
      next = add(coefficients, step);
      proposed = evaluate(rows, next, firth, needed);
    }
    lastStep = Math.max(...step.map((value, j) => Math.abs(value) * (scale[j] as number)));
    coefficients = next;
    state = proposed;
    // Newton's error is squared by each step: after one this small, 1e-13 is left. Firth's steps
    // only shrink by a factor.
    if (lastStep < (firth ? 1e-11 : 1e-7)) break;
  }
  return { needed, coefficients, state, lastStep, iterations };
}

interface State {
  /** Log likelihood, penalised if asked for. */
  readonly objective: number;
  readonly score: Float64Array;
  readonly inverse: Float64Array;
  /** What a step is made with: under Firth's penalty people weigh 1 + leverage. */
  readonly stepInverse: Float64Array;
  readonly kept: readonly boolean[];
}

/** @param needed - Columns that Firth's penalty must find independent; null at the start. */
function evaluate(
  rows: GroupedRows,
  coefficients: Float64Array,
  firth: boolean,
  needed: readonly boolean[] | null,
): State {
  const p = rows.columns;
  const information = new Float64Array(p * p);
  const score = new Float64Array(p);
  const { design, people, sum } = rows;
  let objective = 0;
  // For rows of one person the logarithms are taken of products, a few hundred factors at a time.
  let product = 1;
  for (let i = 0; i < people.length; i += 1) {
    const n = people[i] as number;
    if (n === 0) continue;
    const at = i * p;
    let eta = 0;
    for (let j = 0; j < p; j += 1) eta += (design[at + j] as number) * (coefficients[j] as number);
    const tail = Math.exp(-Math.abs(eta));
    const inverseSum = 1 / (1 + tail);
    // Of the outcome that is the less likely here, so that no digits go where the other is all but certain.
    const expected = n * tail * inverseSum;
    const weight = expected * inverseSum;
    const seen = eta >= 0 ? n - (sum[i] as number) : (sum[i] as number);
    objective -= seen * Math.abs(eta);
    if (n === 1) {
      product *= 1 + tail;
      if (product > 1e280) {
        objective -= Math.log(product);
        product = 1;
      }
    } else {
      objective -= n * Math.log1p(tail);
    }
    const residual = eta >= 0 ? expected - seen : seen - expected;
    for (let j = 0; j < p; j += 1) {
      const x = design[at + j] as number;
      if (x === 0) continue;
      score[j] = (score[j] as number) + x * residual;
      const scaled = x * weight;
      for (let k = 0; k <= j; k += 1) {
        information[j * p + k] =
          (information[j * p + k] as number) + scaled * (design[at + k] as number);
      }
    }
  }
  objective -= Math.log(product);
  for (let j = 0; j < p; j += 1) {
    for (let k = 0; k < j; k += 1) information[k * p + j] = information[j * p + k] as number;
  }
  const { inverse, kept, logDeterminant } = invertPositive(information, p);
  if (!firth) return { objective, score, inverse, stepInverse: inverse, kept };
  // So far out that the information has lost a column, its determinant is nothing: never a maximum.
  const lost = needed?.some((column, j) => column && !kept[j]) ?? false;
  objective += lost ? Number.NEGATIVE_INFINITY : logDeterminant / 2;
  const stepInverse = addFirth(rows, coefficients, inverse, information, score);
  return { objective, score, inverse, stepInverse, kept };
}

/**
 * Adds sum h (1/2 - mu) x to the score, h being each person's leverage, and returns the inverse of
 * the information with weights 1 + h: the plain one would step twice too far where h is near 1.
 *
 * @see Firth (1993), section 3.1; Kosmidis and Firth (2009), Biometrika 96:793-804 (weights 1 + h).
 */
function addFirth(
  rows: GroupedRows,
  coefficients: Float64Array,
  inverse: Float64Array,
  information: Float64Array,
  score: Float64Array,
): Float64Array {
  const p = rows.columns;
  const widened = new Float64Array(information);
  for (let i = 0; i < rows.people.length; i += 1) {
    const n = rows.people[i] as number;
    if (n === 0) continue;
    const x = rows.design.subarray(i * p, i * p + p);
    const mean = logistic(dot(x, coefficients));
    const weight = mean * (1 - mean);
    const leverage = weight * dot(x, times(inverse, x, p));
    for (let j = 0; j < p; j += 1) {
      score[j] = (score[j] as number) + n * leverage * (0.5 - mean) * (x[j] as number);
    }
    outer(widened, x, n * weight * leverage);
  }
  return invertPositive(widened, p).inverse;
}

function covarianceOf(
  rows: GroupedRows,
  coefficients: Float64Array,
  inverse: Float64Array,
  errors: LogisticErrors,
): Float64Array {
  if (errors === 'model') return inverse;
  const p = rows.columns;
  const middle = new Float64Array(p * p);
  const scores = new Map<number, Float64Array>();
  for (let i = 0; i < rows.people.length; i += 1) {
    const n = rows.people[i] as number;
    if (n === 0) continue;
    const x = rows.design.subarray(i * p, i * p + p);
    const mean = logistic(dot(x, coefficients));
    const events = rows.sum[i] as number;
    if (errors === 'HC0') {
      outer(middle, x, events * (1 - mean) ** 2 + (n - events) * mean ** 2);
      continue;
    }
    if (!rows.cluster) {
      throw new RangeError(`Compute ${errors} errors: rows name no cluster and each needs one`);
    }
    const code = rows.cluster[i] as number;
    const score = scores.get(code) ?? new Float64Array(p);
    for (let j = 0; j < p; j += 1) {
      score[j] = (score[j] as number) + (x[j] as number) * (events - n * mean);
    }
    scores.set(code, score);
  }
  if (errors !== 'HC0' && scores.size < 2) {
    throw new RangeError(
      `Compute ${errors} errors: there is ${scores.size} cluster and at least 2 are needed`,
    );
  }
  const factor = errors === 'CR1' ? scores.size / (scores.size - 1) : 1;
  for (const score of scores.values()) outer(middle, score, factor);
  return multiply(multiply(inverse, middle, p), inverse, p);
}

/** Root mean square of each column: puts steps of coefficients on the scale of log odds. */
function columnScale(rows: GroupedRows): Float64Array {
  const p = rows.columns;
  const squares = new Float64Array(p);
  let people = 0;
  for (let i = 0; i < rows.people.length; i += 1) {
    const n = rows.people[i] as number;
    people += n;
    for (let j = 0; j < p; j += 1) {
      const x = rows.design[i * p + j] as number;
      squares[j] = (squares[j] as number) + n * x * x;
    }
  }
  return squares.map((value) => Math.sqrt(value / Math.max(1, people)));
}

/**
 * Coefficients that predict the overall log odds for everybody, or come near it where no column is
 * constant: least squares. Zero where nobody or everybody had the event.
 */
function overallLogOdds(rows: GroupedRows): Float64Array {
  const p = rows.columns;
  const start = new Float64Array(p);
  const people = rows.people.reduce((sum, n) => sum + n, 0);
  const events = rows.sum.reduce((sum, n) => sum + n, 0);
  const logOdds = Math.log(events / (people - events));
  if (!Number.isFinite(logOdds)) return start;
  const first = constantOf(rows, 0);
  if (first !== 0) {
    start[0] = logOdds / first;
    return start;
  }
  const cross = new Float64Array(p * p);
  for (let i = 0; i < rows.people.length; i += 1) {
    const n = rows.people[i] as number;
    const x = rows.design.subarray(i * p, i * p + p);
    outer(cross, x, n);
    for (let j = 0; j < p; j += 1) start[j] = (start[j] as number) + n * (x[j] as number);
  }
  return times(invertPositive(cross, p).inverse, start, p).map((share) => share * logOdds);
}

function add(first: Float64Array, second: Float64Array): Float64Array {
  return first.map((value, j) => value + (second[j] as number));
}

function logistic(eta: number): number {
  const tail = Math.exp(-Math.abs(eta));
  return eta >= 0 ? 1 / (1 + tail) : tail / (1 + tail);
}

function outer(matrix: Float64Array, x: Float64Array, factor: number): void {
  const p = x.length;
  for (let j = 0; j < p; j += 1) {
    for (let k = 0; k < p; k += 1) {
      matrix[j * p + k] =
        (matrix[j * p + k] as number) + factor * (x[j] as number) * (x[k] as number);
    }
  }
}
