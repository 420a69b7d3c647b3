/** Two arms that predict from the same covariates, for the same people: what Lin's estimator needs. */
import { type ArmDesign, type PreparedArm, prepareArm, type Target } from './arm-mean.ts';

/** Two arms made ready for armMean. */
export interface ArmPair {
  readonly treated: PreparedArm;
  readonly control: PreparedArm;
  /** Cells and covariates of both arms together. */
  readonly target: Target;
  /** Covariates left out of both arms because one couldn't estimate them. */
  readonly leftOut: number;
}

/**
 * Makes two arms ready.
 *
 * @param treated - Rows of the treated arm; see ArmDesign.
 * @param control - The same cells and covariates, other arm.
 * @throws RangeError as prepareArm.
 * @see Lin (2013), Ann. Appl. Stat. 7:295-318.
 */
export function pairArms(treated: ArmDesign, control: ArmDesign): ArmPair {
  const whole = { treated: prepareArm(treated), control: prepareArm(control) };
  const kept = whole.treated.kept.map((one, j) => one && whole.control.kept[j] === true);
  const pair = kept.includes(false)
    ? {
        treated: prepareArm(withColumns(treated, kept)),
        control: prepareArm(withColumns(control, kept)),
      }
    : whole;
  return {
    ...pair,
    target: targetOf([pair.treated, pair.control]),
    leftOut: kept.filter((one) => !one).length,
  };
}

/** A covariate that one arm can't estimate is left out of both: they must predict from the same. */
function withColumns(design: ArmDesign, kept: readonly boolean[]): ArmDesign {
  const places = kept.flatMap((one, j) => (one ? [j] : []));
  const rows = design.people.length;
  const covariates = new Float64Array(rows * places.length);
  for (let i = 0; i < rows; i += 1) {
    places.forEach((j, place) => {
      covariates[i * places.length + place] = design.covariates[i * design.columns + j] as number;
    });
  }
  return { ...design, columns: places.length, covariates };
}

function targetOf(arms: readonly [PreparedArm, PreparedArm]): Target {
  const { cells, columns } = arms[0].design;
  const cellShares = new Float64Array(cells);
  const means = new Float64Array(columns);
  const people = arms[0].people + arms[1].people;
  for (const { cellPeople, cellMeans } of arms) {
    for (let c = 0; c < cells; c += 1) {
      const share = (cellPeople[c] as number) / people;
      cellShares[c] = (cellShares[c] as number) + share;
      for (let j = 0; j < columns; j += 1) {
        means[j] = (means[j] as number) + share * (cellMeans[c * columns + j] as number);
      }
    }
  }
  return { cellShares, means };
}
