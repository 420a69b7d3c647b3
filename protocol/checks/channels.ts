import type { CheckContext } from './context.ts';
import { namedOffers } from './offers.ts';

const MINIMUM_SENDING_HOURS = 2;

/** Ways in and ways to send, what each forbids, and the hours. */
export function checkChannels(context: CheckContext): void {
  const { protocol, report } = context;
  protocol.channels.forEach((channel, index) => {
    if (channel.kind === 'advertisement' || channel.kind === 'panel') {
      report(
        'P301',
        ['channels', index, 'kind'],
        `Check a channel: people can not yet arrive by ${channel.kind}; use roster or qr`,
      );
    }
    if (channel.delivery === 'sms') {
      report(
        'P302',
        ['channels', index, 'delivery'],
        'Check a channel: messages can not yet be sent by sms; use mail or link_list',
      );
    }
    if (!channel.forbids?.includes('simulated_personal_data')) return;
    for (const { slug, path, facts } of namedOffers(context)) {
      if (facts === undefined || (facts.stopsAtIntent && !facts.sensitiveFields)) continue;
      report(
        'P303',
        path,
        `Check a channel: ${channel.key} forbids asking for personal data, even simulated, and ${slug} asks; choose an offer that stops at intent`,
      );
    }
  });
  const { from_hour: from, to_hour: to, from_name: names } = protocol.sending;
  if (to - from < MINIMUM_SENDING_HOURS) {
    report(
      'P304',
      ['sending', 'to_hour'],
      `Check the sending hours: from ${from} to ${to} leaves too little of the day; leave at least ${MINIMUM_SENDING_HOURS} hours`,
    );
  }
  if (names === undefined) return;
  for (const locale of protocol.population.languages) {
    if (Object.hasOwn(names, locale)) continue;
    report(
      'P305',
      ['sending', 'from_name'],
      `Check the sender: it has no name in ${locale}; write sending.from_name.${locale}`,
      'key',
    );
  }
}
