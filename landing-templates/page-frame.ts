/** The document around a page's body: head, language, style, and the scripts where they run. */
import { createHash } from 'node:crypto';
import { everyOp, type Op } from './ops.ts';
import { PREVIEW_PICTURE } from './preview-picture.ts';

const RTL = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'sd']);

/** Needed by every page: forms must not change the layout, and hidden slots must not show. */
const BASE_CSS =
  '.s-form{margin:0}.s-field:empty,[hidden]{display:none!important}' +
  '.s-link{display:inline-flex;align-items:center;justify-content:center;text-align:center;text-decoration:none}' +
  '.s-story img,.s-story video{display:block;width:100%;height:auto}.s-story audio{display:block;width:100%}';

/**
 * Scripts with tall letters get taller lines, whatever a template's style says: `--k` multiplies
 * every line height. All but Latin and Chinese get no letter spacing (`--ls`).
 */
const TALL: Readonly<Record<string, string>> = {
  ...{ vi: '--k:1.06;--ls:1', zh: '--k:1.06;--ls:1' },
  ...{ th: '--k:1.14;--ls:0', lo: '--k:1.14;--ls:0', am: '--k:1.14;--ls:0' },
  ...{ hi: '--k:1.14;--ls:0', ne: '--k:1.14;--ls:0', bn: '--k:1.14;--ls:0' },
  ...{ km: '--k:1.26;--ls:0', my: '--k:1.26;--ls:0', si: '--k:1.26;--ls:0' },
  ur: '--k:1.4;--ls:0',
};

/** Families that every system with the script brings; they take the place of a template's own. */
const FACES: Readonly<Record<string, string>> = {
  ur: '"Noto Nastaliq Urdu","Jameel Noori Nastaleeq","Urdu Typesetting",system-ui,sans-serif',
  zh: 'system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif',
};

export interface FrameParts {
  readonly locale: string;
  readonly page: string;
  readonly kind: string;
  /** Under which its title stands in the words: that of the page, or one for a whole conversation. */
  readonly titleKey: string;
  /** Place of the page in its offer, from 1; undefined elsewhere. */
  readonly number: number | undefined;
  readonly css: string;
  /** Text of the observer, or undefined where none runs. */
  readonly observer: string | undefined;
  /** Texts of further scripts, in order. */
  readonly scripts: readonly string[];
  readonly body: readonly Op[];
}

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RTL.has(languageOf(locale)) ? 'rtl' : 'ltr';
}

/** The face a language is set in, where that isn't left to the template. */
export function faceOf(locale: string): string | undefined {
  return FACES[languageOf(locale)];
}

export function pageStyle(css: string, locale: string): string {
  const letters = TALL[languageOf(locale)] ?? '--k:1;--ls:1';
  const face = faceOf(locale);
  const body = face === undefined ? '' : `[lang] body{font-family:${face}}`;
  return `:root{${letters}}${BASE_CSS}${css}${body}`;
}

function languageOf(locale: string): string {
  return locale.split('-')[0] ?? '';
}

/**
 * The whole document as ops. What a link's card shows is neutral, title, text and picture, so that a
 * forwarded link promises nothing to a bystander; where they are missing, chats choose from the page.
 */
export function framePage(parts: FrameParts): Op[] {
  const fragments = [...everyOp(parts.body)].flatMap((op) =>
    op.op === 'fragment' ? [op.name] : [],
  );
  const ops: Op[] = [
    html(
      `<!doctype html><html lang="${parts.locale}" dir="${directionOf(parts.locale)}"><head>` +
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">' +
        '<meta name="robots" content="noindex,nofollow,noarchive"><meta name="referrer" content="no-referrer">' +
        '<meta name="format-detection" content="telephone=no"><title>',
    ),
    { op: 'copy', key: parts.titleKey, context: 'title' },
    html('</title><meta property="og:title" content="'),
    { op: 'copy', key: 'preview_title', context: 'attribute' },
    html('"><meta property="og:description" content="'),
    { op: 'copy', key: 'preview_title', context: 'attribute' },
    html(
      `"><meta property="og:image" content="/a/${PREVIEW_PICTURE.name}">` +
        `<link rel="icon" href="data:,"><style>${pageStyle(parts.css, parts.locale)}</style>`,
    ),
    ...(fragments.length > 0 ? [{ op: 'fragment_styles', names: fragments } as const] : []),
    html(`</head><body class="kind-${parts.kind} page-${parts.page}"`),
  ];
  if (parts.observer !== undefined) {
    for (const [attribute, name] of [
      ['data-t', 'token'],
      ['data-view', 'view'],
    ] as const) {
      ops.push(html(` ${attribute}="`), { op: 'value', name, context: 'attribute' }, html('"'));
    }
    if (parts.number !== undefined) ops.push(html(` data-p="${parts.number}"`));
    ops.push(
      html(' data-i="'),
      { op: 'value', name: 'interactionsUrl', context: 'url' },
      html('"'),
    );
  }
  ops.push(html('>'), ...parts.body);
  for (const script of scriptsOf(parts)) ops.push(html(`<script>${script}</script>`));
  ops.push(html('</body></html>'));
  return ops;
}

export function scriptsOf({
  observer,
  scripts,
}: Pick<FrameParts, 'observer' | 'scripts'>): string[] {
  return observer === undefined ? [...scripts] : [observer, ...scripts];
}

/** CSP source of an inline style or script. */
export function hashSource(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

function html(text: string): Op {
  return { op: 'html', html: text };
}
