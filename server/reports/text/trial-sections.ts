import type { TrialReport } from '../schema/report-schema.ts';
import { armLabels } from '../words/arm-labels.ts';
import { balanceText } from '../words/holds-up.ts';
import { countText, ofText, pText, shareText } from '../words/numbers.ts';
import { answerText, HARM_WORDS, QUESTION_WORDS, STATUS_WORDS } from '../words/outcomes.ts';
import { heading, table, wrap } from './layout.ts';

/** What is never masked: who took part, what it cost them, what changed, how it was made. */
export function trialSections(report: TrialReport): string[] {
  return [
    ...flowSection(report),
    ...lossSection(report),
    ...harmsSection(report),
    ...tellingSection(report),
    ...answersSection(report),
    ...machinesSection(report),
    ...changesSection(report),
    ...methodsSection(report),
  ];
}

function flowSection({ enrolment, flow, health, trial }: TrialReport): string[] {
  const primary = trial.waves.find(({ primary: is }) => is)?.key;
  const enrolled = enrolment
    ? wrap(
        [
          `${countText(enrolment.registered)} registered`,
          `${countText(enrolment.declined)} declined`,
          `${countText(enrolment.steppedAside)} stepped aside`,
          `${countText(enrolment.leftBeforeAssignment)} left before being assigned`,
          `${countText(enrolment.awaitingAssignment)} wait to be assigned`,
          `${countText(enrolment.invited)} have not answered`,
          `${countText(enrolment.assigned)} assigned`,
        ]
          .join(', ')
          .concat('.'),
      )
    : [];
  const rows = flow.flatMap((arm) =>
    arm.waves
      .filter(({ wave }) => wave === primary)
      .map((wave) => [
        `${arm.label} (${wave.role === 'lure' ? 'scam' : 'genuine'})`,
        countText(arm.assigned),
        countText(wave.sent),
        countText(wave.analysed),
      ]),
  );
  const { sampleRatio } = health;
  const balance = balanceText(health.balance, armLabels(flow));
  return [
    ...heading('Who took part'),
    ...enrolled,
    '',
    ...table(
      [
        { title: `Wave ${primary ?? ''}` },
        { title: 'assigned' },
        { title: 'sent' },
        { title: 'with outcome' },
      ],
      rows,
    ),
    '',
    ...wrap(
      sampleRatio.stop
        ? `SPLIT OF ARMS BROKEN (p ${pText(sampleRatio.p)}): do not rely on any comparison of arms.`
        : `Split of arms as planned (chi-square p ${pText(sampleRatio.p)}).`,
    ),
    ...(balance === null ? [] : wrap(balance)),
  ];
}

function lossSection({ health, flow }: TrialReport): string[] {
  if (health.attrition.length === 0) return [];
  const label = armLabels(flow);
  const rows = health.attrition.map(({ arm, assigned, missing, byStatus }) => {
    const reasons = (Object.keys(STATUS_WORDS) as (keyof typeof STATUS_WORDS)[])
      .filter((status) => status !== 'analysed' && byStatus[status] > 0)
      .map((status) => `${STATUS_WORDS[status]} ${countText(byStatus[status])}`);
    return {
      label: label(arm),
      lost: shareText(missing, assigned),
      reasons: reasons.length > 0 ? reasons.join(', ') : 'nobody',
    };
  });
  return [
    ...heading('Without an outcome'),
    ...table(
      [{ title: 'Arm' }, { title: 'missing' }],
      rows.map(({ label, lost }) => [label, lost]),
    ),
    '',
    ...rows.flatMap(({ label, reasons }) => wrap(`${label}: ${reasons}.`, '  ')),
    ...wrap(`Does loss differ by arm? p ${pText(health.attritionByArm.p)}.`),
  ];
}

function harmsSection({ harms }: TrialReport): string[] {
  if (!harms) return [];
  const arms = harms[0]?.arms ?? [];
  const rows = arms.map(({ arm, label, assigned }) => [
    label,
    ...harms.map((harm) => {
      const people = harm.arms.find((one) => one.arm === arm)?.people ?? 0;
      return people === 0 ? 'none reported' : ofText(people, assigned);
    }),
  ]);
  const others = harms.filter(({ otherPeople }) => otherPeople > 0);
  return [
    ...heading('Harms'),
    ...table(
      [{ title: 'Arm' }, { title: 'distressed' }, { title: 'complained' }, { title: 'withdrew' }],
      rows,
    ),
    ...(others.length === 0
      ? []
      : [
          '',
          ...wrap(
            `Before being assigned, or with no arm on record: ${others.map(({ kind, otherPeople }) => `${HARM_WORDS[kind].toLowerCase()}: ${countText(otherPeople)}`).join('; ')}.`,
          ),
        ]),
  ];
}

function tellingSection({ telling }: TrialReport): string[] {
  if (!telling) return [];
  const rows = telling.map(({ wave, kind, owed, told, settled, neverReached }) => [
    `${kind === 'reveal' ? 'Told it was practice' : 'Training'}, ${wave}`,
    ...[owed, told, settled, neverReached].map(countText),
  ]);
  return [
    ...heading('Everyone is told'),
    ...(rows.length === 0
      ? ['No debrief is owed yet.']
      : table(
          [
            { title: 'Debrief' },
            { title: 'owed' },
            { title: 'message sent' },
            { title: 'seen' },
            { title: 'not reached' },
          ],
          rows,
        )),
  ];
}

function answersSection({ answers }: TrialReport): string[] {
  if (!answers) return [];
  return [
    ...heading('What people answered'),
    ...wrap('On the reveal, if they liked, over all arms: people who answered.'),
    ...(answers.length === 0 ? ['Nobody has answered so far.'] : ['']),
    ...answers.flatMap((answer) =>
      wrap(`${QUESTION_WORDS[answer.question]} (${answer.wave}) ${answerText(answer)}`, '  '),
    ),
  ];
}

function machinesSection({ machines }: TrialReport): string[] {
  if (!machines) return [];
  const { offersSent, offersVisitedByMachines, offersWithUnsureViews } = machines;
  return [
    ...heading('Visits of machines'),
    ...wrap(
      `Of ${countText(offersSent)} offers sent, ${countText(offersVisitedByMachines)} were visited by a known machine and ${countText(offersWithUnsureViews)} had a visit that may have been one. Pages were fetched ${countText(machines.fetchesByKnownMachines)} times by known machines and ${countText(machines.fetchesAhead)} times ahead of anyone. None of this moves the result above.`,
    ),
    ...(machines.messagesOfUnknownFate > 0
      ? wrap(
          `${countText(machines.messagesOfUnknownFate)} messages were handed over as the service fell; whether they left is unknown, and they are not sent again.`,
        )
      : []),
  ];
}

function changesSection({ changes }: TrialReport): string[] {
  if (!changes) return [];
  const lines =
    changes.length === 0
      ? ['None.']
      : changes.flatMap(({ at, what, why }) =>
          wrap(`${at.slice(0, 10)} ${what}${why === null ? '' : `: ${why}`}`),
        );
  return [...heading('What changed since the launch'), ...lines];
}

function methodsSection({ versions, effect, notes }: TrialReport): string[] {
  const lines = [
    `Code ${versions.code}`,
    versions.query ? `Query ${versions.query.name}, SHA-256 ${versions.query.sha256}` : undefined,
    versions.protocolHash ? `Protocol ${versions.protocolHash}` : undefined,
    ...versions.protocolsAssignedUnder.map(
      ({ protocolHash, algorithm, people }) =>
        `${countText(people)} assigned by ${algorithm} under ${protocolHash}`,
    ),
    versions.saltSha256 ? `Salt, SHA-256 ${versions.saltSha256}` : undefined,
    versions.saltDisclosed ? `Salt, disclosed ${versions.saltDisclosed}` : undefined,
    versions.dataSha256 ? `Data file, SHA-256 ${versions.dataSha256}` : undefined,
  ].filter((line) => line !== undefined);
  return [
    ...heading('Methods and versions'),
    ...[...(effect?.notes ?? []), ...notes].flatMap((note) => wrap(note)),
    ...lines.flatMap((line) => wrap(line)),
  ];
}
