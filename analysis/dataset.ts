/**
 * What the analysis reads: columns over rows, each row standing for `count` identical people.
 *
 * A participant-level file has `count` 1 everywhere; the service sends one row per pattern. Every
 * result must be the same either way.
 */

/** A column of levels by name: `levels[codes[row]]`. Code -1 means not recorded. */
export interface Categorical {
  readonly levels: readonly string[];
  readonly codes: Int32Array;
}

/** Why a person has no outcome at an offer, or `analysed`. */
export const OFFER_STATUSES = [
  'analysed',
  'not_sent',
  'undelivered',
  'withdrawn',
  'expired',
  'lost',
] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

/** Which views of a page count in a numerator. Denominators are everyone assigned. */
export const READINGS = ['people', 'people_and_unsure', 'everything'] as const;
export type Reading = (typeof READINGS)[number];

/** What people did at the lures, or at the genuine twins, of one wave. */
export interface OfferColumns {
  readonly wave: string;
  readonly role: 'lure' | 'twin';
  /** Index into OFFER_STATUSES. */
  readonly status: Uint8Array;
  /** Which of the matched forms was met. */
  readonly form: Categorical;
  /** 1 when met first in its wave, 2 when second, 0 when order has no meaning. */
  readonly position: Uint8Array;
  /** Offers of this role met in the wave: 1 in a field trial, more in a judgement task. */
  readonly offered: Uint16Array;
  /** Outcome name -> reading -> number of those offers at which it happened (0..offered). */
  readonly events: Readonly<Record<string, Readonly<Record<Reading, Uint16Array>>>>;
}

/** Answer of a person: did they talk about the offers with somebody who had a training? */
export const CONTACTS = ['yes', 'no'] as const;

export interface Dataset {
  readonly rows: number;
  /** People in each row. */
  readonly count: Float64Array;
  readonly arm: Categorical;
  readonly stratum: Categorical;
  /** Unit of assignment when groups were assigned; absent when persons were. */
  readonly cluster?: Categorical;
  /** Index into CONTACTS; -1 for those not asked or not sure. Absent when nobody was asked. */
  readonly contact?: Int8Array;
  /** Known before assignment, or before any training. NaN in numbers means not recorded. */
  readonly covariates: Readonly<Record<string, Categorical | Float64Array>>;
  readonly offers: readonly OfferColumns[];
}
