import type { Protocol } from '../../protocol/schema.ts';
import type { Outcome } from '../../protocol/vocabulary.ts';
import type { RehearsalTruth } from '../reports/build-trial-report.ts';
import { type OfferRole, type ReachedStage, reportRisk, stageRisks, UPTAKE } from './behaviour.ts';

type Arm = Protocol['arms'][number];

/**
 * The effect the simulated people of a rehearsal really have: the probability of the primary
 * outcome among everyone assigned whom the offer reached, by arm. It follows from the protocol
 * alone, since strata and pairs are met equally often by construction.
 *
 * @returns Undefined for an outcome people are not made to have a known share of.
 */
export function rehearsalTruth(protocol: Protocol): RehearsalTruth | undefined {
  const { outcome, wave: key } = protocol.analysis.primary;
  const wave = protocol.waves.findIndex((candidate) => candidate.key === key);
  if (wave < 0 || !isModelled(outcome)) return undefined;
  return {
    outcome,
    wave: key,
    arms: protocol.arms.map((arm) => ({
      arm: arm.key,
      lureRisk: averageRisk(protocol, arm, wave, 'lure', outcome),
      twinAcceptance: averageRisk(protocol, arm, wave, 'twin', outcome),
    })),
  };
}

/**
 * The training of an arm that a person can have gone through before a wave: what is shown as a page
 * at the reveal, or sent after it.
 */
export function trainingBefore(arm: Arm, wave: number): string | undefined {
  if (wave === 0 || arm.kind !== 'training' || arm.content?.delivery === 'in_person') {
    return undefined;
  }
  return arm.content?.template;
}

type Modelled = Exclude<ReachedStage, 'seen'> | 'reported';

/** Looking is noticed only where a script runs, and who looks for help is not made up by offer. */
function isModelled(outcome: Outcome): outcome is Modelled {
  return outcome !== 'seen' && outcome !== 'engaged' && outcome !== 'help_opened';
}

function averageRisk(
  protocol: Protocol,
  arm: Arm,
  wave: number,
  role: OfferRole,
  outcome: Modelled,
): number {
  const pairs = protocol.waves[wave]!.pairs.length;
  const strata = protocol.population.strata.length;
  const training = trainingBefore(arm, wave);
  let sum = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    for (let stratum = 0; stratum < strata; stratum += 1) {
      const risk = (taken: string | undefined): number => {
        const setting = {
          role,
          toldBefore: wave > 0 && arm.kind !== 'unexposed',
          pair: [pair, pairs],
          stratum: [stratum, strata],
          training: taken,
        } as const;
        const risks = stageRisks(setting);
        if (outcome !== 'reported') return risks[outcome];
        return (risks.seen - risks.compromised) * reportRisk(setting);
      };
      sum += training ? UPTAKE * risk(training) + (1 - UPTAKE) * risk(undefined) : risk(undefined);
    }
  }
  return sum / (pairs * strata);
}
