import { debrief, exampleFacts, withOffer } from '../example.ts';
import { type CheckCases, EN_ONLY, LURE, THAI, UNREAD_TH } from './case.ts';

const { offers, debriefs, pages } = exampleFacts();
/** Channels, sending, consent and texts. */
export const CONSENT_CASES: CheckCases = {
  P301: [
    { why: 'an advertisement', edits: [['kind: qr', 'kind: ¦advertisement']] },
    { why: 'a panel', edits: [['kind: qr', 'kind: ¦panel']] },
  ],
  P302: [{ why: 'text messages', edits: [['delivery: mail', 'delivery: ¦sms']] }],
  P303: [
    {
      why: 'a card field where even simulated data are forbidden',
      edits: [
        ['    delivery: mail', '    delivery: mail\n    forbids: [simulated_personal_data]'],
        LURE,
      ],
      facts: {
        ...exampleFacts(),
        offers: Object.fromEntries(
          Object.entries(offers).map(([slug, offer]) => [
            slug,
            slug === 'coffee-corner-sale'
              ? offer
              : { ...offer, stopsAtIntent: true, sensitiveFields: false },
          ]),
        ),
      },
    },
  ],
  P304: [{ why: 'one hour a day', edits: [['to_hour: 19', 'to_hour: ¦10']] }],
  P305: [
    {
      why: 'a sender without a Thai name',
      edits: [
        ['  from_name:', '  ¦from_name:'],
        ['    th: สถาบันตัวอย่างเพื่อความปลอดภัยของผู้บริโภค\n', ''],
      ],
    },
  ],
  P401: [
    {
      why: 'a language without consent text',
      edits: [
        ['languages: [en, th]', 'languages: [en, th, lo]'],
        ['  texts:', '  ¦texts:'],
      ],
      also: ['P204', 'P305', 'P409', 'P505', 'P611'],
    },
  ],
  P402: [
    {
      why: 'a consent text in a language nobody speaks here',
      edits: [
        ['languages: [en, th]', 'languages: [en]'],
        ['    th:\n      title', '    ¦th:\n      title'],
      ],
      also: ['P209'],
    },
  ],
  P403: [
    {
      why: 'no review',
      edits: [['reviewed: { by: A Speaker, on: 2026-11-20, text_sha256: ', 'reviewed: ¦false # ']],
    },
  ],
  P404: [
    {
      why: 'a word changed after the review',
      edits: [
        ['decline: No, thank you', 'decline: No, thanks'],
        ['text_sha256: ', 'text_sha256: ¦'],
      ],
    },
  ],
  P405: [{ why: 'no gap', edits: [['gap: P7D', 'gap: ¦P0D']] }],
  P406: [
    { why: 'opt-out without decision', edits: [['mode: prospective_general', 'mode: ¦opt_out']] },
    { why: 'a waiver without decision', edits: [['mode: prospective_general', 'mode: ¦waived']] },
  ],
  P407: [
    { why: 'deferred without a time', edits: [['mode: prospective_general', 'mode: ¦deferred']] },
    {
      why: 'deferred with no time at all',
      edits: [
        ['mode: prospective_general', 'mode: deferred'],
        ['  gap: P7D', '  gap: P7D\n  confirm_within: ¦P0D'],
      ],
    },
  ],
  P408: [
    {
      why: 'data erased before the end',
      edits: [['retain_until: 2028-12-31', 'retain_until: ¦2028-06-29']],
    },
  ],
  P409: [
    {
      why: 'a reveal without Thai',
      edits: [THAI],
      facts: {
        offers,
        debriefs,
        pages: { ...pages, reveal: { kind: 'reveal', locales: EN_ONLY } },
      },
    },
  ],
  P410: [
    {
      why: 'withdrawal and help pages not read in Thai',
      edits: [THAI],
      facts: {
        offers,
        debriefs,
        pages: { ...pages, 'participant-pages': { kind: 'page', locales: UNREAD_TH } },
      },
    },
  ],
  P411: [
    {
      why: 'no messages',
      edits: [['scampaign: 1', '¦scampaign: 1']],
      facts: {
        offers,
        debriefs,
        pages: { reveal: pages.reveal!, page: pages['participant-pages']! },
      },
    },
  ],
  P412: [
    {
      why: 'a training not read in Thai',
      edits: [['template: red-flag-replay', 'template: ¦red-flag-replay']],
      facts: {
        offers,
        pages,
        debriefs: { ...debriefs, 'red-flag-replay': debrief({ locales: UNREAD_TH }) },
      },
    },
    {
      why: 'an offer not read in Thai',
      edits: [LURE],
      facts: withOffer('coffee-corner-sale', { locales: UNREAD_TH }),
    },
  ],
  P413: [
    {
      why: 'a time to confirm where people are asked before',
      edits: [['  gap: P7D', '  gap: P7D\n  confirm_within: ¦P14D']],
    },
  ],
  P414: [{ why: 'a review of tomorrow', edits: [['on: 2026-11-20', 'on: ¦2026-11-23']] }],
};
