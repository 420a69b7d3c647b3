/**
 * An entry of the vocabulary. `verified` says whether it was read in its source or a faithful
 * reproduction; what is not verified is recalled or inferred and must be confirmed before it is
 * cited.
 */
export interface Term<Key extends string = string> {
  readonly key: Key;
  readonly label: string;
  readonly meaning: string;
  readonly verified: boolean;
  readonly source: string;
}

/** Entries that share a source, from rows of key, label and meaning. */
export function terms<Key extends string>(
  source: string,
  verified: boolean,
  rows: readonly (readonly [key: Key, label: string, meaning: string])[],
): readonly Term<Key>[] {
  return rows.map(([key, label, meaning]) => ({ key, label, meaning, verified, source }));
}
