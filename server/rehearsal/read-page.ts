/** What a browser takes from a page: its forms, its links and what its script is told. */
import { type Token, type TokenHandler, Tokenizer } from 'parse5';

export interface PageForm {
  readonly action: string;
  /** Ticked and filled in as the page came, in the order of the page. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Names and values of boxes to tick. */
  readonly boxes: readonly (readonly [name: string, value: string])[];
  /** Buttons that say something when pressed. */
  readonly buttons: readonly (readonly [name: string, value: string])[];
}

export interface Page {
  readonly url: string;
  readonly status: number;
  /** Of what kind the template is: `offer`, `reveal`, `debrief` or `page`. */
  readonly kind: string;
  readonly forms: readonly PageForm[];
  readonly links: readonly string[];
  /** What the observer reads from the body; undefined where no script runs. */
  readonly observer:
    | {
        readonly token: string;
        readonly view: string;
        readonly url: string;
        /** Place of the page in its offer; undefined elsewhere. */
        readonly place: number | undefined;
      }
    | undefined;
  /** Numbers of the signs that can be opened. */
  readonly flags: readonly number[];
  /** Whether the page has an end to be reached. */
  readonly hasEnd: boolean;
}

interface OpenForm {
  action: string;
  fields: [string, string][];
  boxes: [string, string][];
  buttons: [string, string][];
}

/**
 * Reads the tags that say what can be done on a page, and no words: thousands of people read several
 * pages each. Addresses are made absolute against the page's.
 */
export function readPage(url: string, status: number, text: string): Page {
  const absolute = (address = ''): string => new URL(address, url).href;
  const forms: OpenForm[] = [];
  const links: string[] = [];
  const flags: number[] = [];
  let kind = '';
  let observer: Page['observer'];
  let hasEnd = false;
  let form: OpenForm | undefined;
  for (const { name, attributes } of tellingTags(text)) {
    if (name === 'body') {
      kind = /(?:^|\s)kind-(\S+)/.exec(attributes.get('class') ?? '')?.[1] ?? '';
      const [token, view] = [attributes.get('data-t'), attributes.get('data-view')];
      if (token && view) {
        const place = Number(attributes.get('data-p')) || undefined;
        observer = { token, view, url: absolute(attributes.get('data-i')), place };
      }
    } else if (name === 'a') {
      links.push(absolute(attributes.get('href')));
    } else if (name === 'form') {
      form = {
        action: absolute(attributes.get('action')),
        fields: [],
        boxes: [],
        buttons: [],
      };
      forms.push(form);
    } else if (name === '/form') {
      form = undefined;
    } else if (form && (name === 'input' || name === 'button')) {
      readControl(form, name, attributes);
    }
    if (attributes.has('data-flag')) flags.push(Number(attributes.get('data-flag')));
    if (attributes.has('data-end')) hasEnd = true;
  }
  return { url, status, kind, forms, links, observer, flags, hasEnd };
}

function readControl(form: OpenForm, tag: string, attributes: Tag['attributes']): void {
  const name = attributes.get('name');
  if (!name) return;
  const type = attributes.get('type') ?? 'text';
  const value = attributes.get('value');
  if (tag === 'button' || type === 'submit') form.buttons.push([name, value ?? '']);
  else if (type === 'checkbox' || type === 'radio') form.boxes.push([name, value ?? 'on']);
  else form.fields.push([name, value ?? '']);
}

interface Tag {
  /** With a slash in front when it closes. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** A script is matched as one, so that nothing in it is taken for a tag. */
const SCRIPT_OR_TAG = /<script[\s\S]*?<\/script>|<\/?[a-z](?:[^<>"]|"[^"]*")*>/gi;
const TELLING =
  /^<(?:body|a|\/?form|input|button)[\s>]|^<[a-z][^>]*\s(?:data-flag|data-end)[\s=>"]/i;

function tellingTags(text: string): Tag[] {
  const body = text.slice(Math.max(text.indexOf('<body'), 0));
  return (body.match(SCRIPT_OR_TAG) ?? []).filter((tag) => TELLING.test(tag)).map(readTag);
}

/** Most tags of a page stand the same in everybody's. */
const known = new Map<string, Tag>();
const MOST_KNOWN = 2_000;

function readTag(text: string): Tag {
  const before = known.get(text);
  if (before) return before;
  let read: Token.TagToken | undefined;
  const keep = (token: Token.TagToken): void => {
    read = token;
  };
  new Tokenizer({}, { ...NOTHING, onStartTag: keep, onEndTag: keep }).write(text, true);
  const tag: Tag = {
    name: text.startsWith('</') ? `/${read?.tagName}` : (read?.tagName ?? ''),
    attributes: new Map(read?.attrs.map(({ name, value }) => [name, value])),
  };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, tag);
  return tag;
}

const ignore = (): void => undefined;
const NOTHING: TokenHandler = {
  onComment: ignore,
  onDoctype: ignore,
  onStartTag: ignore,
  onEndTag: ignore,
  onEof: ignore,
  onCharacter: ignore,
  onNullCharacter: ignore,
  onWhitespaceCharacter: ignore,
  onParseError: null,
};
