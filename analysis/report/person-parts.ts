import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import { type Moments, varianceOfMean } from '../strata/moments.ts';
import { standardisedRiskDifference } from '../strata/standardised-risk-difference.ts';
import { chiSquareTest } from '../two-arms/chi-square-test.ts';
import { fisherExactTest } from '../two-arms/fisher-exact-test.ts';
import { oddsRatioWoolf } from '../two-arms/odds-ratio.ts';
import { riskDifferenceMiettinenNurminen } from '../two-arms/risk-difference-miettinen-nurminen.ts';
import { riskDifferenceNewcombe } from '../two-arms/risk-difference-newcombe.ts';
import { riskRatioScore } from '../two-arms/risk-ratio-score.ts';
import type { ArmCounts } from '../two-arms/types.ts';
import { FLAT, noEstimate, noTest, reportEstimate, reportTest, withinRange } from './estimates.ts';
import type { Contrast, Estimate } from './types.ts';

const ONE_OFFER = 'needs one offer for each person; here the outcome is a share of several';
const NOBODY = 'an arm has nobody with an outcome';

/** Unadjusted figures of a trial that assigned persons. */
export function personParts(
  treated: Moments,
  control: Moments,
  severalOffers: boolean,
  level: number,
): Pick<Contrast, 'unadjusted' | 'relative' | 'tests'> {
  const enough = treated.participants > 0 && control.participants > 0;
  const first: ArmCounts = { events: treated.sum, participants: treated.participants };
  const second: ArmCounts = { events: control.sum, participants: control.participants };
  const binary = (method: string, make: () => Estimate): Estimate => {
    if (severalOffers) return noEstimate(method, level, ONE_OFFER);
    return enough ? make() : noEstimate(method, level, NOBODY);
  };
  const events = treated.sum + control.sum;
  const variable = events > 0 && events < treated.participants + control.participants;
  const testable = !severalOffers && enough && variable;
  let why = NOBODY;
  if (severalOffers) why = ONE_OFFER;
  else if (enough) why = 'nobody or everybody had the event';
  const rows = [first, second].map((arm) => [arm.events, arm.participants - arm.events]);
  return {
    unadjusted: {
      welch: welch(treated, control, level),
      newcombe: binary('Newcombe hybrid score', () =>
        reportEstimate(riskDifferenceNewcombe(first, second, level)),
      ),
      miettinenNurminen: binary('Miettinen-Nurminen score', () =>
        reportEstimate(riskDifferenceMiettinenNurminen(first, second, level)),
      ),
    },
    relative: {
      riskRatio: severalOffers
        ? ratioOfMeans(treated, control, level)
        : binary('Miettinen-Nurminen score ratio', () =>
            reportEstimate(riskRatioScore(first, second, level)),
          ),
      oddsRatio: binary('Woolf log odds', () =>
        reportEstimate(oddsRatioWoolf(first, second, level)),
      ),
    },
    tests: {
      chiSquare: testable ? reportTest(chiSquareTest(rows)) : noTest('Pearson chi-square', why),
      fisher: testable
        ? reportTest(fisherExactTest(first, second))
        : noTest('Fisher exact, two-sided', why),
    },
  };
}

function welch(treated: Moments, control: Moments, level: number): Estimate {
  const method = 'difference in means, HC2 (Welch)';
  if (treated.participants < 2 || control.participants < 2) {
    return noEstimate(method, level, 'an arm has fewer than two people with an outcome');
  }
  const result = standardisedRiskDifference([{ treated, control }], level);
  const flat = result.standardError === 0;
  return withinRange({
    method,
    estimate: result.estimate,
    standardError: flat ? null : result.standardError,
    lower: result.lower,
    upper: result.upper,
    level,
    p: result.p,
    degreesOfFreedom: result.degreesOfFreedom,
    reason: flat ? FLAT : null,
  });
}

/** Ratio of mean shares, interval on the logarithm by the delta method. */
function ratioOfMeans(treated: Moments, control: Moments, level: number): Estimate {
  const method = 'ratio of mean shares, delta method on the logarithm';
  if (treated.participants < 2 || control.participants < 2) {
    return noEstimate(method, level, 'an arm has fewer than two people with an outcome');
  }
  if (treated.sum === 0 || control.sum === 0) {
    return noEstimate(method, level, 'an arm has no events');
  }
  const relativeVariance = (arm: Moments): number =>
    varianceOfMean(arm) / (arm.sum / arm.participants) ** 2;
  const estimate = treated.sum / treated.participants / (control.sum / control.participants);
  const standardError = Math.sqrt(relativeVariance(treated) + relativeVariance(control));
  const reach = normalCritical(level) * standardError;
  const flat = standardError === 0;
  return {
    method,
    estimate,
    standardError: flat ? null : standardError,
    lower: flat ? null : estimate * Math.exp(-reach),
    upper: flat ? null : estimate * Math.exp(reach),
    level,
    p: flat ? null : normalTwoSided(Math.log(estimate) / standardError),
    degreesOfFreedom: null,
    reason: flat ? FLAT : null,
  };
}
