/** What a browser takes from a page: its forms, its links and what its script is told. */
import { html, type Token, type TokenHandler, Tokenizer } from 'parse5';

export interface PageForm {
  readonly action: string;
  /** Ticked and filled in as the page came, in the order of the page. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Names and values of boxes to tick. */
  readonly boxes: readonly (readonly [name: string, value: string])[];
  /** Buttons that say something when pressed. */
  readonly buttons: readonly (readonly [name: string, value: string])[];
  /** Whether the page's script answers it without leaving the page. */
  readonly soft: boolean;
  /** Whether it stands for a field in which something secret would be typed. */
  readonly sensitive: boolean;
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
    | { readonly token: string; readonly view: string; readonly url: string }
    | undefined;
  /** Numbers of the signs that can be opened. */
  readonly flags: readonly number[];
  /** Whether the page has an end to be reached. */
  readonly hasEnd: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
interface OpenForm {
  action: string;
  fields: [string, string][];
  boxes: [string, string][];
  buttons: [string, string][];
  soft: boolean;
  sensitive: boolean;
}

/**
 * Reads tags alone and builds no tree: thousands of people read several pages each. Addresses are
 * made absolute against the page's.
 */
export function readPage(url: string, status: number, text: string): Page {
  const page: Mutable<Page> & { forms: OpenForm[]; links: string[]; flags: number[] } = {
    url,
    status,
    kind: '',
    forms: [],
    links: [],
    observer: undefined,
    flags: [],
    hasEnd: false,
  };
  let form: OpenForm | undefined;
  const absolute = (address: string): string => new URL(address, url).href;
  const handler: TokenHandler = {
    ...NOTHING,
    onStartTag(token) {
      const attribute = (name: string): string | undefined => attributeOf(token, name);
      switch (token.tagID) {
        case html.TAG_ID.BODY: {
          page.kind = /(?:^|\s)kind-(\S+)/.exec(attribute('class') ?? '')?.[1] ?? '';
          const [token, view, to] = [
            attribute('data-t'),
            attribute('data-view'),
            attribute('data-i'),
          ];
          if (token && view && to) page.observer = { token, view, url: absolute(to) };
          break;
        }
        case html.TAG_ID.A:
          page.links.push(absolute(attribute('href') ?? ''));
          break;
        case html.TAG_ID.FORM:
          form = {
            action: absolute(attribute('action') ?? ''),
            fields: [],
            boxes: [],
            buttons: [],
            soft: attribute('data-soft') !== undefined,
            sensitive: false,
          };
          page.forms.push(form);
          break;
        case html.TAG_ID.INPUT:
        case html.TAG_ID.BUTTON:
          readControl(form, token);
          break;
        default:
          break;
      }
      if (form && (attribute('class') ?? '').split(/\s/).includes('s-field')) form.sensitive = true;
      const flag = attribute('data-flag');
      if (flag !== undefined) page.flags.push(Number(flag));
      if (attribute('data-end') !== undefined) page.hasEnd = true;
    },
    onEndTag(token) {
      if (token.tagID === html.TAG_ID.FORM) form = undefined;
    },
  };
  const tokenizer = new Tokenizer({ sourceCodeLocationInfo: false }, handler);
  tokenizer.write(tagsOf(text), true);
  return page;
}

/** Of a page, the tags that say what can be done on it: a twentieth of its length. */
function tagsOf(text: string): string {
  const body = text.slice(Math.max(text.indexOf('<body'), 0));
  return (body.match(SCRIPT_OR_TAG) ?? []).filter((tag) => TELLING.test(tag)).join('');
}

/** A script is matched as one, so that nothing in it is taken for a tag. */
const SCRIPT_OR_TAG = /<script[\s\S]*?<\/script>|<\/?[a-z](?:[^<>"]|"[^"]*")*>/gi;
const TELLING =
  /^<(?:body|a|\/?form|input|button)[\s>]|^<[a-z][^>]*\s(?:data-flag|data-end|class="s-field)[\s=>"]/i;

function readControl(form: OpenForm | undefined, token: Token.TagToken): void {
  const name = attributeOf(token, 'name');
  if (!form || !name) return;
  const type = attributeOf(token, 'type') ?? 'text';
  if (token.tagID === html.TAG_ID.BUTTON || type === 'submit') {
    form.buttons.push([name, attributeOf(token, 'value') ?? '']);
  } else if (type === 'checkbox' || type === 'radio') {
    form.boxes.push([name, attributeOf(token, 'value') ?? 'on']);
  } else {
    form.fields.push([name, attributeOf(token, 'value') ?? '']);
  }
}

function attributeOf(token: Token.TagToken, name: string): string | undefined {
  return token.attrs.find((attribute) => attribute.name === name)?.value;
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
