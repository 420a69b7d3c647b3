import type { CatalogueFacts } from './catalogue-facts.ts';
import { checkAnalysis } from './checks/analysis.ts';
import { checkArms } from './checks/arms.ts';
import { checkChannels } from './checks/channels.ts';
import { checkConsent } from './checks/consent.ts';
import { type CheckContext, openReport } from './checks/context.ts';
import { checkPopulation } from './checks/population.ts';
import { checkRandomisation } from './checks/randomisation.ts';
import { checkSupport } from './checks/support.ts';
import { checkTrial } from './checks/trial.ts';
import { checkWaves } from './checks/waves.ts';
import { byPlace, type Fault, type Locate } from './fault.ts';
import type { Protocol } from './schema.ts';

export type { CatalogueFacts, OfferFacts } from './catalogue-facts.ts';

export interface CheckOptions {
  /** The day of the check, `YYYY-MM-DD`. */
  readonly today: string;
  /** A rehearsal needs no review, decision or fresh date: those faults become warnings. */
  readonly purpose: 'launch' | 'rehearsal';
  /** From `readProtocol`; without it every fault is at line 1, column 1. */
  readonly locate?: Locate;
}

/**
 * Everything a launch needs beyond the shape of the document. All faults are listed, in the order
 * of the file; a launch or rehearsal may go ahead when none has severity `error`.
 */
export function checkProtocol(
  protocol: Protocol,
  facts: CatalogueFacts,
  options: CheckOptions,
): Fault[] {
  const faults: Fault[] = [];
  const context: CheckContext = {
    protocol,
    facts,
    today: options.today,
    report: openReport(faults, options.purpose, options.locate ?? firstPlace),
  };
  checkTrial(context);
  checkPopulation(context);
  checkChannels(context);
  checkConsent(context);
  checkArms(context);
  checkWaves(context);
  checkRandomisation(context);
  checkAnalysis(context);
  checkSupport(context);
  return faults.sort(byPlace);
}

function firstPlace(): { line: number; column: number } {
  return { line: 1, column: 1 };
}
