import type { DocumentPath } from '../fault.ts';
import type { Protocol } from '../schema.ts';
import type { CheckContext } from './context.ts';
import { isDay } from './days.ts';
import { lastWaveCloses } from './last-wave.ts';
import { distinctOffers, findLivelihoodOffer } from './offers.ts';

/** Dates, the ethics approval, decisions and the local partner. */
export function checkTrial(context: CheckContext): void {
  checkCalendar(context);
  checkEnd(context);
  checkDecisions(context);
  checkPretexts(context);
  const { protocol, report } = context;
  const livelihood = findLivelihoodOffer(context);
  if (livelihood && protocol.trial.local_partner === undefined) {
    report(
      'P107',
      ['trial'],
      `Check the partner: ${livelihood.slug} is about work, study or savings; name trial.local_partner, who knows the place and its scams`,
    );
  }
  if (!protocol.trial.lived_experience.paid) {
    report(
      'P109',
      ['trial', 'lived_experience', 'paid'],
      'Check the advice: it was not paid; pay those who advise from their own experience, or say why not in the advice',
    );
  }
}

function checkCalendar({ protocol, report }: CheckContext): void {
  for (const { path, day } of allDays(protocol)) {
    if (!isDay(day))
      report('P101', path, `Check a date: the calendar has no ${day}; write another`);
  }
}

function checkEnd({ protocol, today, report }: CheckContext): void {
  const { ends_on: end, ethics } = protocol.trial;
  if (end < today) {
    report(
      'P102',
      ['trial', 'ends_on'],
      `Check the end: the trial ended on ${end} and today is ${today}; write a later day`,
    );
  }
  if (ethics.expires_on < today) {
    report(
      'P103',
      ['trial', 'ethics', 'expires_on'],
      `Check the approval: it expired on ${ethics.expires_on}; have it renewed and write the new day`,
    );
  }
  if (ethics.expires_on < end) {
    report(
      'P104',
      ['trial', 'ethics', 'expires_on'],
      `Check the approval: it expires on ${ethics.expires_on}, before the trial ends on ${end}; have it extended or end earlier`,
    );
  }
  const earliest = lastWaveCloses(protocol, today);
  if (end >= today && end < earliest) {
    report(
      'P105',
      ['trial', 'ends_on'],
      `Check the end: who registers today is done on ${earliest} and the trial ends on ${end}; end later or shorten the waves`,
    );
  }
}

function checkDecisions({ protocol, today, report }: CheckContext): void {
  const decided = [
    ...(protocol.trial.pretext_decisions ?? []).map((decision, index) => ({
      path: ['trial', 'pretext_decisions', index, 'decided_on'],
      day: decision.decided_on,
    })),
    { path: ['consent', 'decision', 'decided_on'], day: protocol.consent.decision?.decided_on },
    {
      path: ['population', 'minimum_age_decision', 'decided_on'],
      day: protocol.population.minimum_age_decision?.decided_on,
    },
  ];
  for (const { path, day } of decided) {
    if (day !== undefined && day > today) {
      report(
        'P108',
        path,
        `Check a decision: ${day} is after today, ${today}; write the day it was taken`,
      );
    }
  }
}

function checkPretexts(context: CheckContext): void {
  const { protocol, report } = context;
  const decisions = protocol.trial.pretext_decisions ?? [];
  const used = new Set<string>();
  for (const { slug, path, facts } of distinctOffers(context)) {
    for (const pretext of facts?.pretexts ?? []) {
      used.add(pretext);
      if (decisions.some((decision) => decision.pretext === pretext)) continue;
      report(
        'P106',
        path,
        `Check a pretext: ${slug} uses ${pretext}; cite the decision of the ethics body in trial.pretext_decisions or choose another offer`,
      );
    }
  }
  decisions.forEach(({ pretext }, index) => {
    if (used.has(pretext)) return;
    report(
      'P110',
      ['trial', 'pretext_decisions', index, 'pretext'],
      `Check a pretext: no offer here uses ${pretext}; take the decision out`,
    );
  });
}

function allDays(protocol: Protocol): { path: DocumentPath; day: string }[] {
  const { trial, population, consent, support } = protocol;
  const days: { path: DocumentPath; day: string | undefined }[] = [
    { path: ['trial', 'ends_on'], day: trial.ends_on },
    { path: ['trial', 'ethics', 'expires_on'], day: trial.ethics.expires_on },
    ...(trial.pretext_decisions ?? []).map(({ decided_on: day }, index) => ({
      path: ['trial', 'pretext_decisions', index, 'decided_on'],
      day,
    })),
    {
      path: ['population', 'minimum_age_decision', 'decided_on'],
      day: population.minimum_age_decision?.decided_on,
    },
    { path: ['consent', 'decision', 'decided_on'], day: consent.decision?.decided_on },
    { path: ['consent', 'retain_until'], day: consent.retain_until },
    ...Object.entries(consent.texts).map(([locale, { reviewed }]) => ({
      path: ['consent', 'texts', locale, 'reviewed', 'on'],
      day: reviewed === false ? undefined : reviewed.on,
    })),
    ...support.map(({ tested_on: day }, index) => ({ path: ['support', index, 'tested_on'], day })),
  ];
  return days.flatMap(({ path, day }) => (day === undefined ? [] : [{ path, day }]));
}
