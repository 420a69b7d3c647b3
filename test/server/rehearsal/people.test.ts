import { describe, expect, it } from 'vitest';
import { AGENTS, gradeAgent } from '../../../server/exposures/grading.ts';
import { readRoster } from '../../../server/participants/read-roster.ts';
import { rosterText } from '../../../server/rehearsal/enrol.ts';
import { makePeople } from '../../../server/rehearsal/people.ts';
import { exampleProtocol } from './example-protocol.ts';

const protocol = exampleProtocol();
const CAST = { people: 600, seed: 11, trialNo: 4 };

describe('makePeople()', () => {
  it('makes the same people for the same seed and others for another', () => {
    expect(makePeople(protocol, CAST)).toEqual(makePeople(protocol, CAST));
    expect(makePeople(protocol, { ...CAST, seed: 12 })).not.toEqual(makePeople(protocol, CAST));
  });

  it('makes as many who agree as were asked for, dealt out evenly over strata', () => {
    const agreeing = makePeople(protocol, CAST).filter(({ answer }) => answer === 'agree');
    expect(agreeing).toHaveLength(600);
    for (const { key } of protocol.population.strata) {
      expect(agreeing.filter(({ stratum }) => stratum === key)).toHaveLength(200);
    }
  });

  it('asks nobody in vain where people are not asked first', () => {
    const waived = { ...protocol, consent: { ...protocol.consent, mode: 'waived' as const } };
    expect(makePeople(waived, CAST)).toHaveLength(600);
  });

  it('gives nobody the address of somebody in another rehearsal', () => {
    const addresses = (trialNo: number): string[] =>
      makePeople(protocol, { ...CAST, trialNo }).map(({ address }) => address);
    expect(new Set([...addresses(4), ...addresses(5)]).size).toBe(2 * addresses(4).length);
  });

  it('gives people browsers that no one takes for machines', () => {
    const agents = new Set(makePeople(protocol, CAST).map(({ agent }) => agent));
    expect(agents.size).toBeGreaterThan(3);
    for (const agent of agents) expect(gradeAgent(agent)).toBe(AGENTS.browser);
  });

  it('keeps distress, complaints and withdrawals below what stops the trial, however many there are', () => {
    const people = makePeople(protocol, { ...CAST, people: 20_000 });
    const limit = (kind: string): number =>
      protocol.stop_rules.find((rule) => rule.when === kind)!.people;
    expect(people.filter((one) => one.distressed).length).toBeLessThan(limit('distressed'));
    expect(people.filter((one) => one.complains).length).toBeLessThan(limit('complained'));
    expect(people.filter((one) => one.withdrawsAfter !== undefined).length).toBeLessThan(
      limit('withdrawn'),
    );
  });

  it('makes a roster the service takes without a fault', () => {
    const people = makePeople(protocol, CAST);
    const roster = readRoster(rosterText(protocol, people), protocol);
    expect(roster.faults).toEqual([]);
    expect(roster.rows).toHaveLength(people.length);
  });
});
