import { describe, expect, it } from 'vitest';
import {
  type CalibrationRow,
  calibrate,
  calibrateArms,
  calibratePeeking,
  SCENARIOS,
} from '../../../analysis/calibration/calibrate.ts';

const TRIALS = 240;
const ALPHA = 0.05;

/** Three and a half standard errors of a share seen in this many trials. */
function slack(share: number, trials = TRIALS): number {
  return 3.5 * Math.sqrt((share * (1 - share)) / trials);
}

function scenario(name: string): CalibrationRow[] {
  const found = SCENARIOS.find((one) => one.name === name);
  if (!found) throw new Error(`no scenario ${name}`);
  return calibrate(found, TRIALS, 17);
}

function row(rows: readonly CalibrationRow[], estimator: string): CalibrationRow {
  const found = rows.find((one) => one.estimator === estimator);
  if (!found) throw new Error(`no estimator ${estimator}`);
  return found;
}

describe('calibration by simulated trials', () => {
  it('rejects a true null about as often as alpha says', () => {
    const rows = scenario('no effect');
    for (const estimator of [
      'standardised, HC2',
      'unadjusted, Welch',
      'Newcombe',
      'Miettinen-Nurminen',
      'attrition weights',
      'twin acceptance',
      "difference in d'",
      'randomisation test, 999 draws',
    ]) {
      const { rejected, used } = row(rows, estimator);
      expect(used).toBe(TRIALS);
      expect(Math.abs(rejected - ALPHA), estimator).toBeLessThan(slack(ALPHA));
    }
    expect(row(rows, 'worst-case bounds').coverage).toBe(1);
  });

  it('covers a true effect without bias when loss depends on the stratum and the arm', () => {
    const rows = scenario('loss by stratum and arm, effect -0.10');
    for (const estimator of ['standardised, HC2', 'attrition weights']) {
      const { coverage, bias, errorRatio } = row(rows, estimator);
      expect(Math.abs(coverage - (1 - ALPHA)), estimator).toBeLessThan(slack(ALPHA));
      expect(Math.abs(bias), estimator).toBeLessThan((3.5 * 0.045) / Math.sqrt(TRIALS));
      expect(Math.abs((errorRatio ?? 0) - 1), estimator).toBeLessThan(3.5 / Math.sqrt(2 * TRIALS));
    }
    const unadjusted = row(rows, 'unadjusted, Welch');
    expect(unadjusted.bias).toBeLessThan(-0.03);
    expect(unadjusted.coverage).toBeLessThan(1 - ALPHA - slack(ALPHA));
    expect(row(rows, 'worst-case bounds').coverage).toBeGreaterThan(1 - ALPHA - slack(ALPHA));
  });

  it('keeps its level with groups, where taking people as independent does not', () => {
    const rows = scenario('few groups, no effect');
    const honest = row(rows, 'standardised, CR2');
    expect(honest.rejected).toBeLessThan(ALPHA + slack(ALPHA));
    expect(row(rows, 'taking people as independent').rejected).toBeGreaterThan(0.15);
    expect(row(rows, "difference in d'").rejected).toBeLessThan(ALPHA + slack(ALPHA));
    const redrawn = row(rows, 'randomisation test, 999 draws').rejected;
    expect(redrawn).toBeLessThan(ALPHA + slack(ALPHA));
  });

  it('keeps its level in small cells', () => {
    const { rejected } = row(scenario('small cells, no effect'), 'standardised, HC2');
    // HC2 in cells of a dozen people is allowed one point above alpha.
    expect(rejected).toBeLessThan(ALPHA + 0.01 + slack(ALPHA));
  });

  it('is not fooled by daily looks, while a fixed critical value is', () => {
    const rows = calibratePeeking(200, 5, 10);
    const most = ALPHA + slack(ALPHA, 200);
    expect(row(rows, 'standardised, p < alpha at any look').rejected).toBeGreaterThan(most);
    expect(row(rows, "Lan-DeMets, O'Brien-Fleming").rejected).toBeLessThan(most);
    expect(row(rows, 'confidence sequence').rejected).toBeLessThan(most);
  });

  it('holds the chance of any false claim with two trainings', () => {
    const rows = calibrateArms(TRIALS, 8);
    const adjusted = row(rows, 'any significant after Holm').rejected;
    expect(adjusted).toBeLessThan(ALPHA + slack(ALPHA));
    // The same trials: adjusting must take claims away.
    expect(row(rows, 'any significant, not adjusted').rejected).toBeGreaterThan(adjusted);
  });

  it('repeats with its seed', () => {
    const [first] = SCENARIOS;
    if (!first) throw new Error('no scenario');
    expect(calibrate(first, 3, 2)).toEqual(calibrate(first, 3, 2));
  });
});
