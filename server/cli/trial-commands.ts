/** Commands on a trial's life: check, submit, approve, launch, pause, resume, stop, close, status. */
import type { Command } from 'commander';
import { catalogueFacts } from '../../landing-templates/catalogue-facts.ts';
import { formatFault } from '../../landing-templates/faults.ts';
import { consentTextHash } from '../../protocol/canonical.ts';
import { checkProtocol } from '../../protocol/checks.ts';
import type { Fault } from '../../protocol/fault.ts';
import { readProtocol } from '../../protocol/read.ts';
import { readActorKey } from '../accounts/actor-key.ts';
import { systemClock } from '../database/clock.ts';
import { messageStatus } from '../follow-up/message-status.ts';
import { approveTrial } from '../trials/approve-trial.ts';
import type { StateAct } from '../trials/change-state.ts';
import { localDay } from '../trials/check-document.ts';
import { closeTrial } from '../trials/close-trial.ts';
import { launchTrial } from '../trials/launch-trial.ts';
import { openTemplates } from '../trials/open-templates.ts';
import { pauseTrial } from '../trials/pause-trial.ts';
import { resumeTrial } from '../trials/resume-trial.ts';
import { stopTrial } from '../trials/stop-trial.ts';
import { submitProtocol } from '../trials/submit-protocol.ts';
import { templatesShown } from '../trials/template-lock.ts';
import { ensureTrial } from '../trials/trial-rows.ts';
import { type TrialStatus, trialStatus } from '../trials/trial-status.ts';
import { action, type Opened, readInput, settings, withEngine } from './open.ts';
import { EXIT, print } from './terminal.ts';

interface Json {
  json?: boolean;
}
interface Signed extends Json {
  as: string;
}

export function addTrialCommands(program: Command): void {
  program
    .command('check')
    .description(
      'check a protocol as a launch would, like a compiler: file:line:column code sentence',
    )
    .argument('<file>', 'the protocol, a YAML file')
    .option('--rehearsal', 'what only a launch needs becomes a warning')
    .option('--json', 'print the faults as JSON')
    .action(action(check));

  program
    .command('submit')
    .description(
      'put a protocol forward for approval; a changed one replaces it or, once launched, amends it',
    )
    .argument('<file>', 'the protocol, a YAML file')
    .requiredOption('--as <key>', 'the designer’s key file')
    .option('--json', 'print the result as JSON')
    .action(action(submit));

  program
    .command('approve')
    .description('sign the hash of the protocol that waits; refused for whoever submitted it')
    .argument('<trial>', 'slug of the trial')
    .requiredOption('--as <key>', 'the approver’s key file')
    .requiredOption('--reason <text>', 'why, in a sentence; kept in the audit trail')
    .option('--hash <hash>', 'the hash that was read; without it, what waits now')
    .option('--json', 'print the result as JSON')
    .action(action(approve));

  program
    .command('launch')
    .description('draw the secret salt and let the trial run')
    .argument('<trial>', 'slug of the trial')
    .requiredOption('--as <key>', 'the key file of a designer or operator')
    .option('--json', 'print the result as JSON')
    .action(action(launch));

  stateCommand(
    program,
    'pause',
    'send and enrol nothing until resumed; offers already open stay open',
    (opened, act) => pauseTrial(opened.engine.database.db, act, opened.engine.clock.now()),
  );
  stateCommand(program, 'resume', 'go on after a pause', (opened, act) =>
    resumeTrial(opened.engine.database.db, act, opened.engine.clock.now()),
  );
  stateCommand(
    program,
    'stop',
    'stop for good: within a minute open offers become reveals and queued messages die',
    (opened, act) => stopTrial(opened.engine.database.db, act, opened.engine.clock.now()),
  );
  stateCommand(
    program,
    'close',
    'end the trial: effects are shown, the salt is disclosed, controls get the training',
    (opened, act) =>
      closeTrial(opened.engine.database.db, opened.engine.keyring, act, opened.engine.clock.now()),
  );

  program
    .command('status')
    .description(
      'where a trial stands: state, enrolment, messages, harms; effects are not part of it',
    )
    .argument('<trial>', 'slug of the trial')
    .option('--json', 'print it as JSON')
    .action(action(status));
}

function stateCommand(
  program: Command,
  name: string,
  about: string,
  run: (opened: Opened, act: StateAct) => Promise<{ state: string }>,
): void {
  program
    .command(name)
    .description(about)
    .argument('<trial>', 'slug of the trial')
    .requiredOption('--as <key>', 'the key file of a staff member whose role allows it')
    .requiredOption('--why <text>', 'why, in a sentence; kept in the audit trail')
    .option('--json', 'print the result as JSON')
    .action(
      action(async (slug: string, options: Signed & { why: string }) => {
        const key = await readActorKey(options.as);
        const trial = await withEngine((opened) =>
          run(opened, { slug, as: key, why: options.why }),
        );
        print(options.json ?? false, { trial: slug, state: trial.state }, [
          `${slug} is now ${trial.state}`,
        ]);
        return EXIT.ok;
      }),
    );
}

async function check(file: string, options: Json & { rehearsal?: boolean }): Promise<number> {
  const source = await readInput(file);
  const read = readProtocol(source);
  const catalogue = openTemplates(settings());
  const faults: readonly Fault[] =
    read.protocol === undefined
      ? read.faults
      : checkProtocol(read.protocol, catalogueFacts(catalogue), {
          today: localDay(systemClock().now(), read.protocol.population.time_zone),
          purpose: options.rehearsal ? 'rehearsal' : 'launch',
          locate: read.locate,
        });
  const templates = read.protocol
    ? catalogue.faultsOf(
        templatesShown(read.protocol, catalogue),
        read.protocol.population.languages,
      )
    : [];
  const protocolErrors = faults.filter((fault) => fault.severity === 'error').length;
  const errors = protocolErrors + templates.length;
  const consentTexts = Object.fromEntries(
    Object.entries(read.protocol?.consent.texts ?? {}).map(([locale, text]) => [
      locale,
      consentTextHash(text),
    ]),
  );
  print(
    options.json ?? false,
    { file, errors, warnings: faults.length - protocolErrors, faults, templates, consentTexts },
    [
      ...faults.map(
        (fault) =>
          `${file}:${fault.line}:${fault.column} ${fault.severity} ${fault.code} ${fault.message}`,
      ),
      ...templates.map((fault) => `template ${formatFault(fault)}`),
      ...Object.entries(consentTexts).map(
        ([locale, hash]) => `consent text in ${locale}: text_sha256 ${hash}`,
      ),
      `${errors} ${errors === 1 ? 'error' : 'errors'}, ${faults.length - protocolErrors} to look at`,
    ],
  );
  return errors > 0 ? EXIT.wrongInput : EXIT.ok;
}

async function submit(file: string, options: Signed): Promise<number> {
  const source = await readInput(file);
  const key = await readActorKey(options.as);
  const done = await withEngine(({ engine }) =>
    submitProtocol(
      engine.database.db,
      { source, as: key, catalogue: engine.catalogue },
      engine.clock.now(),
    ),
  );
  const { slug } = done.trial;
  print(
    options.json ?? false,
    {
      trial: slug,
      protocolHash: done.protocolHash,
      amendment: done.amendment,
      warnings: done.warnings,
    },
    [
      ...done.warnings.map(
        (fault) => `${file}:${fault.line}:${fault.column} ${fault.code} ${fault.message}`,
      ),
      `${slug} waits for approval under ${done.protocolHash}`,
      `Next, by somebody else: scampaign approve ${slug} --as KEY --reason "…"`,
    ],
  );
  return EXIT.ok;
}

async function approve(
  slug: string,
  options: Signed & { reason: string; hash?: string },
): Promise<number> {
  const key = await readActorKey(options.as);
  const done = await withEngine(({ engine }) =>
    approveTrial(
      engine.database.db,
      {
        slug,
        as: key,
        reason: options.reason,
        ...(options.hash ? { protocolHash: options.hash } : {}),
      },
      engine.clock.now(),
    ),
  );
  print(
    options.json ?? false,
    { trial: slug, protocolHash: done.protocolHash, state: done.trial.state },
    [`${slug} is approved under ${done.protocolHash}`],
  );
  return EXIT.ok;
}

async function launch(slug: string, options: Signed): Promise<number> {
  const key = await readActorKey(options.as);
  const trial = await withEngine(({ engine, config }) =>
    launchTrial(
      engine.database.db,
      engine.keyring,
      { slug, as: key, catalogue: engine.catalogue, offerHosts: config.offerHosts },
      engine.clock.now(),
    ),
  );
  print(options.json ?? false, { trial: slug, state: trial.state, saltSha256: trial.salt_sha256 }, [
    `${slug} is running; SHA-256 of its secret salt, to be published: ${trial.salt_sha256}`,
    `Next: scampaign roster import ${slug} FILE.csv`,
  ]);
  return EXIT.ok;
}

async function status(slug: string, options: Json): Promise<number> {
  const { found, messages } = await withEngine(async ({ engine }) => {
    const { db } = engine.database;
    const trial = await ensureTrial(db, slug);
    return {
      found: await trialStatus(db, slug),
      messages: await messageStatus(db, trial.trial_id, engine.clock.trialNow(trial)),
    };
  });
  print(options.json ?? false, { ...found, queue: messages }, statusLines(found));
  return EXIT.ok;
}

function statusLines(status: TrialStatus): string[] {
  const counts = (of: Readonly<Record<string, number>>): string =>
    Object.entries(of)
      .map(([name, count]) => `${count} ${name.replaceAll('_', ' ')}`)
      .join(', ');
  const at = (date: Date | null): string => date?.toISOString() ?? 'not yet';
  return [
    `${status.slug} (${status.purpose}, number ${status.trialNo}): ${status.state}`,
    `protocol   ${status.protocolHash ?? 'none'}`,
    ...(status.pendingHash ? [`waiting    ${status.pendingHash}`] : []),
    ...status.approvals.map((one) => `approved   by ${one.by}: ${one.reason}`),
    `launched   ${at(status.launchedAt)}`,
    ...(status.stoppedAt ? [`stopped    ${at(status.stoppedAt)}: ${status.stoppedWhy}`] : []),
    ...(status.closedAt ? [`closed     ${at(status.closedAt)}`] : []),
    `people     ${counts(status.people)}`,
    `have left  ${counts(status.left)}`,
    `harms      ${counts(status.harms)}`,
    `messages   ${counts(status.messages)}`,
  ];
}
