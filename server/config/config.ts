import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';

/** Everything the environment decides, resolved once at start-up and passed in from there. */
export interface Config {
  /** Absolute; holds the embedded database and its master key. */
  dataFolder: string;
  /** A PostgreSQL 15+ of the operator's; without it an embedded one is started. */
  databaseUrl?: string;
  /** A replica that reports read from. */
  reportDatabaseUrl?: string;
  /** Absolute. Needed with databaseUrl. */
  masterKeyFile?: string;
  /** Where the pages of staff listen, and the origin people outside reach them by. */
  staff: Face;
  /** Where participants' pages listen, and the origin links to them are made with. */
  people: Face;
  /** Absolute folders of the operator's own templates, besides the shipped ones. */
  templateFolders: readonly string[];
  /** Origin of each template's own host, by template slug; empty: told apart by path. */
  offerHosts: Record<string, string>;
  smtp?: { url: string; from: string };
  logLevel: LogLevel;
}

interface Face {
  host: string;
  port: number;
  /** Origin without a slash at the end. */
  url: string;
}

type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const postgresUrl = z.string().refine((text) => {
  const url = URL.parse(text);
  return url !== null && /^postgres(ql)?:$/.test(url.protocol);
}, 'needs a PostgreSQL address, such as postgresql://user:password@host:5432/database');

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'needs a port, 0 to 65535')
  .transform(Number)
  .refine((number) => number <= 65_535, 'needs a port, 0 to 65535');

const origin = z.string().transform((text, ctx) => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash) {
    ctx.addIssue({
      code: 'custom',
      message: 'needs an origin without a path, such as https://offers.example',
    });
    return z.NEVER;
  }
  return url.origin;
});

const SETTINGS = z.object({
  DATABASE_URL: postgresUrl.optional(),
  REPORT_DATABASE_URL: postgresUrl.optional(),
  SCAMPAIGN_DATA_FOLDER: z.string().default('.scampaign'),
  SCAMPAIGN_MASTER_KEY_FILE: z.string().optional(),
  SCAMPAIGN_TEMPLATES: z.string().optional(),
  SCAMPAIGN_STAFF_HOST: z.string().default('localhost'),
  SCAMPAIGN_STAFF_PORT: port.default(8080),
  SCAMPAIGN_STAFF_URL: origin.optional(),
  SCAMPAIGN_PEOPLE_HOST: z.string().default('127.0.0.1'),
  SCAMPAIGN_PEOPLE_PORT: port.default(8081),
  SCAMPAIGN_PEOPLE_URL: origin.optional(),
  SCAMPAIGN_OFFER_HOSTS: z.string().optional(),
  SCAMPAIGN_SMTP_URL: z
    .string()
    .refine((text) => /^smtps?:$/.test(URL.parse(text)?.protocol ?? ''), {
      message: 'needs an address, such as smtp://user:password@mail.example:587',
    })
    .optional(),
  SCAMPAIGN_SMTP_FROM: z.email('needs a mail address').optional(),
  SCAMPAIGN_LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
});

/** Set by the program itself, not by an operator. */
const INTERNAL = new Set(['SCAMPAIGN_NODE_RETRIED']);

const offerHostsDocument = z.record(z.string().regex(/^[a-z0-9-]+$/), origin);

/**
 * Checks the environment, all of it at once.
 *
 * @param env - Variables; empty ones count as absent.
 * @param cwd - What relative paths are relative to.
 * @throws ConfigError that lists every fault, one a line.
 */
export function loadConfig(env: NodeJS.ProcessEnv, cwd: string): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter((entry) => entry[1] !== undefined && entry[1].trim() !== ''),
  );
  const faults = unknownSettings(given);
  const parsed = SETTINGS.safeParse(given);
  if (!parsed.success) {
    // Values are not repeated: an address may hold a password.
    faults.push(
      ...parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`),
    );
    throw configError(faults);
  }
  const settings = parsed.data;
  const offerHosts = readOfferHosts(settings.SCAMPAIGN_OFFER_HOSTS, cwd, faults);
  const staff = face(
    settings.SCAMPAIGN_STAFF_HOST,
    settings.SCAMPAIGN_STAFF_PORT,
    settings.SCAMPAIGN_STAFF_URL,
  );
  const people = face(
    settings.SCAMPAIGN_PEOPLE_HOST,
    settings.SCAMPAIGN_PEOPLE_PORT,
    settings.SCAMPAIGN_PEOPLE_URL,
  );
  checkFaces(staff, people, offerHosts, faults);
  const templateFolders = findTemplates(settings.SCAMPAIGN_TEMPLATES, cwd, faults);
  const { DATABASE_URL: databaseUrl, REPORT_DATABASE_URL: reportDatabaseUrl } = settings;
  const keyFile = settings.SCAMPAIGN_MASTER_KEY_FILE;
  if (databaseUrl && !keyFile) {
    faults.push(
      'SCAMPAIGN_MASTER_KEY_FILE: is absent and DATABASE_URL is set; name a key file kept away from that database',
    );
  }
  const smtpUrl = settings.SCAMPAIGN_SMTP_URL;
  const smtpFrom = settings.SCAMPAIGN_SMTP_FROM;
  if (Boolean(smtpUrl) !== Boolean(smtpFrom)) {
    const [missing, present] = smtpUrl
      ? ['SCAMPAIGN_SMTP_FROM', 'SCAMPAIGN_SMTP_URL']
      : ['SCAMPAIGN_SMTP_URL', 'SCAMPAIGN_SMTP_FROM'];
    faults.push(`${missing}: is absent and ${present} is set; mail needs both`);
  }
  if (faults.length > 0) throw configError(faults);
  return {
    dataFolder: resolve(cwd, settings.SCAMPAIGN_DATA_FOLDER),
    ...(databaseUrl ? { databaseUrl } : {}),
    ...(reportDatabaseUrl ? { reportDatabaseUrl } : {}),
    ...(keyFile ? { masterKeyFile: resolve(cwd, keyFile) } : {}),
    staff,
    people,
    templateFolders,
    offerHosts,
    ...(smtpUrl && smtpFrom ? { smtp: { url: smtpUrl, from: smtpFrom } } : {}),
    logLevel: settings.SCAMPAIGN_LOG_LEVEL,
  };
}

/** Where an operator's own templates are looked for unless told. */
export const OWN_TEMPLATES = 'templates';

/** A folder that is named must be there; the usual one need not. */
function findTemplates(setting: string | undefined, cwd: string, faults: string[]): string[] {
  const folder = resolve(cwd, setting ?? OWN_TEMPLATES);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [folder];
  if (setting !== undefined) {
    faults.push(`SCAMPAIGN_TEMPLATES: ${setting} is no folder; name the one that holds templates`);
  }
  return [];
}

function configError(faults: string[]): ConfigError {
  const count =
    faults.length === 1 ? 'one setting is wrong' : `${faults.length} settings are wrong`;
  return new ConfigError(`Read the settings: ${count}`, faults);
}

/** A misspelt setting would otherwise be ignored without a word. */
function unknownSettings(given: Record<string, string | undefined>): string[] {
  const known = Object.keys(SETTINGS.shape);
  return Object.keys(given)
    .filter((name) => name.startsWith('SCAMPAIGN_') && !INTERNAL.has(name))
    .filter((name) => !known.includes(name))
    .map((name) => `${name}: is no setting; there are ${known.join(', ')}`);
}

function face(host: string, port: number, url: string | undefined): Face {
  const inUrl = host.includes(':') ? `[${host}]` : host;
  return { host, port, url: url ?? new URL(`http://${inUrl}:${port}`).origin };
}

function readOfferHosts(
  setting: string | undefined,
  cwd: string,
  faults: string[],
): Record<string, string> {
  if (setting === undefined) return {};
  const fault = (message: string): Record<string, string> => {
    faults.push(`SCAMPAIGN_OFFER_HOSTS: ${message}`);
    return {};
  };
  let text = setting;
  if (!setting.trimStart().startsWith('{')) {
    try {
      text = readFileSync(resolve(cwd, setting), 'utf8');
    } catch (error) {
      return fault(`${setting} can't be read (${(error as NodeJS.ErrnoException).code})`);
    }
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return fault('needs JSON, or the name of a file of JSON: {"template": "https://host.example"}');
  }
  const parsed = offerHostsDocument.safeParse(document);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) fault(`${issue.path.join('.')}: ${issue.message}`);
  return {};
}

/** No page of a participant may share a site with a session: a port is no wall for cookies. */
function checkFaces(
  staff: Face,
  people: Face,
  offerHosts: Record<string, string>,
  faults: string[],
): void {
  const takenBy = new Map([[new URL(staff.url).hostname, 'the pages of staff']]);
  const hosts: [string, string][] = [
    ['the pages of participants', people.url],
    ...Object.entries(offerHosts).map(([slug, url]): [string, string] => [`offer ${slug}`, url]),
  ];
  for (const [whose, url] of hosts) {
    const { hostname } = new URL(url);
    const other = takenBy.get(hostname);
    if (other)
      faults.push(
        `${hostname}: is used for ${other} and for ${whose}; each needs a host name of its own`,
      );
    else takenBy.set(hostname, whose);
  }
  if (staff.host === people.host && staff.port === people.port && staff.port !== 0) {
    faults.push(
      `SCAMPAIGN_PEOPLE_PORT: ${people.port} on ${people.host} is where the pages of staff listen; choose another`,
    );
  }
  for (const [name, { host, url }] of Object.entries({ STAFF: staff, PEOPLE: people })) {
    if (/^(0\.0\.0\.0|::)$/.test(host) && /^\[?(0\.0\.0\.0|::)\]?$/.test(new URL(url).hostname)) {
      faults.push(
        `SCAMPAIGN_${name}_URL: is absent and ${host} is no address to reach; name the origin people use`,
      );
    }
  }
}
