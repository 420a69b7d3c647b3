import type { CompiledTemplate, RenderedMessage } from '../../landing-templates/types.ts';
import type { Protocol } from '../../protocol/schema.ts';
import { findContact } from '../participants/contact-vault.ts';
import type { Links, Person } from '../participants/links.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import type { DueMessage } from './decide.ts';
import type { OutgoingMessage } from './messenger.ts';
import type { FollowUpContext } from './types.ts';

/** Template of every message that is not an offer. */
const MESSAGES_TEMPLATE = 'messages';

/** Says on the outside of every message whose trial it belongs to; no setting removes it. */
const SIMULATED_HEADER = 'X-Simulated-Exposure';

/** What of a message its text depends on. */
export type MessageToWrite = Pick<
  DueMessage,
  'participantId' | 'kind' | 'wave' | 'exposureNo' | 'messageId' | 'locale' | 'offer'
>;

type Composing = Pick<FollowUpContext, 'db' | 'keyring' | 'templates' | 'links'>;

/**
 * Writes a message to one person, in their language.
 *
 * @returns Undefined when no contact is held.
 */
export async function composeMessage(
  context: Composing,
  running: RunningTrial,
  message: MessageToWrite,
): Promise<OutgoingMessage | undefined> {
  const contact = await findContact(context.db, context.keyring, message.participantId);
  if (!contact) return undefined;
  const person = { trialNo: running.trial.trial_no, participantId: message.participantId };
  const written =
    message.kind === 'offer'
      ? await writeOffer(context, running.protocol, person, message)
      : writeOther(context, running.protocol, person, message);
  const { text, link, fromName } = written;
  return {
    to: contact.address,
    fromName,
    subject: text.subject,
    text: text.body,
    ...(text.short === undefined ? {} : { short: text.short }),
    headers: headersOf(context.links, running.protocol, person),
    messageId: message.messageId,
    about: {
      participantId: message.participantId,
      kind: message.kind,
      wave: message.wave,
      exposureNo: message.exposureNo,
      link,
    },
  };
}

interface Written {
  readonly text: RenderedMessage;
  readonly link: string;
  readonly fromName: string;
}

async function writeOffer(
  context: Composing,
  protocol: Protocol,
  person: Person,
  message: MessageToWrite,
): Promise<Written> {
  const offer = message.offer;
  if (message.exposureNo === null || !offer) {
    throw new Error('Write an offer: its exposure is gone');
  }
  const template = await context.templates.get(offer.templateHash);
  const { manifest } = template;
  if (manifest.kind !== 'offer') throw new Error(`Write an offer: ${template.slug} is not one`);
  const link = context.links.offer(person, message.exposureNo, message.wave, offer.form);
  const text = write(
    template,
    'entry',
    offer.locale,
    valuesOf(context.links, protocol, person, link),
  );
  return { text, link, fromName: manifest.entity.mail_sender ?? manifest.entity.sender };
}

function writeOther(
  context: Composing,
  protocol: Protocol,
  person: Person,
  message: MessageToWrite,
): Written {
  const template = context.templates.bySlug(MESSAGES_TEMPLATE);
  const link = linkOf(context.links, person, message);
  const values = valuesOf(context.links, protocol, person, link);
  const locale = template.localeFor(message.locale);
  return {
    text: write(template, message.kind, message.locale, values),
    link,
    fromName: protocol.sending.from_name?.[locale] ?? protocol.trial.owner,
  };
}

function linkOf(links: Links, person: Person, { kind, exposureNo, wave }: MessageToWrite): string {
  if (exposureNo === null) return links.person(person);
  return kind === 'reveal'
    ? links.reveal(person, exposureNo, wave)
    : links.training(person, exposureNo, wave);
}

function write(
  template: CompiledTemplate,
  name: string,
  locale: string,
  values: Readonly<Record<string, string>>,
): RenderedMessage {
  return template.message(name, template.localeFor(locale), values);
}

/** Everything a message may name; each uses what it needs. */
function valuesOf(
  links: Links,
  protocol: Protocol,
  person: Person,
  link: string,
): Readonly<Record<string, string>> {
  return {
    link,
    stopLink: links.optOut(person),
    personLink: links.person(person),
    contact: protocol.trial.contact,
    owner: protocol.trial.owner,
    trial: protocol.trial.title,
  };
}

/** The same in every arm and for offers and everything else. */
function headersOf(
  links: Links,
  protocol: Protocol,
  person: Person,
): Readonly<Record<string, string>> {
  const { slug, contact, ethics } = protocol.trial;
  return {
    'List-Unsubscribe': `<${links.optOut(person)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    [SIMULATED_HEADER]: `trial=${slug}; contact=${contact}; ethics=${ethics.reference}`,
    'Auto-Submitted': 'auto-generated',
  };
}
