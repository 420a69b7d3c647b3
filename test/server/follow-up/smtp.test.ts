import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Messenger, OutgoingMessage } from '../../../server/follow-up/messenger.ts';
import { openSmtpMessenger } from '../../../server/follow-up/smtp.ts';
import { type MailSink, openMailSink } from './mail-sink.ts';

let sink: MailSink;
let messenger: Messenger;
beforeEach(async () => {
  sink = await openMailSink();
  messenger = openSmtpMessenger({ url: sink.url, from: 'trial@research.example', timeoutMs: 700 });
});
afterEach(async () => {
  messenger.close();
  await sink.close();
});

const MESSAGE: OutgoingMessage = {
  to: 'person@home.example',
  fromName: 'Coffee Corner ร้านกาแฟ',
  subject: 'เครื่องชงกาแฟลดราคา',
  text: 'สวัสดี\nhttps://coffee.example/o/1',
  headers: {
    'List-Unsubscribe': '<https://people.example/u/1>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
  messageId: 'abc@scampaign.invalid',
  about: { participantId: '', kind: 'offer', wave: 0, exposureNo: 1, link: '' },
};

describe('openSmtpMessenger()', () => {
  it('delivers the text, the sender and the headers to one recipient', async () => {
    expect(await messenger.deliver(MESSAGE)).toEqual({ ok: true });
    expect(sink.received).toHaveLength(1);
    const [got] = sink.received;
    expect(got?.to).toEqual(['person@home.example']);
    expect(got?.from).toBe('trial@research.example');
    expect(got?.mail.subject).toBe(MESSAGE.subject);
    expect(got?.mail.text?.trim()).toBe(MESSAGE.text);
    expect(got?.mail.from).toMatchObject({
      name: MESSAGE.fromName,
      address: 'trial@research.example',
    });
    expect(got?.mail.messageId).toBe('<abc@scampaign.invalid>');
    const headers = Object.fromEntries(
      got?.mail.headers.map(({ key, value }) => [key, value]) ?? [],
    );
    expect(headers['list-unsubscribe']).toBe('<https://people.example/u/1>');
    expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
  });

  it.each([
    'a@home.example\r\nBcc: evil@home.example',
    'a@home.example, evil@home.example',
    'friends: a@home.example, evil@home.example;',
    'A <a@home.example>',
    'a@home.example\n',
    '"a\r\nRCPT TO:<evil@home.example>"@home.example',
    'a@home.example>\r\nRCPT TO:<evil@home.example',
    'a b@home.example',
    'a@[127.0.0.1]',
    '',
  ])('refuses %j without asking the server', async (to) => {
    expect(await messenger.deliver({ ...MESSAGE, to })).toMatchObject({
      ok: false,
      permanent: true,
    });
    expect(sink.asked).toEqual([]);
  });

  it('lets no line break in a name, subject or header begin another header', async () => {
    await messenger.deliver({
      ...MESSAGE,
      fromName: 'Shop\r\nBcc: evil@home.example',
      subject: 'Hello\r\nBcc: evil@home.example\r\n\r\nbody',
      headers: { 'X-Simulated-Exposure': 'trial=a\r\nBcc: evil@home.example' },
    });
    expect(sink.asked).toEqual(['person@home.example']);
    expect(sink.received[0]?.raw).not.toMatch(/^Bcc:/im);
    expect(sink.received[0]?.mail.text?.trim()).toBe(MESSAGE.text);
  });

  it('never sends a file or fetches an address in place of a text', async () => {
    const file = join(tmpdir(), `secret-${process.pid}`);
    writeFileSync(file, 'marker-of-a-secret');
    const text = { path: file } as unknown as string;
    expect(await messenger.deliver({ ...MESSAGE, text })).toMatchObject({ ok: false });
    expect(sink.received.map(({ raw }) => raw).join()).not.toContain('marker-of-a-secret');
  });

  it('calls a 550 final and a 451 something for later', async () => {
    sink.answer.recipient = (address) => (address.startsWith('gone') ? 550 : 451);
    const gone = await messenger.deliver({ ...MESSAGE, to: 'gone@home.example' });
    expect(gone).toMatchObject({ ok: false, permanent: true });
    const later = await messenger.deliver({ ...MESSAGE, to: 'full@home.example' });
    expect(later).toMatchObject({ ok: false, permanent: false });
    expect(later).not.toHaveProperty('unknown');
  });

  it('does the same for a reply to the text itself', async () => {
    sink.answer.text = (address) => (address.startsWith('gone') ? 554 : 452);
    expect(await messenger.deliver({ ...MESSAGE, to: 'gone@home.example' })).toMatchObject({
      permanent: true,
    });
    const later = await messenger.deliver(MESSAGE);
    expect(later).toMatchObject({ ok: false, permanent: false });
    expect(later).not.toHaveProperty('unknown');
  });

  it.each(['drop', 'hang'] as const)(
    'is in doubt when the server takes the text and then: %s',
    async (answer) => {
      sink.answer.text = () => answer;
      expect(await messenger.deliver(MESSAGE)).toMatchObject({ ok: false, unknown: true });
      expect(sink.received).toHaveLength(1);
    },
  );

  it('is in no doubt when there is no server at all', async () => {
    await sink.close();
    const result = await messenger.deliver(MESSAGE);
    expect(result).toMatchObject({ ok: false, permanent: false });
    expect(result).not.toHaveProperty('unknown');
  });

  it('keeps the address out of the reason', async () => {
    sink.answer.recipient = () => 550;
    expect(JSON.stringify(await messenger.deliver(MESSAGE))).not.toContain('person@home');
  });

  it('refuses a sender that is no plain address', () => {
    expect(() => openSmtpMessenger({ url: sink.url, from: 'Trial <t@research.example>' })).toThrow(
      'is no plain address',
    );
  });
});
