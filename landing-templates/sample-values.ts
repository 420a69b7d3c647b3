import type { RenderValues } from './types.ts';

/** Values for previews and tests: every name the shipped pages use, all of them invented. */
export function sampleValues(locale: string): RenderValues {
  const thai = locale === 'th';
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
      owner: thai ? 'ศูนย์วิจัยผู้บริโภคตัวอย่าง' : 'Sample Consumer Research Centre',
      trial: thai ? 'ดูก่อนซื้อ' : 'Look before you buy',
      contact: 'trial@research.example',
      consentTitle: thai ? 'คุณอยากช่วยไหม' : 'Would you like to help?',
      agreeLabel: thai ? 'ตกลง ฉันเข้าร่วม' : 'Yes, I take part',
      declineLabel: thai ? 'ไม่ ขอบคุณ' : 'No, thank you',
      minimumAge: 18,
      firstOffer: longDay(locale, '2027-02-08'),
      receipt: 'K7QF-2M9X-WT4P',
      backupsExpireOn: longDay(locale, '2027-03-01'),
      since: longDay(locale, '2027-02-01'),
      retainUntil: longDay(locale, '2028-02-01'),
      consentHash: '9f3c51d0a7e2',
      views: 4,
      interactions: 12,
      messages: 3,
      code: '503',
      link: 'https://offers.example/o/sample',
      stopLink: 'https://people.example/s/sample',
      checkUrl: 'https://register.example/',
      checkName: thai ? 'ทะเบียนตัวอย่าง' : 'Sample Register',
      tellUrl: 'https://report.example/',
      tellName: thai ? 'ศูนย์แจ้งเรื่องตัวอย่าง' : 'Sample Report Desk',
      talkUrl: 'tel:0000000142',
      talkName: thai ? 'สายรับฟังตัวอย่าง' : 'Sample Listening Line',
      partner: thai ? 'ศูนย์ชุมชนตัวอย่าง' : 'Sample Community House',
      attendanceUrl: 'https://people.example/here/sample',
    },
    flags: { alternatives: true, attendance: true },
    lists: {
      contacts: [
        {
          name: thai ? 'สายรับฟังตัวอย่าง' : 'Sample Listening Line',
          serves: thai ? 'ทุกคน ทุกวัน ตลอด 24 ชั่วโมง' : 'Everyone, every day and night',
          phone: '000 000 0142',
          phoneUrl: 'tel:0000000142',
        },
        {
          name: thai ? 'บ้านเพื่อนผู้บริโภคตัวอย่าง' : 'Sample House for Buyers',
          serves: thai ? 'ผู้ซื้อของทุกคน ทั้งหญิงและชาย' : 'Buyers, women and men',
          phone: '000 000 0267',
          phoneUrl: 'tel:0000000267',
          url: 'https://buyers.example/',
        },
      ],
      alternatives: [
        {
          name: thai ? 'สำนักงานจัดหางานตัวอย่าง' : 'Sample Public Job Office',
          url: 'https://jobs.example/',
        },
      ],
      languages: [
        { name: 'English', url: '/r/sample?lang=en' },
        { name: 'ไทย', url: '/r/sample?lang=th' },
      ],
      consentParagraphs: thai
        ? [
            { text: 'เราอยากรู้ว่าอะไรช่วยให้คนสังเกตข้อเสนอปลอมได้' },
            { text: 'ถ้าคุณเข้าร่วม เราอาจส่งข้อเสนอสำหรับฝึกถึงคุณสองสามครั้ง' },
          ]
        : [
            { text: 'We would like to find out what helps people to notice false offers.' },
            { text: 'If you take part, we may send you a few practice offers in the next weeks.' },
          ],
      leftOut: thai
        ? [{ text: 'คุณเพิ่งเสียเงินให้ข้อเสนอปลอมในปีที่ผ่านมา' }]
        : [{ text: 'You lost money to a false offer in the last year' }],
    },
  };
}

function longDay(locale: string, day: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}
