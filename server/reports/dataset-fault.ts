/** One thing wrong in a file, where, and what to write instead. */
export interface DatasetFault {
  /** As a spreadsheet counts: 1 is the line of column names. */
  readonly row: number;
  readonly column?: string;
  readonly message: string;
}
