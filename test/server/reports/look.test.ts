import { describe, expect, it } from 'vitest';
import { type LookFacts, whyMasked } from '../../../server/reports/look.ts';
import { exampleProtocol } from './made-up-trial.ts';

const afterWave = exampleProtocol((protocol) => {
  protocol.analysis.looks = 'after_primary_wave';
});
const atClose = exampleProtocol();

function facts(change: Partial<LookFacts> = {}): LookFacts {
  return {
    state: 'running',
    assigned: 10,
    awaitingAssignment: 0,
    open: [
      { wave: 'w1', role: 'lure', people: 0 },
      { wave: 'w2', role: 'lure', people: 0 },
      { wave: 'w2', role: 'twin', people: 0 },
    ],
    ...change,
  };
}

describe('whyMasked()', () => {
  it('opens after the primary wave once nothing of it is running', () => {
    expect(whyMasked(afterWave, facts())).toBeUndefined();
  });

  it('stays masked while one window of the primary wave, lure or twin, is running', () => {
    const open = [{ wave: 'w2', role: 'twin', people: 1 } as const];
    expect(whyMasked(afterWave, facts({ open }))).toContain('1 to go');
  });

  it('does not wait for other waves', () => {
    const open = [{ wave: 'w1', role: 'lure', people: 5 } as const];
    expect(whyMasked(afterWave, facts({ open }))).toBeUndefined();
  });

  it('stays masked while registered people are still to be assigned, or nobody is', () => {
    expect(whyMasked(afterWave, facts({ awaitingAssignment: 1 }))).toContain(
      'still to be assigned',
    );
    expect(whyMasked(afterWave, facts({ assigned: 0 }))).toContain('Nobody');
  });

  it('waits for the close when the plan says so, stopped or not', () => {
    for (const state of ['running', 'paused', 'stopped'] as const) {
      expect(whyMasked(atClose, facts({ state }))).toContain('closed');
    }
    expect(whyMasked(atClose, facts({ state: 'closed' }))).toBeUndefined();
  });

  it('has nothing to wait for in a trial that was stopped', () => {
    const open = [{ wave: 'w2', role: 'lure', people: 5 } as const];
    expect(whyMasked(afterWave, facts({ state: 'stopped', open }))).toBeUndefined();
  });
});
