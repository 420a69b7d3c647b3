import { stringify } from 'csv-stringify/sync';
import { sql } from 'kysely';
import type { RunningTrial } from '../trials/running-trial.ts';
import { composeMessage, type MessageToWrite } from './compose.ts';
import type { Messenger } from './messenger.ts';
import type { FollowUpContext } from './types.ts';

/**
 * Delivery on paper: handing a message over releases its link to the printable list. Consent, gap,
 * hours and suppression are looked at as for mail, so a link is never on the list before its time.
 */
export function openLinkListMessenger(): Messenger {
  return {
    reaches: 'people',
    atOnce: 100,
    deliver: () => Promise.resolve({ ok: true }),
    close: () => undefined,
  };
}

/** One line of the printable list. */
export interface PrintableLink {
  /** What the link is to be handed out under, as the roster names it. */
  readonly label: string;
  readonly kind: MessageToWrite['kind'];
  /** 1-based, as people count. */
  readonly wave: number;
  readonly releasedAt: Date;
  readonly link: string;
  /** The short text that goes with it. */
  readonly text: string;
}

/**
 * Links released for handing out, of people still in the trial, oldest first.
 *
 * @param after - Only what was released after this moment, for printing what is new.
 */
export async function printableLinks(
  context: Pick<FollowUpContext, 'db' | 'keyring' | 'templates' | 'links'>,
  running: RunningTrial,
  after?: Date,
): Promise<PrintableLink[]> {
  const { rows } = await sql<MessageToWrite & { sentAt: Date }>`
    select m.participant_id as "participantId", m.kind, m.wave,
      m.exposure_no as "exposureNo", m.message_id as "messageId", p.locale,
      m.sent_at as "sentAt",
      case when e.form is not null then json_build_object('form', e.form,
        'templateHash', e.template_hash, 'locale', e.locale) end as offer
    from messages m
    join participants p on p.participant_id = m.participant_id
    join contacts c on c.participant_id = m.participant_id and c.delivery = 'link_list'
    left join exposures e on e.participant_id = m.participant_id and e.exposure_no = m.exposure_no
    where m.trial_id = ${running.trial.trial_id} and m.state = 'sent'
      and (${after ?? null}::timestamptz is null or m.sent_at > ${after ?? null})
      and not exists (select from suppressions s where s.contact_hash = c.contact_hash)
    order by m.sent_at, m.participant_id, m.message_key
  `.execute(context.db);
  const links: PrintableLink[] = [];
  for (const row of rows) {
    const message = await composeMessage(context, running, row);
    if (!message) continue;
    links.push({
      label: message.to,
      kind: row.kind,
      wave: row.wave + 1,
      releasedAt: row.sentAt,
      link: message.about.link,
      text: message.short ?? message.subject,
    });
  }
  return links;
}

/** The list as CSV; labels that a spreadsheet would take for a formula are made harmless. */
export function renderLinkList(links: readonly PrintableLink[]): string {
  return stringify(
    links.map((one) => ({ ...one, releasedAt: one.releasedAt.toISOString() })),
    {
      header: true,
      columns: ['label', 'kind', 'wave', 'releasedAt', 'link', 'text'],
      escape_formulas: true,
    },
  );
}
