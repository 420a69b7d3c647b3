/**
 * Whether a text is one plain mail address: a dot-atom before the @ and a host name after it.
 * Quoted parts, comments, groups, display names, lists and line breaks are all refused, because a
 * mail library may read a second recipient out of them.
 *
 * @see RFC 5321 section 4.1.2, without quoted strings and address literals
 */
export function isMailAddress(text: string): boolean {
  if (text.length > MOST_CHARACTERS) return false;
  const at = text.indexOf('@');
  return (
    at > 0 && at <= MOST_LOCAL && DOT_ATOM.test(text.slice(0, at)) && HOST.test(text.slice(at + 1))
  );
}

const MOST_CHARACTERS = 254;
const MOST_LOCAL = 64;
const DOT_ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})+$`);
