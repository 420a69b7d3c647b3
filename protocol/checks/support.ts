import type { CheckContext } from './context.ts';
import { dayNumber } from './days.ts';
import { findLivelihoodOffer } from './offers.ts';

const FRESH_DAYS = 90;
/** For the first contact of each language and country when work, study or savings are offered. */
const LIVELIHOOD_FRESH_DAYS = 7;

/** Someone to talk to, in every language and country, who is not the police and answers. */
export function checkSupport(context: CheckContext): void {
  const { protocol, today, report } = context;
  const { languages, countries } = protocol.population;
  const first = new Set<number>();
  for (const locale of new Set(languages)) {
    for (const country of new Set(countries)) {
      const index = protocol.support.findIndex(
        (contact) => contact.locale === locale && contact.country === country,
      );
      if (index >= 0) {
        first.add(index);
        continue;
      }
      report(
        'P204',
        ['support'],
        `Check the support contacts: none speaks ${locale} in ${country}; add one with locale ${locale} and country ${country}`,
      );
    }
  }
  const livelihood = findLivelihoodOffer(context) !== undefined;
  if (livelihood) checkAlternatives(context);
  protocol.support.forEach((contact, index) => {
    const { name, kind, locale, country } = contact;
    if (first.has(index) && kind === 'police') {
      report(
        'P205',
        ['support', index, 'kind'],
        `Check the support contacts: the first for ${locale} in ${country} is the police; put a helpline or other service before it`,
      );
    }
    if (contact.phone === undefined && contact.url === undefined) {
      report(
        'P207',
        ['support', index],
        `Check a support contact: ${name} has neither phone nor url; write one`,
      );
    }
    if (!languages.includes(locale) || !countries.includes(country)) {
      report(
        'P209',
        ['support', index],
        `Check a support contact: ${name} serves ${locale} in ${country}, which the population does not have; it would not be shown`,
      );
    }
    const limit = livelihood && first.has(index) ? LIVELIHOOD_FRESH_DAYS : FRESH_DAYS;
    checkTested(context, index, dayNumber(today) - dayNumber(contact.tested_on), limit);
  });
}

/** Who is told that an offer of work was practice is shown where work is really to be had. */
function checkAlternatives({ protocol, report }: CheckContext): void {
  for (const locale of new Set(protocol.population.languages)) {
    for (const country of new Set(protocol.population.countries)) {
      const named = protocol.alternatives?.some(
        (other) => other.locale === locale && other.country === country,
      );
      if (named) continue;
      report(
        'P211',
        protocol.alternatives ? ['alternatives'] : ['support'],
        `Check the alternatives: offers are about work, study or savings and no licensed way is named in ${locale} for ${country}; add one to alternatives`,
        'key',
      );
    }
  }
}

function checkTested(
  { protocol, report }: CheckContext,
  index: number,
  ageDays: number,
  limit: number,
): void {
  const name = protocol.support[index]?.name ?? '';
  const path = ['support', index, 'tested_on'];
  if (ageDays < 0) {
    report(
      'P208',
      path,
      `Check a support contact: ${name} was tested in the future; write the day someone called and was answered`,
    );
  } else if (ageDays > limit) {
    report(
      'P206',
      path,
      `Check a support contact: ${name} was tested ${ageDays} days ago; call again, at most ${limit} days before the launch, and write the day`,
    );
  }
}
