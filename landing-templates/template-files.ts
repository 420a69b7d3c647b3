/** The files of one template, its own first, then those of its parts in the order it names them. */
import type { SourceFile, TemplateSource } from './types.ts';

export interface FoundFile {
  /** As in the source: `page.css`, `parts/shop/page.css`. */
  readonly name: string;
  readonly text: string;
}

export class TemplateFiles {
  readonly source: TemplateSource;
  readonly parts: readonly string[];

  constructor(source: TemplateSource, parts: readonly string[]) {
    this.source = source;
    this.parts = parts;
  }

  /** The template's own text file, or else a part's. */
  find(name: string): FoundFile | undefined {
    return this.everyText(name).at(-1);
  }

  /** The same file of every part and, last, of the template itself. */
  everyText(name: string): FoundFile[] {
    return [...this.parts.map((part) => `parts/${part}/${name}`), name].flatMap((path) => {
      const file = this.source.files[path];
      return file && 'text' in file ? [{ name: path, text: file.text }] : [];
    });
  }

  /** Pictures and media by the name pages use; its own hide those of its parts. */
  named(extension: RegExp): Map<string, SourceFile> {
    const found = new Map<string, SourceFile>();
    for (const prefix of [...this.parts.map((part) => `parts/${part}/`), '']) {
      for (const [path, file] of Object.entries(this.source.files)) {
        const name = path.slice(prefix.length);
        if (path.startsWith(prefix) && !name.includes('/') && extension.test(name)) {
          found.set(name, file);
        }
      }
    }
    return found;
  }

  /** Language tags for which the template itself has words, English first. */
  locales(): string[] {
    const tags = Object.keys(this.source.files).flatMap((name) => {
      const tag = /^copy\/([A-Za-z-]+)\.yaml$/.exec(name)?.[1];
      return tag ? [tag] : [];
    });
    return ['en', ...tags.filter((tag) => tag !== 'en').sort()];
  }
}
