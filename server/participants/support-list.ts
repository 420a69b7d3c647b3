/** The protocol's support contacts as a page lists them. */
import type { Item } from '../../landing-templates/types.ts';
import type { Protocol } from '../../protocol/schema.ts';

/**
 * Contacts in the person's language and country first, then in their country, then the rest; the
 * protocol's order otherwise, whose first one is not the police.
 */
export function supportList(
  protocol: Protocol,
  person: { locale: string; country?: string },
): Item[] {
  const rank = (contact: Protocol['support'][number]): number =>
    (contact.locale === person.locale ? 0 : 2) + (contact.country === person.country ? 0 : 1);
  return [...protocol.support]
    .sort((a, b) => rank(a) - rank(b))
    .map((contact) => ({
      name: contact.name,
      serves: contact.serves,
      phone: contact.phone ?? '',
      phoneUrl: contact.phone ? `tel:${contact.phone.replace(/[^\d+]/g, '')}` : '',
      url: contact.url ?? '',
    }));
}
