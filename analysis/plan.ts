/** The analysis part of a protocol, as this folder needs it. The caller fills it. */
export interface AnalysisPlan {
  readonly arms: readonly PlannedArm[];
  /** Key of the arm the others are compared with. */
  readonly comparator: string;
  readonly primary: {
    /** Name of an outcome in `OfferColumns.events`, for example `compromised` or `reported`. */
    readonly outcome: string;
    readonly good: 'lower' | 'higher';
    readonly wave: string;
    readonly windowDays: number;
  };
  /** Waves in order of time. */
  readonly waves: readonly string[];
  readonly unit: 'participant' | 'cluster';
  readonly covariates: readonly string[];
  /** Two-sided; intervals have level 1 - alpha. */
  readonly alpha: number;
  readonly multiplicity: 'none' | 'holm' | 'hochberg';
  /** As proportions, not percentage points. */
  readonly smallestEffect: number;
  readonly twinMargin: number;
  /** Outcome counted as accepting an offer, at lures and twins alike; `compromised` when absent. */
  readonly acceptance?: string;
  /** Days from training to each wave, by wave; the report fits decay across waves when it's there. */
  readonly waveDays?: Readonly<Record<string, number>>;
  /** Draws of the randomisation test, 10,000 when absent; 0 leaves the test out. */
  readonly randomisationDraws?: number;
  /** Wished direction of other outcomes, by name; the primary one's is in `primary.good`. */
  readonly directions?: Readonly<Record<string, 'lower' | 'higher'>>;
}

export interface PlannedArm {
  readonly key: string;
  readonly label: string;
  /** Planned share of those assigned; all shares sum to 1. */
  readonly share: number;
}
