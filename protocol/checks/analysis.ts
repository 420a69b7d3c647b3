import { periodMs } from '../periods.ts';
import type { CheckContext } from './context.ts';

const GOOD_DIRECTION: Readonly<Record<string, 'lower' | 'higher'>> = {
  clicked: 'lower',
  started: 'lower',
  compromised: 'lower',
  reported: 'higher',
  help_opened: 'higher',
};

/** The comparison the trial is for, and when it stops early. */
export function checkAnalysis({ protocol, report }: CheckContext): void {
  checkComparator({ protocol, report });
  checkPrimary({ protocol, report });
  for (const when of ['distressed', 'complained'] as const) {
    if (protocol.stop_rules.some((rule) => rule.when === when)) continue;
    report(
      'P901',
      ['stop_rules'],
      `Check the stop rules: none covers ${when}; say after how many people the trial stops`,
    );
  }
}

function checkComparator({ protocol, report }: Pick<CheckContext, 'protocol' | 'report'>): void {
  const { comparator, multiplicity } = protocol.analysis;
  const arm = protocol.arms.find(({ key }) => key === comparator);
  const path = ['analysis', 'comparator'];
  if (arm === undefined) {
    const arms = protocol.arms.map(({ key }) => key).join(', ');
    report(
      'P801',
      path,
      `Check the comparator: there is no arm ${comparator}; write one of ${arms}`,
    );
  } else if (arm.kind === 'training') {
    report(
      'P802',
      path,
      `Check the comparator: ${comparator} is a training; compare with an arm that gets none, best reveal_only`,
    );
  } else if (arm.kind !== 'reveal_only') {
    report(
      'P808',
      path,
      `Check the comparator: ${comparator} is ${arm.kind}; with reveal_only the effect would be that of the training alone`,
    );
  }
  const comparisons = protocol.arms.length - 1;
  if (comparisons > 1 && multiplicity === 'none') {
    report(
      'P807',
      ['analysis', 'multiplicity'],
      `Check the analysis: ${comparisons} comparisons are made without adjustment; write holm or hochberg`,
    );
  }
}

function checkPrimary({ protocol, report }: Pick<CheckContext, 'protocol' | 'report'>): void {
  const { primary } = protocol.analysis;
  const place = protocol.waves.findIndex(({ key }) => key === primary.wave);
  const wave = protocol.waves[place];
  if (wave === undefined) {
    const waves = protocol.waves.map(({ key }) => key).join(', ');
    report(
      'P803',
      ['analysis', 'primary', 'wave'],
      `Check the outcome: there is no wave ${primary.wave}; write one of ${waves}`,
    );
  } else if (place === 0) {
    report(
      'P804',
      ['analysis', 'primary', 'wave'],
      `Check the outcome: ${primary.wave} is the first wave, when nobody has been trained; add a later wave and measure there`,
    );
  }
  const window = periodMs(primary.window);
  if (window === 0 || (wave !== undefined && window > periodMs(wave.window))) {
    report(
      'P805',
      ['analysis', 'primary', 'window'],
      `Check the outcome: its window is ${primary.window} and offers stay open for ${wave?.window ?? 'longer'}; write a window above zero and no longer than that`,
    );
  }
  const good = GOOD_DIRECTION[primary.outcome];
  if (good !== undefined && good !== primary.good) {
    report(
      'P806',
      ['analysis', 'primary', 'good'],
      `Check the outcome: for ${primary.outcome} ${primary.good} is not better; write ${good}`,
    );
  }
}
