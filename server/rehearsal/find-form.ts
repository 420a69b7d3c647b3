import type { Page, PageForm } from './read-page.ts';

/** The form, or the form with the button, that does this; undefined where the page has none. */
export function findForm(page: Page, act: string): PageForm | undefined {
  return page.forms.find(
    ({ fields, buttons }) =>
      fieldOf(fields, 'do') === act ||
      buttons.some(([name, value]) => name === 'do' && value === act),
  );
}

export function fieldOf(
  fields: readonly (readonly [string, string])[],
  wanted: string,
): string | undefined {
  return fields.find(([name]) => name === wanted)?.[1];
}
