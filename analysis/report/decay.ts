import { decay } from '../health/decay.ts';
import type { AnalysisPlan } from '../plan.ts';
import type { Contrast, DecayReport } from './types.ts';

/**
 * Slope and half-life of the primary difference over dated waves from the primary one on.
 * Estimates at different waves are taken as independent: with people alike at both, the true error
 * of the slope is smaller.
 */
export function decayReport(
  plan: AnalysisPlan,
  contrasts: readonly Contrast[],
): DecayReport | null {
  const from = plan.waves.indexOf(plan.primary.wave);
  const waves = contrasts.flatMap(({ wave, standardised }) => {
    const days = plan.waveDays?.[wave];
    const { estimate, standardError } = standardised;
    if (days === undefined || estimate === null || standardError === null) return [];
    return plan.waves.indexOf(wave) < from ? [] : [{ wave, days, estimate, standardError }];
  });
  if (new Set(waves.map(({ days }) => days)).size < 2) return null;
  const level = 1 - plan.alpha;
  const result = decay(
    waves.map(({ days, estimate, standardError }) => ({ time: days, estimate, standardError })),
    0,
    level,
  );
  return {
    waves: waves.map(({ wave, days, estimate }) => ({ wave, days, estimate })),
    slope: {
      method: 'weighted slope over waves',
      estimate: result.slope,
      standardError: result.standardError,
      lower: result.lower,
      upper: result.upper,
      level,
      p: result.p,
      degreesOfFreedom: null,
      reason: null,
    },
    halfLifeDays: result.halfLife,
    halfLifeLower: result.halfLifeLower,
    halfLifeUpper: result.halfLifeUpper,
  };
}
