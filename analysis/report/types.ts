/**
 * The effect report as data: what `effectReport` returns, and what pages, plots and files show.
 *
 * Plain JSON: no NaN, no Infinity, no Map. A number that can't be had is `null`, and the `reason`
 * beside it says why. Proportions and differences of proportions are in [0, 1] and [-1, 1], never
 * percentage points. Every difference is arm minus comparator.
 */
import type { OfferStatus, Reading } from '../dataset.ts';

/** One estimate with all an auditor needs. Fields that don't exist for a method are null. */
export interface Estimate {
  /** Name of the method, to print beside the number. */
  readonly method: string;
  readonly estimate: number | null;
  readonly standardError: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Confidence level of the interval, for example 0.95. */
  readonly level: number;
  /** Two-sided. */
  readonly p: number | null;
  /** Degrees of freedom of the t distribution used; null means normal, score or exact. */
  readonly degreesOfFreedom: number | null;
  /** Why a number above is null, or a limit of it; null when there is nothing to say. */
  readonly reason: string | null;
}

/** A test without an estimate. */
export interface TestResult {
  readonly method: string;
  readonly statistic: number | null;
  readonly degreesOfFreedom: number | null;
  readonly p: number | null;
  readonly reason: string | null;
}

/** What happened in one arm at one wave, role and outcome. */
export interface ArmRisk {
  readonly arm: string;
  readonly label: string;
  /** People assigned to the arm. */
  readonly assigned: number;
  /** People with an outcome: the denominator. */
  readonly analysed: number;
  /** People with the event; with several offers each, the sum of their shares. */
  readonly events: number;
  /** `events / analysed`: the absolute risk. Null when nobody was analysed. */
  readonly risk: number | null;
  /** Wilson interval (one offer each), or t interval of the mean (several offers, or groups). */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly method: string;
}

/**
 * Number needed to treat. When the interval of the risk difference contains zero the interval of
 * the NNT is disjoint: from `benefit` to infinity and from `harm` to infinity (Altman 1998).
 */
export interface NumberNeeded {
  readonly method: string;
  /** People to train for one more good outcome (one more harm when `direction` is harm). */
  readonly estimate: number | null;
  readonly direction: 'benefit' | 'harm' | null;
  /**
   * One range when the interval of the difference excludes zero, two when it doesn't. `to: null`
   * means "to infinity".
   */
  readonly ranges: readonly {
    readonly direction: 'benefit' | 'harm';
    readonly from: number;
    readonly to: number | null;
  }[];
  readonly level: number;
  readonly reason: string | null;
}

/** Worst-case limits: what the difference could be whatever the missing people did. */
export interface Bounds {
  readonly method: string;
  /** All missing in the arm without the event and all missing in the comparator with it. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Interval around the bounds that covers the true difference with the level stated. */
  readonly intervalLower: number | null;
  readonly intervalUpper: number | null;
  readonly level: number;
  readonly reason: string | null;
}

/** One arm against the comparator, for one outcome at one wave and role, under one reading. */
export interface Contrast {
  readonly wave: string;
  readonly role: 'lure' | 'twin';
  readonly outcome: string;
  readonly good: 'lower' | 'higher' | null;
  readonly reading: Reading;
  /** `all` offers of the wave, or those `first` by randomised order (positions 0 and 1). */
  readonly offersUsed: 'all' | 'first';
  readonly arm: ArmRisk;
  readonly comparator: ArmRisk;
  /** Risk difference standardised over strata and offer form: the one to quote. */
  readonly standardised: Estimate & {
    /** Cells of stratum and form averaged over, after merging those too small in either arm. */
    readonly cells: number;
    readonly cellsMerged: number;
  };
  /**
   * The same contrast with the plan's covariates (Lin's estimator); null when the plan names none,
   * and for secondary and exploratory contrasts.
   */
  readonly covariateAdjusted: Estimate | null;
  readonly unadjusted: {
    /** Difference in means: unequal variances (HC2), or CR2 when groups were assigned. */
    readonly welch: Estimate;
    readonly newcombe: Estimate;
    readonly miettinenNurminen: Estimate;
  };
  readonly relative: {
    readonly riskRatio: Estimate;
    readonly oddsRatio: Estimate;
  };
  readonly numberNeeded: NumberNeeded;
  readonly tests: {
    readonly chiSquare: TestResult;
    readonly fisher: TestResult;
  };
  readonly bounds: Bounds;
  /** Offers per person where a person had more than one (the outcome is then a share). */
  readonly severalOffers: boolean;
}

/** The three readings of one contrast. `people` is the one that decides. */
export type Readings = { readonly [reading in Reading]: Contrast };

/** d' and criterion of one arm, or the difference between two. */
export interface Detection {
  /** Refused lures and all lures that count, in offers. */
  readonly lures: { readonly refused: number; readonly offers: number };
  /** Refused twins and all twins that count, in offers. */
  readonly twins: { readonly refused: number; readonly offers: number };
  /** Share of lures refused (hits) and of twins refused (false alarms), log-linear corrected. */
  readonly hitRate: number | null;
  readonly falseAlarmRate: number | null;
  /** Discrimination: telling lures from twins. Higher is better. */
  readonly dPrime: Estimate;
  /** Criterion c: below zero leans to refusing everything, above zero to accepting everything. */
  readonly criterion: Estimate;
}

/** Lures and twins side by side, at the primary wave, from offers first by randomised order. */
export interface TwinReport {
  /** Outcome counted as accepting an offer. */
  readonly acceptance: string;
  readonly lure: Contrast;
  readonly twin: Contrast;
  /** Is the fall in twin acceptance smaller than the plan's margin? */
  readonly nonInferiority: {
    readonly margin: number;
    /** True when the interval of the difference lies above minus the margin. */
    readonly shown: boolean | null;
    readonly p: number | null;
    readonly method: string;
  };
  readonly arm: Detection;
  readonly comparator: Detection;
  /** Arm minus comparator. */
  readonly dPrimeDifference: Estimate;
  readonly criterionDifference: Estimate;
}

export type VerdictWord = 'skill' | 'suspicion' | 'both' | 'unclear';
export type CertaintyWord = 'high' | 'moderate' | 'low' | 'very low';

export interface Verdict {
  readonly word: VerdictWord;
  /** One sentence per rule that led to the word. */
  readonly because: readonly string[];
  /** From the interval of the difference in d': a reading beside the word, never its cause. */
  readonly discrimination: 'better' | 'worse' | 'not shown';
}

export interface Certainty {
  readonly word: CertaintyWord;
  /** One sentence per step down; empty when none was taken. */
  readonly because: readonly string[];
}

/** The primary difference under other assumptions on the missing than none at all (`bounds`). */
export interface MissingReport {
  /** Lee's bounds: the arm changed who can be analysed in one direction only. */
  readonly lee: Bounds & {
    /** Share of the better-followed arm trimmed away. */
    readonly trimmed: number | null;
  };
  /** Inverse-probability weights: loss depends on stratum and categorical covariates alone. */
  readonly weighted: Estimate;
}

/** A difference in events per offer met, with what it is made of. */
export interface ExposureRate extends Estimate {
  readonly arm: ExposureCounts | null;
  readonly comparator: ExposureCounts | null;
}

/** Events per lure met, the lures, and the people who met them. */
export interface ExposureCounts {
  readonly rate: number;
  readonly exposures: number;
  readonly people: number;
}

/** How the primary difference changes across waves. */
export interface DecayReport {
  readonly waves: readonly {
    readonly wave: string;
    readonly days: number;
    readonly estimate: number;
  }[];
  /** Change of the difference per day. */
  readonly slope: Estimate;
  readonly halfLifeDays: number | null;
  readonly halfLifeLower: number | null;
  /** Null when the effect may never halve. */
  readonly halfLifeUpper: number | null;
}

/**
 * Training that may have reached the comparator, by what its people say of their contacts. Contact isn't
 * drawn by lot: a warning, never an estimate of the effect.
 */
export interface ContactReport {
  readonly method: string;
  /** Comparator people with a primary outcome who answered, and those of them who had contact. */
  readonly asked: number;
  readonly contact: number;
  /** Largest share with contact in one group, when groups were assigned. */
  readonly largestShare: number | null;
  /** Risk with contact minus risk without, within the comparator. */
  readonly withinComparator: Estimate;
  /**
   * The primary difference if all who had contact were as trained: an outer limit of what spill-over
   * may hide. Null when so many had contact that it would lie outside [-1, 1].
   */
  readonly undilutedDifference: number | null;
}

/** Balance of a covariate known before assignment; no test is made of it. */
export interface BalanceRow {
  readonly covariate: string;
  readonly arm: string;
  /** In units of the average standard deviation; for categories, a distance of at least 0. */
  readonly standardisedDifference: number | null;
  /** Why the number above is null: arms that have nothing in common differ without limit. */
  readonly reason: string | null;
}

/** One arm against the comparator. */
export interface ArmComparison {
  readonly arm: string;
  readonly label: string;
  readonly comparator: string;
  /** Why there is no estimate for this arm (an empty arm, for one); null when there is one. */
  readonly notAnalysed: string | null;
  /** Primary outcome, primary wave, lures, everyone assigned who has an outcome. */
  readonly primary: Readings | null;
  /** p of the primary standardised difference after the plan's multiplicity adjustment. */
  readonly adjustedP: number | null;
  /**
   * How often drawing arms again, as they were drawn, would alone give a primary difference as large:
   * people within cells, or whole groups within strata. Null with `primary`.
   */
  readonly randomisation: TestResult | null;
  /** Null when the primary wave has no twins. */
  readonly twins: TwinReport | null;
  /** What loss to follow-up could have done to the primary difference; null with `primary`. */
  readonly missing: MissingReport | null;
  /**
   * Events per offer met at the primary wave and later ones, people being the units. A secondary
   * reading: who meets more offers isn't drawn by lot. Null when everybody met one offer there.
   */
  readonly perExposure: ExposureRate | null;
  /** Null unless comparator people were asked about contact with those trained. */
  readonly contact: ContactReport | null;
  /** Null unless the plan dates at least two waves with the primary outcome. */
  readonly decay: DecayReport | null;
  readonly verdict: Verdict;
  readonly certainty: Certainty;
  /** Other outcomes at the primary wave, and the primary outcome at other waves. */
  readonly secondary: readonly Readings[];
  /** All other combinations of wave, role and outcome. */
  readonly exploratory: readonly Readings[];
}

/** Numbers of people in one arm, in the order of the flow diagram. */
export interface ArmFlow {
  readonly arm: string;
  readonly label: string;
  readonly assigned: number;
  readonly waves: readonly {
    readonly wave: string;
    readonly role: 'lure' | 'twin';
    /** Analysed, undelivered, expired or lost: an offer left for them. */
    readonly sent: number;
    readonly analysed: number;
    /** People by status; the statuses sum to `assigned`. */
    readonly byStatus: { readonly [status in OfferStatus]: number };
  }[];
}

/** Health of the trial before any effect is read. */
export interface TrialHealth {
  /**
   * Assigned against planned shares, in people or, where groups were assigned, in groups. `stop`
   * (p < 0.001) forbids a headline.
   */
  readonly sampleRatio: TestResult & {
    readonly stop: boolean;
    readonly arms: readonly {
      readonly arm: string;
      readonly assigned: number;
      readonly expected: number;
    }[];
  };
  /** Do the arms differ in the share sent, and in the share analysed, at the primary wave? */
  readonly sentByArm: TestResult;
  readonly attritionByArm: TestResult;
  /** The plan's covariates in each arm beside the comparator; above 0.1 deserves a look. */
  readonly balance: readonly BalanceRow[];
  /** Loss at the lures of the primary wave. */
  readonly attrition: readonly {
    readonly arm: string;
    readonly assigned: number;
    readonly missing: number;
    readonly share: number | null;
    readonly byStatus: { readonly [status in OfferStatus]: number };
  }[];
}

export interface EffectReport {
  /** Version of this shape. */
  readonly version: 1;
  readonly plan: {
    readonly comparator: string;
    readonly outcome: string;
    readonly good: 'lower' | 'higher';
    readonly wave: string;
    readonly windowDays: number;
    readonly unit: 'participant' | 'cluster';
    readonly alpha: number;
    readonly level: number;
    readonly multiplicity: 'none' | 'holm' | 'hochberg';
    readonly smallestEffect: number;
    readonly twinMargin: number;
    readonly covariates: readonly string[];
  };
  /** People assigned, all arms. */
  readonly assigned: number;
  /** Groups assigned, when groups were; else null. */
  readonly clusters: number | null;
  /** Set when no estimator fits the design or the data: show flow and counts, and this reason. */
  readonly notAnalysed: string | null;
  /** False when the sample ratio stopped it or nothing was analysed: show no single number. */
  readonly headline: boolean;
  readonly flow: readonly ArmFlow[];
  readonly health: TrialHealth;
  /** One for each arm but the comparator, in the plan's order; empty when `notAnalysed`. */
  readonly comparisons: readonly ArmComparison[];
  /** Sentences on methods and limits that hold for the whole report. */
  readonly notes: readonly string[];
}
