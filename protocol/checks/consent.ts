import { consentTextHash } from '../canonical.ts';
import { periodMs } from '../periods.ts';
import type { CheckContext } from './context.ts';
import { distinctOffers, lookUp } from './offers.ts';

/** The mode and its times, the texts, and the pages every trial shows. */
export function checkConsent(context: CheckContext): void {
  checkMode(context);
  checkTexts(context);
  checkPages(context);
  checkContentReviews(context);
}

function checkMode({ protocol, report }: CheckContext): void {
  const { consent, trial } = protocol;
  const { mode, gap } = consent;
  if ((mode === 'prospective_full' || mode === 'prospective_general') && periodMs(gap) === 0) {
    report(
      'P405',
      ['consent', 'gap'],
      `Check the gap: it is ${gap}; leave time between registering and the first offer, such as P7D`,
    );
  }
  if ((mode === 'opt_out' || mode === 'waived') && consent.decision === undefined) {
    report(
      'P406',
      ['consent', 'mode'],
      `Check the consent mode: ${mode} takes people in without asking; cite the decision of the ethics body in consent.decision (reference, decided_on) or choose prospective_general`,
    );
  }
  if (
    mode === 'deferred' &&
    (consent.confirm_within === undefined || periodMs(consent.confirm_within) === 0)
  ) {
    report(
      'P407',
      consent.confirm_within === undefined ? ['consent', 'mode'] : ['consent', 'confirm_within'],
      'Check the consent mode: deferred leaves no time to confirm; write consent.confirm_within, such as P14D',
    );
  }
  if (mode !== 'deferred' && consent.confirm_within !== undefined) {
    report(
      'P413',
      ['consent', 'confirm_within'],
      `Check the consent mode: ${mode} asks before, so confirm_within has no use; take it out`,
    );
  }
  if (consent.retain_until < trial.ends_on) {
    report(
      'P408',
      ['consent', 'retain_until'],
      `Check the retention: data are erased on ${consent.retain_until}, before the trial ends on ${trial.ends_on}; write a later day`,
    );
  }
}

function checkTexts({ protocol, today, report }: CheckContext): void {
  const { languages } = protocol.population;
  const { texts } = protocol.consent;
  for (const locale of new Set(languages)) {
    if (Object.hasOwn(texts, locale)) continue;
    report(
      'P401',
      ['consent', 'texts'],
      `Check the consent texts: there is none in ${locale}; write consent.texts.${locale}`,
    );
  }
  for (const [locale, text] of Object.entries(texts)) {
    const path = ['consent', 'texts', locale];
    if (!languages.includes(locale)) {
      report(
        'P402',
        path,
        `Check the consent texts: ${locale} is not in population.languages; add it there or take the text out`,
        'key',
      );
    }
    const hash = consentTextHash(text);
    if (text.reviewed === false) {
      report(
        'P403',
        [...path, 'reviewed'],
        `Check the consent texts: the text in ${locale} is not reviewed; have a speaker read it and write by, on and text_sha256: ${hash}`,
      );
      continue;
    }
    if (text.reviewed.text_sha256 !== hash) {
      report(
        'P404',
        [...path, 'reviewed', 'text_sha256'],
        `Check the consent texts: the text in ${locale} is not the one ${text.reviewed.by} read; have it read again and write ${hash}`,
      );
    }
    if (text.reviewed.on > today) {
      report(
        'P414',
        [...path, 'reviewed', 'on'],
        `Check the consent texts: ${text.reviewed.on} is after today, ${today}; write the day of the review`,
      );
    }
  }
}

const PAGE_KINDS = {
  reveal: 'the reveal',
  page: 'the pages for consent, withdrawal and help',
  message: 'the messages',
} as const;

function checkPages({ protocol, facts, report }: CheckContext): void {
  const pages = Object.entries(facts.pages);
  for (const kind of ['reveal', 'page', 'message'] as const) {
    if (pages.some(([, page]) => page.kind === kind)) continue;
    report(
      'P411',
      ['scampaign'],
      `Check the pages: the catalogue lacks ${PAGE_KINDS[kind]}; add a template of kind ${kind}`,
      'key',
    );
  }
  protocol.population.languages.forEach((locale, index) => {
    for (const [slug, { locales }] of pages) {
      const text = lookUp(locales, locale);
      const path = ['population', 'languages', index];
      if (text === undefined) {
        report(
          'P409',
          path,
          `Check the pages: the template ${slug} has no ${locale}; translate it or take the language out`,
        );
      } else if (!text.reviewed) {
        report(
          'P410',
          path,
          `Check the pages: the template ${slug} is not reviewed in ${locale}; have a speaker read it and sign its copy file`,
        );
      }
    }
  });
}

/** Not a promise of the service, but a speaker should read these too. */
function checkContentReviews(context: CheckContext): void {
  const { protocol, facts, report } = context;
  const contents = protocol.arms.flatMap(({ content }, index) =>
    content ? [{ slug: content.template, path: ['arms', index, 'content', 'template'] }] : [],
  );
  const texts = [
    ...contents.map((content) => ({ ...content, facts: lookUp(facts.debriefs, content.slug) })),
    ...distinctOffers(context),
  ];
  for (const { slug, path, facts: text } of texts) {
    const unread = protocol.population.languages.filter(
      (locale) => lookUp(text?.locales ?? {}, locale)?.reviewed === false,
    );
    if (unread.length === 0) continue;
    report(
      'P412',
      path,
      `Check the texts: ${slug} is not reviewed in ${unread.join(', ')}; have a speaker read it`,
    );
  }
}
