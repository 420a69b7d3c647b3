/** The document around a page's body: head, language, style, and the observer where it runs. */
import { createHash } from 'node:crypto';
import { everyOp, type Op } from './ops.ts';

const RTL = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'sd']);
/** Needed by every page: forms must not change the layout, hidden slots must not show. */
const BASE_CSS = '.s-form{margin:0}.s-field:empty{display:none}';

export interface FrameParts {
  readonly locale: string;
  readonly page: string;
  readonly kind: string;
  readonly css: string;
  /** Script text, or undefined where none runs. */
  readonly observer: string | undefined;
  readonly body: readonly Op[];
}

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RTL.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

export function pageStyle(css: string): string {
  return BASE_CSS + css;
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
    { op: 'copy', key: `pages.${parts.page}.title`, context: 'text' },
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
    ops.push(
      html(' data-i="'),
      { op: 'value', name: 'interactionsUrl', context: 'url' },
      html('"'),
    );
  }
  ops.push(html('>'), ...parts.body);
  if (parts.observer !== undefined) ops.push(html(`<script>${parts.observer}</script>`));
  ops.push(html('</body></html>'));
  return ops;
}

/** CSP source of an inline style or script. */
export function hashSource(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

function html(text: string): Op {
  return { op: 'html', html: text };
}
