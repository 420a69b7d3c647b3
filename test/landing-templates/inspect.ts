/** What a person would trip over on a page, found in a browser. */
import type { Page } from 'playwright-core';

/** Runs in the page: returns a sentence for each fault. */
const LOOK = `(() => {
  const found = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    found.push('scrolls sideways: ' + document.documentElement.scrollWidth + ' of ' + width);
  }
  const shown = (node) => {
    const style = getComputedStyle(node);
    return style.visibility !== 'hidden' && style.display !== 'none' && node.getClientRects().length > 0;
  };
  const words = (node) => (node.textContent || '').trim().replace(/\\s+/g, ' ').slice(0, 40);
  for (const node of document.body.querySelectorAll('*')) {
    if (!shown(node) || ['SCRIPT', 'STYLE', 'OPTION'].includes(node.tagName)) continue;
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== '');
    if (!own) continue;
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    // What only a screen reader is told takes one pixel.
    if (box.width <= 1 && box.height <= 1) continue;
    if (box.left < -1 || box.right > width + 1) found.push('runs off the page: ' + words(node));
    const clips = (axis) => ['hidden', 'clip'].includes(style['overflow' + axis]);
    if (clips('X') && node.scrollWidth > node.clientWidth + 1) found.push('is cut off: ' + words(node));
    // A little is the font's own overhang; a line is a line.
    if (clips('Y') && node.scrollHeight > node.clientHeight + 6) found.push('is cut off below: ' + words(node));
    if (parseFloat(style.fontSize) < 12) found.push('is too small to read: ' + words(node));
  }
  // A closed select shows one line: the rest of a longer choice can't be read.
  const pen = document.createElement('canvas').getContext('2d');
  for (const select of document.querySelectorAll('select')) {
    if (!shown(select)) continue;
    const style = getComputedStyle(select);
    pen.font = style.fontWeight + ' ' + style.fontSize + ' ' + style.fontFamily;
    const arrow = 18;
    const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
    for (const option of select.options) {
      if (pen.measureText(option.text).width > room + 2) found.push('is cut off in a select: ' + words(option));
    }
  }
  const text = document.body.innerText;
  for (const left of ['{{', '}}', 'undefined', '[object']) {
    if (text.includes(left)) found.push('shows ' + left);
  }
  for (const node of document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden])')) {
    if (!shown(node) || node.disabled) continue;
    const box = node.getBoundingClientRect();
    const inline = getComputedStyle(node).display === 'inline';
    if (!inline && (box.height < 24 || box.width < 24)) {
      found.push('is too small to touch: ' + (words(node) || node.tagName));
    }
  }
  return found;
})()`;

/** Faults of the page as it stands, at its present size. */
export async function inspect(page: Page): Promise<string[]> {
  return (await page.evaluate(LOOK)) as string[];
}

/** Runs in the page: whether its heading's letters differ from the box drawn where a font has none. */
const DRAWN = `(() => {
  const heading = document.querySelector('h1, .told, svg text[font-weight="400"]');
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = '20px ' + getComputedStyle(heading).fontFamily;
  const wide = (text) => pen.measureText(text).width;
  const letters = [...new Set(heading.textContent.match(/\\p{L}/gu))];
  return letters.filter((letter) => wide(letter) !== wide('\\u{10fffd}')).length > letters.length / 2;
})()`;

/** Whether the machine has a font for the page's language: boxes are wider than letters. */
export async function isDrawn(page: Page): Promise<boolean> {
  return (await page.evaluate(DRAWN)) as boolean;
}

/** Runs in the page: everything the keyboard must be able to reach, marked. */
const MARK = `(() => {
  const all = [...document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden]), audio[controls], video[controls]')]
    // Of a group of radio buttons Tab reaches one, the arrows the rest.
    .filter((node) => node.type !== 'radio' || node.checked)
    .filter((node) => !node.disabled && node.getClientRects().length > 0 && !node.closest('details:not([open]) > :not(summary)'));
  all.forEach((node, index) => node.setAttribute('data-reach', index));
  return all.length;
})()`;
const REACHED = `document.activeElement && document.activeElement.getAttribute('data-reach')`;

/** What Tab doesn't reach, in a sentence; undefined when all is reached. */
export async function unreached(page: Page): Promise<string | undefined> {
  const count = (await page.evaluate(MARK)) as number;
  const seen = new Set<string>();
  for (let press = 0; press < count + 4 && seen.size < count; press += 1) {
    await page.keyboard.press('Tab');
    const at = (await page.evaluate(REACHED)) as string | null;
    if (at !== null) seen.add(at);
  }
  return seen.size < count ? `the keyboard reaches ${seen.size} of ${count}` : undefined;
}

/**
 * Where, in px from the top, a page has said that it was practice, that one is safe, that nothing was
 * kept and that many are fooled, and how to leave and, in the reveal, to go on, with text at this share
 * of its size.
 */
export async function toldAt(page: Page, size: '100%' | '200%'): Promise<number> {
  return (await page.evaluate(`(() => {
    document.documentElement.style.fontSize = '${size}';
    scrollTo(0, 0);
    const told = [...document.querySelectorAll('.exit, .told, h1 + .ticks li, h1 + .ticks ~ * .main-button')];
    return Math.max(...told.map((node) => node.getBoundingClientRect().bottom));
  })()`)) as number;
}

/** Words of the page's heading and owner that begin on one line and end on another; Chinese may do so. */
export async function dividedWords(page: Page): Promise<string[]> {
  return (await page.evaluate(`(() => {
    if (document.documentElement.lang.startsWith('zh')) return [];
    const range = document.createRange();
    const found = [];
    const texts = [...document.querySelectorAll('h1, .owner, .owner *')].flatMap((node) =>
      [...node.childNodes].filter(({ nodeType }) => nodeType === 3));
    for (const text of texts) {
      for (const { 0: word, index } of text.data.matchAll(/[^\\s\\u200b-]+/g)) {
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const tops = [...range.getClientRects()].map(({ top }) => top);
        if (Math.max(...tops) - Math.min(...tops) > 9) found.push(word);
      }
    }
    return found;
  })()`)) as string[];
}

/** Runs in the page: a sentence for each text of the drawing that leaves it or lies over something. */
const CARD = `(() => {
  const found = [];
  const svg = document.querySelector('svg');
  const edge = svg.getBoundingClientRect();
  const others = [...svg.querySelectorAll('image, g[transform]')].map((node) => node.getBoundingClientRect());
  for (const text of svg.querySelectorAll('text')) {
    const box = text.getBoundingClientRect();
    const words = text.textContent.slice(0, 30);
    if (box.left < edge.left || box.right > edge.right || box.top < edge.top || box.bottom > edge.bottom)
      found.push('runs off the card: ' + words);
    // Faces keep some room above and below their letters.
    const over = others.some(({ left, right, top, bottom }) =>
      box.right > left && box.left < right && box.bottom > top + 2 && box.top < bottom - 2);
    if (over) found.push('lies over a picture or the QR code: ' + words);
  }
  if (!svg.querySelector('text')) found.push('says nothing');
  return found;
})()`;

/** Faults of an entry card, drawn on an empty page. */
export async function inspectCard(page: Page, svg: string): Promise<string[]> {
  await page.setContent(`<!doctype html><body style="margin:0">${svg}`);
  return (await page.evaluate(CARD)) as string[];
}
