/** Elements that put something in place: shared snippets, conversations, links between pages. */
import type { DefaultTreeAdapterTypes } from 'parse5';
import type { PageBuilder } from './build-page.ts';
import { ANSWER_ID } from './chat.ts';
import { escapeAttribute } from './escape.ts';
import { writeAttributes } from './write-attributes.ts';

type Element = DefaultTreeAdapterTypes.Element;
type Attributes = Map<string, string>;

/** `<s-part name="help">`: a snippet of one of the template's parts. */
export function emitPart(
  page: PageBuilder,
  _element: Element,
  attributes: Attributes,
  line: number,
): void {
  const name = attributes.get('name') ?? '';
  const found = page.source.snippet(name);
  if (!found) {
    page.fault('T016', line, `Name a snippet of the parts: there is no ${name}.html in them`);
  } else if (page.within(found.name)) {
    page.fault('T016', line, `Leave out the snippet: ${name} holds itself`);
  } else page.include(found.name, found.text);
}

/** `<s-chat>`: the conversation of `chat.yaml` as far as this page has come. */
export function emitChat(
  page: PageBuilder,
  _element: Element,
  _attributes: Attributes,
  line: number,
): void {
  const { chat } = page.source;
  if (chat === undefined) {
    page.fault('T016', line, 'Put <s-chat> into chat.html and write chat.yaml beside it');
    return;
  }
  if (!page.replaying) page.scripts.add('chat');
  page.include('chat.yaml', chat);
  if (page.source.manifest.kind !== 'debrief') return;
  // There from the start, so that the observer, which looks once, sees it come into view.
  const ended = !chat.includes('class="chat-replies"');
  page.html(`<p class="chat-end" data-end${ended ? '' : ' hidden'}>`);
  page.filled('{{copy.chat.end}}', 'text', line);
  page.html('</p>');
}

/** `<s-go to="next">`: a link to another page of the same debrief; nothing is stored on the way. */
export function emitGo(
  page: PageBuilder,
  element: Element,
  attributes: Attributes,
  line: number,
): void {
  const to = attributes.get('to') ?? '';
  if (page.source.manifest.kind !== 'debrief') {
    page.fault('T016', line, 'Use <s-go> in debriefs only: an offer leads on by <s-step>');
  }
  // The page of a conversation's first scene is written like the others, and needs no way to itself.
  if (to === page.source.key) return;
  page.links.push({ to, line });
  const place = page.within('chat.yaml') ? `#${ANSWER_ID}` : '';
  page.html(`<a href="?at=${escapeAttribute(encodeURIComponent(to))}${place}"`);
  writeAttributes(page, attributes, 's-button s-link', line);
  page.html('>');
  page.children(element);
  page.html('</a>');
}

/**
 * `<s-share text="…">`: opens a message to somebody the person chooses, with this text and no
 * address. Nothing of it comes to us.
 */
export function emitShare(
  page: PageBuilder,
  element: Element,
  attributes: Attributes,
  line: number,
): void {
  const text = attributes.get('text') ?? '';
  if (text === '') page.fault('T016', line, 'Give the message its words: text is missing');
  page.scripts.add('keep');
  page.html('<a href="sms:?&amp;body=');
  page.filled(text, 'query', line);
  page.html('"');
  page.attribute('data-share', text, 'attribute', line);
  writeAttributes(page, attributes, 's-button s-link', line);
  page.html('>');
  page.children(element);
  page.html('</a>');
}

/**
 * `<s-keep>`: choices that stay on the person's phone. Inside it `<select data-keep="when">` becomes
 * a list of radio buttons and `<b data-kept="when">` shows what was chosen. Hidden where no script runs.
 */
export function emitKeep(
  page: PageBuilder,
  element: Element,
  attributes: Attributes,
  line: number,
): void {
  if (page.source.manifest.kind !== 'debrief') {
    page.fault('T016', line, 'Use <s-keep> in debriefs only');
  }
  page.scripts.add('keep');
  page.html('<div hidden');
  writeAttributes(page, attributes, 's-keep', line);
  page.html('>');
  page.children(element);
  page.html('</div>');
}

/** `<s-qr of="attendanceUrl">`: the QR code of a runtime value, for sheets that are printed. */
export function emitQr(
  page: PageBuilder,
  _element: Element,
  attributes: Attributes,
  line: number,
): void {
  const name = attributes.get('of') ?? '';
  const { manifest } = page.source;
  if (manifest.kind !== 'debrief' || !manifest.printed) {
    page.fault('T016', line, 'Use <s-qr> on printed sheets only');
  }
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) {
    page.fault('T016', line, `Name a runtime value: of is "${name}"`);
  }
  page.push({ op: 'qr', name });
}

/** `<s-story>`: the attached story with its captions, or the drawing that keeps its place. */
export function emitStory(
  page: PageBuilder,
  _element: Element,
  attributes: Attributes,
  line: number,
): void {
  const { story } = page.source;
  if (story === undefined) {
    page.fault('T016', line, 'Write story.yaml: <s-story> shows what it names');
    return;
  }
  const path = (file: string): string => {
    const found = page.source.picture(file);
    if (!found)
      page.fault('T019', line, `Put the file into the folder: ${file} is named and missing`);
    page.pictures.add(file);
    return escapeAttribute(found ?? '');
  };
  const drawing = path(story.drawing);
  page.html('<figure');
  writeAttributes(page, attributes, 's-story', line);
  page.html('>');
  if (story.attached) {
    const { kind, file, captions } = story.media;
    const poster = kind === 'video' ? ` poster="${drawing}"` : '';
    if (kind === 'audio') page.html(`<img src="${drawing}" alt="" width="640" height="400">`);
    page.html(`<${kind} controls preload="none" src="${path(file)}"${poster}>`);
    for (const [locale, track] of Object.entries(captions)) {
      const tag = escapeAttribute(locale);
      page.html(`<track kind="captions" srclang="${tag}" label="${tag}" src="${path(track)}">`);
    }
    page.html(`</${kind}><figcaption>`);
    page.filled('{{copy.story.attached}}', 'text', line);
  } else {
    page.html(`<img src="${drawing}"`);
    page.attribute('alt', '{{copy.story.drawing_alt}}', 'attribute', line);
    page.html(' width="640" height="400"><figcaption>');
    page.filled('{{copy.story.empty}}', 'text', line);
  }
  page.html('</figcaption></figure>');
}
