import { assertCounts, assertFinite, assertLevel } from '../numerics/check.ts';
import { normalPdf, normalQuantile } from '../numerics/distributions.ts';
import { type DetectionEstimate, withInterval } from './detection-estimate.ts';

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

export interface SignalDetection {
  readonly method: string;
  /** Corrected rates, inside (0, 1). */
  readonly hitRate: number;
  readonly falseAlarmRate: number;
  readonly dPrime: DetectionEstimate;
  readonly criterion: DetectionEstimate;
  /** Likelihood ratio at the criterion, exp(d' c); the standard error is of its logarithm. */
  readonly beta: DetectionEstimate;
  /** Discrimination without a normal model, 0.5 by chance; its interval is cut at 0 and 1. */
  readonly aPrime: DetectionEstimate;
}

/**
 * Discrimination d' and criterion c with the log-linear correction.
 *
 * The convention here: the **signal** is a lure and the answer "yes" is **refusing**. A hit is a lure
 * refused, a false alarm a twin refused. d' above zero tells them apart; c below zero refuses much
 * of everything, c above zero accepts much of everything.
 *
 *     H = (hits + 1/2) / (lures + 1),  F = (false alarms + 1/2) / (twins + 1)
 *     d' = z(H) - z(F),  c = -(z(H) + z(F)) / 2
 *     Var(z(H)) = Var(H) / phi(z(H))^2,  Var(H) = H (1 - H) / lures
 *     ln beta = d' c = (z(F)^2 - z(H)^2) / 2
 *     A' = 1/2 + (H - F)(1 + H - F) / (4 H (1 - F)) for H >= F, and one less its mirror below
 *
 * @param lures - Lures refused and lures met, in offers.
 * @param twins - Twins refused and twins met, in offers.
 * @param level - Confidence level, in (0, 1).
 * @param variances - Variances of the rates to use instead of the binomial ones.
 * @returns All four measures with standard errors (delta method) and normal intervals.
 * @throws RangeError if there are no lures or no twins, or variances aren't above zero or impossible
 *   with their covariance.
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
  const most = Math.sqrt(Math.max(0, used.hit * used.falseAlarm));
  if (used.hit <= 0 || used.falseAlarm <= 0 || Math.abs(used.covariance) > most * (1 + 1e-9)) {
    throw new RangeError(
      `Estimate discrimination: variances of the rates are ${used.hit} and ${used.falseAlarm}, their covariance ${used.covariance}; variances must be above 0 and allow the covariance`,
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
    beta: betaOf(
      dPrime * criterion,
      spreadOf(-zHit, zFalse, { hit, falseAlarm, covariance }),
      level,
    ),
    aPrime: aPrimeOf(hitRate, falseAlarmRate, used, level),
  };
}

function betaOf(logBeta: number, variance: number, level: number): DetectionEstimate {
  const { standardError, lower, upper } = withInterval(logBeta, variance, level);
  return {
    estimate: Math.exp(logBeta),
    standardError,
    lower: Math.exp(lower),
    upper: Math.exp(upper),
    level,
  };
}

function aPrimeOf(
  hit: number,
  falseAlarm: number,
  variances: RateVariances,
  level: number,
): DetectionEstimate {
  // Below the diagonal A' is one less that of the rates exchanged.
  const above = hit >= falseAlarm;
  const [high, low] = above ? [hit, falseAlarm] : [falseAlarm, hit];
  const gap = high - low;
  const area = 0.5 + (gap * (1 + gap)) / (4 * high * (1 - low));
  const byHigh = (high + 2 * gap * high - gap - gap * gap) / (4 * high * high * (1 - low));
  const byLow = (gap + gap * gap - (1 + 2 * gap) * (1 - low)) / (4 * high * (1 - low) ** 2);
  const [byHit, byFalse] = above ? [byHigh, byLow] : [-byLow, -byHigh];
  const result = withInterval(above ? area : 1 - area, spreadOf(byHit, byFalse, variances), level);
  return { ...result, lower: Math.max(0, result.lower), upper: Math.min(1, result.upper) };
}

/** Variance of a function of two rates with these slopes: the delta method. */
function spreadOf(byHit: number, byFalse: number, variances: RateVariances): number {
  const { hit, falseAlarm, covariance } = variances;
  return byHit * byHit * hit + byFalse * byFalse * falseAlarm + 2 * byHit * byFalse * covariance;
}
