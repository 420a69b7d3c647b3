import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { RenderValues } from './types.ts';

type SampleWords = Readonly<Record<string, string>>;

let read: Readonly<Record<string, SampleWords>> | undefined;

/** In English where a language has none. */
function sampleWords(locale: string): SampleWords {
  read ??= parse(readFileSync(new URL('./sample-words.yaml', import.meta.url), 'utf8')) as Readonly<
    Record<string, SampleWords>
  >;
  return read[locale] ?? (locale === 'en' ? {} : sampleWords('en'));
}

/** Values for previews and tests: every name the shipped pages use, all of them invented. */
export function sampleValues(locale: string): RenderValues {
  const words = sampleWords(locale);
  const word = (key: string): string => words[key] ?? '';
  return {
    values: {
      token: 'v1.sample.sample.sample',
      view: '00000000-0000-7000-8000-000000000000',
      interactionsUrl: '/i',
      stepUrl: '/step',
      reportUrl: '/report',
      leaveUrl: '/leave',
      actUrl: '/act',
      exitUrl: 'https://weather.example/',
      personUrl: '/p/sample',
      backUrl: '/r/sample',
      owner: word('owner'),
      trial: word('trial'),
      contact: 'trial@research.example',
      consentTitle: word('consentTitle'),
      agreeLabel: word('agree'),
      declineLabel: word('decline'),
      minimumAge: 18,
      firstOffer: longDay(locale, '2027-02-08'),
      receipt: 'K7QF-2M9X-WT4P',
      backupsExpireOn: longDay(locale, '2027-03-01'),
      since: longDay(locale, '2027-02-01'),
      retainUntil: longDay(locale, '2028-02-01'),
      consentHash: '9f3c51d0a7e2',
      language: new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale,
      country: new Intl.DisplayNames([locale], { type: 'region' }).of('TH') ?? 'TH',
      timeZone: 'Asia/Bangkok',
      channel: 'members',
      stratum: 'Students',
      clusterLabel: 'Class',
      cluster: '7',
      arm: 'Replay',
      views: 4,
      interactions: 12,
      messages: 3,
      code: '503',
      link: 'https://offers.example/o/sample',
      stopLink: 'https://people.example/s/sample',
      checkUrl: 'https://register.example/',
      checkName: word('check'),
      tellUrl: 'https://report.example/',
      tellName: word('tell'),
      talkUrl: 'tel:0000000142',
      talkName: word('talk'),
      partner: word('partner'),
      attendanceUrl: 'https://people.example/here/sample',
    },
    flags: { alternatives: true, attendance: true, upset: true, cluster: true, masked: true },
    lists: {
      contacts: [
        {
          name: word('talk'),
          serves: word('talkServes'),
          phone: '000 000 0142',
          phoneUrl: 'tel:0000000142',
        },
        {
          name: word('house'),
          serves: word('houseServes'),
          phone: '000 000 0267',
          phoneUrl: 'tel:0000000267',
          url: 'https://buyers.example/',
        },
      ],
      alternatives: [
        {
          name: word('jobOffice'),
          url: 'https://jobs.example/',
        },
      ],
      languages: [
        { name: 'English', url: '/r/sample?lang=en' },
        { name: 'ไทย', url: '/r/sample?lang=th' },
      ],
      consentParagraphs: [{ text: word('consentWhy') }, { text: word('consentWhat') }],
      leftOut: [{ text: word('leftOut') }],
    },
  };
}

function longDay(locale: string, day: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}
