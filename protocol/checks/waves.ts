import type { DocumentPath } from '../fault.ts';
import { periodMs } from '../periods.ts';
import type { Wave } from '../schema.ts';
import type { CheckContext } from './context.ts';
import { distinctOffers, listed, lookUp, namedOffers } from './offers.ts';
import { checkPairs } from './pairs.ts';

const DAY_MS = 86_400_000;

/** When the waves are, and who may meet what in them. */
export function checkWaves(context: CheckContext): void {
  checkTimes(context);
  checkOffers(context);
  checkPairs(context);
  checkDifficulty(context);
  checkRepetition(context);
  checkSharedNames(context);
}

function checkTimes({ protocol, report }: CheckContext): void {
  protocol.waves.forEach((wave, index) => {
    for (const field of ['spacing', 'window'] as const) {
      if (periodMs(wave[field]) >= DAY_MS) continue;
      report(
        'P603',
        ['waves', index, field],
        `Check the waves: the ${field} of ${wave.key} is ${wave[field]}; lure and twin are met on different days, so write P1D or more`,
      );
    }
    const before = protocol.waves[index - 1];
    if (before === undefined) return;
    const path = ['waves', index, 'starts'];
    if (periodMs(wave.starts) <= periodMs(before.starts)) {
      report(
        'P601',
        path,
        `Check the waves: ${wave.key} starts at ${wave.starts}, not after ${before.key} at ${before.starts}; write them in order of time`,
      );
    } else if (periodMs(wave.starts) < endMs(before)) {
      report(
        'P602',
        path,
        `Check the waves: ${wave.key} starts at ${wave.starts}, before ${before.key} closes (start, spacing and window); start after ${endMs(before) / DAY_MS} days`,
      );
    }
  });
}

function endMs(wave: Wave): number {
  return periodMs(wave.starts) + periodMs(wave.spacing) + periodMs(wave.window);
}

function checkOffers(context: CheckContext): void {
  const { protocol, facts, report } = context;
  for (const offer of namedOffers(context)) {
    if (offer.facts === undefined) {
      const known = Object.entries(facts.offers).flatMap(([slug, { role }]) =>
        role === offer.role ? [slug] : [],
      );
      report(
        'P604',
        offer.path,
        `Check the offers: the catalogue has no offer ${offer.slug}; its ${offer.role}s are ${listed(known)}`,
      );
    } else if (offer.facts.role !== offer.role) {
      report(
        'P605',
        offer.path,
        `Check the offers: ${offer.slug} is a ${offer.facts.role}; name a ${offer.role} here`,
      );
    }
  }
  for (const { slug, path, facts: offer } of distinctOffers(context)) {
    if (offer === undefined) continue;
    for (const locale of protocol.population.languages) {
      if (lookUp(offer.locales, locale)) continue;
      report(
        'P611',
        path,
        `Check the offers: ${slug} has no ${locale}; translate it or choose another`,
      );
    }
  }
}

/** Difficulty must not change with time: each wave has the same share of each rating. */
function checkDifficulty({ protocol, facts, report }: CheckContext): void {
  const ratings = protocol.waves.map(({ pairs }) =>
    pairs.map(({ lure }) => lookUp(facts.offers, lure)?.difficulty ?? null),
  );
  const first = ratings[0];
  if (first === undefined || ratings.flat().includes(null)) return;
  ratings.forEach((here, index) => {
    if (shares(here) === shares(first)) return;
    report(
      'P608',
      ['waves', index, 'pairs'],
      `Check the lures: ${protocol.waves[index]?.key} has ${here.join(', ')} and ${protocol.waves[0]?.key} has ${first.join(', ')}; use lures of one difficulty, or the same pairs in every wave`,
    );
  });
}

function shares(ratings: readonly (string | null)[]): string {
  const counts = new Map<string, number>();
  for (const rating of ratings) counts.set(`${rating}`, (counts.get(`${rating}`) ?? 0) + 1);
  return [...counts]
    .map(([rating, count]) => `${rating}:${(count / ratings.length).toFixed(6)}`)
    .sort()
    .join();
}

/**
 * A person meets row r of the Latin square: in the wave number w, pair (r + w) modulo the number
 * of pairs. Nobody meets a pair twice when waves list either the same pairs in the same order, at
 * least as many as there are such waves, or no pair in common.
 */
function checkRepetition({ protocol, report }: CheckContext): void {
  const lists = protocol.waves.map(({ pairs }) => pairs.map(({ lure }) => lure));
  protocol.waves.forEach((wave, index) => {
    const list = lists[index] ?? [];
    list.forEach((lure, place) => {
      if (list.indexOf(lure) === place) return;
      report(
        'P613',
        ['waves', index, 'pairs', place, 'lure'],
        `Check the offers: ${wave.key} lists ${lure} already; take one out`,
      );
    });
    const path = ['waves', index, 'pairs'];
    const earlier = lists.slice(0, index);
    const mixed = earlier.findIndex(
      (other) => other.some((lure) => list.includes(lure)) && other.join() !== list.join(),
    );
    if (mixed >= 0) {
      report(
        'P609',
        path,
        `Check the offers: ${wave.key} shares pairs with ${protocol.waves[mixed]?.key} but not all in the same order; list the same pairs in the same order, or none of them`,
      );
      return;
    }
    const same = earlier.filter((other) => other.join() === list.join()).length + 1;
    // Positions a whole number of rounds apart would fall on one pair.
    const rounds = earlier.some(
      (other, w) => other.join() === list.join() && (index - w) % list.length === 0,
    );
    if (same <= list.length && !rounds) return;
    report(
      'P609',
      path,
      `Check the offers: ${same} waves share ${list.length} ${list.length === 1 ? 'pair' : 'pairs'}, so somebody would meet one twice; give them at least as many pairs as waves`,
    );
  });
}

function checkSharedNames(context: CheckContext): void {
  for (const field of ['host', 'firm', 'sender'] as const) {
    const owners = new Map<string, { slug: string; path: DocumentPath }>();
    for (const { slug, path, facts } of distinctOffers(context)) {
      if (facts === undefined) continue;
      const name = facts[field].normalize('NFC').toLowerCase();
      const owner = owners.get(name);
      if (owner === undefined) {
        owners.set(name, { slug, path });
        continue;
      }
      context.report(
        'P610',
        path,
        `Check the offers: ${slug} has the ${field} of ${owner.slug}, ${facts[field]}; a name met twice gives the second offer away, so choose another`,
      );
    }
  }
}
