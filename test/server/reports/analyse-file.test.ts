import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyseFile } from '../../../server/reports/analyse-file.ts';
import { buildTrialReport } from '../../../server/reports/build-trial-report.ts';
import { renderJson } from '../../../server/reports/render-json.ts';
import { trialReportSchema } from '../../../server/reports/schema/report-schema.ts';
import { type TestDatabase, testDatabase } from '../../helpers/database.ts';
import { ordinary } from './behaviours.ts';
import { madeUpFile, madeUpReport, reportIn } from './made-up-report.ts';
import { exampleProtocol, LONG_AFTER, type MadeUpTrial, madeUpTrial } from './made-up-trial.ts';

const EXAMPLE = readFileSync(
  new URL('../../../examples/discount-shop.yaml', import.meta.url),
  'utf8',
);

describe('analyseFile()', () => {
  it('makes the same bytes of the same file, in the shape of the published schema', () => {
    const made = { people: 300, seed: 1, risk: () => 0.2 };
    const json = renderJson(madeUpReport(made));
    expect(renderJson(madeUpReport(made))).toBe(json);
    expect(() => trialReportSchema.parse(JSON.parse(json))).not.toThrow();
  });

  it('lists faults of the protocol with line and column', () => {
    const { csvText } = madeUpFile({ people: 3, seed: 1, risk: () => 0.2 });
    const analysed = analyseFile({
      protocolSource: EXAMPLE.replace('comparator: ', 'comperator: '),
      csvText,
    });
    if (!('protocolFaults' in analysed)) throw new Error('expected faults of the protocol');
    expect(analysed.protocolFaults[0]).toMatchObject({
      line: expect.any(Number),
      message: expect.any(String),
    });
  });

  it('lists faults of an analysis plan with their path', () => {
    const { protocolSource, csvText } = madeUpFile({ people: 3, seed: 1, risk: () => 0.2 });
    const analysed = analyseFile({
      protocolSource: protocolSource.replace('alpha: 0.05', 'alpha: 5'),
      csvText,
    });
    if (!('planFaults' in analysed)) throw new Error('expected faults of the plan');
    expect(analysed.planFaults[0]?.path).toBe('alpha');
  });

  it('lists faults of the data with row and column', () => {
    const { protocolSource, csvText } = madeUpFile({ people: 30, seed: 1, risk: () => 0.2 });
    const analysed = analyseFile({
      protocolSource,
      csvText: csvText.replace('p1,trained', 'p1,traned'),
    });
    if (!('datasetFaults' in analysed)) throw new Error('expected faults of the data');
    expect(analysed.datasetFaults[0]).toMatchObject({ row: 3, column: 'arm' });
  });

  it('says that harms and debriefs are not in a file rather than that there were none', () => {
    const report = madeUpReport({ people: 30, seed: 1, risk: () => 0.2 });
    expect(report).toMatchObject({ harms: null, telling: null, changes: null, machines: null });
  });
});

describe('the same people, counted by the service and read from a file', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it('give the same effect report', async () => {
    const trial = await madeUpTrial(database.db, {
      protocol: exampleProtocol(),
      people: 300,
      seed: 5,
      behave: ordinary,
    });
    const served = await buildTrialReport(database.db, trial.slug, LONG_AFTER);
    const filed = reportIn(analyseFile({ protocolSource: EXAMPLE, csvText: csvOf(trial) }));
    expect(filed.flow).toEqual(served.flow);
    expect(filed.health).toEqual(served.health);
    expect(filed.effect!.comparisons.map(({ primary }) => primary)).toEqual(
      served.effect!.comparisons.map(({ primary }) => primary),
    );
    expect(filed.effect!.comparisons.map(({ twins }) => twins)).toEqual(
      served.effect!.comparisons.map(({ twins }) => twins),
    );
  });
});

function csvOf(trial: MadeUpTrial): string {
  const offers = ['w1.lure', 'w1.twin', 'w2.lure', 'w2.twin'];
  const fields = [
    'status',
    'form',
    'position',
    'compromised',
    'compromised.unsure',
    'compromised.everything',
  ];
  const header = [
    'participant',
    'arm',
    'stratum',
    ...offers.flatMap((offer) => fields.map((field) => `${offer}.${field}`)),
  ];
  const rows = trial.people.map((person) => {
    const own = trial.exposures.filter(
      ({ participant_id }) => participant_id === person.participant_id,
    );
    const cells = [0, 1].flatMap((wave) =>
      [1, 2].flatMap((role) => {
        const offer = own.find((one) => one.wave === wave && one.role === role)!;
        const status = offer.undelivered_at
          ? 'undelivered'
          : offer.sent_at
            ? 'analysed'
            : 'not_sent';
        const people = offer.stage_person >= 5;
        const unsure = people || offer.stage_unsure >= 5;
        const all = unsure || offer.stage_machine >= 5;
        const events = status === 'analysed' ? [people, unsure, all].map(Number) : ['', '', ''];
        return [status, offer.form, offer.position, ...events];
      }),
    );
    return [person.participant_id, person.arm, person.stratum, ...cells].join(',');
  });
  return [header.join(','), ...rows].join('\n');
}
