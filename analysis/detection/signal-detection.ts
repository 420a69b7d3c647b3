import { assertCounts, assertFinite, assertLevel } from '../numerics/check.ts';
import {
  normalCritical,
  normalPdf,
  normalQuantile,
  normalTwoSided,
  tCritical,
  tTwoSided,
} from '../numerics/distributions.ts';

/** Refusals among offers of one role. */
export interface Refusals {
  readonly refused: number;
  readonly offers: number;
}

/** Variances of the two refusal rates when offers aren't independent (several per person). */
export interface RateVariances {
  readonly hit: number;
  readonly falseAlarm: number;
  readonly covariance: number;
}

export interface DetectionEstimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

export interface SignalDetection {
  readonly method: string;
  /** Corrected rates, inside (0, 1). */
  readonly hitRate: number;
  readonly falseAlarmRate: number;
  readonly dPrime: DetectionEstimate;
  readonly criterion: DetectionEstimate;
  /** Likelihood ratio at the criterion, exp(d' c). */
  readonly beta: number;
  /** Sensitivity without a normal model, 0.5 by chance, from the uncorrected rates. */
  readonly aPrime: number;
}

/**
 * Sensitivity d' and criterion c with the log-linear correction.
 *
 * The convention here: the **signal** is a lure and the answer "yes" is **refusing**. A hit is a lure
 * refused, a false alarm a twin refused. d' above zero tells them apart; c below zero refuses much
 * of everything, c above zero accepts much of everything.
 *
 *     H = (hits + 1/2) / (lures + 1),  F = (false alarms + 1/2) / (twins + 1)
 *     d' = z(H) - z(F),  c = -(z(H) + z(F)) / 2
 *     Var(z(H)) = Var(H) / phi(z(H))^2,  Var(H) = H (1 - H) / lures
 *
 * @param lures - Lures refused and lures met, in offers.
 * @param twins - Twins refused and twins met, in offers.
 * @param level - Confidence level, in (0, 1).
 * @param variances - Variances of the rates to use instead of the binomial ones.
 * @returns Both measures with standard errors and normal intervals; beta and A'.
 * @throws RangeError if there are no lures or no twins, or a variance isn't above zero.
 * @see Hautus (1995), Behav. Res. Methods 27:46-51 (correction); Gourevitch and Galanter (1967),
 *   Psychometrika 32:25-33 (variance); Macmillan and Creelman (2005), Detection Theory, equations
 *   1.5, 2.1 and 13.4; Snodgrass and Corwin (1988), J. Exp. Psychol. Gen. 117:34-50 (A').
 */
export function signalDetection(
  lures: Refusals,
  twins: Refusals,
  level = 0.95,
  variances?: RateVariances,
): SignalDetection {
  assertCounts('lures', { events: lures.refused, participants: lures.offers });
  assertCounts('twins', { events: twins.refused, participants: twins.offers });
  assertLevel(level);
  const hitRate = (lures.refused + 0.5) / (lures.offers + 1);
  const falseAlarmRate = (twins.refused + 0.5) / (twins.offers + 1);
  const used = variances ?? {
    hit: (hitRate * (1 - hitRate)) / lures.offers,
    falseAlarm: (falseAlarmRate * (1 - falseAlarmRate)) / twins.offers,
    covariance: 0,
  };
  for (const [name, value] of Object.entries(used)) assertFinite(`variance ${name}`, value);
  if (used.hit <= 0 || used.falseAlarm <= 0) {
    throw new RangeError(
      `Estimate sensitivity: variances of the rates are ${used.hit} and ${used.falseAlarm} and must be above 0`,
    );
  }
  const zHit = normalQuantile(hitRate);
  const zFalse = normalQuantile(falseAlarmRate);
  const hit = used.hit / normalPdf(zHit) ** 2;
  const falseAlarm = used.falseAlarm / normalPdf(zFalse) ** 2;
  const covariance = used.covariance / (normalPdf(zHit) * normalPdf(zFalse));
  const dPrime = zHit - zFalse;
  const criterion = -(zHit + zFalse) / 2;
  return {
    method:
      variances === undefined
        ? 'log-linear correction, Gourevitch-Galanter variance'
        : 'log-linear correction, variance between people',
    hitRate,
    falseAlarmRate,
    dPrime: withInterval(dPrime, hit + falseAlarm - 2 * covariance, level),
    criterion: withInterval(criterion, (hit + falseAlarm + 2 * covariance) / 4, level),
    beta: Math.exp(dPrime * criterion),
    aPrime: aPrimeOf(lures.refused / lures.offers, twins.refused / twins.offers),
  };
}

/**
 * Difference between two independent arms in d' or in c, with interval and test.
 *
 * @param degreesOfFreedom - For a t interval where variances come from few groups; normal without.
 * @returns First minus second.
 * @see Gourevitch and Galanter (1967), Psychometrika 32:25-33, equation 5.
 */
export function detectionDifference(
  first: DetectionEstimate,
  second: DetectionEstimate,
  level = 0.95,
  degreesOfFreedom?: number,
): DetectionEstimate & { readonly p: number } {
  assertLevel(level);
  const estimate = first.estimate - second.estimate;
  const variance = first.standardError ** 2 + second.standardError ** 2;
  const result = withInterval(estimate, variance, level, degreesOfFreedom);
  const statistic = estimate / result.standardError;
  return {
    ...result,
    p:
      degreesOfFreedom === undefined
        ? normalTwoSided(statistic)
        : tTwoSided(statistic, degreesOfFreedom),
  };
}

function withInterval(
  estimate: number,
  variance: number,
  level: number,
  degreesOfFreedom?: number,
): DetectionEstimate {
  const standardError = Math.sqrt(Math.max(0, variance));
  const critical =
    degreesOfFreedom === undefined ? normalCritical(level) : tCritical(level, degreesOfFreedom);
  const reach = critical * standardError;
  return {
    estimate,
    standardError,
    lower: estimate - reach,
    upper: estimate + reach,
    level,
  };
}

function aPrimeOf(hit: number, falseAlarm: number): number {
  if (hit === falseAlarm) return 0.5;
  if (hit > falseAlarm) {
    return 0.5 + ((hit - falseAlarm) * (1 + hit - falseAlarm)) / (4 * hit * (1 - falseAlarm));
  }
  return 0.5 - ((falseAlarm - hit) * (1 + falseAlarm - hit)) / (4 * falseAlarm * (1 - hit));
}
