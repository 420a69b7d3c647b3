/** An attached story is a real one: a recording that plays, told in every language that is asked for. */
import { readLocale } from './copy-set.ts';
import { FaultList } from './faults.ts';
import { hasFormatOf } from './media-format.ts';
import type { Structure } from './open-template.ts';
import { readList } from './read-list.ts';
import { readYaml } from './read-yaml.ts';
import type { Story } from './story.ts';
import { wordsOf } from './words-of.ts';

type Attached = Extract<Story, { attached: true }>;

const STORY_FILE = 'story.yaml';

/** The texts that keep the place of a story, and how whoever attaches one writes them. */
const TOLD = [
  { key: 'transcript.text', what: 'what the person says' },
  { key: 'telling.lead', what: 'whose story it is' },
] as const;

/** No recording of speech is smaller; codecs for telephones need twice as much. */
const LEAST_BYTES_A_SECOND = 400;

/** Slow speech with pauses has more words than this. */
const LEAST_WORDS_A_SECOND = 0.5;

/** Share of letter triples from which a text counts as the placeholder, lightly changed. */
const ALIKE = 0.6;

/** @param locales - Languages it must be told in; by default all there are. */
export function checkStory(
  structure: Structure,
  faults: FaultList,
  locales: readonly string[] = structure.copies.locales,
): void {
  const { story, copies } = structure;
  if (!story?.attached) return;
  checkRecording(structure, story, faults);
  for (const locale of locales.filter((tag) => copies.has(tag))) {
    checkCaptions(structure, story, locale, faults);
    checkTold(structure, story, locale, faults);
  }
}

function checkRecording(structure: Structure, { media }: Attached, faults: FaultList): void {
  const { file, seconds } = media;
  const bytes = bytesOf(structure, file);
  if (!bytes) return;
  const ending = file.slice(file.lastIndexOf('.') + 1);
  if (!hasFormatOf(file, bytes)) {
    faults.add('T056', file, 1, `Save the recording as ${ending}: its first bytes say otherwise`);
  }
  if (bytes.length < seconds * LEAST_BYTES_A_SECOND) {
    faults.add(
      'T056',
      file,
      1,
      `Put the whole recording: ${bytes.length} bytes can't hold the ${seconds} seconds of ${STORY_FILE}`,
    );
  }
}

function checkCaptions(
  structure: Structure,
  { media }: Attached,
  locale: string,
  faults: FaultList,
): void {
  const file = media.captions[locale];
  if (file === undefined) {
    faults.add(
      'T057',
      STORY_FILE,
      lineInStory(structure, ['media', 'captions'], faults),
      `Add the captions: media.captions has none in ${locale}; write ${locale}: and the name of a .vtt file`,
    );
    return;
  }
  const track = bytesOf(structure, file)?.toString('utf8');
  // A file that is named and missing is a fault of the page.
  if (track === undefined) return;
  const ends = cueEnds(track);
  const last = Math.max(0, ...ends);
  if (!/^\uFEFF?WEBVTT(?:\s|$)/.test(track) || ends.length === 0) {
    faults.add('T056', file, 1, 'Write captions as WebVTT: WEBVTT, then times and what is said');
  } else if (last < media.seconds / 2 || last > media.seconds + 1) {
    faults.add(
      'T056',
      file,
      1,
      `Caption the whole recording: the last caption ends after ${last} of ${media.seconds} seconds`,
    );
  }
}

/** Seconds after which each caption that has words ends. */
function cueEnds(track: string): number[] {
  const time = String.raw`(?:(\d+):)?(\d\d):(\d\d\.\d{3})`;
  const cue = new RegExp(`^[\\d:.]+ +--> +${time}.*\\n(?=.*\\p{L})`, 'gmu');
  return [...track.replaceAll('\r\n', '\n').matchAll(cue)].map(
    ([, hours = '0', minutes, seconds]) =>
      Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
  );
}

function checkTold(
  { files }: Structure,
  { media }: Attached,
  locale: string,
  faults: FaultList,
): void {
  // Faults of the file itself are found where all of its words are checked.
  const copy = readLocale(files, locale, new FaultList());
  if (!copy) return;
  const { own } = copy;
  for (const { key, what } of TOLD) {
    const line = own.lines.get(key) ?? 1;
    const texts = [copy.text, ...own.variants.values()].flatMap((words) => words.get(key) ?? []);
    if (texts.length === 0 && key === 'transcript.text') {
      faults.add('T057', own.file, line, `Write ${key}: in ${locale} it must say ${what}`);
    }
    if (texts.some(isPlaceholder)) {
      faults.add(
        'T057',
        own.file,
        line,
        `Write ${key} anew: a story is attached and in ${locale} it still keeps its place; say ${what}`,
      );
    }
  }
  const transcript = copy.text.get('transcript.text');
  const words = wordsOf(transcript ?? '', locale).length;
  const least = Math.ceil(media.seconds * LEAST_WORDS_A_SECOND);
  if (transcript !== undefined && words < least) {
    faults.add(
      'T057',
      own.file,
      own.lines.get('transcript.text') ?? 1,
      `Write every word into transcript.text: it has ${words}, and ${media.seconds} seconds of speech have ${least} or more`,
    );
  }
}

function isPlaceholder(text: string): boolean {
  return readList('story-placeholders.txt').some((kept) => likeness(kept, text) >= ALIKE);
}

/** Share of letter triples that two texts have in common (Dice), from 0 to 1. */
function likeness(a: string, b: string): number {
  const [left, right] = [triples(a), triples(b)];
  const shared = [...left].filter((triple) => right.has(triple)).length;
  return left.size + right.size === 0 ? 1 : (2 * shared) / (left.size + right.size);
}

function triples(text: string): Set<string> {
  const letters = (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]/gu) ?? []
  ).join('');
  return new Set(
    Array.from({ length: Math.max(0, letters.length - 2) }, (_, at) => letters.slice(at, at + 3)),
  );
}

function bytesOf({ files }: Structure, name: string): Buffer | undefined {
  const file = files.named(/\.(m4a|mp3|ogg|webm|mp4|vtt)$/).get(name);
  if (!file) return undefined;
  return 'text' in file ? Buffer.from(file.text, 'utf8') : Buffer.from(file.base64, 'base64');
}

function lineInStory({ files }: Structure, path: readonly string[], faults: FaultList): number {
  return readYaml(files.find(STORY_FILE)?.text ?? '', STORY_FILE, faults)?.lineOf(path) ?? 1;
}
