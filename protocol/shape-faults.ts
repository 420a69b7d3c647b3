import type { z } from 'zod';
import { byPlace, type DocumentPath, type Fault, type Locate, pathText } from './fault.ts';
import type { FaultCode } from './fault-codes.ts';
import { knownKeys } from './known-keys.ts';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;
type IssueOf<Code extends Issue['code']> = Extract<Issue, { readonly code: Code }>;

interface Finding {
  readonly code: FaultCode;
  readonly path: DocumentPath;
  readonly message: string;
  readonly at?: 'key' | 'value';
}

/** What the schema refuses, as faults of the file, each with what to write instead. */
export function shapeFaults(issues: readonly Issue[], value: unknown, locate: Locate): Fault[] {
  return issues
    .flatMap((issue) => findings(issue, [], value))
    .map(({ code, path, message, at }): Fault => {
      const place = locate(path, at);
      return { code, message, ...place, path: pathText(path), severity: 'error' };
    })
    .sort(byPlace);
}

function findings(issue: Issue, above: DocumentPath, root: unknown): Finding[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? '' : step))];
  const value = valueAt(root, path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path));
  if (issue.code === 'invalid_union') return ofUnion(issue, path, value, root);
  if (value === undefined || value === null) return [missing(path, value)];
  return [refusal(issue, path, value)];
}

function refusal(
  issue: Exclude<Issue, IssueOf<'unrecognized_keys' | 'invalid_union'>>,
  path: DocumentPath,
  value: unknown,
): Finding {
  const name = named(path);
  switch (issue.code) {
    case 'invalid_value':
      return {
        code: 'P008',
        path,
        message: `Read ${name}: ${show(value)} is not allowed; ${choose(issue.values, value)}`,
      };
    case 'invalid_key':
      return {
        code: 'P009',
        path,
        at: 'key',
        message: `Read ${name}: this key is not allowed here; ${formOf(issue.issues[0])}`,
      };
    case 'invalid_format':
      return {
        code: 'P009',
        path,
        message: `Read ${name}: ${show(value)} is in the wrong form; ${formOf(issue)}`,
      };
    case 'too_small':
    case 'too_big':
      return { code: 'P010', path, message: `Read ${name}: ${sizeOf(value)}; ${limitOf(issue)}` };
    case 'invalid_type':
      return {
        code: 'P007',
        path,
        message: `Read ${name}: ${show(value)} is ${typeOf(value)}; ${wanted(issue.expected, value)}`,
      };
    default:
      return {
        code: 'P007',
        path,
        message: `Read ${name}: ${show(value)} does not fit; ${issue.message}`,
      };
  }
}

function unknownKey(key: string, above: DocumentPath): Finding {
  const known = knownKeys(above);
  const meant = nearest(key, known);
  const advice = meant ? `write ${meant}` : `the keys here are ${known.join(', ')}`;
  const where = above.length === 0 ? '' : ` of ${pathText(above)}`;
  return {
    code: 'P005',
    path: [...above, key],
    at: 'key',
    message: `Read the keys${where}: ${key} is not known; ${advice}`,
  };
}

function missing(path: DocumentPath, value: undefined | null): Finding {
  const last = path.at(-1);
  const where = path.length > 1 ? named(path.slice(0, -1)) : 'the protocol';
  const state = value === null ? 'is empty' : 'is missing';
  return {
    code: 'P006',
    path,
    message: `Read ${where}: ${last ?? 'the document'} ${state}; write it`,
  };
}

/** A union's issues say what each option lacks; only those of the option meant are of use. */
function ofUnion(
  issue: IssueOf<'invalid_union'>,
  path: DocumentPath,
  value: unknown,
  root: unknown,
): Finding[] {
  if (value === undefined || value === null) return [missing(path, value)];
  const meant = issue.errors.find(
    (option) =>
      !option.some((inner) => inner.path.length === 0 && inner.code !== 'unrecognized_keys'),
  );
  if (meant) return meant.flatMap((inner) => findings(inner, path, root));
  const values = issue.errors
    .flat()
    .flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []));
  const keys = knownKeys(path);
  const advice =
    keys.length > 0
      ? `write ${values.join(' or ')}, or the keys ${keys.join(', ')}`
      : choose(values, value);
  return [
    {
      code: 'P008',
      path,
      message: `Read ${named(path)}: ${show(value)} is not allowed; ${advice}`,
    },
  ];
}

function choose(values: readonly unknown[], value: unknown): string {
  const words = values.map(String);
  if (typeof value === 'number' && words.includes(String(value)) && !values.includes(value)) {
    return `put quotes around it: '${value}'`;
  }
  const meant = typeof value === 'string' ? nearest(value, words) : undefined;
  if (meant) return `write ${meant}`;
  return words.length === 1 ? `write ${words[0]}` : `write one of ${words.join(', ')}`;
}

const FORMS: Readonly<Record<string, string>> = {
  email: 'write an e-mail address',
  url: 'write an address that begins with https://',
};

function formOf(issue: Issue | undefined): string {
  if (issue?.code !== 'invalid_format') return 'write another key';
  // The schema's own sentences begin with what to do; the library's do not.
  if (issue.message.startsWith('write ')) return issue.message;
  return FORMS[issue.format] ?? `write text that matches ${issue.pattern ?? issue.format}`;
}

function limitOf(issue: IssueOf<'too_small' | 'too_big'>): string {
  const { origin, inclusive } = issue;
  const isNumber = origin === 'number' || origin === 'int';
  const unit = origin === 'string' ? ' characters' : isNumber ? '' : ' entries';
  if (issue.code === 'too_small') {
    if (origin === 'string') return 'write a text';
    const bound = inclusive ? 'at least' : 'more than';
    return `write ${bound} ${issue.minimum}${issue.minimum === 1 && !isNumber ? ' entry' : unit}`;
  }
  return `write ${inclusive ? 'at most' : 'less than'} ${issue.maximum}${unit}`;
}

function sizeOf(value: unknown): string {
  if (Array.isArray(value))
    return value.length === 0 ? 'the list is empty' : `the list has ${value.length} entries`;
  return value === '' || (typeof value === 'string' && value.trim() === '')
    ? 'the text is empty'
    : `${show(value)} is out of range`;
}

function wanted(expected: string, value: unknown): string {
  switch (expected) {
    case 'string':
      return typeof value === 'object' ? 'write a text' : 'put quotes around it';
    case 'array':
      return 'write a list, each entry after a dash';
    case 'object':
    case 'record':
      return 'write keys with values';
    case 'boolean':
      return 'write true or false';
    case 'int':
      return 'write a whole number';
    default:
      return `write a ${expected}`;
  }
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map of keys';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'boolean' ? 'true or false, not text' : 'a number';
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'the list';
  if (typeof value === 'object' && value !== null) return 'the value';
  const text = String(value);
  return text.length > 40 ? `"${text.slice(0, 40)}…"` : `"${text}"`;
}

function named(path: DocumentPath): string {
  return path.length === 0 ? 'the protocol' : pathText(path);
}

function valueAt(root: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    return (value as Record<string | number, unknown>)[step];
  }, root);
}
