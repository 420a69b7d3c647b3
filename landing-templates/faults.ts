import type { TemplateFault } from './types.ts';

/** Thrown by `compileTemplate`; carries every fault found. */
export class TemplateError extends Error {
  readonly slug: string;
  readonly faults: readonly TemplateFault[];

  constructor(slug: string, faults: readonly TemplateFault[]) {
    super(
      `Compile template ${slug}: ${faults.length} faults, the first is ${faults.map(formatFault)[0] ?? 'unknown'}`,
    );
    this.name = 'TemplateError';
    this.slug = slug;
    this.faults = faults;
  }
}

/** Collects faults while a template is read. */
export class FaultList {
  readonly faults: TemplateFault[] = [];
  readonly #known = new Set<string>();

  /** The same fault at the same place is kept once. */
  add(code: string, file: string, line: number, message: string): void {
    const key = `${code} ${file} ${line} ${message}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.faults.push({ code, file, line, message });
  }

  sorted(): readonly TemplateFault[] {
    return [...this.faults].sort(
      (a, b) =>
        compare(a.file, b.file) ||
        a.line - b.line ||
        compare(a.code, b.code) ||
        compare(a.message, b.message),
    );
  }
}

/** One line as a compiler prints it: `file:line code message`. */
export function formatFault(fault: TemplateFault): string {
  return `${fault.file}:${fault.line} ${fault.code} ${fault.message}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
