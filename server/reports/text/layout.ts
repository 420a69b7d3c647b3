/** Columns of a terminal: nothing here is wider than 80. */
export const WIDTH = 80;

/** Columns a text takes: marks that sit on another letter take none. */
export function columnsOf(text: string): number {
  return [...text.replace(/\p{Mn}|\p{Me}|\p{Cf}/gu, '')].length;
}

/** Breaks a paragraph at spaces; a word longer than the line is cut. */
export function wrap(text: string, indent = '', width = WIDTH): string[] {
  const room = width - columnsOf(indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .trim()
    .split(/\s+/)
    .flatMap((long) => cutWord(long, room))) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > room) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, indent + line];
}

/** A text in exactly so many columns: padded, or cut with an ellipsis. */
export function padded(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  let shown = text;
  if (columnsOf(shown) > width) {
    const letters = [...shown];
    while (letters.length > 0 && columnsOf(letters.join('')) > width - 1) letters.pop();
    shown = `${letters.join('')}…`;
  }
  const space = ' '.repeat(width - columnsOf(shown));
  return side === 'left' ? shown + space : space + shown;
}

export interface TableColumn {
  readonly title: string;
  readonly side?: 'left' | 'right';
}

/** A table no wider than the terminal: the first column gives way to the others. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  indent = '  ',
): string[] {
  const widths = columns.map((column, index) =>
    Math.max(columnsOf(column.title), ...rows.map((row) => columnsOf(row[index] ?? ''))),
  );
  const rest = widths.slice(1).reduce((sum, width) => sum + width + 2, 0);
  widths[0] = Math.max(8, Math.min(widths[0] ?? 0, WIDTH - indent.length - rest));
  const line = (cells: readonly string[]): string =>
    (
      indent +
      cells
        .map((cell, index) =>
          padded(
            cell,
            widths[index] ?? 0,
            columns[index]?.side ?? (index === 0 ? 'left' : 'right'),
          ),
        )
        .join('  ')
    ).trimEnd();
  const rule = indent + widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(columns.map(({ title }) => title)), rule, ...rows.map(line)];
}

export function heading(title: string): string[] {
  return ['', title.toUpperCase(), '─'.repeat(Math.min(WIDTH, columnsOf(title)))];
}

function cutWord(word: string, room: number): string[] {
  if (columnsOf(word) <= room) return [word];
  const parts: string[] = [];
  let part = '';
  for (const letter of word) {
    if (columnsOf(part + letter) > room) {
      parts.push(part);
      part = letter;
    } else {
      part += letter;
    }
  }
  return [...parts, part];
}
