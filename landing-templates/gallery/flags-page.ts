import { escapeText } from '../escape.ts';
import { directionOf } from '../page-frame.ts';
import { renderReplay } from '../replay.ts';
import type { Catalogue } from '../types.ts';
import type { Preview } from './previews.ts';

/** An offer's page with its signs numbered and, under it, what each number means. */
export function flagsPage(
  catalogue: Catalogue,
  preview: Pick<Preview, 'slug' | 'page' | 'locale'>,
): string {
  const { slug, page, locale } = preview;
  const offer = catalogue.get(slug);
  if (!offer) throw new RangeError(`Show ${slug}: there is no template of this name`);
  const fragment = renderReplay(offer, page, locale);
  const flags = fragment.flags.map(
    ({ n, title, text, twin }) =>
      `<li id="flag-${n}" value="${n}"><b>${escapeText(title)}</b> ${escapeText(text)} <i>${escapeText(twin)}</i></li>`,
  );
  const sheets = fragment.sheets.map(({ css }) => `<style>${css}</style>`).join('');
  return (
    `<!doctype html><html lang="${locale}" dir="${directionOf(locale)}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width,initial-scale=1"><title>Signs</title>' +
    '<style>:root{--k:1;--ls:1}body{margin:0;padding:12px;font:400 1rem/1.5 system-ui,sans-serif}li{margin:.5rem 0}</style>' +
    `${sheets}</head><body>${fragment.html}<ol>${flags.join('')}</ol></body></html>`
  );
}
