/**
 * The same data with nothing JSON can't hold: a negative zero becomes zero, a number that isn't
 * finite becomes null, a field without a value goes.
 */
export function plain<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null;
    // Adding zero takes the sign from a negative zero.
    return value + 0;
  }
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(copy);
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const part = (value as Record<string, unknown>)[key];
    if (part !== undefined) result[key] = copy(part);
  }
  return result;
}
