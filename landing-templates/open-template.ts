/**
 * A template's structure: manifest, pages, style and pictures, held to the allow-lists. Words are
 * read when a language is first asked for, so that a process pays for what it shows.
 */
import { type BuiltPage, buildPage } from './build-page.ts';
import { type ChatPage, chatSchema, unrollChat } from './chat.ts';
import { CopySet } from './copy-set.ts';
import type { FaultList } from './faults.ts';
import { type OfferManifest, type TemplateManifest, templateManifestSchema } from './manifest.ts';
import { type Pictures, readPictures } from './pictures.ts';
import { prepareCss } from './prepare-css.ts';
import { type ReadYaml, readYaml } from './read-yaml.ts';
import { type Story, storySchema } from './story.ts';
import { TemplateFiles } from './template-files.ts';
import type { TemplateSource } from './types.ts';

/** Stands for every page of a conversation where a sign is placed. */
export const CHAT_PAGE = 'chat';
export const CHAT_FILE = 'chat.html';

/** A conversation has one title, however many pages it becomes. */
export function titleKey({ key, file }: { readonly key: string; readonly file: string }): string {
  return `pages.${file === CHAT_FILE ? CHAT_PAGE : key}.title`;
}

export interface Structure {
  readonly source: TemplateSource;
  readonly files: TemplateFiles;
  readonly yaml: ReadYaml;
  /** With the pages of its conversation, where it has one. */
  readonly manifest: TemplateManifest;
  /** Style of its parts, and its own; a page has both. */
  readonly partsCss: string;
  readonly ownCss: string;
  readonly cssPictures: ReadonlySet<string>;
  readonly built: ReadonlyMap<string, BuiltPage>;
  /** Markup by page, as written. */
  readonly html: ReadonlyMap<string, string>;
  /** What stands for `<s-chat>`, by page. */
  readonly chat: ReadonlyMap<string, string>;
  readonly story: Story | undefined;
  readonly pictures: Pictures;
  readonly copies: CopySet;
}

/** Undefined when there is no manifest to go by; else what could be read, faults and all. */
export function openStructure(source: TemplateSource, faults: FaultList): Structure | undefined {
  const own = source.files['template.yaml'];
  const yaml = readYaml(own && 'text' in own ? own.text : '', 'template.yaml', faults);
  if (!yaml) return undefined;
  const written = readManifest(yaml, faults);
  if (!written) return undefined;
  const files = new TemplateFiles(source, written.parts ?? []);
  const pictures = readPictures(files.named(/\.(webp|svg|m4a|mp3|ogg|webm|mp4|vtt)$/), faults);
  const picture = (file: string) => pictures.paths.get(file);
  const conversation = readChat(files, written, faults);
  const manifest = withConversation(written, conversation);
  const story = readStory(files, faults);
  const { partsCss, ownCss, cssPictures } = readStyle(files, picture, faults);

  const built = new Map<string, BuiltPage>();
  const html = new Map<string, string>();
  const chat = new Map(conversation.map((page) => [page.key, page.html]));
  for (const page of manifest.pages) {
    const found = files.find(page.file);
    if (!found) continue;
    html.set(page.key, found.text);
    built.set(
      page.key,
      buildPage({
        key: page.key,
        file: found.name,
        html: found.text,
        manifest,
        observed: page.observed,
        picture,
        snippet: (name) => files.find(`${name}.html`),
        chat: chat.get(page.key),
        story,
        faults,
      }),
    );
  }
  const copies = new CopySet(source.slug, files);
  return {
    ...{ source, files, yaml, manifest, partsCss, ownCss, cssPictures, built, html, chat, story },
    ...{ pictures, copies },
  };
}

function readManifest(yaml: ReadYaml, faults: FaultList): TemplateManifest | undefined {
  const parsed = templateManifestSchema.safeParse(yaml.value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const where = issue.path.length > 0 ? issue.path.join('.') : 'the file';
    faults.add('T002', 'template.yaml', yaml.lineOf(issue.path), `Mend ${where}: ${issue.message}`);
  }
  return undefined;
}

function readStyle(
  files: TemplateFiles,
  picture: (file: string) => string | undefined,
  faults: FaultList,
): Pick<Structure, 'partsCss' | 'ownCss' | 'cssPictures'> {
  const sheets = files
    .everyText('page.css')
    .map(({ name, text }) => ({ name, ...prepareCss(text, name, picture, faults) }));
  const joined = (own: boolean) =>
    sheets.map(({ name, css }) => ((name === 'page.css') === own ? css : '')).join('');
  return {
    partsCss: joined(false),
    ownCss: joined(true),
    cssPictures: new Set(sheets.flatMap(({ pictures }) => [...pictures])),
  };
}

function readChat(
  files: TemplateFiles,
  manifest: TemplateManifest,
  faults: FaultList,
): readonly ChatPage[] {
  const file = files.find('chat.yaml');
  if (!file) return [];
  const yaml = readYaml(file.text, file.name, faults);
  if (!yaml) return [];
  const parsed = chatSchema.safeParse(yaml.value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const where = issue.path.join('.');
      faults.add('T053', file.name, yaml.lineOf(issue.path), `Mend ${where}: ${issue.message}`);
    }
    return [];
  }
  const offer = manifest.kind === 'offer';
  try {
    const endings = offer ? [manifest.compliance_step] : [];
    return unrollChat(parsed.data, offer ? 'offer' : 'debrief', endings);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    faults.add('T053', file.name, 1, error.message);
    return [];
  }
}

/** The conversation's pages come first; signs placed on `chat` are placed on each page they are on. */
function withConversation(
  manifest: TemplateManifest,
  conversation: readonly ChatPage[],
): TemplateManifest {
  if (conversation.length === 0) return manifest;
  const pages = conversation.map(({ key, step }) => ({
    key,
    file: CHAT_FILE,
    observed: true,
    ...(step ? { step } : {}),
  }));
  const joined = { ...manifest, pages: [...pages, ...manifest.pages] };
  if (joined.kind !== 'offer') return joined;
  const place = (flags: OfferManifest['red_flags']) =>
    flags.map((flag) => ({
      ...flag,
      at: flag.at.flatMap((at) =>
        at.page === CHAT_PAGE ? onChat(at.element, conversation) : [at],
      ),
    }));
  return { ...joined, red_flags: place(joined.red_flags), good_signs: place(joined.good_signs) };
}

function onChat(
  element: string,
  conversation: readonly ChatPage[],
): { page: string; element: string }[] {
  const on = conversation.filter(({ html }) => html.includes(`id="${element}"`));
  // An element of the frame, or one that is nowhere, which the check of signs will say.
  const pages = on.length > 0 ? on : conversation;
  return pages.map(({ key }) => ({ page: key, element }));
}

function readStory(files: TemplateFiles, faults: FaultList): Story | undefined {
  const file = files.find('story.yaml');
  if (!file) return undefined;
  const yaml = readYaml(file.text, file.name, faults);
  if (!yaml) return undefined;
  const parsed = storySchema.safeParse(yaml.value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const where = issue.path.join('.') || 'the file';
    faults.add('T054', file.name, yaml.lineOf(issue.path), `Mend ${where}: ${issue.message}`);
  }
  return undefined;
}
