/** Stands in an edit where the fault must be reported; taken out before the text is read. */
const MARK = '¦';

export type Edit = readonly [from: string, to: string];

export interface Marked {
  readonly source: string;
  /** From 1; undefined when no edit holds the mark. */
  readonly place: { readonly line: number; readonly column: number } | undefined;
}

/** Applies edits to a text, each to the first place that matches, and finds the mark. */
export function mutate(text: string, edits: readonly Edit[]): Marked {
  let source = text;
  for (const [from, to] of edits) {
    if (!source.includes(from)) throw new Error(`Edit the text: it has no "${from}"`);
    source = source.replace(from, () => to);
  }
  const index = source.indexOf(MARK);
  if (index < 0) return { source, place: undefined };
  const before = source.slice(0, index).split('\n');
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return { source: source.replace(MARK, ''), place };
}
