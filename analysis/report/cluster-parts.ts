import type { Reading } from '../dataset.ts';
import { tCritical, tTwoSided } from '../numerics/distributions.ts';
import type { ArmMean } from '../regression/arm-mean.ts';
import type { Moments } from '../strata/moments.ts';
import type { ArmFacts } from './arm-risk.ts';
import { unitMoments } from './cell-table.ts';
import { type ContrastParts, type ContrastRequest, pairFor } from './contrast.ts';
import { differenceOfMeans, isNothing, noEstimate, noTest } from './estimates.ts';
import type { MergedCells } from './merge-cells.ts';
import { pairMeans } from './pair-rows.ts';
import type { ArmRisk, Estimate } from './types.ts';

const INDEPENDENT = 'takes people as independent, and groups were assigned';
const FEW = 'an arm has fewer than two groups with an outcome';

/** Figures of a trial that assigned groups: every error comes from differences between groups. */
export function clusterContrastParts(
  request: ContrastRequest,
  merged: MergedCells,
  reading: Reading,
  facts: readonly [ArmFacts, ArmFacts],
  moments: readonly [Moments, Moments],
): ContrastParts {
  const { level } = request;
  const methods = {
    standardised: 'standardised over stratum and offer form, CR2, Satterthwaite t',
    unadjusted: 'difference in means, CR2, Satterthwaite t',
    ratio: 'ratio of means, CR2, delta method on the logarithm',
  };
  const left = {
    unadjusted: {
      newcombe: noEstimate('Newcombe hybrid score', level, INDEPENDENT),
      miettinenNurminen: noEstimate('Miettinen-Nurminen score', level, INDEPENDENT),
    },
    tests: {
      chiSquare: noTest('Pearson chi-square', INDEPENDENT),
      fisher: noTest('Fisher exact, two-sided', INDEPENDENT),
    },
    oddsRatio: noEstimate('Woolf log odds', level, INDEPENDENT),
  };
  if (merged.groups.length === 0) {
    return {
      standardised: noEstimate(methods.standardised, level, FEW),
      arm: groupRisk(facts[0], moments[0], null, level),
      comparator: groupRisk(facts[1], moments[1], null, level),
      unadjusted: { ...left.unadjusted, welch: noEstimate(methods.unadjusted, level, FEW) },
      relative: {
        riskRatio: noEstimate(methods.ratio, level, FEW),
        oddsRatio: left.oddsRatio,
      },
      tests: left.tests,
    };
  }
  const means = (groups: MergedCells['groups']): readonly [ArmMean, ArmMean] =>
    pairMeans(
      pairFor(request, groups, { ...request.units, covariates: null }),
      request.tables[reading],
      request.events[reading],
    );
  const plain = means([merged.groups.flat()]);
  const unadjusted = differenceOfMeans(plain, methods.unadjusted, level);
  return {
    standardised: differenceOfMeans(means(merged.groups), methods.standardised, level),
    arm: groupRisk(facts[0], moments[0], plain[0], level),
    comparator: groupRisk(facts[1], moments[1], plain[1], level),
    unadjusted: { ...left.unadjusted, welch: unadjusted },
    relative: {
      riskRatio: ratio(plain, unadjusted, methods.ratio, level),
      oddsRatio: left.oddsRatio,
    },
    tests: left.tests,
  };
}

/** Counts the groups of each arm that have people in some cells. */
export function clustersPerCell(
  request: ContrastRequest,
): (group: readonly number[], side: 'treated' | 'control') => number {
  const table = request.tables.people;
  const { units } = table.index;
  return (group, side) => {
    const found = new Set<number>();
    for (const cell of group) {
      for (let unit = 0; unit < units; unit += 1) {
        if (unitMoments(table, request[side].index, cell, unit).participants > 0) {
          found.add(unit % request.units.clusters);
        }
      }
    }
    return found.size;
  };
}

function groupRisk(
  facts: ArmFacts,
  moments: Moments,
  mean: ArmMean | null,
  level: number,
): ArmRisk {
  const { participants: n, sum } = moments;
  const reach =
    mean && !isNothing(Math.sqrt(mean.variance))
      ? tCritical(level, mean.trace ** 2 / mean.squares) * Math.sqrt(mean.variance)
      : null;
  return {
    arm: facts.key,
    label: facts.label,
    assigned: facts.assigned,
    analysed: n,
    events: sum,
    risk: n > 0 ? sum / n : null,
    lower: reach === null ? null : Math.max(0, sum / n - reach),
    upper: reach === null ? null : Math.min(1, sum / n + reach),
    method: 'mean, CR2, Satterthwaite t',
  };
}

function ratio(
  [treated, control]: readonly [ArmMean, ArmMean],
  difference: Estimate,
  method: string,
  level: number,
): Estimate {
  const freedom = difference.degreesOfFreedom;
  if (!(treated.mean > 0 && control.mean > 0) || freedom === null) {
    return noEstimate(method, level, 'an arm has no events, or groups do not differ');
  }
  const standardError = Math.sqrt(
    treated.variance / treated.mean ** 2 + control.variance / control.mean ** 2,
  );
  const estimate = treated.mean / control.mean;
  const reach = tCritical(level, freedom) * standardError;
  return {
    method,
    estimate,
    standardError,
    lower: estimate * Math.exp(-reach),
    upper: estimate * Math.exp(reach),
    level,
    p: tTwoSided(Math.log(estimate) / standardError, freedom),
    degreesOfFreedom: freedom,
    reason: null,
  };
}
