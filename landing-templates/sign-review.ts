import { FaultList } from './faults.ts';
import { readCopy } from './read-copy.ts';

/**
 * The words file of a language with the review of a named speaker written into it: who, when, and
 * the hash of the very words they read.
 *
 * @param file - Its name, `copy/th.yaml`.
 * @throws RangeError when the file is malformed.
 */
export function signReview(file: string, text: string, by: string, on: string): string {
  const faults = new FaultList();
  const copy = readCopy(file, text, faults);
  const malformed = faults.faults.find(({ code }) => code !== 'T033');
  if (!copy || malformed) {
    throw new RangeError(`Sign the review: ${malformed?.message ?? `${file} can't be read`}`);
  }
  const review = `reviewed: { by: ${JSON.stringify(by)}, on: "${on}", text_sha256: "${copy.hash}" }`;
  return text.replace(/^reviewed:.*(?:\n +.*)*/m, review);
}
