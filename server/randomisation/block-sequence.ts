import type { Allocation } from './allocation.ts';
import { keyedGenerator } from './keyed-generator.ts';

const TOLERANCE = 1e-9;

/**
 * The list of arms of one stratum: permuted blocks, one after the other, without end. Each block's
 * size is drawn from the sizes allowed and its arms are shuffled, both by a generator keyed with
 * the arm seed, the stratum and the number of the block.
 */
export class BlockSequence {
  readonly #seed: Buffer;
  readonly #stratum: string;
  readonly #sizes: readonly number[];
  readonly #allocation: Allocation;
  /** Where each block made so far ends, as a number of draws. */
  readonly #ends: number[] = [];
  #latest: { readonly blockNo: number; readonly arms: readonly string[] } | undefined;

  /** @throws RangeError when a size can't be dealt exactly by the weights. */
  constructor(seed: Buffer, stratum: string, sizes: readonly number[], allocation: Allocation) {
    if (sizes.length === 0) {
      throw new RangeError('Deal blocks: no block size is given; at least one is needed');
    }
    for (const size of sizes) {
      for (const weight of allocation.weights) {
        const share = size * weight;
        if (Math.abs(share - Math.round(share)) > TOLERANCE * size || Math.round(share) < 1) {
          throw new RangeError(
            `Deal blocks: ${size} times the weight ${weight} is ${share}; a whole number of people is needed`,
          );
        }
      }
    }
    this.#seed = seed;
    this.#stratum = stratum;
    this.#sizes = sizes;
    this.#allocation = allocation;
  }

  /** The arm at a position, from 0. */
  armAt(position: number): string {
    const blockNo = this.#blockAt(position);
    const start = this.#ends[blockNo - 1] ?? 0;
    return this.#block(blockNo)[position - start]!;
  }

  /** How many of the first so many draws fall to each arm. */
  countsOfFirst(draws: number): Record<string, number> {
    const counts: Record<string, number> = Object.fromEntries(
      this.#allocation.arms.map((arm) => [arm, 0]),
    );
    for (let position = 0; position < draws; position++) {
      const arm = this.armAt(position);
      counts[arm] = (counts[arm] ?? 0) + 1;
    }
    return counts;
  }

  #blockAt(position: number): number {
    const ends = this.#ends;
    while ((ends.at(-1) ?? 0) <= position) {
      ends.push((ends.at(-1) ?? 0) + this.#sizeOf(ends.length));
    }
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #sizeOf(blockNo: number): number {
    const draw = keyedGenerator(this.#seed, `size/${blockNo}/${this.#stratum}`);
    return this.#sizes[draw(this.#sizes.length)]!;
  }

  #block(blockNo: number): readonly string[] {
    if (this.#latest?.blockNo === blockNo) return this.#latest.arms;
    const size = this.#ends[blockNo]! - (this.#ends[blockNo - 1] ?? 0);
    const { arms, weights } = this.#allocation;
    const block = arms.flatMap((arm, index) =>
      new Array<string>(Math.round(size * weights[index]!)).fill(arm),
    );
    const draw = keyedGenerator(this.#seed, `block/${blockNo}/${this.#stratum}`);
    // Fisher and Yates: each of the orders is as likely as the other.
    for (let last = block.length - 1; last > 0; last--) {
      const other = draw(last + 1);
      [block[last], block[other]] = [block[other]!, block[last]!];
    }
    this.#latest = { blockNo, arms: block };
    return block;
  }
}
