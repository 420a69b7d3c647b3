import { assertFinite, assertWhole } from '../numerics/check.ts';
import { type Hypergeometric, hypergeometric } from '../numerics/hypergeometric.ts';
import type { RandomSource } from '../numerics/random.ts';
import {
  byAll,
  byDraws,
  byNormal,
  isAsLarge,
  MOST_COUNTED,
  MOST_UNITS,
  NO_DIFFERENCE,
  type PermutationResult,
  toUnitRange,
} from './randomisation-distribution.ts';

/** How many people of each arm of one stratum had an outcome, in [0, 1] or any other scale. */
export interface OutcomeCount {
  readonly outcome: number;
  readonly treated: number;
  readonly control: number;
}

/**
 * `permutationTest` for people of whom only counts are known: the same draws at a cost that depends
 * on how many outcomes and strata there are, not on how many people.
 *
 * Re-drawing arms within a stratum moves outcomes by the hypergeometric distribution. Where each
 * stratum has two outcomes at most and there are few tables, all are counted, each by its chance;
 * else `draws` are made, and p is (1 + those as large) / (1 + draws). Above 50,000 people the
 * normal approximation is used. Neither the order of strata nor which arm is called treated matters.
 *
 * @param strata - One list a stratum; an outcome stands once in it.
 * @param seed - Fixes the draws.
 * @returns p is 1 when outcomes don't vary within strata.
 * @throws RangeError if no stratum has people of both arms, a count isn't whole or an outcome not
 *   finite.
 * @see Fisher (1935), The Design of Experiments, section 21; Phipson and Smyth (2010), Stat. Appl.
 *   Genet. Mol. Biol. 9:39 (adding one); Hajek (1960), Publ. Math. Inst. Hung. 5:361-374 (normal limit).
 */
export function permutationTestOfCounts(
  strata: readonly (readonly OutcomeCount[])[],
  draws = 10_000,
  seed = 1,
): PermutationResult {
  assertWhole('draws', draws, 1);
  const { parts, turned } = inOneOrder(strata.map(toStratum).filter(hasBoth));
  if (parts.length === 0) {
    throw new RangeError('Permute arms: no stratum has people of both arms and at least one must');
  }
  const scale = toUnitRange(parts.flatMap((part) => part.outcomes.map(({ outcome }) => outcome)));
  if (!scale) return NO_DIFFERENCE;
  const people = parts.reduce((sum, { all }) => sum + all, 0);
  const moved = parts.map((part) => movedOutcomes(part, part.all / people, scale.map));
  const observed = moved.reduce((sum, part) => sum + part.observed, 0);
  const sign = turned ? -1 : 1;
  return {
    ...heldAgainst(observed, moved, people, draws, seed),
    statistic: sign * scale.range * observed + 0,
  };
}

/** The difference of the arm drawn, whichever that is. */
function heldAgainst(
  observed: number,
  moved: readonly MovedOutcomes[],
  people: number,
  draws: number,
  seed: number,
): PermutationResult {
  if (people > MOST_UNITS) {
    const variance = moved.reduce((sum, part) => sum + part.variance, 0);
    return byNormal(observed, variance);
  }
  const tables = moved.map((part) => part.tables());
  const few = tables.reduce((ways, list) => ways * (list?.length ?? Number.POSITIVE_INFINITY), 1);
  if (few <= MOST_COUNTED) {
    return byAll(observed, chanceOf(tables as Table[][], observed));
  }
  const drawn = (random: RandomSource): number => {
    let sum = 0;
    for (const part of moved) sum += part.drawn(random);
    return sum;
  };
  return byDraws(observed, drawn, draws, seed);
}

/** `first` is whichever arm is drawn. */
interface CountOfBoth {
  readonly outcome: number;
  readonly first: number;
  readonly second: number;
}

interface Stratum {
  readonly outcomes: readonly CountOfBoth[];
  readonly all: number;
  readonly first: number;
}

function toStratum(counts: readonly OutcomeCount[]): Stratum {
  for (const { outcome, treated, control } of counts) {
    assertFinite('an outcome', outcome);
    assertWhole('people of the arm', treated);
    assertWhole('people of the comparator', control);
  }
  const outcomes = counts
    .filter(({ treated, control }) => treated + control > 0)
    .map(({ outcome, treated, control }) => ({ outcome, first: treated, second: control }))
    .sort((a, b) => a.outcome - b.outcome);
  const first = outcomes.reduce((sum, count) => sum + count.first, 0);
  return { outcomes, first, all: outcomes.reduce((sum, count) => sum + count.second, first) };
}

function hasBoth({ first, all }: Stratum): boolean {
  return first > 0 && first < all;
}

/** Strata by their counts, and of the two arms the one that makes the first word in a dictionary. */
function inOneOrder(strata: readonly Stratum[]): { parts: Stratum[]; turned: boolean } {
  const ways = [false, true].map((turned) => {
    const keyed = strata
      .map((stratum) => (turned ? turnedRound(stratum) : stratum))
      .map((part) => ({ part, key: JSON.stringify(part.outcomes) }))
      .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
    return {
      turned,
      parts: keyed.map(({ part }) => part),
      word: keyed.map(({ key }) => key).join(),
    };
  });
  const [plain, turned] = ways as [(typeof ways)[0], (typeof ways)[0]];
  return turned.word < plain.word ? turned : plain;
}

function turnedRound({ all, first, outcomes }: Stratum): Stratum {
  return {
    all,
    first: all - first,
    outcomes: outcomes.map((count) => ({
      outcome: count.outcome,
      first: count.second,
      second: count.first,
    })),
  };
}

interface Table {
  readonly difference: number;
  readonly chance: number;
}

/** One stratum's weighted difference in means, first arm minus second, as arms are drawn again. */
interface MovedOutcomes {
  readonly observed: number;
  /** Over all assignments: Neyman's, under no effect. */
  readonly variance: number;
  /** Every table there can be; undefined with more than two outcomes. */
  readonly tables: () => Table[] | undefined;
  readonly drawn: (random: RandomSource) => number;
}

function movedOutcomes(
  stratum: Stratum,
  weight: number,
  map: (outcome: number) => number,
): MovedOutcomes {
  const { all, first } = stratum;
  const outcomes = stratum.outcomes.map((count) => ({ ...count, outcome: map(count.outcome) }));
  const slope = weight * (1 / first + 1 / (all - first));
  const total = outcomes.reduce((sum, count) => sum + count.outcome * both(count), 0);
  const differenceAt = (sumOfFirst: number): number =>
    slope * sumOfFirst - (weight * total) / (all - first);
  const observed = differenceAt(
    outcomes.reduce((sum, count) => sum + count.outcome * count.first, 0),
  );
  const mean = total / all;
  const squares = outcomes.reduce(
    (sum, count) => sum + both(count) * (count.outcome - mean) ** 2,
    0,
  );
  const known = outcomes.map(() => new Map<number, Hypergeometric>());
  /** How many of an outcome are taken; how many are left is the same whenever it is asked for. */
  const takenAt = (place: number, left: number, toTake: number): Hypergeometric => {
    const ofOutcome = known[place] as Map<number, Hypergeometric>;
    const before = ofOutcome.get(toTake);
    if (before) return before;
    const made = hypergeometric(left, both(outcomes[place] as CountOfBoth), toTake);
    ofOutcome.set(toTake, made);
    return made;
  };
  return {
    observed,
    variance: (weight ** 2 * squares * (1 / first + 1 / (all - first))) / (all - 1),
    tables() {
      if (outcomes.length > 2) return undefined;
      const [low = 0, high = low] = outcomes.map(({ outcome }) => outcome);
      const { from, chances } = takenAt(0, all, first);
      return chances.map((chance, place) => {
        const ofLow = from + place;
        return { chance, difference: differenceAt(low * ofLow + high * (first - ofLow)) };
      });
    },
    drawn(random) {
      let left = all;
      let toTake = first;
      let sum = 0;
      for (let place = 0; place < outcomes.length - 1 && toTake > 0; place += 1) {
        const count = outcomes[place] as CountOfBoth;
        const taken = takenAt(place, left, toTake).draw(random);
        sum += count.outcome * taken;
        toTake -= taken;
        left -= both(count);
      }
      return differenceAt(sum + (outcomes.at(-1)?.outcome ?? 0) * toTake);
    },
  };
}

function both({ first, second }: CountOfBoth): number {
  return first + second;
}

/** Chance of a difference as large, over all tables of all strata. */
function chanceOf(strata: readonly (readonly Table[])[], observed: number): number {
  let sums: Table[] = [{ difference: 0, chance: 1 }];
  for (const tables of strata) {
    sums = sums.flatMap((sum) =>
      tables.map(({ difference, chance }) => ({
        difference: sum.difference + difference,
        chance: sum.chance * chance,
      })),
    );
  }
  return sums.reduce(
    (sum, { difference, chance }) => (isAsLarge(difference, observed) ? sum + chance : sum),
    0,
  );
}
