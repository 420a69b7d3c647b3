import { describe, expect, it } from 'vitest';
import {
  COM_B_TERMS,
  COMPONENT_LINKS,
  FUNCTION_TERMS,
  findLink,
  POLICY_LINKS,
  POLICY_TERMS,
} from '../../protocol/vocabulary/behaviour-change-wheel.ts';
import { PERSUASION_PRINCIPLES, PERSUASION_TERMS } from '../../protocol/vocabulary/persuasion.ts';
import {
  PHISH_CUE_KEYS,
  PHISH_SCALE_PROVENANCE,
  PREMISE_ELEMENTS,
  type PremiseScore,
  ratePhishScale,
} from '../../protocol/vocabulary/phish-scale.ts';
import { BIAS_TERMS, TECHNIQUES } from '../../protocol/vocabulary/techniques.ts';
import { THEORETICAL_DOMAINS } from '../../protocol/vocabulary/theoretical-domains.ts';
import {
  BCT_CODES,
  BIASES,
  COM_B,
  INTERVENTION_FUNCTIONS,
  POLICY_CATEGORIES,
} from '../../protocol/vocabulary.ts';

describe('the vocabulary', () => {
  it.each([
    ['components', COM_B_TERMS, COM_B],
    ['functions', FUNCTION_TERMS, INTERVENTION_FUNCTIONS],
    ['policy categories', POLICY_TERMS, POLICY_CATEGORIES],
    ['techniques', TECHNIQUES, BCT_CODES],
    ['biases', BIAS_TERMS, BIASES],
    ['persuasion principles', PERSUASION_TERMS, PERSUASION_PRINCIPLES],
  ])('explains all %s, in order, with a source', (_, terms, keys) => {
    expect(terms.map(({ key }) => key)).toEqual(keys);
    for (const term of terms) expect(term.source.length).toBeGreaterThan(10);
  });

  it('has 22 techniques and 14 theoretical domains', () => {
    expect(BCT_CODES).toHaveLength(22);
    expect(THEORETICAL_DOMAINS).toHaveLength(14);
  });

  it('links components to functions with the row totals of the source', () => {
    const totals = COM_B.map(
      (component) =>
        COMPONENT_LINKS.filter(({ from, verified }) => from === component && verified).length,
    );
    expect(totals).toEqual([2, 3, 3, 3, 4, 6]);
  });

  it('marks the three inferred links as not verified', () => {
    const inferred = COMPONENT_LINKS.filter(({ verified }) => !verified);
    expect(inferred.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'opportunity.physical training',
      'opportunity.social modelling',
      'motivation.automatic training',
    ]);
  });

  it('leaves modelling under reflective motivation empty', () => {
    expect(findLink('motivation.reflective', 'modelling')).toBeUndefined();
    expect(findLink('motivation.automatic', 'modelling')?.verified).toBe(true);
  });

  it('marks every policy link as not verified', () => {
    expect(POLICY_LINKS.some(({ verified }) => verified)).toBe(false);
    expect(new Set(POLICY_LINKS.map(({ from }) => from)).size).toBe(7);
  });

  it('has every cue of the scale once', () => {
    expect(PHISH_CUE_KEYS).toHaveLength(23);
    expect(new Set(PHISH_CUE_KEYS).size).toBe(23);
  });
});

it('the scale says what of it is adapted and what was read in one source only', () => {
  const adapted = Object.entries(PREMISE_ELEMENTS).filter(([, element]) => element.adapted);
  expect(adapted.map(([key]) => key)).toEqual(['habit', 'relevance']);
  const open = Object.entries(PHISH_SCALE_PROVENANCE).filter(([, { verified }]) => !verified);
  expect(open.map(([key]) => key)).toEqual(['alignmentBands', 'premise']);
});

describe('ratePhishScale()', () => {
  const premise = (
    sum: number,
  ): Record<'habit' | 'relevance' | 'fits_events' | 'worry', PremiseScore> => {
    const score = (left: number): PremiseScore => Math.max(0, Math.min(8, left)) as PremiseScore;
    return {
      habit: score(sum),
      relevance: score(sum - 8),
      fits_events: score(sum - 16),
      worry: score(sum - 24),
    };
  };

  it.each([
    [8, 10, 'few', 'weak', 'moderately'],
    [8, 12, 'few', 'medium', 'very'],
    [8, 18, 'few', 'strong', 'very'],
    [9, 10, 'some', 'weak', 'moderately_to_least'],
    [14, 16, 'some', 'medium', 'moderately'],
    [14, 18, 'some', 'strong', 'very'],
    [15, 10, 'many', 'weak', 'least'],
    [15, 12, 'many', 'medium', 'moderately'],
    [15, 32, 'many', 'strong', 'moderately'],
  ])('rates %i cues and alignment %i', (count, sum, cueBand, alignmentBand, difficulty) => {
    const rating = ratePhishScale({ cues: { sense_of_urgency: count }, premise: premise(sum) });
    expect(rating).toEqual({
      label: 'adapted, not NIST',
      cueCount: count,
      cueBand,
      alignment: sum,
      alignmentBand,
      difficulty,
    });
  });

  it('adds the counts of all cues', () => {
    const cues = { sense_of_urgency: 5, generic_greeting: 3, too_good_to_be_true: 1 };
    expect(ratePhishScale({ cues, premise: premise(0) }).cueCount).toBe(9);
  });

  it('refuses parts of a cue and odd scores', () => {
    expect(() => ratePhishScale({ cues: { inconsistency: 0.5 }, premise: premise(0) })).toThrow(
      RangeError,
    );
    expect(() => ratePhishScale({ cues: { inconsistency: -1 }, premise: premise(0) })).toThrow(
      RangeError,
    );
    const odd = { ...premise(0), habit: 3 as PremiseScore };
    expect(() => ratePhishScale({ cues: {}, premise: odd })).toThrow('habit is 3');
  });
});
