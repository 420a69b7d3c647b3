import { assertLevel, assertSameLength, assertWhole } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import { invertPositive, times } from '../numerics/symmetric.ts';

/** On the scale of log odds. */
const LONGEST_STEP = 2;

/** Common odds ratio of a higher grade. */
export interface ProportionalOdds {
  readonly method: string;
  /** Common odds ratio of a higher grade, treated over control. */
  readonly estimate: number;
  /** Of its logarithm. */
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly p: number;
  /** Log odds of staying at or below each grade but the last, in control. */
  readonly cutPoints: readonly number[];
  readonly logLikelihood: number;
}

/**
 * Proportional-odds regression of a graded outcome on one treatment, from counts, by Newton's
 * method on the likelihood.
 *
 *     logit P(grade <= k | arm) = cut_k - beta arm
 *
 * @param treated - People at each grade, lowest first.
 * @param control - The same, same grades. Grades nobody has are left out.
 * @param level - Confidence level, in (0, 1).
 * @throws RangeError if an arm has nobody, fewer than two grades are used, or nobody of one arm lies
 *   above anybody of the other: the arms don't overlap, or share one grade only, as where all of one
 *   are at the lowest. The odds ratio is then 0 or infinite. Also if the fit doesn't settle.
 * @see McCullagh (1980), J. R. Stat. Soc. B 42:109-142, section 2.1; Pratt (1981), J. Am. Stat. Assoc.
 *   76:103-106 (the likelihood is concave); `polr` of R's MASS package.
 */
export function proportionalOdds(
  treated: readonly number[],
  control: readonly number[],
  level = 0.95,
): ProportionalOdds {
  assertLevel(level);
  assertSameLength('grades', treated, control, 2);
  for (const people of [...treated, ...control]) assertWhole('people at a grade', people);
  const used = treated
    .map((_, grade) => grade)
    .filter((grade) => (treated[grade] ?? 0) + (control[grade] ?? 0) > 0);
  const arms = [control, treated].map((arm) => used.map((grade) => arm[grade] ?? 0));
  const [n0 = 0, n1 = 0] = arms.map((arm) => arm.reduce((sum, people) => sum + people, 0));
  if (n1 === 0 || n0 === 0 || used.length < 2) {
    throw new RangeError(
      `Fit graded outcomes: arms have ${n1} and ${n0} people at ${used.length} grades; each arm needs people and two grades must be used`,
    );
  }
  if (noneAbove(treated, control) || noneAbove(control, treated)) {
    throw new RangeError(
      'Fit graded outcomes: nobody of one arm lies above anybody of the other and the odds ratio is 0 or infinite; use the win probability',
    );
  }
  const cuts = used.length - 1;
  let below = 0;
  const start = used.slice(0, cuts).map((_, place) => {
    below += (arms[0]?.[place] ?? 0) + (arms[1]?.[place] ?? 0);
    return Math.log(below / (n0 + n1 - below));
  });
  let parameters = Float64Array.from([...start, 0]);
  let state = evaluate(arms, parameters);
  let step = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 100 && step > 1e-11; round += 1) {
    let move = times(invertPositive(state.information, cuts + 1).inverse, state.score, cuts + 1);
    // Far from the top the information is so small that a whole step would end where it is flat.
    const longest = Math.max(...move.map(Math.abs));
    if (longest > LONGEST_STEP) move = move.map((value) => (value / longest) * LONGEST_STEP);
    let next = evaluate(
      arms,
      parameters.map((value, j) => value + (move[j] as number)),
    );
    const least = state.logLikelihood - 1e-12 * Math.max(1, -state.logLikelihood);
    for (let half = 0; half < 40 && !(next.logLikelihood >= least); half += 1) {
      move = move.map((value) => value / 2);
      next = evaluate(
        arms,
        parameters.map((value, j) => value + (move[j] as number)),
      );
    }
    parameters = parameters.map((value, j) => value + (move[j] as number));
    state = next;
    step = Math.max(...move.map(Math.abs));
  }
  const beta = parameters[cuts] as number;
  if (!(step <= 1e-6)) {
    throw new RangeError(
      `Fit graded outcomes: the last step was ${step} and must come near 0; use the win probability`,
    );
  }
  const { inverse } = invertPositive(state.information, cuts + 1);
  const standardError = Math.sqrt(inverse[(cuts + 1) * (cuts + 1) - 1] as number);
  const reach = normalCritical(level) * standardError;
  return {
    method: 'proportional odds, maximum likelihood',
    estimate: Math.exp(beta),
    standardError,
    lower: Math.exp(beta - reach),
    upper: Math.exp(beta + reach),
    level,
    p: normalTwoSided(beta / standardError),
    cutPoints: [...parameters.subarray(0, cuts)],
    logLikelihood: state.logLikelihood,
  };
}

/** Whether nobody of `first` has a higher grade than anybody of `second`. */
function noneAbove(first: readonly number[], second: readonly number[]): boolean {
  return first.findLastIndex((people) => people > 0) <= second.findIndex((people) => people > 0);
}

interface State {
  readonly logLikelihood: number;
  readonly score: Float64Array;
  /** Observed information: positive, for the likelihood is concave. */
  readonly information: Float64Array;
}

function evaluate(arms: readonly (readonly number[])[], parameters: Float64Array): State {
  const cuts = parameters.length - 1;
  const size = cuts + 1;
  const score = new Float64Array(size);
  const information = new Float64Array(size * size);
  let logLikelihood = 0;
  arms.forEach((counts, arm) => {
    const cumulative = (k: number): number => {
      if (k < 0) return 0;
      if (k >= cuts) return 1;
      return 1 / (1 + Math.exp(arm * (parameters[cuts] as number) - (parameters[k] as number)));
    };
    const slope = (k: number): number => cumulative(k) * (1 - cumulative(k));
    for (let grade = 0; grade <= cuts; grade += 1) {
      const probability = cumulative(grade) - cumulative(grade - 1);
      if (!(probability > 0)) {
        logLikelihood = Number.NEGATIVE_INFINITY;
        return;
      }
      const n = counts[grade] ?? 0;
      logLikelihood += n === 0 ? 0 : n * Math.log(probability);
      // Derivative of the probability by each parameter.
      const gradient = new Float64Array(size);
      if (grade < cuts) gradient[grade] = slope(grade);
      if (grade > 0) gradient[grade - 1] = -slope(grade - 1);
      gradient[cuts] = -arm * (slope(grade) - slope(grade - 1));
      // Second derivatives: each edge of the grade adds f'(edge) times the outer product of its own.
      for (const [edge, sign] of [
        [grade, 1],
        [grade - 1, -1],
      ] as const) {
        if (edge < 0 || edge >= cuts) continue;
        const curve = (sign * slope(edge) * (1 - 2 * cumulative(edge)) * n) / probability;
        const own = new Float64Array(size);
        own[edge] = 1;
        own[cuts] = -arm;
        for (let j = 0; j < size; j += 1) {
          for (let k = 0; k < size; k += 1) {
            information[j * size + k] =
              (information[j * size + k] as number) -
              curve * (own[j] as number) * (own[k] as number);
          }
        }
      }
      for (let j = 0; j < size; j += 1) {
        score[j] = (score[j] as number) + (n / probability) * (gradient[j] as number);
        for (let k = 0; k < size; k += 1) {
          information[j * size + k] =
            (information[j * size + k] as number) +
            (n / probability ** 2) * (gradient[j] as number) * (gradient[k] as number);
        }
      }
    }
  });
  return { logLikelihood, score, information };
}
