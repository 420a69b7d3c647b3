import { withOffer } from '../example.ts';
import { type CheckCases, JOB_FACTS, LICENSED, LURE, PARTNER } from './case.ts';
/** Trial, dates, ethics, population and support. */
export const TRIAL_CASES: CheckCases = {
  P101: [
    {
      why: 'a 31st of June',
      edits: [['ends_on: 2028-06-30', 'ends_on: ¦2028-06-31']],
    },
    {
      why: 'a 29th of February that is not in the calendar',
      edits: [['tested_on: 2026-11-16', 'tested_on: ¦2026-02-29']],
      also: ['P206'],
    },
  ],
  P102: [{ why: 'an end in the past', edits: [['ends_on: 2028-06-30', 'ends_on: ¦2026-11-21']] }],
  P103: [
    {
      why: 'an approval of last year',
      edits: [['expires_on: 2028-12-31', 'expires_on: ¦2025-12-31']],
      also: ['P104'],
    },
  ],
  P104: [
    {
      why: 'an approval that ends today',
      edits: [['expires_on: 2028-12-31', 'expires_on: ¦2026-11-22']],
    },
    {
      why: 'an approval that ends first',
      edits: [['expires_on: 2028-12-31', 'expires_on: ¦2028-06-29']],
    },
  ],
  P105: [
    { why: 'an end today', edits: [['ends_on: 2028-06-30', 'ends_on: ¦2026-11-22']] },
    {
      // Today, 7 days of gap, 23 until wave 2, 2 of spacing and 7 of window: 39 days.
      why: 'one day too few for the last wave',
      edits: [['ends_on: 2028-06-30', 'ends_on: ¦2026-12-30']],
    },
  ],
  P106: [
    {
      why: 'a health pretext without decision',
      edits: [LURE],
      facts: withOffer('coffee-corner-sale', { pretexts: ['health'] }),
    },
  ],
  P107: [
    {
      why: 'a job without partner',
      edits: [LICENSED, ['trial:\n', '¦trial:\n']],
      facts: JOB_FACTS,
    },
    {
      why: 'a chat that leads to work, without partner',
      edits: [LICENSED, ['trial:\n', '¦trial:\n']],
      facts: withOffer('lamp-loft-clearance', { family: 'chat', harmClass: 'livelihood' }),
    },
  ],
  P108: [
    {
      why: 'a decision of tomorrow',
      edits: [
        ['  mode: prospective_general', '  mode: opt_out'],
        ['  gap: P7D', '  gap: P7D\n  decision: { reference: EX-7, decided_on: ¦2026-11-23 }'],
      ],
    },
  ],
  P109: [{ why: 'unpaid advice', edits: [['paid: true', 'paid: ¦false']] }],
  P110: [
    {
      why: 'a decision on a pretext no offer has',
      edits: [
        [
          '  fictional_names: true',
          '  fictional_names: true\n  pretext_decisions:\n    - { pretext: ¦bereavement, decision: EX-8, decided_on: 2026-11-01 }',
        ],
      ],
    },
  ],
  P201: [
    { why: 'a language twice', edits: [['languages: [en, th]', 'languages: [en, th, ¦en]']] },
    {
      why: 'a stratum twice',
      edits: [['- key: older_adults', '- key: ¦students']],
    },
    { why: 'a channel twice', edits: [['- key: notice_board', '- key: ¦members']] },
    {
      why: 'a stop rule twice',
      edits: [['  - when: withdrawn', '  - when: ¦distressed']],
    },
    {
      why: 'a covariate twice',
      edits: [['covariates: []', 'covariates: [age_group, ¦age_group]']],
    },
    {
      why: 'a wave twice',
      edits: [['  - key: w2', '  - key: ¦w1']],
      also: ['P803'],
    },
    {
      why: 'an arm twice',
      edits: [['  - key: red_flag_replay', '  - key: ¦awareness_message']],
      also: ['P702'],
    },
  ],
  P202: [{ why: 'people of 17', edits: [['minimum_age: 18', 'minimum_age: ¦17']] }],
  P203: [
    {
      why: 'a town that is no zone',
      edits: [['time_zone: Asia/Bangkok', 'time_zone: ¦Asia/Nowhere']],
    },
    { why: 'an offset', edits: [['time_zone: Asia/Bangkok', "time_zone: ¦'+07:00'"]] },
  ],
  P204: [
    {
      why: 'a second country without contacts',
      edits: [
        ['countries: [TH]', 'countries: [TH, LA]'],
        ['\nsupport:', '\n¦support:'],
      ],
    },
  ],
  P205: [{ why: 'the police first', edits: [['    kind: helpline', '    kind: ¦police']] }],
  P206: [
    {
      why: 'a call 91 days ago',
      edits: [['tested_on: 2026-11-16', 'tested_on: ¦2026-08-23']],
    },
    {
      why: 'a call 8 days ago where a job is offered',
      edits: [PARTNER, LICENSED, ['tested_on: 2026-11-16', 'tested_on: ¦2026-11-14']],
      facts: JOB_FACTS,
    },
  ],
  P207: [
    {
      why: 'neither phone nor address',
      edits: [
        ['  - name: Example Consumer Office', '  - ¦name: Example Consumer Office'],
        ['    url: https://consumer-office.example/en\n', ''],
      ],
    },
  ],
  P208: [{ why: 'a call tomorrow', edits: [['tested_on: 2026-11-16', 'tested_on: ¦2026-11-23']] }],
  P209: [
    {
      why: 'a contact in another country',
      edits: [
        [
          '  - name: Example Consumer Office\n    kind: consumer_agency\n    locale: en\n    country: TH',
          '  - ¦name: Example Consumer Office\n    kind: consumer_agency\n    locale: en\n    country: LA',
        ],
      ],
    },
  ],
  P210: [
    {
      why: 'clusters as the unit, not described',
      edits: [['unit: participant', 'unit: ¦cluster']],
    },
    {
      why: 'clusters described, persons as the unit',
      edits: [['  strata:', '  ¦clusters: { label: Villages }\n  strata:']],
    },
  ],
  P211: [
    {
      why: 'a job offer and no licensed way beside it',
      edits: [PARTNER, ['\nsupport:', '\n¦support:']],
      facts: JOB_FACTS,
    },
    {
      why: 'licensed ways in one of two languages',
      edits: [
        PARTNER,
        [
          LICENSED[0],
          LICENSED[1]
            .replace('\nalternatives:', '\n¦alternatives:')
            .replace('locale: th', 'locale: en'),
        ],
      ],
      facts: JOB_FACTS,
    },
  ],
};
