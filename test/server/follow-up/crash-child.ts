/** Runs what is due once, in a process of its own that the test kills while messages leave. */
import { keyringOf } from '../../../server/config/keys.ts';
import { fixedClock } from '../../../server/database/clock.ts';
import { openDatabase } from '../../../server/database/pool.ts';
import { runDue } from '../../../server/follow-up/run-due.ts';
import { openSmtpMessenger } from '../../../server/follow-up/smtp.ts';
import { openLinks } from '../../../server/participants/links.ts';
import { openTokens } from '../../../server/participants/tokens.ts';
import { RunningTrials } from '../../../server/trials/running-trials.ts';
import { TEMPLATES } from './templates.ts';

const [url, key, trialId, smtpUrl, now] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const { db } = openDatabase(url);
const keyring = keyringOf([{ id: 'k1', key: Buffer.from(key, 'hex') }]);
const quiet = (): void => undefined;
await runDue(
  {
    db,
    keyring,
    trials: new RunningTrials(db, keyring),
    templates: TEMPLATES,
    links: openLinks(openTokens(keyring), { peopleUrl: 'https://people.example', offerHosts: {} }),
    messengers: { mail: openSmtpMessenger({ url: smtpUrl, from: 'trial@research.example' }) },
    clock: fixedClock(new Date(now)),
    log: { info: quiet, warn: quiet, error: quiet },
  },
  new Date(now),
  { trialId },
);
