import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly mail: Email;
}

export interface MailSink {
  readonly url: string;
  readonly received: ReceivedMail[];
  /** Every RCPT TO that was asked for, taken or not. */
  readonly asked: string[];
  /** What the server answers to a recipient or to the text; nothing means yes. */
  answer: {
    recipient?: (address: string) => number | undefined;
    /** A number is the reply; `drop` ends the connection without one, `hang` never answers. */
    text?: (address: string) => number | 'drop' | 'hang' | undefined;
  };
  close(): Promise<void>;
}

/** A real SMTP server on a free port that keeps what it is sent. */
export async function openMailSink(): Promise<MailSink> {
  const received: ReceivedMail[] = [];
  const asked: string[] = [];
  const sockets = new Map<string, () => void>();
  const sink: MailSink = {
    url: '',
    received,
    asked,
    answer: {},
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const refusal = (code: number): Error =>
    Object.assign(new Error('not now'), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    closeTimeout: 100,
    onRcptTo(address, _session, done) {
      asked.push(address.address);
      const code = sink.answer.recipient?.(address.address);
      done(code ? refusal(code) : null);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const raw = Buffer.concat(chunks).toString('utf8');
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
        const answer = sink.answer.text?.(to[0] ?? '');
        if (typeof answer === 'number') return done(refusal(answer));
        received.push({ from, to, raw, mail: await PostalMime.parse(raw) });
        if (answer === 'hang') return;
        if (answer === 'drop') return sockets.get(session.id)?.();
        done();
      });
    },
    onConnect(session, done) {
      const connection = [...server.connections].find(
        (one) => 'id' in one && one.id === session.id,
      );
      const socket = (connection as unknown as { _socket?: { destroy(): void } })?._socket;
      if (socket) sockets.set(session.id, () => socket.destroy());
      done();
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return Object.assign(sink, { url: `smtp://127.0.0.1:${port}` });
}
