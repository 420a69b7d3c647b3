/** What a style sheet may say. Anything not listed is refused. */

export const CSS_AT_RULES = new Set(['media', 'supports']);

/** Property names, or their first word: `border` allows `border-top-color`. */
const FAMILIES = [
  'align',
  'aspect-ratio',
  'background',
  'block-size',
  'border',
  'box-shadow',
  'box-sizing',
  'color',
  'column',
  'display',
  'fill',
  'filter',
  'flex',
  'float',
  'clear',
  'font',
  'gap',
  'grid',
  'height',
  'hyphens',
  'inline-size',
  'inset',
  'bottom',
  'left',
  'right',
  'top',
  'justify',
  'letter-spacing',
  'line-break',
  'line-height',
  'list-style',
  'margin',
  'max',
  'min',
  'object',
  'opacity',
  'order',
  'outline',
  'overflow',
  'padding',
  'place',
  'position',
  'row-gap',
  'scroll-margin',
  'text',
  'transform',
  'vertical-align',
  'white-space',
  'width',
  'word-break',
  'z-index',
  'cursor',
  'content',
  'appearance',
  'accent-color',
  'tab-size',
  'isolation',
  'touch-action',
  '-webkit-text-size-adjust',
  '-webkit-appearance',
];

export const CSS_FUNCTIONS = new Set([
  'attr',
  'calc',
  'circle',
  'clamp',
  'drop-shadow',
  'fit-content',
  'hsl',
  'hsla',
  'inset',
  'linear-gradient',
  'max',
  'min',
  'minmax',
  'radial-gradient',
  'repeating-linear-gradient',
  'repeat',
  'rgb',
  'rgba',
  'rotate',
  'scale',
  'translate',
  'translatex',
  'translatey',
  'var',
]);

/** Sides by the page, not by the text: a page in Urdu would stand the wrong way round. */
const PHYSICAL =
  /^(left|right|(margin|padding|border|scroll-margin)-(left|right)(-.*)?|border-(top|bottom)-(left|right)-radius)$/;

/** The logical name to write instead, or undefined where the declaration fits both directions. */
export function logicalInstead(property: string, value: string): string | undefined {
  if (PHYSICAL.test(property)) {
    if (property.endsWith('-radius')) return 'border-start-start-radius or one of its like';
    const side = property.includes('left') ? 'start' : 'end';
    if (property === 'left' || property === 'right') return `inset-inline-${side}`;
    return property.replace(/left|right/, `inline-${side}`);
  }
  if (/^(padding|margin|inset|scroll-margin)$/.test(property) && isLopsided(value)) {
    return `${property}-block and ${property}-inline`;
  }
  if (property === 'border-radius' && hasOddCorner(value)) {
    return 'border-radius for all corners, then border-end-start-radius or one of its like';
  }
  if (/^(text-align|float|clear)$/.test(property) && /\b(left|right)\b/.test(value)) {
    return `${property}: ${property === 'text-align' ? '' : 'inline-'}${value.includes('left') ? 'start' : 'end'}`;
  }
  return undefined;
}

/** Top, right, bottom and left of which right and left differ. */
function isLopsided(value: string): boolean {
  const sides = withoutParentheses(value).trim().split(/\s+/);
  return sides.length === 4 && sides[1] !== sides[3];
}

/** Corners of which a left one differs from the right one beside it. */
function hasOddCorner(value: string): boolean {
  return withoutParentheses(value)
    .split('/')
    .some((axis) => {
      const [start, end = start, below = start, last = end] = axis.trim().split(/\s+/);
      return start !== end || below !== last;
    });
}

/** What stands in parentheses is written without spaces, so that values can be told apart. */
function withoutParentheses(value: string): string {
  let depth = 0;
  return [...value]
    .map((letter) => {
      if (letter === '(') depth += 1;
      if (letter === ')') depth -= 1;
      return depth > 0 && (letter === ' ' || letter === '/') ? '_' : letter;
    })
    .join('');
}

export function isAllowedProperty(name: string): boolean {
  return (
    /^--[a-z][a-z0-9-]*$/.test(name) ||
    FAMILIES.some((family) => name === family || name.startsWith(`${family}-`))
  );
}
