import type { Context } from 'hono';
import { ServiceError } from './errors.ts';

const MOST_FORM_BYTES = 4_096;

/**
 * The fields of a small form posted as urlencoded text. A field that was not asked for is an
 * error: participants' forms have nothing else, so nothing typed can ride along.
 */
export async function readForm<const K extends string>(
  c: Context,
  allowed: readonly K[],
): Promise<Partial<Record<K, string>>> {
  const text = await readText(c, MOST_FORM_BYTES);
  const fields: Partial<Record<K, string>> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    if (!(allowed as readonly string[]).includes(name) || name in fields) {
      throw new ServiceError(
        'invalid_input',
        'Read the form: it holds a field that was not asked for',
      );
    }
    fields[name as K] = value;
  }
  return fields;
}

/** A request body as text. @throws ServiceError `too_large` beyond the bound. */
export async function readText(c: Context, mostBytes: number): Promise<string> {
  const declared = Number(c.req.header('content-length') ?? 0);
  if (declared > mostBytes) throw tooLarge(mostBytes);
  const text = await c.req.text();
  if (text.length > mostBytes) throw tooLarge(mostBytes);
  return text;
}

function tooLarge(mostBytes: number): ServiceError {
  return new ServiceError(
    'too_large',
    `Read the request: it is larger than ${mostBytes} bytes, send less at a time`,
  );
}
