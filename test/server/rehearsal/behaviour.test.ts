import { describe, expect, it } from 'vitest';
import type { Protocol } from '../../../protocol/schema.ts';
import { reachedStage, type Setting, stageRisks } from '../../../server/rehearsal/behaviour.ts';
import { makePeople } from '../../../server/rehearsal/people.ts';
import { rehearsalTruth, trainingBefore } from '../../../server/rehearsal/truth.ts';
import { exampleProtocol } from './example-protocol.ts';

const SETTING: Setting = {
  role: 'lure',
  toldBefore: true,
  pair: [0, 2],
  stratum: [0, 3],
  training: undefined,
};

describe('stageRisks()', () => {
  it('makes each stage at least as likely as the next', () => {
    for (const training of [undefined, 'red-flag-replay', 'of-somebody-else']) {
      for (const role of ['lure', 'twin'] as const) {
        const { seen, clicked, started, compromised } = stageRisks({ ...SETTING, role, training });
        expect(1 > seen && seen > clicked && clicked > started && started > compromised).toBe(true);
        expect(compromised).toBeGreaterThan(0);
      }
    }
  });

  it('lets training lower the risk at lures and hardly touch honest offers', () => {
    const risk = (role: Setting['role'], training?: string): number =>
      stageRisks({ ...SETTING, role, training }).compromised;
    expect(risk('lure', 'red-flag-replay')).toBeCloseTo(risk('lure') / 2);
    expect(risk('twin') - risk('twin', 'red-flag-replay')).toBeLessThan(0.02);
  });
});

describe('reachedStage()', () => {
  it('follows the line a person draws a place on', () => {
    const { compromised, seen } = stageRisks(SETTING);
    expect(reachedStage(SETTING, compromised - 1e-9)).toBe('compromised');
    expect(reachedStage(SETTING, compromised)).toBe('started');
    expect(reachedStage(SETTING, seen)).toBeUndefined();
  });
});

describe('rehearsalTruth()', () => {
  const protocol = exampleProtocol();

  it('names the risks the people of the example are made to have', () => {
    const truth = rehearsalTruth(protocol)!;
    const risks = Object.fromEntries(truth.arms.map(({ arm, lureRisk }) => [arm, lureRisk]));
    expect(risks.reveal_only).toBeCloseTo(0.32, 12);
    expect(risks.awareness_message).toBeCloseTo(0.26, 12);
    expect(risks.red_flag_replay).toBeCloseTo(0.2, 12);
  });

  it('agrees with what made-up people do when they are put into every arm', () => {
    const truth = rehearsalTruth(protocol)!;
    const people = makePeople(protocol, { people: 20_000, seed: 3, trialNo: 1 }).filter(
      ({ answer }) => answer === 'agree',
    );
    const strata = protocol.population.strata;
    for (const arm of protocol.arms) {
      const training = trainingBefore(arm, 1);
      for (const role of ['lure', 'twin'] as const) {
        const taken = people.filter((person, n) => {
          const setting: Setting = {
            role,
            toldBefore: true,
            pair: [n % 2, 2],
            stratum: [strata.findIndex(({ key }) => key === person.stratum), strata.length],
            training: person.takesTraining ? training : undefined,
          };
          return reachedStage(setting, person.waves[1]!.offers[role].draw) === 'compromised';
        });
        const known = truth.arms.find(({ arm: key }) => key === arm.key)!;
        const expected = role === 'lure' ? known.lureRisk : known.twinAcceptance!;
        // Four standard deviations of a share among 20,000 are at most 0.0142.
        expect(Math.abs(taken.length / people.length - expected)).toBeLessThan(0.0142);
      }
    }
  });

  it('counts no effect for a training given by hand, and none before the first wave', () => {
    const byHand: Protocol = {
      ...protocol,
      arms: protocol.arms.map((arm) =>
        arm.content ? { ...arm, content: { ...arm.content, delivery: 'in_person' } } : arm,
      ),
    };
    const risks = new Set(rehearsalTruth(byHand)!.arms.map(({ lureRisk }) => lureRisk.toFixed(9)));
    expect(risks.size).toBe(1);
    expect(trainingBefore(protocol.arms[2]!, 0)).toBeUndefined();
  });

  it('is silent about an outcome whose share is not made', () => {
    const { analysis } = protocol;
    const about = (outcome: 'seen' | 'reported') =>
      rehearsalTruth({
        ...protocol,
        analysis: { ...analysis, primary: { ...analysis.primary, outcome } },
      });
    expect(about('seen')).toBeUndefined();
    expect(about('reported')!.arms.map(({ lureRisk }) => lureRisk)).not.toContain(0);
  });
});
