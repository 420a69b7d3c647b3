import { signed100 } from '../words/numbers.ts';
import { type PlotRow, plotScale } from '../words/plot-scale.ts';
import { padded, WIDTH, wrap } from './layout.ts';

const LABEL = 25;
const NUMBERS = 23;
const FIELD = WIDTH - LABEL - NUMBERS - 4;

/**
 * A forest plot in text, 80 columns: one row a contrast with its interval, zero as a line, the
 * smallest effect that matters as dots on both sides, the truth of a rehearsal as a diamond, bounds as
 * a bar within their interval.
 *
 * @param axisOf - Rows of all plots that share an axis.
 */
export function forestPlot(
  rows: readonly PlotRow[],
  smallestEffect: number,
  axisOf: readonly PlotRow[] = rows,
): string[] {
  const scale = plotScale(axisOf, smallestEffect);
  const column = (value: number): number =>
    Math.round(((value - scale.from) / (scale.to - scale.from)) * (FIELD - 1));
  const empty = (): string[] => {
    const field = Array.from({ length: FIELD }, () => ' ');
    field[column(-smallestEffect)] = '·';
    field[column(smallestEffect)] = '·';
    field[column(0)] = '│';
    return field;
  };
  const lines = rows.flatMap((row) => plotRow(row, empty(), column));
  const axis = Array.from({ length: FIELD }, () => '─');
  const names = Array.from({ length: FIELD + 4 }, () => ' ');
  let free = 0;
  for (const tick of scale.ticks) {
    const at = column(tick);
    axis[at] = tick === 0 ? '┼' : '┬';
    const name = tickText(tick);
    const start = Math.min(Math.max(at - Math.floor(name.length / 2), 0), FIELD + 4 - name.length);
    if (start < free) continue;
    for (const [index, letter] of [...name].entries()) names[start + index] = letter;
    free = start + name.length + 1;
  }
  const pad = ' '.repeat(LABEL + 2);
  return [...lines, pad + axis.join(''), (pad + names.join('')).trimEnd()];
}

function plotRow(row: PlotRow, field: string[], column: (value: number) => number): string[] {
  const [first = '', ...more] = wrap(row.label, '', LABEL);
  const label = padded(first, LABEL);
  if (row.lower === null || row.upper === null) {
    const why = wrap(row.reason ?? 'no estimate', '', WIDTH - LABEL - 2);
    return [
      `${label}  ${why[0] ?? ''}`,
      ...more,
      ...why.slice(1).map((line) => `${' '.repeat(LABEL + 2)}${line}`),
    ];
  }
  for (let at = column(row.lower); at <= column(row.upper); at += 1) {
    field[at] = field[at] === '│' ? '┼' : '─';
  }
  field[column(row.lower)] = '├';
  field[column(row.upper)] = '┤';
  if (row.truth !== null) field[column(row.truth)] = '◆';
  if (row.band) {
    for (let at = column(row.band[0]); at <= column(row.band[1]); at += 1) field[at] = '█';
  }
  if (row.estimate !== null) field[column(row.estimate)] = '●';
  const range = `${signed100(row.lower)} to ${signed100(row.upper)}`;
  const numbers = row.band
    ? `${signed100(row.band[0])} to ${signed100(row.band[1])}`
    : `${signed100(row.estimate ?? 0)} (${range})`;
  return [`${label}  ${field.join('')}  ${padded(numbers, NUMBERS)}`.trimEnd(), ...more];
}

function tickText(tick: number): string {
  const hundredths = Math.round(tick * 1000) / 10;
  if (hundredths === 0) return '0';
  return hundredths < 0 ? `−${-hundredths}` : `+${hundredths}`;
}
