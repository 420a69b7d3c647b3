import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { catalogueOf, SHIPPED_TEMPLATES } from '../../landing-templates/catalogue.ts';
import { catalogueFacts } from '../../landing-templates/catalogue-facts.ts';
import { readList } from '../../landing-templates/read-list.ts';
import { readTemplateFolder } from '../../landing-templates/read-source.ts';
import type { SourceFile } from '../../landing-templates/types.ts';

const FOLDER = join(SHIPPED_TEMPLATES, 'survivor-story');
const SHIPPED = readTemplateFolder(FOLDER);
const LEAD = 'Somchai drives a lorry in the north and tells here how he came home.';
const SAID =
  'They told me of an office by the sea. I was glad, for my children were to go to school. ' +
  'When I arrived, they took my papers. A neighbour rang somebody, and after nine weeks I sat in a bus home.';
const THAI_SAID =
  'เขาบอกผมว่ามีสำนักงานริมทะเล ผมดีใจเพราะลูกจะได้เรียนหนังสือ พอไปถึง เขายึดเอกสารของผมไป เพื่อนบ้านโทรหาคนคนหนึ่ง แล้วผมก็ได้นั่งรถกลับบ้าน';
const VTT = 'WEBVTT\n\n00:00.000 --> 00:09.500\nThey told me of an office.\n';

const TERMS = {
  attached: true,
  drawing: 'teller.svg',
  media: {
    kind: 'audio',
    file: 'story.mp3',
    seconds: 10,
    captions: { en: 'story-en.vtt', th: 'story-th.vtt' },
  },
  teller: { called: 'Somchai', shown_as: 'The voice is his own; no face is shown.' },
  provenance: 'Recorded by the returnee house in its kitchen in May 2026.',
  consent: {
    given_on: '2026-05-04',
    asked_by: 'A counsellor of the house asked in Thai and explained every use.',
    covers: 'Trainings against false offers of work, on this service only.',
    until: '2029-12-31',
  },
  payment: { amount: 0.01, currency: 'THB', paid_by: 'The returnee house', paid_on: '2026-05-04' },
  withdrawal: {
    how: 'He writes or rings and gives no reason.',
    contact: '000 000 0142',
    within_days: 3,
  },
};

/** Two frames of layer III and more, 128 kbit/s at 44.1 kHz: 417 bytes each. */
function mp3(frames = 12): Buffer {
  const frame = Buffer.alloc(417);
  frame.writeUInt32BE(0xff_fb_90_00);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

function mp4(brand: string): Buffer {
  const head = Buffer.from(`\0\0\0\x10ftyp${brand}\0\0\0\0\0\0\0\x08moov`, 'latin1');
  return Buffer.concat([head, Buffer.alloc(5000)]);
}

interface Change {
  readonly terms?: object;
  readonly files?: Readonly<Record<string, SourceFile | undefined>>;
  readonly said?: string;
  readonly lead?: string;
}

/** The shipped slot with a story in it, told in English and Thai. */
function told({ terms = {}, files = {}, said = SAID, lead = LEAD }: Change = {}) {
  const copy = (locale: string, transcript: string): SourceFile => {
    const document = parse(readFileSync(join(FOLDER, `copy/${locale}.yaml`), 'utf8'));
    document.text.transcript.text = transcript;
    document.text.telling.lead = lead;
    return { text: stringify(document) };
  };
  const kept = Object.entries(SHIPPED.files).filter(([name]) => !name.startsWith('copy/'));
  const changed: Record<string, SourceFile | undefined> = {
    ...Object.fromEntries(kept),
    'copy/en.yaml': copy('en', said),
    'copy/th.yaml': copy('th', THAI_SAID),
    'story.yaml': { text: stringify(merged(TERMS, terms)) },
    'story.mp3': { base64: mp3().toString('base64') },
    'story-en.vtt': { text: VTT },
    'story-th.vtt': { text: VTT },
    ...files,
  };
  return {
    slug: 'survivor-story',
    files: Object.fromEntries(
      Object.entries(changed).flatMap(([name, file]) => (file ? [[name, file]] : [])),
    ),
  };
}

function merged(terms: object, change: object): object {
  const result: Record<string, unknown> = { ...terms };
  for (const [key, value] of Object.entries(change)) {
    const before = result[key];
    result[key] =
      before && value && typeof before === 'object' && typeof value === 'object'
        ? merged(before, value)
        : value;
  }
  return result;
}

function faultsOf(change: Change, locales?: readonly string[]): string[] {
  return catalogueOf([told(change)], '')
    .faultsOf(['survivor-story'], locales)
    .map(({ code, file, line, message }) => `${code} ${file}:${line} ${message}`);
}

const X = { teller: { called: 'x', shown_as: 'x' }, provenance: 'x' };
const REFUSED_TERMS: [why: string, terms: object, faults: RegExp[]][] = [
  [
    'an x in every term',
    {
      ...X,
      consent: { asked_by: 'x', covers: 'x' },
      payment: { currency: 'x', paid_by: 'y' },
      withdrawal: { how: 'x', contact: 'x' },
    },
    [
      /teller\.called: write a name/,
      /teller\.shown_as: write in a sentence whether face/,
      /provenance: write in a sentence who recorded it/,
      /consent\.asked_by: write in a sentence who asked/,
      /consent\.covers: write in a sentence what the story/,
      /payment\.currency: write the code/,
      /payment\.paid_by: write a name/,
      /withdrawal\.how: write in a sentence how/,
      /withdrawal\.contact: write a mail address/,
    ],
  ],
  [
    'the same word again and again',
    { provenance: 'house house house house house house' },
    [/provenance/],
  ],
  ['letters for words', { provenance: 'a b c d e f' }, [/provenance/]],
  ['consent that ends before it begins', { consent: { until: '2026-05-03' } }, [/consent\.until/]],
  ['a day that is in no calendar', { consent: { given_on: '2026-02-30' } }, [/consent\.given_on/]],
  ['payment before consent', { payment: { paid_on: '2026-05-03' } }, [/payment\.paid_on/]],
  ['payment by nobody', { payment: { paid_by: undefined } }, [/payment\.paid_by/]],
  ['payment by the teller', { payment: { paid_by: 'Somchai' } }, [/payment\.paid_by: write who/]],
  ['no payment', { payment: { amount: 0 } }, [/payment\.amount/]],
  ['a film for a sound', { media: { kind: 'video' } }, [/media\.file/]],
];

describe('a story is refused', () => {
  it.each(REFUSED_TERMS)('with %s', (_, terms, expected) => {
    // A story that can't be read leaves the page's own texts and files without use.
    const found = faultsOf({ terms }).filter((fault) => !/^T0(16|31|42) /.test(fault));
    for (const fault of expected) expect(found.join('\n')).toMatch(fault);
    for (const fault of found) expect(fault).toMatch(/^T054 survivor-story\/story\.yaml:\d+ Mend /);
    expect(found).toHaveLength(expected.length);
  });

  it.each([
    ['random bytes', Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 89 + 7) % 251))],
    ['one frame and no other', Buffer.concat([mp3(1), Buffer.alloc(5000)])],
    [
      'a tag with nothing behind it',
      Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\0'), Buffer.alloc(5000)]),
    ],
    ['a film renamed', mp4('isom')],
    ['text', Buffer.from('ID3 '.repeat(2000))],
  ])('with %s as mp3', (_, bytes) => {
    const files = { 'story.mp3': { base64: bytes.toString('base64') } };
    expect(faultsOf({ files })).toEqual([
      expect.stringMatching(/^T056 survivor-story\/story\.mp3:1 Save/),
    ]);
  });

  it.each(['m4a', 'ogg', 'webm', 'mp4'])('with an mp3 as %s', (ending) => {
    const kind = ending === 'webm' || ending === 'mp4' ? 'video' : 'audio';
    const files = {
      'story.mp3': undefined,
      [`story.${ending}`]: { base64: mp3().toString('base64') },
    };
    const found = faultsOf({ files, terms: { media: { kind, file: `story.${ending}` } } });
    expect(found).toEqual([expect.stringMatching(`^T056 survivor-story/story\\.${ending}:1 Save`)]);
  });

  it('with a recording that is empty or too small for its length', () => {
    const found = faultsOf({ files: { 'story.mp3': { base64: '' } } });
    expect(found.map((fault) => fault.slice(0, 4))).toEqual(['T056', 'T056']);
    expect(faultsOf({ files: { 'story.mp3': { base64: mp3(3).toString('base64') } } })).toEqual([
      expect.stringContaining("1251 bytes can't hold the 10 seconds"),
    ]);
  });

  it.each([
    ['no captions', 'WEBVTT\n', /Write captions as WebVTT/],
    ['captions of another kind', VTT.replace('WEBVTT', '1'), /Write captions as WebVTT/],
    ['captions without words', VTT.replace(/They.*/, ''), /Write captions as WebVTT/],
    ['captions of its beginning', VTT.replace('09.500', '02.000'), /ends after 2 of 10/],
    [
      'captions of something longer',
      VTT.replace('00:09.500', '01:00:09.500'),
      /ends after 3609.5 of/,
    ],
  ])('with %s', (_, text, message) => {
    expect(faultsOf({ files: { 'story-en.vtt': { text } } })).toEqual([
      expect.stringMatching(message),
    ]);
  });

  it('in a language without captions, and only there', () => {
    const change = {
      terms: { media: { captions: { th: undefined } } },
      files: { 'story-th.vtt': undefined },
    };
    expect(faultsOf(change, ['th'])).toEqual([
      expect.stringMatching(/^T057 survivor-story\/story\.yaml:\d+ Add the captions: .* in th/),
    ]);
    expect(faultsOf(change, ['en'])).toEqual([]);
  });

  it('where the transcript or the lead still keeps its place, also lightly changed', () => {
    for (const [name, text] of Object.entries(placeholders())) {
      const [transcript, lead] = text;
      expect(faultsOf({ said: `${transcript}`, lead: `${lead}` }, ['en']).join('\n'), name).toMatch(
        /T057 survivor-story\/copy\/en\.yaml:\d+ Write telling\.lead anew[\s\S]*Write transcript\.text anew/,
      );
    }
    const said = `${SHIPPED_EN[0]} Truly.`.replace('yet', 'so far');
    expect(faultsOf({ said, lead: SHIPPED_EN[1]!.replace('kept', 'held') }, ['en'])).toHaveLength(
      2,
    );
  });

  it('with a transcript that can not be all that is said', () => {
    expect(faultsOf({ said: 'I came home.' })).toEqual([
      expect.stringMatching(/^T057 .*transcript\.text: it has 3, and 10 seconds of speech have 5/),
    ]);
  });
});

describe('a story is taken', () => {
  it('when it is told in every language there is', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it('as m4a, ogg, webm and mp4', () => {
    const ogg = Buffer.from(`OggS\0\x02${'\0'.repeat(20)}\x01\x13OpusHead`, 'latin1');
    const webm = Buffer.from('\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm', 'latin1');
    for (const [ending, kind, bytes] of [
      ['m4a', 'audio', mp4('M4A ')],
      ['mp4', 'video', mp4('isom')],
      ['ogg', 'audio', Buffer.concat([ogg, Buffer.alloc(5000)])],
      ['webm', 'video', Buffer.concat([webm, Buffer.alloc(5000)])],
    ] as const) {
      const files = {
        'story.mp3': undefined,
        [`story.${ending}`]: { base64: bytes.toString('base64') },
      };
      const terms = { media: { kind, file: `story.${ending}` } };
      expect(faultsOf({ files, terms }), ending).toEqual([]);
    }
  });

  it('with the days a protocol is held to', () => {
    expect(catalogueFacts(catalogueOf([told()], '')).debriefs['survivor-story']).toMatchObject({
      awaitsStory: false,
      story: { agreedOn: '2026-05-04', agreedUntil: '2029-12-31', paidOn: '2026-05-04' },
    });
  });
});

describe('the slot', () => {
  it('is described with every term there is, none of them filled in', () => {
    const text = readFileSync(join(FOLDER, 'story.yaml'), 'utf8');
    const [, skeleton = ''] = /^(# attached: true\n(?:#.*\n)+)/m.exec(text) ?? [];
    const written = parse(skeleton.replace(/^# /gm, ''));
    expect(keysOf(written)).toEqual(keysOf(TERMS));
    const found = faultsOf({ files: { 'story.yaml': { text: skeleton.replace(/^# /gm, '') } } });
    for (const term of ['media.seconds', 'teller.called', 'provenance', 'consent.given_on'])
      expect(found.join('\n')).toContain(`Mend ${term}`);
    for (const term of ['consent.until', 'payment.amount', 'payment.paid_by', 'withdrawal.how'])
      expect(found.join('\n')).toContain(`Mend ${term}`);
  });

  it('is kept by the very texts that are refused beside a story', () => {
    const kept = Object.values(placeholders()).flat();
    expect(readList('story-placeholders.txt').toSorted()).toEqual(
      kept.map((text) => text.toLowerCase()).toSorted(),
    );
  });
});

function placeholders(): Record<string, string[]> {
  return Object.fromEntries(
    readdirSync(join(FOLDER, 'copy')).map((name) => {
      const { text } = parse(readFileSync(join(FOLDER, 'copy', name), 'utf8'));
      return [name, [text.transcript.text, text.telling.lead].map((kept) => kept.normalize('NFC'))];
    }),
  );
}

const SHIPPED_EN = placeholders()['en.yaml']!;

function keysOf(value: unknown, path = ''): string[] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`));
}
