import { describe, expect, it } from 'vitest';
import { OFFER_STATUSES } from '../../../analysis/dataset.ts';
import { effectReport } from '../../../analysis/effect-report.ts';
import { readDataset } from '../../../server/reports/read-dataset.ts';
import { planOf } from '../../analysis/make-trial.ts';

const header =
  'participant,arm,stratum,age,town,two.lure.status,two.lure.form,two.lure.position,two.lure.offered,two.lure.compromised,two.lure.compromised.unsure,two.twin.status,two.twin.compromised';
const rows = [
  'p1,control,old,61,Aa,analysed,a,1,1,1,1,analysed,1',
  'p2,trained,old,,Bb,analysed,b,2,,0,1,analysed,0',
  'p3,trained,young,33,,lost,a,1,,,,lost,',
  'p4,control,young,29,Aa,undelivered,,,,,,analysed,1',
];
const csv = [header, ...rows].join('\n');

function dataset(text: string) {
  const result = readDataset(text, planOf());
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return result.dataset;
}
function faults(text: string, plan = planOf()) {
  const result = readDataset(text, plan);
  return 'faults' in result ? result.faults : [];
}
/** Changes one value; rows count from 1, as people do. */
function changed(row: number, place: number, value: string): string {
  const lines = csv.split('\n').map((line) => line.split(','));
  const line = lines[row - 1];
  if (line) line[place] = value;
  return lines.map((values) => values.join(',')).join('\n');
}

describe('readDataset()', () => {
  it('reads people into columns', () => {
    const data = dataset(csv);
    expect(data.rows).toBe(4);
    expect([...data.arm.codes]).toEqual([0, 1, 1, 0]);
    expect(data.stratum).toEqual({ levels: ['old', 'young'], codes: Int32Array.of(0, 0, 1, 1) });
    expect(data.covariates.age).toEqual(Float64Array.of(61, Number.NaN, 33, 29));
    expect(data.covariates.town).toEqual({
      levels: ['Aa', 'Bb'],
      codes: Int32Array.of(0, 1, -1, 0),
    });
    const lure = data.offers[0];
    expect(lure).toMatchObject({ wave: 'two', role: 'lure' });
    expect([...(lure?.status ?? [])].map((code) => OFFER_STATUSES[code])).toEqual([
      'analysed',
      'analysed',
      'lost',
      'undelivered',
    ]);
    expect([...(lure?.offered ?? [])]).toEqual([1, 1, 0, 0]);
    expect([...(lure?.form.codes ?? [])]).toEqual([0, 1, 0, -1]);
    expect(lure?.events.compromised?.people).toEqual(Uint16Array.of(1, 0, 0, 0));
    expect(lure?.events.compromised?.people_and_unsure).toEqual(Uint16Array.of(1, 1, 0, 0));
    expect(lure?.events.compromised?.everything).toEqual(Uint16Array.of(1, 1, 0, 0));
  });
  it('gives what effectReport() takes', () => {
    expect(effectReport(dataset(csv), planOf()).assigned).toBe(4);
  });
  it('forgives a byte-order mark, semicolons, tabs, carriage returns and blank lines', () => {
    const plain = dataset(csv);
    expect(dataset(`\uFEFF${csv.replaceAll(',', ';').replaceAll('\n', '\r\n')}\r\n\r\n`)).toEqual(
      plain,
    );
    expect(dataset(csv.replaceAll(',', '\t'))).toEqual(plain);
  });
  it('reads who had contact with those trained, and refuses another word', () => {
    const answers = ['contact', 'yes', '', 'no', 'yes'];
    const asked = csv.split('\n').map((line, row) => `${line},${answers[row]}`);
    expect(dataset(asked.join('\n'))).toMatchObject({ contact: Int8Array.of(0, -1, 1, 0) });
    expect(dataset(csv).contact).toBeUndefined();
    expect(faults(asked.join('\n').replace(/yes$/, 'often'))).toEqual([
      { row: 5, column: 'contact', message: 'it is often: write yes or no, or leave it empty' },
    ]);
  });
  it('does without a stratum', () => {
    const data = dataset(csv.replace('stratum', 'stratum_note'));
    expect(data.stratum.levels).toEqual(['all']);
  });
});

describe('readDataset() names row, column and what to write', () => {
  it.each([
    [changed(2, 0, ''), 2, 'participant', 'empty'],
    [changed(3, 0, 'p1'), 3, 'participant', 'already in row 2'],
    [changed(3, 1, 'Trained'), 3, 'arm', 'write one of control, trained'],
    [changed(2, 5, 'ok'), 2, 'two.lure.status', 'write one of analysed'],
    [changed(2, 7, '3'), 2, 'two.lure.position', 'from 0 to 2'],
    [changed(2, 8, '0'), 2, 'two.lure.offered', 'at least 1'],
    [changed(2, 8, '1.5'), 2, 'two.lure.offered', 'whole number'],
    [changed(2, 9, ''), 2, 'two.lure.compromised', 'empty for a person analysed'],
    [changed(2, 9, '2'), 2, 'two.lure.compromised', 'more than the 1 offered'],
    [changed(2, 9, 'yes'), 2, 'two.lure.compromised', 'whole number'],
    [changed(2, 10, '0'), 2, 'two.lure.compromised', 'wider reading'],
    [changed(4, 9, '1'), 4, 'two.lure.compromised', 'not analysed'],
    [changed(1, 9, 'three.lure.compromised'), 1, 'three.lure.compromised', 'no wave three'],
    [changed(1, 9, 'two.bait.compromised'), 1, 'two.bait.compromised', 'write lure or twin'],
    [
      changed(1, 10, 'two.lure.compromised.some'),
      1,
      'two.lure.compromised.some',
      'unsure or everything',
    ],
    [changed(1, 1, 'group'), 1, 'arm', 'missing'],
    [changed(1, 1, 'participant'), 1, 'participant', 'twice'],
    [changed(1, 5, 'two.lure.form'), 1, 'two.lure.status', 'missing'],
  ])('case %#', (text, row, column, words) => {
    expect(faults(text)).toContainEqual(
      expect.objectContaining({ row, column, message: expect.stringContaining(words) }),
    );
  });
  it('lists every fault, in order of rows', () => {
    const found = faults(changed(5, 5, 'gone').replace('p2,trained', 'p2,nobody'));
    expect(found.map(({ row }) => row)).toEqual([3, 5]);
  });
  it('refuses an empty file, a file without people, ragged rows and open quotes', () => {
    expect(faults('')[0]).toMatchObject({ row: 1 });
    expect(faults(header)).toContainEqual(expect.objectContaining({ row: 2 }));
    expect(faults(`${csv}\np5,control`)).toContainEqual(expect.objectContaining({ row: 6 }));
    expect(faults(`${csv}\n"p5,control`)[0]?.message).toContain('quote');
  });
  it('asks for covariates of the plan, the primary outcome, and clusters when they are assigned', () => {
    expect(faults(csv, planOf({ covariates: ['income'] }))).toContainEqual(
      expect.objectContaining({ column: 'income' }),
    );
    const reported = planOf({ primary: { ...planOf().primary, outcome: 'reported' } });
    expect(faults(csv, reported)).toContainEqual(
      expect.objectContaining({ column: 'two.lure.reported' }),
    );
    expect(faults(csv, planOf({ unit: 'cluster' }))).toContainEqual(
      expect.objectContaining({ column: 'cluster' }),
    );
    const torn = csv
      .replace('town', 'cluster')
      .replace('33,,', '33,Aa,')
      .replace(',Aa,undel', ',Bb,undel');
    expect(faults(torn, planOf({ unit: 'cluster' }))).toContainEqual(
      expect.objectContaining({
        row: 4,
        column: 'cluster',
        message: expect.stringContaining('one arm'),
      }),
    );
  });
});
