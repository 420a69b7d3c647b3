/** How cells of stratum and form are put together for a comparison of two arms. */
export interface MergedCells {
  /** Cells of the table in each merged cell. */
  readonly groups: readonly (readonly number[])[];
  /** Cells with people in them before merging, minus cells left. */
  readonly merged: number;
}

export interface CellFacts {
  /** Cells in all: strata times `forms`, form changing fastest. */
  readonly cells: number;
  readonly forms: number;
  /** People of both arms in a cell, and of the treated arm alone. */
  readonly people: (cell: number) => { readonly both: number; readonly treated: number };
  /** Do these cells together hold enough of both arms for a variance? */
  readonly isEnough: (group: readonly number[]) => boolean;
}

/**
 * Merges cells until each is large enough to compare two arms in.
 *
 * By rule, from numbers of people (and groups) alone and never from outcomes: a stratum with a cell
 * too small gives up its division by form; strata still too small are put together; and if that
 * isn't enough the smallest of the others joins them, one after another.
 *
 * @returns No group when all cells together aren't enough.
 */
export function mergeCells(facts: CellFacts): MergedCells {
  const kept: number[][] = [];
  let rest: number[] = [];
  let filled = 0;
  for (let stratum = 0; stratum < facts.cells / facts.forms; stratum += 1) {
    const byForm = Array.from(
      { length: facts.forms },
      (_, form) => stratum * facts.forms + form,
    ).filter((cell) => facts.people(cell).both > 0);
    if (byForm.length === 0) continue;
    filled += byForm.length;
    if (byForm.every((cell) => facts.isEnough([cell]))) {
      kept.push(...byForm.map((cell) => [cell]));
    } else if (facts.isEnough(byForm)) {
      kept.push(byForm);
    } else {
      rest.push(...byForm);
    }
  }
  const size = (group: readonly number[], arm: 'both' | 'treated'): number =>
    group.reduce((sum, cell) => sum + facts.people(cell)[arm], 0);
  // An order that doesn't depend on the names of strata.
  kept.sort((a, b) => size(a, 'both') - size(b, 'both') || size(a, 'treated') - size(b, 'treated'));
  while (rest.length > 0 && !facts.isEnough(rest) && kept.length > 0) {
    rest = [...rest, ...(kept.shift() ?? [])];
  }
  if (rest.length > 0 && facts.isEnough(rest)) kept.push(rest);
  return { groups: kept, merged: filled - kept.length };
}
