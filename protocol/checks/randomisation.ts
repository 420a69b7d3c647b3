import type { CheckContext } from './context.ts';
import { lookUp } from './offers.ts';

/** That of the draws themselves, which would refuse what passes here. Thirds need ten digits. */
const TOLERANCE = 1e-9;

/** Weights and blocks. */
export function checkRandomisation({ protocol, report }: CheckContext): void {
  const { allocation, method, block_sizes: sizes, namespace } = protocol.randomisation;
  const arms = protocol.arms.map(({ key }) => key);
  for (const key of new Set(arms)) {
    if (lookUp(allocation, key) !== undefined) continue;
    report(
      'P701',
      ['randomisation', 'allocation'],
      `Check the weights: the arm ${key} has none; write one`,
    );
  }
  for (const key of Object.keys(allocation)) {
    if (arms.includes(key)) continue;
    report(
      'P702',
      ['randomisation', 'allocation', key],
      `Check the weights: there is no arm ${key}; take it out`,
      'key',
    );
  }
  const sum = Object.values(allocation).reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) > TOLERANCE) {
    report(
      'P703',
      ['randomisation', 'allocation'],
      `Check the weights: they sum to ${Number(sum.toPrecision(10))} and must sum to 1; write thirds with ten digits, 0.3333333333 and 0.3333333334`,
    );
  }
  if (namespace !== undefined && namespace.from >= namespace.to) {
    report(
      'P708',
      ['randomisation', 'namespace', 'to'],
      `Check the namespace: from ${namespace.from} to ${namespace.to} holds nobody; write a larger to`,
    );
  }
  if (method === 'simple') {
    if (sizes !== undefined) {
      report(
        'P705',
        ['randomisation', 'block_sizes'],
        'Check the blocks: the method is simple, which has none; take block_sizes out or write stratified_blocks',
        'key',
      );
    }
    return;
  }
  if (sizes === undefined || sizes.length === 0) {
    report(
      'P704',
      ['randomisation', 'method'],
      'Check the blocks: stratified_blocks needs block_sizes; write two sizes, each dealt whole by the weights',
    );
    return;
  }
  sizes.forEach((size, index) => {
    const uneven = Object.entries(allocation).find(
      ([, weight]) => !nearlyWhole(size * weight, size),
    );
    if (!uneven) return;
    report(
      'P706',
      ['randomisation', 'block_sizes', index],
      `Check the blocks: a block of ${size} gives ${uneven[0]} ${Number((size * uneven[1]).toPrecision(10))} people; choose a size that every weight divides into whole people`,
    );
  });
  if (new Set(sizes).size === 1) {
    report(
      'P707',
      ['randomisation', 'block_sizes'],
      `Check the blocks: all have ${sizes[0]} people, so the end of a block can be foreseen; add another size`,
    );
  }
}

function nearlyWhole(people: number, size: number): boolean {
  return Math.abs(people - Math.round(people)) <= TOLERANCE * size && Math.round(people) > 0;
}
