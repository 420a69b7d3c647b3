import { expect, it } from 'vitest';
import { knownKeys } from '../../protocol/known-keys.ts';
import { nearest } from '../../protocol/nearest.ts';

it.each([
  ['windw', 'window'],
  ['Window', 'window'],
  ['languagse', 'languages'],
  ['xyz', undefined],
  ['a', undefined],
])('nearest() to %s is %s', (written, meant) => {
  expect(nearest(written, ['window', 'languages', 'arms'])).toBe(meant);
});

it('knownKeys() finds the keys of a place, through lists, records and options', () => {
  expect(knownKeys(['waves', 0, 'pairs', 3])).toEqual(['lure', 'twin']);
  expect(knownKeys(['consent', 'texts', 'en', 'reviewed'])).toEqual(['by', 'on', 'text_sha256']);
  expect(knownKeys(['arms', 0, 'constructor'])).toEqual([]);
});
