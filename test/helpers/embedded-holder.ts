// A process that uses the embedded PostgreSQL of a folder until it is told to leave.
import { startEmbedded } from '../../server/database/embedded.ts';

const folder = process.argv[2] ?? '';
const say = (word: string, value: unknown = {}): void =>
  void process.stdout.write(`${JSON.stringify({ word, value })}\n`);

const server = await startEmbedded(folder, {
  info: (message) => say('info', message),
  warn: (message) => say('warn', message),
});
say('ready', { serverPid: server.serverPid(), owned: server.owned });
process.stdin.once('data', async () => {
  await server.stop();
  say('left');
  process.exit(0);
});
