/** Commands on staff, rosters, links, reports and the audit trail. */

import { type Command, Option } from 'commander';
import { isDay } from '../../protocol/checks/days.ts';
import { readActorKey, writeActorKey } from '../accounts/actor-key.ts';
import { addActor, ROLES } from '../accounts/actors.ts';
import { verifyAudit } from '../accounts/verify-audit.ts';
import { printableLinks, renderLinkList } from '../follow-up/link-list.ts';
import { importRoster } from '../participants/import-roster.ts';
import { openLinks } from '../participants/links.ts';
import { readRoster } from '../participants/read-roster.ts';
import { openTokens } from '../participants/tokens.ts';
import { rehearsalTruth } from '../rehearsal/truth.ts';
import { type AnalysedFile, analyseFile } from '../reports/analyse-file.ts';
import { buildTrialReport } from '../reports/build-trial-report.ts';
import { reportPage } from '../reports/page/report-page.tsx';
import { renderJson } from '../reports/render-json.ts';
import { renderText } from '../reports/render-text.ts';
import type { TrialReport } from '../reports/schema/report-schema.ts';
import { makeShareLink } from '../reports/share-link.ts';
import { RunningTrials } from '../trials/running-trials.ts';
import { TemplateStore } from '../trials/template-store.ts';
import { ServiceError } from '../web/errors.ts';
import { action, type Opened, readInput, withEngine, writeOutput } from './open.ts';
import { EXIT, openProgress, print } from './terminal.ts';

interface Json {
  json?: boolean;
}

const DAY_MS = 86_400_000;
const FORMATS = ['text', 'json', 'html'] as const;
type Format = (typeof FORMATS)[number];

export function addDataCommands(program: Command): void {
  const actor = program.command('actor').description('staff, each with a signing key');
  actor
    .command('add')
    .description(
      'add a staff member and write their signing key to a new file only they should hold',
    )
    .argument('<name>', 'their name, as the audit trail will say it')
    .addOption(
      new Option('--role <role>', 'what they may do').choices([...ROLES]).makeOptionMandatory(),
    )
    .option('--key-file <path>', 'where the key is written; NAME.key here by default')
    .option('--json', 'print the result as JSON')
    .action(action(actorAdd));

  const roster = program.command('roster').description('the people of a trial');
  roster
    .command('import')
    .description('bring people in from a CSV file; nothing is stored unless every row is good')
    .argument('<trial>', 'slug of the trial')
    .argument(
      '<file>',
      'columns contact, language, stratum; time_zone, country, cluster, do_not_lure as needed',
    )
    .option('--channel <key>', 'the protocol’s channel they came by; its first one by default')
    .option('--accept-valid', 'store the good rows of a file that has bad ones')
    .option('--as <key>', 'key file of whoever imports, for the audit trail')
    .option('--json', 'print the result as JSON')
    .action(action(rosterImport));

  program
    .command('links')
    .description('the printable list of links of a trial that hands them out on paper, as CSV')
    .argument('<trial>', 'slug of the trial')
    .option('--json', 'print them as JSON')
    .action(action(links));

  program
    .command('report')
    .description('the effect report of a trial; masked until its planned look')
    .argument('<trial>', 'slug of the trial')
    .addOption(new Option('--format <format>', 'how').choices([...FORMATS]).default('text'))
    .addOption(asJson())
    .option('--out <file>', 'write it to a file')
    .action(action(report));

  program
    .command('share')
    .description('an address that opens the report of a trial without an account, until a day')
    .argument('<trial>', 'slug of the trial')
    .requiredOption('--until <day>', 'last day it opens, YYYY-MM-DD')
    .option('--json', 'print the result as JSON')
    .action(action(share));

  program
    .command('analyse')
    .description(
      'an effect report with no database, from a file with a row a person (docs/dataset.md)',
    )
    .requiredOption('--protocol <file>', 'the protocol, or the analysis part of one, a YAML file')
    .requiredOption('--data <file>', 'the dataset, a CSV file')
    .addOption(new Option('--format <format>', 'how').choices([...FORMATS]).default('text'))
    .addOption(asJson())
    .option('--out <file>', 'write it to a file')
    .action(action(analyse));

  const audit = program.command('audit').description('the hash-chained record of what staff did');
  audit
    .command('verify')
    .description('check the whole chain; exit code 1 when it is broken')
    .option('--json', 'print the verdict as JSON')
    .action(action(auditVerify));
}

function asJson(): Option {
  return new Option('--json', 'the same as --format json').implies({ format: 'json' });
}

async function actorAdd(
  name: string,
  options: Json & { role: string; keyFile?: string },
): Promise<number> {
  const path = options.keyFile ?? `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.key`;
  const { actor, keyFile } = await withEngine(({ engine }) =>
    addActor(engine.database.db, { name, role: options.role }, engine.clock.now()),
  );
  await writeActorKey(path, keyFile);
  print(
    options.json ?? false,
    { actorId: actor.actor_id, name: actor.name, role: actor.role, keyFile: path },
    [`${actor.name} is ${actor.role}; their key is in ${path}: hand it over and keep no copy`],
  );
  return EXIT.ok;
}

async function rosterImport(
  slug: string,
  file: string,
  options: Json & { channel?: string; acceptValid?: boolean; as?: string },
): Promise<number> {
  const text = await readInput(file);
  const actor = options.as ? await readActorKey(options.as) : 'command line';
  const progress = openProgress();
  const result = await withEngine(async ({ engine }) => {
    const running = await findRunning(engine, slug);
    const roster = readRoster(text, running.protocol, options.channel);
    const channel = options.channel ?? running.protocol.channels[0]!.key;
    const done = await importRoster(
      engine.database.db,
      engine.keyring,
      running,
      roster,
      {
        channel,
        actor,
        acceptValid: options.acceptValid ?? false,
        onProgress: (rows) => progress.show('importing the roster', rows, roster.rows.length),
      },
      engine.clock.trialNow(running.trial),
    );
    return { ...done, faults: roster.faults };
  });
  progress.end();
  print(options.json ?? false, result, [
    ...result.faults.map((fault) => `${file}:${fault.line} ${fault.column ?? ''} ${fault.message}`),
    `${result.imported} people imported, ${result.present} were there already, ${result.suppressed} must not be contacted, ${result.elsewhere} belong to another trial of the namespace`,
  ]);
  return EXIT.ok;
}

async function findRunning({ database, keyring }: Opened['engine'], slug: string) {
  const trials = new RunningTrials(database.db, keyring);
  await trials.refresh();
  const running = trials.bySlug(slug);
  if (!running) {
    throw new ServiceError(
      'not_found',
      `Find the trial: none called ${slug} was launched; see scampaign status ${slug}`,
    );
  }
  return running;
}

async function links(slug: string, options: Json): Promise<number> {
  const rows = await withEngine(async ({ engine, config }) => {
    const running = await findRunning(engine, slug);
    const { db } = engine.database;
    return printableLinks(
      {
        db,
        keyring: engine.keyring,
        templates: new TemplateStore(db, engine.catalogue),
        links: openLinks(openTokens(engine.keyring), {
          peopleUrl: config.people.url,
          offerHosts: config.offerHosts,
        }),
      },
      running,
    );
  });
  print(options.json ?? false, rows, [renderLinkList(rows).trimEnd()]);
  return EXIT.ok;
}

async function report(slug: string, options: { format: Format; out?: string }): Promise<number> {
  const built = await withEngine(async ({ engine }) => {
    const { db } = engine.reportDatabase;
    const truth = await truthOf(engine, slug);
    return buildTrialReport(
      db,
      slug,
      (trial) => engine.clock.trialNow(trial),
      truth ? { truth } : {},
    );
  });
  await writeReport(built, options);
  return EXIT.ok;
}

async function share(slug: string, options: Json & { until: string }): Promise<number> {
  const { until } = options;
  // A link holds its end as seconds in 32 bits.
  if (!isDay(until) || until >= '2106-01-01') {
    throw new ServiceError(
      'invalid_input',
      `Share the report: ${until} is no day before 2106; write YYYY-MM-DD`,
    );
  }
  const url = await withEngine(async ({ engine, config }) => {
    const expires = new Date(Date.parse(`${until}T00:00:00Z`) + DAY_MS);
    if (expires <= engine.clock.now()) {
      throw new ServiceError(
        'invalid_input',
        `Share the report: ${until} is over; write a day to come`,
      );
    }
    const { trial } = await findRunning(engine, slug);
    const link = makeShareLink(engine.keyring, { trialNo: trial.trial_no, expires });
    return `${config.staff.url}/reports/${link}`;
  });
  print(options.json ?? false, { url, until }, [url]);
  return EXIT.ok;
}

/** What a rehearsal's people were made to do; nobody knows it of real ones. */
async function truthOf(engine: Opened['engine'], slug: string) {
  const trials = new RunningTrials(engine.database.db, engine.keyring);
  await trials.refresh();
  const running = trials.bySlug(slug);
  return running?.trial.purpose === 'rehearsal' ? rehearsalTruth(running.protocol) : undefined;
}

async function analyse(options: {
  protocol: string;
  data: string;
  format: Format;
  out?: string;
}): Promise<number> {
  const [protocolSource, csvText] = await Promise.all([
    readInput(options.protocol),
    readInput(options.data),
  ]);
  const analysed = analyseFile({ protocolSource, csvText });
  if ('report' in analysed) {
    await writeReport(analysed.report, options);
    return EXIT.ok;
  }
  throw faultsOf(analysed, options);
}

/** Everything wrong with the two files, with its place. */
function faultsOf(
  analysed: Exclude<AnalysedFile, { readonly report: TrialReport }>,
  files: { protocol: string; data: string },
): ServiceError {
  if ('protocolFaults' in analysed) {
    return wrong(
      'the protocol',
      analysed.protocolFaults.map(
        (fault) => `${files.protocol}:${fault.line}:${fault.column} ${fault.code} ${fault.message}`,
      ),
    );
  }
  if ('planFaults' in analysed) {
    return wrong(
      'the analysis plan',
      analysed.planFaults.map((fault) => `${files.protocol} ${fault.path}: ${fault.message}`),
    );
  }
  return wrong(
    'the dataset',
    analysed.datasetFaults.map(
      (fault) => `${files.data}:${fault.row} ${fault.column ?? ''} ${fault.message}`,
    ),
  );
}

function wrong(what: string, faults: readonly string[]): ServiceError {
  return new ServiceError(
    'invalid_input',
    `Read ${what}: ${faults.length} faults need mending`,
    faults,
  );
}

async function writeReport(
  built: TrialReport,
  options: { format: Format; out?: string },
): Promise<void> {
  const text =
    options.format === 'json'
      ? renderJson(built)
      : options.format === 'html'
        ? reportPage(built)
        : renderText(built);
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  if (options.out) await writeOutput(options.out, whole);
  else process.stdout.write(whole);
}

async function auditVerify(options: Json): Promise<number> {
  const verdict = await withEngine(({ engine }) => verifyAudit(engine.database.db));
  print(
    options.json ?? false,
    verdict,
    verdict.ok
      ? [`${verdict.entries} entries, unbroken; hash of the last one: ${verdict.head}`]
      : [`Broken at entry ${verdict.brokenAt}: ${verdict.why}`],
  );
  return verdict.ok ? EXIT.ok : EXIT.failed;
}
