import { createTransport, type SendMailOptions } from 'nodemailer';
import { ServiceError } from '../web/errors.ts';
import { isMailAddress } from './address.ts';
import type { DeliveryResult, Messenger, OutgoingMessage } from './messenger.ts';

export interface SmtpSettings {
  /** `smtp://user:password@host:port`, or `smtps://…`. */
  readonly url: string;
  /** The plain address every message is sent from. */
  readonly from: string;
  /** How long to wait for the server at any step. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 20_000;
const AT_ONCE = 5;

/**
 * Sends by SMTP, one connection a message: a pool of connections would send again by itself what a
 * broken connection left in doubt.
 *
 * @throws ServiceError `invalid_input` when the sender is no plain address.
 */
export function openSmtpMessenger(settings: SmtpSettings): Messenger {
  const { url, from, timeoutMs = DEFAULT_TIMEOUT_MS } = settings;
  if (!isMailAddress(from)) {
    throw new ServiceError(
      'invalid_input',
      `Send by mail: the sender "${from}" is no plain address, give one such as trial@research.example`,
    );
  }
  const transport = createTransport({
    url,
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  // Messages whose text the library has begun to read: from there a lost connection leaves in doubt
  // whether the server took it.
  const begun = new Set<string>();
  transport.use('stream', (mail, done) => {
    const { messageId } = mail.data;
    mail.message.processFunc((text) => {
      if (messageId) begun.add(messageId);
      return text;
    });
    done();
  });

  return {
    reaches: 'people',
    atOnce: AT_ONCE,
    async deliver(message) {
      if (!isMailAddress(message.to)) {
        return { ok: false, permanent: true, reason: 'the address is not one plain mail address' };
      }
      const mail = toMail(message, from);
      try {
        await transport.sendMail(mail);
        return { ok: true };
      } catch (error) {
        return readFailure(error, begun.has(mail.messageId));
      } finally {
        begun.delete(mail.messageId);
      }
    },
    close: () => transport.close(),
  };
}

/** Address objects and an explicit envelope: text forms can carry further recipients. */
function toMail(message: OutgoingMessage, from: string): SendMailOptions & { messageId: string } {
  return {
    from: { name: oneLine(message.fromName), address: from },
    to: { name: '', address: message.to },
    envelope: { from, to: [message.to] },
    subject: oneLine(message.subject),
    text: message.text,
    messageId: `<${message.messageId}>`,
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [name, oneLine(value)]),
    ),
  };
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}

/**
 * A 5xx reply is final and a 4xx one is for later, whichever command it answers. With no reply, the
 * message is in doubt once its sending has begun, and untouched before that.
 */
function readFailure(error: unknown, begun: boolean): DeliveryResult {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  const reason = reasonOf(error);
  if (responseCode !== undefined && responseCode >= 400) {
    // 5xx to the connection or the sign-in is about us, not about this address.
    const aboutAddress = code === 'EENVELOPE' || code === 'EMESSAGE';
    return { ok: false, permanent: responseCode >= 500 && aboutAddress, reason };
  }
  return begun
    ? { ok: false, permanent: false, unknown: true, reason }
    : { ok: false, permanent: false, reason };
}

/** The server's reply may repeat the address, which is kept nowhere else in clear. */
function reasonOf(error: unknown): string {
  const { responseCode, code, command } = error as {
    responseCode?: number;
    code?: string;
    command?: string;
  };
  return [code ?? 'error', command && `at ${command}`, responseCode && `reply ${responseCode}`]
    .filter(Boolean)
    .join(', ');
}
