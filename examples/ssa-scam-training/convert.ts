/**
 * Turns the two files of the Social Security scam training trial (Robb and Wendel 2022) into the
 * dataset that `scampaign analyse` reads.
 *
 *     node bin/run.mjs examples/ssa-scam-training/convert.ts PARTICIPANTS.csv JUDGEMENTS.csv OUT.csv
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

interface Participant {
  readonly participant: string;
  readonly arm: string;
  readonly age_band: string;
  readonly followed_up: string;
  readonly follow_up_wave: string;
}

interface Judgement {
  readonly participant: string;
  readonly kind: string;
  readonly judged: string;
}

/** Messages shown and messages taken for real, of one kind. */
interface Tally {
  shown: number;
  real: number;
}

/**
 * Each person was asked once, after two or after four weeks; which of the two a lost person was due
 * for isn't recorded. So `follow_up` holds everyone, at whichever date, and alone can count the
 * missing. `two_weeks` and `four_weeks` hold those reached then; all others are `not_sent` there.
 */
const WAVES = ['follow_up', 'two_weeks', 'four_weeks'] as const;

/**
 * @param participantsCsv - Everyone randomised: arm, age band, whether and when followed up.
 * @param judgementsCsv - Twelve messages for each person followed up.
 * @returns The dataset as CSV, one row for each person randomised.
 */
export function convert(participantsCsv: string, judgementsCsv: string): string {
  const participants: Participant[] = parse(participantsCsv, { columns: true, bom: true });
  const judgements: Judgement[] = parse(judgementsCsv, { columns: true, bom: true });
  const tallies = new Map<string, { scam: Tally; genuine: Tally }>();
  for (const { participant, kind, judged } of judgements) {
    const tally = tallies.get(participant) ?? {
      scam: { shown: 0, real: 0 },
      genuine: { shown: 0, real: 0 },
    };
    const part = kind === 'scam' ? tally.scam : tally.genuine;
    part.shown += 1;
    // A message left without a judgement ("none") was not taken for real.
    if (judged === 'real') part.real += 1;
    tallies.set(participant, tally);
  }
  const header = [
    'participant',
    'arm',
    'stratum',
    'age_band',
    ...WAVES.flatMap((wave) =>
      ['lure', 'twin'].flatMap((role) =>
        ['status', 'form', 'position', 'offered', 'compromised'].map(
          (field) => `${wave}.${role}.${field}`,
        ),
      ),
    ),
  ];
  const rows = participants.map((person) => [
    person.participant,
    person.arm,
    'all',
    person.age_band,
    ...WAVES.flatMap((wave) => cellsOf(wave, person, tallies.get(person.participant))),
  ]);
  return stringify([header, ...rows]);
}

function cellsOf(
  wave: (typeof WAVES)[number],
  person: Participant,
  tally: { readonly scam: Tally; readonly genuine: Tally } | undefined,
): (string | number)[] {
  const reached = person.followed_up === '1' && tally !== undefined;
  if (reached && (wave === 'follow_up' || wave === person.follow_up_wave)) {
    return [tally.scam, tally.genuine].flatMap(({ shown, real }) => [
      'analysed',
      'twelve_messages',
      0,
      shown,
      real,
    ]);
  }
  const status = reached || wave !== 'follow_up' ? 'not_sent' : 'lost';
  return ['lure', 'twin'].flatMap(() => [status, '', '', '', '']);
}

const started = process.argv.find((argument) => argument.endsWith('convert.ts'));
if (started && import.meta.url === pathToFileURL(started).href) {
  const [participants, judgements, out] = process.argv.slice(process.argv.indexOf(started) + 1);
  if (!participants || !judgements || !out) {
    console.error(
      'Convert the trial: a file is missing; name PARTICIPANTS.csv JUDGEMENTS.csv OUT.csv',
    );
    process.exitCode = 2;
  } else {
    writeFileSync(
      out,
      convert(readFileSync(participants, 'utf8'), readFileSync(judgements, 'utf8')),
    );
  }
}
