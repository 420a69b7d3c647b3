import { assertLevel, assertSameLength, assertWhole } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';

export interface WinProbability {
  readonly method: string;
  /** P(treated higher) + P(equal) / 2. */
  readonly estimate: number;
  /** Null, with the bounds, where it can't be judged: one person in an arm, or no overlap at all. */
  readonly standardError: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  /** Mann-Whitney U of the treated arm, and its tie-corrected normal test. */
  readonly statistic: number;
  readonly p: number | null;
  readonly participants: { readonly treated: number; readonly control: number };
}

/**
 * Win probability of a graded outcome (none, opened, clicked, started, compromised), with ties
 * counting half, and the Mann-Whitney test.
 *
 * Grades come as counts, so the cost doesn't grow with people. The interval is on the logit of the
 * win probability with DeLong's variance.
 *
 * @param treated - People at each grade, lowest grade first.
 * @param control - The same, same grades.
 * @param level - Confidence level, in (0, 1).
 * @param correct - Continuity correction of the test, as `wilcox.test` of R has it.
 * @returns Estimate in [0, 1]; 0.5 is no difference. p is null when everybody is at one grade. There
 *   is no error and no interval when an arm has one person, or when the estimate is 0 or 1 or people
 *   don't differ within the arms.
 * @throws RangeError if an arm has nobody, counts aren't whole, or grades differ in number.
 * @see Mann and Whitney (1947), Ann. Math. Stat. 18:50-60; DeLong, DeLong and Clarke-Pearson (1988),
 *   Biometrics 44:837-845; Newcombe (2006), Stat. Med. 25:559-573.
 */
export function mannWhitney(
  treated: readonly number[],
  control: readonly number[],
  level = 0.95,
  correct = false,
): WinProbability {
  assertLevel(level);
  assertSameLength('grades', treated, control, 2);
  for (const people of [...treated, ...control]) assertWhole('people at a grade', people);
  const n1 = sum(treated);
  const n0 = sum(control);
  if (n1 === 0 || n0 === 0) {
    throw new RangeError(
      `Compare grades: arms have ${n1} and ${n0} people and each needs at least one`,
    );
  }
  // For each grade: share of the other arm below, plus half of those equal.
  const winsOver = (other: readonly number[], total: number): number[] => {
    let below = 0;
    return other.map((people) => {
      const wins = (below + people / 2) / total;
      below += people;
      return wins;
    });
  };
  const treatedWins = winsOver(control, n0);
  const controlWins = winsOver(treated, n1);
  const estimate = weighted(treated, treatedWins) / n1;
  const variance = spread(treated, treatedWins, n1) / n1 + spread(control, controlWins, n0) / n0;
  const judged = n1 > 1 && n0 > 1 && variance > 0 && estimate > 0 && estimate < 1;
  const standardError = judged ? Math.sqrt(variance) : null;
  const total = n1 + n0;
  const ties = treated.reduce((all, people, grade) => {
    const t = people + (control[grade] ?? 0);
    return all + t ** 3 - t;
  }, 0);
  const nullVariance = ((n1 * n0) / 12) * (total + 1 - ties / (total * (total - 1)));
  const statistic = estimate * n1 * n0;
  const deviation = statistic - (n1 * n0) / 2;
  const shift = correct ? Math.min(0.5, Math.abs(deviation)) : 0;
  const reach = (normalCritical(level) * (standardError ?? 0)) / (estimate * (1 - estimate));
  const logit = Math.log(estimate / (1 - estimate));
  const back = (x: number): number => 1 / (1 + Math.exp(-x));
  return {
    method: 'win probability, DeLong variance on the logit',
    estimate,
    standardError,
    lower: judged ? back(logit - reach) : null,
    upper: judged ? back(logit + reach) : null,
    level,
    statistic,
    p:
      nullVariance > 0
        ? normalTwoSided((Math.abs(deviation) - shift) / Math.sqrt(nullVariance))
        : null,
    participants: { treated: n1, control: n0 },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function weighted(people: readonly number[], values: readonly number[]): number {
  return people.reduce((all, n, grade) => all + n * (values[grade] ?? 0), 0);
}

function spread(people: readonly number[], values: readonly number[], n: number): number {
  if (n < 2) return 0;
  const mean = weighted(people, values) / n;
  return (
    people.reduce((all, k, grade) => all + k * ((values[grade] ?? 0) - mean) ** 2, 0) / (n - 1)
  );
}
