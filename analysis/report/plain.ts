/**
 * The same data with nothing JSON can't hold: a negative zero becomes zero, a number that isn't
 * finite becomes null, a field without a value goes.
 */
export function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
