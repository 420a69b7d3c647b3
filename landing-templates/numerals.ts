/** Numbers, shares and plural forms in the reader's way of writing. */

/** Counts up to this must have a form in every language. */
const LARGEST_COUNT = 200;

const numbers = new Map<string, Intl.NumberFormat>();
const plurals = new Map<string, Intl.PluralRules>();

export function writeNumber(locale: string, value: number): string {
  return format(locale, 'decimal').format(value);
}

/** @param share - 0.75 for 75 per cent. */
export function writePercent(locale: string, share: number): string {
  return format(locale, 'percent').format(share);
}

/** `one`, `few`, `other` and so on. */
export function pluralOf(locale: string, count: number): Intl.LDMLPluralRule {
  return rules(locale).select(count);
}

/** The forms a language needs for whole counts, `other` last. */
export function pluralForms(locale: string): readonly Intl.LDMLPluralRule[] {
  const forms = new Set<Intl.LDMLPluralRule>();
  for (let count = 0; count <= LARGEST_COUNT; count += 1) forms.add(pluralOf(locale, count));
  forms.delete('other');
  return [...forms, 'other'];
}

function format(locale: string, style: 'decimal' | 'percent'): Intl.NumberFormat {
  const key = `${locale} ${style}`;
  const known = numbers.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, { style, maximumFractionDigits: 1 });
  numbers.set(key, made);
  return made;
}

function rules(locale: string): Intl.PluralRules {
  const known = plurals.get(locale);
  if (known) return known;
  const made = new Intl.PluralRules(locale);
  plurals.set(locale, made);
  return made;
}
