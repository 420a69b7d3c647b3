import { effectReport } from '../../analysis/effect-report.ts';
import type { AnalysisPlan } from '../../analysis/plan.ts';
import { sha256Hex } from '../../protocol/canonical.ts';
import { type Fault, readProtocol } from '../../protocol/read.ts';
import { analysisPlan } from './analysis-plan.ts';
import { shownEffect } from './build-trial-report.ts';
import { CODE_VERSION } from './code-version.ts';
import type { DatasetFault } from './dataset-fault.ts';
import { describedPlan, describedTrial } from './described-trial.ts';
import { isAnalysisPlan, readAnalysisPlan } from './read-analysis-plan.ts';
import { readDataset } from './read-dataset.ts';
import { REPORT_VERSION, type TrialReport } from './schema/report-schema.ts';

export type AnalysedFile =
  | { readonly report: TrialReport }
  /** Of the protocol's file: line, column and what to write instead. */
  | { readonly protocolFaults: readonly Fault[] }
  /** Of an analysis plan's file: path in the document and what to write instead. */
  | { readonly planFaults: readonly { readonly path: string; readonly message: string }[] }
  /** Of the file of participants: row, column and what to write instead. */
  | { readonly datasetFaults: readonly DatasetFault[] };

/**
 * An effect report out of a protocol and a file of participants, without any database. What the
 * service alone knows (harms, debriefs, machines, changes) is null, and so is masking: whoever
 * holds the file has seen the outcomes.
 *
 * @param protocolSource - Text of the protocol's YAML file, or of an analysis plan
 *   (`scampaign_analysis: 1`) for a trial that was run elsewhere.
 * @param csvText - Text of the file of participants; its columns are in docs/dataset.md.
 */
export function analyseFile(input: {
  readonly protocolSource: string;
  readonly csvText: string;
}): AnalysedFile {
  const read = readEither(input.protocolSource);
  if (!('plan' in read)) return read;
  const { plan, trial } = read;
  const data = readDataset(input.csvText, plan);
  if ('faults' in data) return { datasetFaults: data.faults };
  const analysed = analyse(() => effectReport(data.dataset, plan));
  if ('datasetFaults' in analysed) return analysed;
  return {
    report: {
      report: 'scampaign trial report',
      version: REPORT_VERSION,
      source: 'file',
      versions: {
        code: CODE_VERSION,
        query: null,
        protocolHash: null,
        protocolsAssignedUnder: [],
        saltSha256: null,
        saltDisclosed: null,
        dataSha256: sha256Hex(input.csvText),
      },
      dataThrough: null,
      trial,
      masked: null,
      rehearsal: null,
      enrolment: null,
      ...shownEffect(analysed.effect),
      telling: null,
      answers: null,
      harms: null,
      machines: null,
      changes: null,
      uptake: null,
      notes: [
        'Made from a file of participants: harms, debriefs, visits of machines and changes to the trial are not in it and must be asked of whoever ran it.',
      ],
    },
  };
}

function readEither(
  source: string,
):
  | { plan: AnalysisPlan; trial: TrialReport['trial'] }
  | Exclude<AnalysedFile, { readonly report: TrialReport }> {
  if (isAnalysisPlan(source)) {
    const read = readAnalysisPlan(source);
    if ('faults' in read) return { planFaults: read.faults };
    return { plan: read.plan, trial: describedPlan(read.plan, read.title, read.source) };
  }
  const read = readProtocol(source);
  if (read.protocol === undefined) return { protocolFaults: read.faults };
  return { plan: analysisPlan(read.protocol), trial: describedTrial(read.protocol) };
}

/** What the analysis refuses about columns that are each well formed is a fault of the file too. */
function analyse(
  run: () => ReturnType<typeof effectReport>,
): { effect: ReturnType<typeof effectReport> } | { datasetFaults: DatasetFault[] } {
  try {
    return { effect: run() };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { datasetFaults: [{ row: 1, message: error.message }] };
  }
}
