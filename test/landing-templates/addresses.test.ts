import { describe, expect, it } from 'vitest';
import { checkNames } from '../../landing-templates/check-names.ts';
import { FaultList } from '../../landing-templates/faults.ts';
import { findAddresses } from '../../landing-templates/find-addresses.ts';

describe('findAddresses()', () => {
  it.each([
    'bit.ly/x',
    'See t.co/abc',
    'http://evil.test',
    'HTTPS://Evil.Test/a',
    'ftp://files',
    'https://127.0.0.1/x',
    'kavornia.shopping',
    'Kavornia.Shopping',
    'KAVORNIA.SHOP now',
    'kettles.com',
    'kettles.com.',
    '(kettles.com)',
    'Kettles.Com',
    '163.com',
    'x.com',
    'www.kavornia',
    'WWW.Kavornia.example.nowhere',
    'kavornia.example.com',
    'kavornia.zzz/buy',
    'help@kavornia.com',
    'help@mail.kavornia.unheardof',
    'ดูที่kavornia.comครับ',
    'ดูที่ kavornia.ไทย',
    'kavornia.中国',
    '支付。com',
    'kavornia．com',
    'kavor\u200Bnia.c\u00ADom',
    'कावोर्निया.भारत',
    'à boutique.fr',
  ])('finds %s', (text) => {
    expect(findAddresses(text)).toHaveLength(1);
  });

  it.each([
    'kavornia.example',
    'See https://offers.example/o/1.',
    'KAVORNIA.EXAMPLE/Now',
    'help@kavornia.mega-sale75.example',
    'e.g. a shop, i.e. this one, at 9 a.m. or 10.30 p.m.',
    'e.g.this one',
    'It weighs 3.5 kg, version 2.10.1, at 1.490,50',
    'Stop.Check.Ask.',
    'That was all.It can wait.In the morning.So what?',
    'Tout est fini.On peut partir, p.ex. demain, c.-à-d. vite.',
    'Sudah selesai.Anda boleh pergi, a.n. Budi, s.d. 5.000',
    'TP.HCM, v.v.',
    'Tapos na.Puwede na.',
    'Imekwisha.Unaweza kwenda.',
    'Acabou.Pode sair, p.ex. hoje.',
    'Selesai.Boleh pergi.',
    'Xong rồi.Bạn đi được.',
    '好了。您可以走。网址在后面。',
    'จบแล้ว.ไปได้',
    'จบแล้ว. ไปได้ พ.ศ.2570',
    'ຈົບແລ້ວ.ໄປໄດ້',
    'ចប់ហើយ។ទៅបាន គ.ក ស.ម',
    'ပြီးပါပြီ။သွားနိုင်သည် ၂.၁',
    'हो गया।जाइए. डॉ.शर्मा २.१',
    'শেষ।যান ডা.রহমান ৬.৫',
    'ختم۔جائیں ڈاکٹر.احمد',
    'सकियो।जानुहोस्',
    'ඉවරයි.යන්න පුළුවන්',
    'አበቃ።ይሂዱ ኪ.ግ',
    'Wait... and see…then go',
    'and/or, 24.99/month',
  ])('leaves %s', (text) => {
    expect(findAddresses(text)).toEqual([]);
  });
});

describe('checkNames()', () => {
  const codes = (text: string, file = 'copy/en.yaml'): string[] => {
    const faults = new FaultList();
    checkNames(file, text, [], faults);
    return faults.faults.map(({ code, line }) => `${code} ${line}`);
  };

  it.each([
    ...['Pay by M-Pesa', 'Alipay', 'WeChat Pay', 'Coupang', 'bKash', 'Nagad', 'GCash', 'PayMaya'],
    ...['eSewa', 'Khalti', 'Wave Money', 'KBZPay', 'TrueMoney', 'PromptPay', 'Shopee', 'Lazada'],
    ...[
      '请用支付宝付款',
      '加我微信',
      '淘宝店',
      '在京东买',
      'จ่ายด้วยพร้อมเพย์ได้',
      'पेटीएम से दें',
      'ফেসবুকে লিখুন',
    ],
    ...['واٹس ایپ پر', 'ቴሌብር', 'ဗိုင်ဘာမှာ', 'តាមតេឡេក្រាម', 'ເຟສບຸກ', 'ෆේස්බුක් හි'],
    ...['Wave\u00A0Money', 'Ｓｈｏｐｅｅ', 'Laz\u200Bada'],
  ])('finds the brand in %s', (text) => {
    expect(new Set(codes(`text:\n  a: ${text}`))).toEqual(new Set(['T070 2']));
  });

  it.each([
    ...[
      'Tô Lâm',
      'Shehbaz Sharif',
      '习近平说',
      'อนุทิน ชาญวีรกูล',
      'नरेंद्र मोदी',
      'শেখ হাসিনা',
      'عمران خان',
    ],
    ...['අනුර කුමාර දිසානායක', 'မင်းအောင်လှိုင်', 'ហ៊ុន ម៉ាណែត', 'ທອງລຸນ ສີສຸລິດ', 'አብይ አህመድ'],
  ])('finds the person in %s', (text) => {
    expect(codes(`text:\n  a: ${text}`)).toEqual(['T072 2']);
  });

  it.each(['Zoomed in', 'Amazonian', 'महाटाटा', 'अपेटीएम', 'A shop in the north'])(
    'finds no name in %s',
    (text) => {
      expect(codes(`a: ${text}`)).toEqual([]);
    },
  );

  it('finds addresses in words, not in keys, files shown and tags', () => {
    expect(codes('a: Go to bit.ly/x\nb: kavornia.shopping')).toEqual(['T071 1', 'T071 2']);
    expect(codes('    talk.question: Where?\n  card: picture.webp\n  b: "{{value.link}}"')).toEqual(
      [],
    );
    expect(codes('<img src="kettle.svg" alt="{{copy.alt}}">', 'ad.html')).toEqual([]);
    expect(codes('<p>evil.test</p>', 'ad.html')).toEqual(['T071 1']);
  });
});
