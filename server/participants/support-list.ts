/** The protocol's support contacts as a page lists them, and behind its four buttons. */
import type { Item, Scalar } from '../../landing-templates/types.ts';
import type { Protocol } from '../../protocol/schema.ts';

/**
 * Contacts in the person's language and country first, then in their country, then the rest; the
 * protocol's order otherwise, whose first one is not the police.
 */
export function supportList(protocol: Protocol, person: Reader): Item[] {
  return nearestFirst(protocol, person).map((contact) => ({
    name: contact.name,
    serves: contact.serves,
    phone: contact.phone ?? '',
    phoneUrl: phoneUrl(contact),
    url: contact.url ?? '',
  }));
}

/** Kinds of contact behind a button, the most fitting first; the police never come first. */
const WAYS = {
  check: ['consumer_agency', 'embassy', 'ngo', 'helpline', 'police'],
  tell: ['consumer_agency', 'ngo', 'embassy', 'helpline', 'police'],
  talk: ['helpline', 'ngo', 'embassy', 'consumer_agency', 'police'],
} as const satisfies Record<string, readonly Contact['kind'][]>;

/**
 * Address and name behind each of the buttons *check*, *tell* (report) and *talk*: the nearest
 * contact of the most fitting kind. To check and to report, its page comes before its telephone.
 */
export function supportWays(protocol: Protocol, person: Reader): Record<string, Scalar> {
  const near = nearestFirst(protocol, person);
  const values: Record<string, Scalar> = {};
  for (const [way, kinds] of Object.entries(WAYS)) {
    const contact = kinds.flatMap((kind) => near.find((one) => one.kind === kind) ?? [])[0];
    const [call, page] = [contact ? phoneUrl(contact) : '', contact?.url ?? ''];
    values[`${way}Url`] = (way === 'talk' ? call || page : page || call) || '#help';
    values[`${way}Name`] = contact?.name ?? '';
  }
  return values;
}

/** Licensed ways to find what the offer promised, in the person's language first. */
export function licensedWays(protocol: Protocol, person: Reader): Item[] {
  return [...(protocol.alternatives ?? [])]
    .sort((a, b) => rank(a, person) - rank(b, person))
    .map(({ name, url }) => ({ name, url }));
}

type Contact = Protocol['support'][number];

interface Reader {
  readonly locale: string;
  readonly country?: string;
}

function nearestFirst(protocol: Protocol, person: Reader): Contact[] {
  return [...protocol.support].sort((a, b) => rank(a, person) - rank(b, person));
}

function rank(contact: { locale: string; country: string }, person: Reader): number {
  return (contact.locale === person.locale ? 0 : 2) + (contact.country === person.country ? 0 : 1);
}

function phoneUrl({ phone }: Contact): string {
  return phone ? `tel:${phone.replace(/[^\d+]/g, '')}` : '';
}
