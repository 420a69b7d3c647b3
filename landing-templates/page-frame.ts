/** The document around a page's body: head, language, style, and the scripts where they run. */
import { createHash } from 'node:crypto';
import { everyOp, type Op } from './ops.ts';

const RTL = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'sd']);

/**
 * Needed by every page: forms must not change the layout, hidden slots must not show, and scripts
 * with tall letters get taller lines (`--k` multiplies every line height) and no letter spacing
 * (`--ls`), whatever a template's style says.
 */
const BASE_CSS =
  ':root{--k:1;--ls:1}' +
  '[lang|=vi],[lang|=zh]{--k:1.06}' +
  '[lang|=th],[lang|=lo],[lang|=am],[lang|=hi],[lang|=ne],[lang|=bn]{--k:1.14;--ls:0}' +
  '[lang|=km],[lang|=my],[lang|=si]{--k:1.26;--ls:0}' +
  '[lang|=ur]{--k:1.4;--ls:0}' +
  '.s-form{margin:0}.s-field:empty,[hidden]{display:none!important}' +
  '.s-link{display:inline-flex;align-items:center;justify-content:center;text-align:center;text-decoration:none}' +
  '.s-story img,.s-story video{display:block;width:100%;height:auto}.s-story audio{display:block;width:100%}';

/** Families that every system with the script brings; they take the place of a template's own. */
const FACES: Readonly<Record<string, string>> = {
  ur: '"Noto Nastaliq Urdu","Jameel Noori Nastaleeq","Urdu Typesetting",system-ui,sans-serif',
  zh: 'system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif',
};

const SCRIPT_CSS = Object.entries(FACES)
  .map(([language, face]) => `[lang|=${language}] body{font-family:${face}}`)
  .join('');

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
  return RTL.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/** The face a language is set in, where that isn't left to the template. */
export function faceOf(locale: string): string | undefined {
  return FACES[locale.split('-')[0] ?? ''];
}

export function pageStyle(css: string): string {
  return BASE_CSS + css + SCRIPT_CSS;
}

/**
 * The whole document as ops. The preview title is neutral, so that a forwarded link's card promises
 * nothing to a bystander.
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
    html(`"><link rel="icon" href="data:,"><style>${pageStyle(parts.css)}</style>`),
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
