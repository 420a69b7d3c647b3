import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const SOURCE = ['protocol', 'analysis', 'landing-templates', 'migrations', 'server'];
const EVERYTHING = [...SOURCE, 'test', 'bench'];

/** Folders of server/, each of which may import those before it. */
const SERVER_FOLDERS = [
  ...['config', 'database', 'web', 'accounts', 'trials', 'randomisation', 'participants'],
  ...['exposures', 'follow-up', 'reports', 'rehearsal', 'console'],
];
const PURE = ['protocol', 'analysis', 'landing-templates'];

interface SourceFile {
  /** From the project's root, with forward slashes. */
  path: string;
  text: string;
  /** Without comments, which may name what code may not. */
  code: string;
}

const files = EVERYTHING.flatMap((folder) => readFolder(folder));
const sources = files.filter((file) => SOURCE.includes(top(file.path)));

describe('the arrows between folders', () => {
  it('point only where the design lets them', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => !mayImport(file.path, target))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('are refused where they point the wrong way', () => {
    for (const [from, to] of [
      ['protocol/check.ts', 'landing-templates/catalogue.ts'],
      ['protocol/check.ts', 'analysis/plan.ts'],
      ['analysis/plan.ts', 'protocol/schema.ts'],
      ['landing-templates/catalogue.ts', 'analysis/plan.ts'],
      ['landing-templates/catalogue.ts', 'server/database/ids.ts'],
      ['migrations/1.ts', 'server/database/tables.ts'],
      ['server/config/keys.ts', 'server/database/pool.ts'],
      ['server/trials/stop.ts', 'server/follow-up/run-due.ts'],
      ['server/reports/build.ts', 'server/cli.ts'],
      ['server/reports/build.ts', 'server/cli/commands.ts'],
      ['server/exposures/log.ts', 'server/unheard-of/log.ts'],
      ['server/exposures/log.ts', 'test/helpers/database.ts'],
      ['server/cli.ts', 'bench/main.ts'],
    ] as const) {
      expect(mayImport(from, to), `${from} imports ${to}`).toBe(false);
    }
    for (const [from, to] of [
      ['protocol/check.ts', 'protocol/schema.ts'],
      ['landing-templates/catalogue.ts', 'protocol/catalogue-facts.ts'],
      ['server/reports/build.ts', 'analysis/effect-report.ts'],
      ['server/follow-up/run-due.ts', 'server/trials/stop.ts'],
      ['server/cli.ts', 'server/console/routes.ts'],
      ['server/cli/commands.ts', 'server/console/routes.ts'],
      ['test/house.test.ts', 'server/cli.ts'],
    ] as const) {
      expect(mayImport(from, to), `${from} imports ${to}`).toBe(true);
    }
  });

  it('go to a file by its whole name', () => {
    const loose = files.flatMap((file) =>
      specifiersOf(file)
        .filter((specifier) => specifier.startsWith('.') && !/\.[a-z]+$/.test(specifier))
        .map((specifier) => `${file.path}: ${specifier}`),
    );
    expect(loose).toEqual([]);
  });
});

describe('the code', () => {
  it('reads the time only in the clock', () => {
    const elsewhere = sources.filter((file) => file.path !== 'server/database/clock.ts');
    expect(found(elsewhere, /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)/)).toEqual([]);
    // A method (clock.now(), now().getTime()) or the type of one (now(): Date) is no SQL.
    const sqlTime =
      /(?<![.\w])now\(\)(?!\s*[:.])|\b(clock|statement|transaction)_timestamp\b|\b(current_(time|timestamp|date)|localtimestamp)\b/i;
    expect(found(elsewhere, sqlTime)).toEqual([]);
  });

  it('hides nothing from the type checker', () => {
    const comments = /@ts-(ignore|expect-error|nocheck)\b/;
    const hidden = files.filter((file) => file.path !== 'test/house.test.ts');
    expect(found(hidden, comments, 'text')).toEqual([]);
    expect(found(hidden, /(:\s*|\bas\s+|<)any\b(?!['`])/)).toEqual([]);
  });

  it('leaves nothing for later and skips no test', () => {
    const others = files.filter((file) => file.path !== 'test/house.test.ts');
    expect(found(others, /\b(TODO|FIXME|XXX)\b/, 'text')).toEqual([]);
    expect(found(others, /\b(it|test|describe)\.(skip|todo|only|fails)\b/)).toEqual([]);
  });

  it('keeps files under 400 lines', () => {
    // A table of test cases may be longer.
    const long = files
      .filter((file) => top(file.path) !== 'test')
      .map((file) => ({ path: file.path, lines: file.text.split('\n').length - 1 }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });

  it('names files in kebab-case', () => {
    const odd = files
      .map((file) => basename(file.path))
      .filter((name) => !/^(\d{8}T\d{6}Z-)?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.tsx?$/.test(name));
    expect(odd).toEqual([]);
  });

  it('runs on the versions package.json pins', () => {
    const wanted = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const pins: [string, string][] = Object.entries({
      ...wanted.dependencies,
      ...wanted.devDependencies,
    });
    const drifted = pins
      .map(([name, version]) => {
        const file = join(ROOT, 'node_modules', name, 'package.json');
        return { name, version, installed: JSON.parse(readFileSync(file, 'utf8')).version };
      })
      .filter(({ version, installed }) => version !== installed);
    expect(drifted).toEqual([]);
    expect(process.version).toMatch(/^v24\./);
  });
});

function mayImport(from: string, to: string): boolean {
  const [here, there] = [top(from), top(to)];
  if (here === 'test' || here === 'bench') return true;
  if (there === 'test' || there === 'bench') return false;
  if (here !== 'server') {
    return here === there || (here === 'landing-templates' && there === 'protocol');
  }
  if (PURE.includes(there)) return true;
  // The version in package.json is part of every report.
  if (there !== 'server') return to === 'package.json';
  const [folder, target] = [serverFolder(from), serverFolder(to)];
  if (folder === undefined) return true;
  if (target === undefined) return false;
  const [rank, targetRank] = [SERVER_FOLDERS.indexOf(folder), SERVER_FOLDERS.indexOf(target)];
  return rank >= 0 && targetRank >= 0 && targetRank <= rank;
}

function top(path: string): string {
  return path.split('/')[0] ?? '';
}

/** The folder of server/ a file is in; undefined for main, app and cli, which stand above all. */
function serverFolder(path: string): string | undefined {
  const parts = path.split('/');
  return parts.length > 2 && parts[1] !== 'cli' ? parts[1] : undefined;
}

/** Our own files that a file imports, from the project's root. */
function importsOf(file: SourceFile): string[] {
  return specifiersOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => posix.join(posix.dirname(file.path), specifier));
}

function specifiersOf({ code }: SourceFile): string[] {
  const imports = code.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g,
  );
  return [...imports].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function found(among: SourceFile[], pattern: RegExp, where: 'code' | 'text' = 'code'): string[] {
  return among.flatMap((file) =>
    file[where]
      .split('\n')
      .map((line, index) => ({ line, place: `${file.path}:${index + 1}` }))
      .filter(({ line }) => pattern.test(line))
      .map(({ line, place }) => `${place}: ${line.trim()}`),
  );
}

function readFolder(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(ROOT, dirname(file))
          .split('/')
          .some((part) => part.startsWith('.')),
    )
    .map((file) => {
      const text = readFileSync(file, 'utf8');
      return {
        path: relative(ROOT, file).replaceAll('\\', '/'),
        text,
        code: withoutComments(text),
      };
    });
}

/** Comments blanked out, line for line; a // inside an address follows no space. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}
