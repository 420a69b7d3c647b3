/**
 * Key of the text that explains a sign: that of the page it is shown with, where the page has words
 * of its own, else the one for all pages.
 *
 * @param copy - Text of a key, undefined where there is none.
 */
export function signTextKey(
  key: string,
  page: string,
  copy: (key: string) => string | undefined,
): string {
  const ofPage = `flags.${key}.at.${page}`;
  return copy(ofPage) === undefined ? `flags.${key}.text` : ofPage;
}
