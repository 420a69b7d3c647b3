import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyringOf } from '../../../server/config/keys.ts';
import { newId } from '../../../server/database/ids.ts';
import { openTokens, type TokenPayload } from '../../../server/participants/tokens.ts';

const old = { id: 'k1', key: randomBytes(32) };
const newer = { id: 'k2', key: randomBytes(32) };
const tokens = openTokens(keyringOf([old]));
const payload: TokenPayload = {
  purpose: 'offer',
  trialNo: 7,
  participantId: newId(),
  exposureNo: 3,
  wave: 1,
};

describe('tokens', () => {
  it('say what they were made with, to whoever may ask for it', () => {
    const token = tokens.make(payload);
    expect(tokens.read(token, 'offer')).toEqual(payload);
    expect(tokens.read(token, 'reveal', 'person')).toBeUndefined();
  });

  it('hold nothing but ids, so that two of one person differ only where they must', () => {
    expect(tokens.make(payload).length).toBeLessThan(64);
    expect(tokens.make({ ...payload, purpose: 'reveal' })).not.toBe(tokens.make(payload));
  });

  it('are refused once a single character is changed', () => {
    const token = tokens.make(payload);
    for (let i = 0; i < token.length; i++) {
      const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      expect(tokens.read(changed, 'offer'), changed).toBeUndefined();
    }
  });

  it('are refused when they are anything else', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 90 }),
        (text) =>
          tokens.read(text, 'offer', 'reveal', 'person', 'optout', 'training') === undefined,
      ),
    );
  });

  it('are made with the current key and read with every key that was ever current', () => {
    const before = tokens.make(payload);
    const rotated = openTokens(keyringOf([old, newer]));
    expect(rotated.read(before, 'offer')).toEqual(payload);
    expect(rotated.make(payload)).toMatch(/^v1\.k2\./);
    expect(tokens.read(rotated.make(payload), 'offer')).toBeUndefined();
  });
});
