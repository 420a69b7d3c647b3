/** The template language: `{{copy.x}}`, `{{value.x}}`, `{{#list.x}}…{{/list.x}}` and a few more. */

type PlainTag =
  | 'copy'
  | 'money'
  | 'number'
  | 'percent'
  | 'plural'
  | 'offer'
  | 'value'
  | 'item'
  | 'fragment';

export type Tag =
  | { readonly tag: PlainTag; readonly name: string }
  | { readonly tag: 'open_list' | 'close_list'; readonly name: string }
  | {
      readonly tag: 'open_if' | 'close_if';
      readonly scope: 'flag' | 'item';
      readonly name: string;
    };

export type Part =
  | { readonly text: string; readonly offset: number }
  | { readonly tag: Tag; readonly offset: number }
  | { readonly wrong: string; readonly offset: number };

const TAG = /\{\{([^{}]*)\}\}/g;
const PLAIN =
  /^(copy|money|number|percent|plural|offer|value|item|fragment)\.([a-z][A-Za-z0-9_]*(?:\.[a-z0-9][A-Za-z0-9_]*)*)$/;
const LIST = /^([#/])list\.([a-z][A-Za-z0-9_]*)$/;
const IF = /^([#/])if\.(item\.)?([a-z][A-Za-z0-9_]*)$/;

/** Splits text into literal parts and tags; anything else in braces is `wrong`. */
export function splitTags(source: string): Part[] {
  const parts: Part[] = [];
  let last = 0;
  for (const match of source.matchAll(TAG)) {
    pushText(parts, source.slice(last, match.index), last);
    const tag = readTag((match[1] ?? '').trim());
    parts.push(tag ? { tag, offset: match.index } : { wrong: match[0], offset: match.index });
    last = match.index + match[0].length;
  }
  pushText(parts, source.slice(last), last);
  return parts;
}

function pushText(parts: Part[], text: string, offset: number): void {
  if (text === '') return;
  const brace = text.search(/[{}]/);
  if (brace >= 0) parts.push({ wrong: text.slice(brace, brace + 20), offset: offset + brace });
  else parts.push({ text, offset });
}

function readTag(inner: string): Tag | undefined {
  const plain = PLAIN.exec(inner);
  if (plain) {
    return { tag: plain[1] as PlainTag, name: plain[2] ?? '' };
  }
  const list = LIST.exec(inner);
  if (list) return { tag: list[1] === '#' ? 'open_list' : 'close_list', name: list[2] ?? '' };
  const condition = IF.exec(inner);
  if (condition) {
    return {
      tag: condition[1] === '#' ? 'open_if' : 'close_if',
      scope: condition[2] ? 'item' : 'flag',
      name: condition[3] ?? '',
    };
  }
  return undefined;
}
