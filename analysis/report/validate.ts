import { CONTACTS, type Dataset, OFFER_STATUSES } from '../dataset.ts';
import { assertProportion, assertWhole } from '../numerics/check.ts';
import type { AnalysisPlan } from '../plan.ts';

/**
 * Refuses a plan or columns that no honest report can be made from.
 *
 * @returns For each level of `dataset.arm`, its index in `plan.arms`.
 * @throws RangeError naming the column, the row and what is needed.
 */
export function validate(dataset: Dataset, plan: AnalysisPlan): Int32Array {
  checkPlan(plan);
  const { rows } = dataset;
  assertWhole('rows of the dataset', rows);
  column('count', dataset.count, rows);
  column('arm', dataset.arm.codes, rows);
  column('stratum', dataset.stratum.codes, rows);
  if (dataset.cluster) column('cluster', dataset.cluster.codes, rows);
  if (dataset.contact) {
    column('contact', dataset.contact, rows);
    checkCodes('contact', dataset.contact, CONTACTS.length, -1);
  }
  for (const [name, covariate] of Object.entries(dataset.covariates)) {
    if (covariate instanceof Float64Array) {
      column(name, covariate, rows);
      continue;
    }
    column(name, covariate.codes, rows);
    checkCodes(name, covariate.codes, covariate.levels.length, -1);
  }
  for (const name of plan.covariates) {
    if (!(name in dataset.covariates)) {
      throw new RangeError(
        `Adjust for ${name}: the data have no such column and the plan needs it`,
      );
    }
  }
  for (let row = 0; row < rows; row += 1) {
    const people = dataset.count[row] as number;
    if (!(people >= 0 && Number.isSafeInteger(people))) {
      throw new RangeError(`Read row ${row}: count is ${people} and must be a whole number`);
    }
  }
  checkCodes('stratum', dataset.stratum.codes, dataset.stratum.levels.length, -1);
  checkCodes('arm', dataset.arm.codes, dataset.arm.levels.length, 0);
  if (dataset.cluster) {
    const least = plan.unit === 'cluster' ? 0 : -1;
    checkCodes('cluster', dataset.cluster.codes, dataset.cluster.levels.length, least);
  } else if (plan.unit === 'cluster') {
    throw new RangeError(
      'Analyse by cluster: the data name no cluster and the plan assigns clusters; add the column',
    );
  }
  if (plan.unit === 'cluster') checkClusters(dataset);
  checkOffers(dataset, plan);
  return Int32Array.from(dataset.arm.levels, (level) => {
    const arm = plan.arms.findIndex(({ key }) => key === level);
    if (arm < 0) {
      throw new RangeError(
        `Read the arm ${level}: the plan doesn't name it; it names ${plan.arms.map(({ key }) => key).join(', ')}`,
      );
    }
    return arm;
  });
}

function checkPlan(plan: AnalysisPlan): void {
  assertProportion('alpha', plan.alpha);
  assertProportion('the smallest effect', plan.smallestEffect);
  assertProportion('the twin margin', plan.twinMargin);
  const keys = plan.arms.map(({ key }) => key);
  if (new Set(keys).size !== keys.length || keys.length < 2) {
    throw new RangeError(
      `Read the plan: arms are ${keys.join(', ')}; name at least two, each once`,
    );
  }
  if (!keys.includes(plan.comparator)) {
    throw new RangeError(
      `Read the plan: comparator is ${plan.comparator} and must be one of ${keys.join(', ')}`,
    );
  }
  const shares = plan.arms.reduce((sum, { share }) => sum + share, 0);
  if (plan.arms.some(({ share }) => !(share > 0)) || !(Math.abs(shares - 1) <= 1e-6)) {
    throw new RangeError(
      `Read the plan: shares of the arms sum to ${shares}; each must be above 0 and they must sum to 1`,
    );
  }
  const { outcome, good } = plan.primary;
  if (outcome === (plan.acceptance ?? 'compromised') && good !== 'lower') {
    throw new RangeError(
      `Read the plan: ${good} is named as the good direction of ${outcome}, and going along with a lure is never good; write lower`,
    );
  }
  if (!plan.waves.includes(plan.primary.wave)) {
    throw new RangeError(
      `Read the plan: primary wave is ${plan.primary.wave} and must be one of ${plan.waves.join(', ')}`,
    );
  }
}

/** A group is assigned as a whole. */
function checkClusters(dataset: Dataset): void {
  const armOf = new Map<number, number>();
  dataset.cluster?.codes.forEach((code, row) => {
    if (dataset.count[row] === 0) return;
    const arm = dataset.arm.codes[row] as number;
    const known = armOf.get(code);
    if (known !== undefined && known !== arm) {
      throw new RangeError(
        `Read the cluster ${dataset.cluster?.levels[code]}: it is in the arms ${dataset.arm.levels[known]} and ${dataset.arm.levels[arm]}; a group is assigned as a whole`,
      );
    }
    armOf.set(code, arm);
  });
}

function checkOffers(dataset: Dataset, plan: AnalysisPlan): void {
  const seen = new Set<string>();
  for (const offers of dataset.offers) {
    const name = `${offers.wave}.${offers.role}`;
    if (seen.has(name)) throw new RangeError(`Read ${name}: it appears twice and must appear once`);
    seen.add(name);
    if (!plan.waves.includes(offers.wave)) {
      throw new RangeError(
        `Read ${name}: the plan has no wave ${offers.wave}; it has ${plan.waves.join(', ')}`,
      );
    }
    column(`${name}.status`, offers.status, dataset.rows);
    column(`${name}.form`, offers.form.codes, dataset.rows);
    column(`${name}.position`, offers.position, dataset.rows);
    column(`${name}.offered`, offers.offered, dataset.rows);
    checkCodes(`${name}.form`, offers.form.codes, offers.form.levels.length, -1);
    checkRows(name, offers, dataset.rows);
    for (const [outcome, readings] of Object.entries(offers.events)) {
      for (const [reading, events] of Object.entries(readings)) {
        column(`${name}.${outcome} (${reading})`, events, dataset.rows);
      }
    }
  }
}

/** Looks for a bad row without branches, for there is hardly ever one; then says which. */
function checkRows(name: string, offers: Dataset['offers'][number], rows: number): void {
  const { status, position, offered } = offers;
  const most = OFFER_STATUSES.length - 1;
  let sign = 0;
  for (let row = 0; row < rows; row += 1) {
    const code = status[row] as number;
    const met = code === 0 ? (offered[row] as number) : 1;
    sign |= (most - code) | (2 - (position[row] as number)) | (met - 1);
  }
  if (sign >= 0) return;
  for (let row = 0; row < rows; row += 1) {
    if ((status[row] as number) > most) {
      throw new RangeError(
        `Read ${name}.status: row ${row} is ${status[row]} and must be at most ${most}`,
      );
    }
    if ((position[row] as number) > 2) {
      throw new RangeError(
        `Read ${name}.position: row ${row} is ${position[row]} and must be 0, 1 or 2`,
      );
    }
    if (status[row] === 0 && offered[row] === 0) {
      throw new RangeError(
        `Read ${name}.offered: row ${row} is analysed with no offer and needs at least one`,
      );
    }
  }
}

function column(name: string, values: ArrayLike<number>, rows: number): void {
  if (values.length !== rows) {
    throw new RangeError(`Read ${name}: it has ${values.length} entries and needs ${rows}`);
  }
}

function checkCodes(
  name: string,
  codes: Int32Array | Int8Array,
  levels: number,
  least: number,
): void {
  let sign = 0;
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] as number;
    sign |= (code - least) | (levels - 1 - code);
  }
  if (sign >= 0) return;
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] as number;
    if (code < least || code >= levels) {
      throw new RangeError(
        `Read ${name}: row ${row} has code ${code} and must be from ${least} to ${levels - 1}`,
      );
    }
  }
}
