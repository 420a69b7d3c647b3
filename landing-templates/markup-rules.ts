/** What a page may be made of. Anything not listed is refused. */

export const VOID_ELEMENTS = new Set(['br', 'hr', 'img']);

export const ELEMENTS = new Set([
  ...VOID_ELEMENTS,
  'a',
  'abbr',
  'article',
  'aside',
  'b',
  'bdi',
  'blockquote',
  'caption',
  'cite',
  'dd',
  'del',
  'details',
  'div',
  'dl',
  'dt',
  'em',
  'fieldset',
  'figcaption',
  'figure',
  'footer',
  'h1',
  'h2',
  'h3',
  'h4',
  'header',
  'i',
  'ins',
  'legend',
  'li',
  'main',
  'mark',
  'nav',
  'ol',
  'option',
  'p',
  's',
  'section',
  'select',
  'small',
  'span',
  'strong',
  'sub',
  'summary',
  'sup',
  'table',
  'tbody',
  'td',
  'th',
  'thead',
  'time',
  'tr',
  'ul',
]);

export const CUSTOM_ELEMENTS = new Set([
  's-step',
  's-sensitive',
  's-field',
  's-report',
  's-leave',
  's-act',
  's-go',
  's-share',
  's-part',
  's-chat',
  's-keep',
  's-qr',
  's-story',
]);

/** Elements of our own that become no form, and so may stand anywhere. */
export const NOT_FORMS = new Set(['s-field', 's-go', 's-share', 's-qr']);

/** Elements that become forms; a form may not stand inside these. */
export const NO_FORM_INSIDE = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'a',
  'span',
  'b',
  'strong',
  'em',
  'small',
  'summary',
  's-step',
  's-sensitive',
  's-report',
  's-leave',
  's-act',
]);

const EVERYWHERE = new Set([
  'class',
  'id',
  'lang',
  'dir',
  'role',
  'aria-label',
  'aria-labelledby',
  'aria-describedby',
  'aria-hidden',
  'aria-live',
]);

const BY_ELEMENT: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  img: ['src', 'alt', 'width', 'height'],
  details: ['open', 'data-flag'],
  time: ['datetime'],
  ol: ['start'],
  th: ['scope', 'colspan', 'rowspan'],
  td: ['colspan', 'rowspan'],
  select: ['data-field', 'data-keep'],
  b: ['data-kept'],
  option: ['selected'],
  p: ['data-end'],
  div: ['data-end'],
  's-step': ['to'],
  's-sensitive': ['label', 'scripted'],
  's-field': ['field', 'kind', 'hint'],
  's-act': ['do', 'value', 'soft'],
  's-go': ['to'],
  's-qr': ['of'],
  's-share': ['text'],
  's-part': ['name'],
};

/** Kinds a sensitive field may have. */
export const FIELD_KINDS = new Set([
  'card',
  'expiry',
  'code',
  'passport',
  'phone',
  'name',
  'account',
  'password',
  'id',
]);

export function isAllowedAttribute(element: string, attribute: string): boolean {
  return EVERYWHERE.has(attribute) || (BY_ELEMENT[element]?.includes(attribute) ?? false);
}

/** In a replay, headings and landmarks would confuse the debrief's own outline. */
export const FLATTENED = new Set([
  'h1',
  'h2',
  'h3',
  'h4',
  'header',
  'footer',
  'main',
  'nav',
  'section',
  'article',
  'aside',
  'details',
  'summary',
]);
