/** Numbers in [0, 1), the same for the same label on every machine. */
export type Random = () => number;

/**
 * A small generator for simulated people. It is sfc32 (Chris Doty-Humphrey's "small fast counter",
 * 32 bits, from the PractRand suite), started from four FNV-1a hashes of the label and run twelve
 * steps in, as its author advises. Each person draws from a generator of their own, so that one
 * more choice of one person moves nobody else. It decides nothing about allocation and keeps
 * nothing secret.
 */
export function seededRandom(label: string): Random {
  let a = fnv1a(label, 0x811c9dc5);
  let b = fnv1a(label, 0x9e3779b9);
  let c = fnv1a(label, 0x85ebca6b);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let step = 0; step < 12; step += 1) next();
  return next;
}

/** One of a list. */
export function pick<T>(random: Random, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)]!;
}

/** One of a list of weighted choices; the weights need not sum to 1. */
export function pickWeighted<T>(random: Random, choices: readonly (readonly [T, number])[]): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random() * total;
  for (const [value, weight] of choices) {
    left -= weight;
    if (left < 0) return value;
  }
  return choices.at(-1)![0];
}

/** Fowler, Noll and Vo's hash over UTF-16 units, 32 bits. */
function fnv1a(text: string, basis: number): number {
  let hash = basis | 0;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash;
}
