import { type ArmCounts, assertCounts, assertLevel, assertPositive } from '../numerics/check.ts';
import { betaCdf } from '../numerics/distributions.ts';
import { integrate } from '../numerics/gauss-legendre.ts';
import { findRoot } from '../numerics/root.ts';

export interface BetaPrior {
  readonly alpha: number;
  readonly beta: number;
}

export interface BayesTwoArms {
  readonly method: string;
  /** Posterior mean of treated minus control. */
  readonly estimate: number;
  /** Equal-tailed credible interval of the difference. */
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** Posterior probability that the treated arm's risk is the better one. */
  readonly probabilityBetter: number;
  /** Expected regret, as a proportion, of choosing the treated arm; and of choosing control. */
  readonly expectedLoss: { readonly treated: number; readonly control: number };
  readonly treated: ArmCounts;
  readonly control: ArmCounts;
}

/**
 * Two risks with independent beta priors: who is better, how sure, and what a wrong choice costs.
 *
 * The posterior of each risk is Beta(alpha + events, beta + non-events). Probabilities are
 * integrals of one density against the other's distribution.
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @param good - Whether a lower or a higher risk is better.
 * @param level - Credible level, in (0, 1).
 * @param prior - Both arms' prior, both shapes at least 1/2; Jeffreys' by default.
 * @throws RangeError if an arm is empty, events exceed participants, or a shape is below 1/2.
 * @see Gelman et al. (2013), Bayesian Data Analysis, 3rd edition, section 2.4.
 */
export function bayesBetaBinomial(
  treated: ArmCounts,
  control: ArmCounts,
  good: 'lower' | 'higher',
  level = 0.95,
  prior: BetaPrior = { alpha: 0.5, beta: 0.5 },
): BayesTwoArms {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  assertLevel(level);
  assertPositive('alpha of the prior', prior.alpha);
  assertPositive('beta of the prior', prior.beta);
  if (prior.alpha < 0.5 || prior.beta < 0.5) {
    throw new RangeError(
      `Set a prior: shapes are ${prior.alpha} and ${prior.beta} and must be at least 0.5`,
    );
  }
  const posterior = ({ events, participants }: ArmCounts): BetaPrior => ({
    alpha: prior.alpha + events,
    beta: prior.beta + participants - events,
  });
  const one = posterior(treated);
  const two = posterior(control);
  const mean = ({ alpha, beta }: BetaPrior): number => alpha / (alpha + beta);
  const raise = (shape: BetaPrior): BetaPrior => ({ alpha: shape.alpha + 1, beta: shape.beta });
  // E[(p1 - p0)+] = E[p1] P(p1* > p0) - E[p0] P(p1 > p0*), where * weights a density by its value.
  const above = Math.max(
    0,
    mean(one) * probabilityAbove(raise(one), two, 0) -
      mean(two) * probabilityAbove(one, raise(two), 0),
  );
  const below = Math.max(0, above - (mean(one) - mean(two)));
  const higher = probabilityAbove(one, two, 0);
  const tail = (1 - level) / 2;
  const quantile = (p: number): number =>
    findRoot((shift) => 1 - probabilityAbove(one, two, shift) - p, -1, 1);
  return {
    method: 'independent beta-binomial',
    estimate: mean(one) - mean(two),
    lower: quantile(tail),
    upper: quantile(1 - tail),
    level,
    probabilityBetter: good === 'higher' ? higher : 1 - higher,
    expectedLoss:
      good === 'lower' ? { treated: above, control: below } : { treated: below, control: above },
    treated,
    control,
  };
}

/**
 * P(X - Y > shift) for independent beta X and Y: the density of the one that is surer against the
 * distribution of the other, which is smooth on that scale however unequal the arms.
 */
function probabilityAbove(x: BetaPrior, y: BetaPrior, shift: number): number {
  return variance(x) <= variance(y)
    ? shareBelow(x, (value) => distribution(y, value - shift), [shift, 1 + shift])
    : 1 - shareBelow(y, (value) => distribution(x, value + shift), [-shift, 1 - shift]);
}

/**
 * Mean of a function over a beta variable, as an integral over the angle t, x = sin(t)^2.
 *
 * Shapes of at least 1/2 make the logarithm of the density concave in t with curvature of at least
 * 2 (alpha + beta - 1), so that 12 of its standard deviations on each side hold all but 1e-31.
 *
 * @param corners - Values at which the function has a corner.
 */
function shareBelow(
  { alpha, beta }: BetaPrior,
  f: (value: number) => number,
  corners: readonly number[],
): number {
  const angle = (p: number): number => Math.asin(Math.sqrt(Math.min(1, Math.max(0, p))));
  const excess = alpha + beta - 1;
  const mode = angle((alpha - 0.5) / excess);
  const reach = 12 / Math.sqrt(2 * excess);
  const from = Math.max(0, mode - reach);
  const to = Math.min(Math.PI / 2, mode + reach);
  const logDensity = (t: number): number =>
    (alpha === 0.5 ? 0 : (2 * alpha - 1) * Math.log(Math.sin(t))) +
    (beta === 0.5 ? 0 : (2 * beta - 1) * Math.log(Math.cos(t)));
  const top = logDensity(mode);
  const density = (t: number): number => Math.exp(logDensity(t) - top);
  const pieces = [from, ...corners.map(angle), to]
    .map((t) => Math.min(to, Math.max(from, t)))
    .sort((a, b) => a - b);
  let share = 0;
  let all = 0;
  for (let piece = 1; piece < pieces.length; piece += 1) {
    const start = pieces[piece - 1] as number;
    const end = pieces[piece] as number;
    if (end - start < 1e-14) continue;
    all += integrate(density, start, end, PANELS);
    share += integrate((t) => density(t) * f(Math.sin(t) ** 2), start, end, PANELS);
  }
  return Math.min(1, Math.max(0, share / all));
}

/** Each a standard deviation wide at most, with twenty nodes. */
const PANELS = 24;

function variance({ alpha, beta }: BetaPrior): number {
  const total = alpha + beta;
  return (alpha * beta) / (total * total * (total + 1));
}

function distribution({ alpha, beta }: BetaPrior, value: number): number {
  if (value <= 0) return 0;
  return value >= 1 ? 1 : betaCdf(value, alpha, beta);
}
