/**
 * `chat.yaml`: a conversation with choices. It is unrolled into pages, one for each way to reach a
 * scene, each with the whole conversation so far: without script every reply is a form post or a
 * link, and a replay shows what was really said. Scenes may be shared by several ways but never
 * lead back.
 */
import { z } from 'zod';
import { FUNNEL_STEPS } from './manifest.ts';

/** Pages one conversation may become; more would be slow to read on a phone, and to check. */
export const MOST_CHAT_PAGES = 40;

/** Id of the answer that led to a page: what is new stands after it. */
export const ANSWER_ID = 'answer';

const key = z.string().regex(/^[a-z][a-z0-9_]{0,19}$/, 'write a short key of small letters');

const message = z.union([
  key,
  /** A picture; its `alt` is the text under its key. */
  z.strictObject({ key, photo: z.string() }),
  /** A framed note such as a vacancy: `title` and `text` under its key. */
  z.strictObject({ key, card: z.literal(true) }),
]);

const reply = z.union([
  z.strictObject({ key, to: key }),
  /** Offers: the person turns away. */
  z.strictObject({ key, leave: z.literal(true) }),
]);

export const chatSchema = z.strictObject({
  /** Scene that is shown first. */
  opens: key,
  scenes: z.record(
    key,
    z.strictObject({
      /** Offers: the step a person has taken on arriving here. */
      step: z.enum(FUNNEL_STEPS).optional(),
      /** What the other side says, in order. */
      them: z.array(message).min(1),
      /** What the person may answer; none where the conversation ends. */
      you: z.array(reply),
    }),
  ),
});

export type Chat = z.infer<typeof chatSchema>;
type Message = z.infer<typeof message>;

export interface ChatPage {
  readonly key: string;
  readonly step: (typeof FUNNEL_STEPS)[number] | undefined;
  /** Markup in the template language that stands for `<s-chat>`. */
  readonly html: string;
  /** Scenes on this page, in the order they were reached. */
  readonly scenes: readonly string[];
}

/**
 * Pages in the order of the funnel's steps, and within a step in that of the answers.
 *
 * @throws RangeError in one sentence when the conversation can't be unrolled.
 */
export function unrollChat(
  chat: Chat,
  use: 'offer' | 'debrief',
  endings: readonly string[],
): ChatPage[] {
  const pages: ChatPage[] = [];
  const visits = new Map<string, number>();
  const walk = (scene: string, before: string, asked: string, path: readonly string[]): string => {
    const here = chat.scenes[scene];
    if (!here) throw new RangeError(`Write the scene: a reply leads to ${scene}, which is missing`);
    if (path.includes(scene)) {
      throw new RangeError(`Lead forward only: ${[...path, scene].join(' → ')} comes back`);
    }
    const last = chat.scenes[path.at(-1) ?? ''];
    if (last && rank(here) < rank(last)) {
      throw new RangeError(
        `Let the steps rise along every way: ${scene} is ${here.step} after ${last.step}`,
      );
    }
    const visit = (visits.get(scene) ?? 0) + 1;
    visits.set(scene, visit);
    const name = visit === 1 ? scene : `${scene}_${visit}`;
    const place = pages.length;
    pages.push({ key: name, step: here.step, html: '', scenes: [...path, scene] });
    if (pages.length > MOST_CHAT_PAGES) {
      throw new RangeError(`Shorten the conversation: it makes more than ${MOST_CHAT_PAGES} pages`);
    }
    const said = here.them.map((one) => bubble(scene, one)).join('');
    const replies = here.you.map((one) => {
      const words = `{{copy.chat.${scene}.you.${one.key}}}`;
      if ('leave' in one) return `<s-leave class="reply reply-leave">${words}</s-leave>`;
      if (endings.includes(one.to)) return `<s-step to="${one.to}" class="reply">${words}</s-step>`;
      const next = `<li class="you"><p>${by('you')}${words}</p></li>`;
      const to = walk(one.to, before + asked + said, next, [...path, scene]);
      const tag = use === 'offer' ? 's-step' : 's-go';
      return `<${tag} to="${to}" class="reply">${words}</${tag}>`;
    });
    pages[place] = {
      ...pages[place]!,
      html: layOut(
        before +
          asked.replace('<li', `<li id="${ANSWER_ID}"`) +
          said.replaceAll('<li class="them', '<li class="them new'),
        replies,
      ),
    };
    return name;
  };
  walk(chat.opens, '', '', []);
  const unused = Object.keys(chat.scenes).find((scene) => !visits.has(scene));
  if (unused) throw new RangeError(`Lead to the scene or remove it: no reply leads to ${unused}`);
  return pages.sort((a, b) => rank(a) - rank(b));
}

function rank({ step }: { readonly step?: ChatPage['step'] }): number {
  return step ? FUNNEL_STEPS.indexOf(step) : 0;
}

/** Id of the element a message becomes, by which signs name it. */
export function messageId(scene: string, message: string): string {
  return `m-${scene}-${message}`.replaceAll('_', '-');
}

/** Whose words follow: a bubble's side says it to the eye only. */
function by(who: 'them' | 'you'): string {
  return `<span class="by">{{copy.chat.by_${who}}}</span> `;
}

function bubble(scene: string, message: Message): string {
  const name = typeof message === 'string' ? message : message.key;
  const at = `<li class="them" id="${messageId(scene, name)}">`;
  const words = `copy.chat.${scene}.${name}`;
  if (typeof message === 'string') return `${at}<p>${by('them')}{{${words}}}</p></li>`;
  if ('photo' in message) {
    return `${at}<figure>${by('them')}<img src="${message.photo}" alt="{{${words}}}" width="480" height="360"></figure></li>`;
  }
  return `${at}<div class="note">${by('them')}<b>{{${words}.title}}</b><p>{{${words}.text}}</p></div></li>`;
}

function layOut(log: string, replies: readonly string[]): string {
  const spoken = `<div role="log" aria-label="{{copy.chat.log}}"><ol class="chat-log">${log}</ol></div>`;
  return replies.length > 0
    ? `${spoken}<div class="chat-replies" role="group" aria-label="{{copy.chat.choose}}">${replies.join('')}</div>`
    : spoken;
}
