import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawOfferRow, drawTwinFirst } from '../../../server/randomisation/draw-offers.ts';
import { chooseArm } from '../../../server/randomisation/experiment.ts';
import { ALGORITHM, deriveSeeds, unitHash } from '../../../server/randomisation/seeds.ts';
import { clusterUnit, personUnit } from '../../../server/randomisation/unit.ts';
import { saltSha256 } from '../../../server/trials/salt.ts';
import { drawsWith } from './arms.ts';

interface Vectors {
  algorithm: string;
  salt: string;
  saltSha256: string;
  allocation: Record<string, number>;
  blockSizes: number[];
  seeds: Record<'arm' | 'offerForm' | 'order' | 'booster', string>;
  people: {
    participantId: string;
    unitHash: string;
    arm: string;
    offerRow: Record<'2,2' | '2,3', number>;
    twinFirst: number[];
  }[];
  clusters: { cluster: string; arm: string }[];
  blocks: Record<string, string[]>;
}

const vectors: Vectors = JSON.parse(
  readFileSync(new URL('vectors.golden.json', import.meta.url), 'utf8'),
);
const salt = Buffer.from(vectors.salt, 'hex');
const draws = drawsWith(salt, vectors.allocation, { block_sizes: vectors.blockSizes });

describe(`the draws of ${ALGORITHM} agree with a second program's`, () => {
  it('in the seeds', () => {
    expect(vectors.algorithm).toBe(ALGORITHM);
    expect(saltSha256(salt)).toBe(vectors.saltSha256);
    const { arm, offerForm, order, booster } = deriveSeeds(salt);
    expect({ arm, offerForm, order, booster }).toEqual(
      Object.fromEntries(
        Object.entries(vectors.seeds).map(([name, hex]) => [name, Buffer.from(hex, 'hex')]),
      ),
    );
  });

  it.each(vectors.people)('for $participantId', ({ participantId, ...expected }) => {
    const hash = unitHash(draws.seeds.arm, personUnit(participantId));
    expect({
      unitHash: hash,
      arm: chooseArm(draws.experiment, hash),
      offerRow: {
        '2,2': drawOfferRow(draws.seeds, participantId, [2, 2]),
        '2,3': drawOfferRow(draws.seeds, participantId, [2, 3]),
      },
      twinFirst: drawTwinFirst(draws.seeds, participantId, 3),
    }).toEqual(expected);
  });

  it.each(vectors.clusters)('for cluster $cluster', ({ cluster, arm }) => {
    const hash = unitHash(draws.seeds.arm, clusterUnit(cluster));
    expect(chooseArm(draws.experiment, hash)).toBe(arm);
  });

  it.each(Object.entries(vectors.blocks))('in the blocks of %s', (stratum, arms) => {
    const sequence = draws.sequence(stratum);
    expect(arms.map((_, place) => sequence.armAt(place))).toEqual(arms);
    expect([...arms.keys()].reverse().map((place) => sequence.armAt(place))).toEqual(
      arms.toReversed(),
    );
  });
});
