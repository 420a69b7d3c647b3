import { request } from 'node:http';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REHEARSAL } from '../../server/accounts/authorise.ts';
import { ConfigError } from '../../server/config/config-error.ts';
import { startService } from '../../server/main.ts';
import { stopTrial } from '../../server/trials/stop-trial.ts';
import {
  beacon,
  browse,
  DAY_MS,
  PHONE,
  submit,
  TestService,
  type TestTrial,
} from '../helpers/service.ts';

let home: TestService;
let trial: TestTrial;

beforeAll(async () => {
  home = await TestService.start();
  trial = await home.rehearse();
});
afterAll(() => home.stop());

/** A request as it goes over the wire, with whatever Host it claims. */
function ask(
  origin: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Buffer,
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path, method: body === undefined ? 'GET' : 'POST', headers },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode!, headers: answer.headers, text }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('the faces', () => {
  it('answer 421 to a host name that is another face’s', async () => {
    const { staffUrl, peopleUrl } = home.service;
    const staffHost = new URL(staffUrl).host;
    expect((await ask(peopleUrl, '/away')).status).toBe(200);
    expect((await ask(peopleUrl, '/away', { host: staffHost })).status).toBe(421);
    expect((await ask(peopleUrl, '/away', { host: 'shop.example' })).status).toBe(421);
    expect((await ask(staffUrl, '/reports/x', { host: new URL(peopleUrl).host })).status).toBe(421);
    expect((await ask(staffUrl, '/healthz', { host: '10.0.0.7:8080' })).status).toBe(200);
  });

  it('say on every offer, page or not, what it is and where to ask', async () => {
    const [address] = await trial.enrol(1);
    const offer = await browse(trial.link(address!, 'offer'));
    expect(offer.headers.get('simulated-exposure')).toContain(trial.slug);
    const told = JSON.parse(
      (await browse(new URL('/.well-known/simulated-exposure', offer.url).href)).html,
    );
    expect(told).toMatchObject({ version: 1, simulated: true });
    expect(told.trials).toContainEqual(
      expect.objectContaining({
        trial: trial.slug,
        contact: trial.running.protocol.trial.contact,
        ethics: trial.running.protocol.trial.ethics.reference,
        ends_on: trial.running.protocol.trial.ends_on,
      }),
    );
  });

  it('send every page with a strict policy, no referrer, no cookie and no store', async () => {
    const [address] = await trial.enrol(1);
    const links = [
      trial.link(address!, 'offer'),
      trial.link(address!, 'registration'),
      `${home.service.peopleUrl}/nowhere`,
    ];
    for (const url of links) {
      const { headers } = await browse(url);
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/);
      expect(headers.get('content-security-policy')).not.toMatch(
        /unsafe|https?:\/\/(?!127\.0\.0\.1)/,
      );
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  it('write no token and no address of a person to the log', async () => {
    const [address] = await trial.enrol(1);
    await browse(trial.link(address!, 'offer'));
    await ask(home.service.peopleUrl, '/i', { 'content-type': 'text/plain' }, '{"v":1}');
    const logged = home.logged.join('\n');
    expect(logged).not.toMatch(/v1\.[\w-]+\.[\w-]{31}/);
    expect(logged).not.toContain(address);
  });
});

describe('a request that is not right', () => {
  const bodies: [string, string | Buffer, number][] = [
    ['no JSON', '{', 400],
    ['null', 'null', 400],
    ['another version', '{"v":2,"t":"x","view":"y","e":[[1,"seen",1]]}', 400],
    ['no view', '{"v":1,"t":"x","e":[[1,"seen",1]]}', 400],
    [
      'a kind that only forms send',
      '{"v":1,"t":"x","view":"01900000-0000-7000-8000-000000000000","e":[[1,"compromised",1]]}',
      400,
    ],
    [
      'free text as a value',
      '{"v":1,"t":"x","view":"01900000-0000-7000-8000-000000000000","e":[[1,"seen",1,"4929881234567716"]]}',
      400,
    ],
    [
      'a number too large',
      '{"v":1,"t":"x","view":"01900000-0000-7000-8000-000000000000","e":[[99999,"seen",1]]}',
      400,
    ],
    [
      'too many',
      `{"v":1,"t":"x","view":"01900000-0000-7000-8000-000000000000","e":[${new Array(65).fill('[1,"seen",1]').join(',')}]}`,
      400,
    ],
    [
      'a token of nobody',
      '{"v":1,"t":"x","view":"01900000-0000-7000-8000-000000000000","e":[[1,"seen",1]]}',
      410,
    ],
    ['too large', 'x'.repeat(20_000), 413],
    ['bytes', Buffer.from([0xff, 0xfe, 0x00]), 400],
  ];
  it.each(bodies)('to report %s gets a short reason', async (_name, body, status) => {
    const answer = await ask(
      home.service.peopleUrl,
      '/i',
      { 'content-length': String(Buffer.byteLength(body)), 'user-agent': PHONE },
      body,
    );
    expect(answer.status).toBe(status);
    expect(answer.text.length).toBeLessThan(300);
    expect(answer.text).not.toContain('4929');
  });

  it.each(['/step', '/report', '/leave', '/act', '/reported', '/register/en/x'])(
    'posted to %s with nothing or with a field too many is refused or told, never a failure',
    async (path) => {
      for (const body of ['', 't=x', 't=v1.k.x.y&do=next', 'card=4929881234567716', 't=x&t=y']) {
        const answer = await ask(
          home.service.peopleUrl,
          path,
          {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': String(body.length),
          },
          body,
        );
        expect(answer.status, `${path} ${body}`).toBeLessThan(500);
      }
    },
  );

  it('is refused in absolute form, and a body of no told size is not read', async () => {
    const { hostname, port, host } = new URL(home.service.peopleUrl);
    const raw = (text: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = net.connect(Number(port), hostname, () => socket.end(text));
        let answer = '';
        socket.on('data', (chunk) => {
          answer += chunk;
        });
        socket.on('close', () => resolve(answer));
      });
    expect(
      await raw(`GET http://inside.example/away HTTP/1.1\r\nHost: inside.example\r\n\r\n`),
    ).toMatch(/^HTTP\/1\.1 4\d\d/);
    expect(
      await raw(
        `POST /i HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
      ),
    ).toMatch(/^HTTP\/1\.1 4\d\d/);
  });
});

describe('a trial that is stopped', () => {
  it('shows the reveal in place of every open offer, and its queue dies', {
    timeout: 60_000,
  }, async () => {
    const doomed = await home.rehearse();
    const addresses = await doomed.enrol(4);
    const ad = await browse(doomed.link(addresses[0]!, 'offer'));
    await beacon(ad, ['seen', 'engaged']);
    await stopTrial(
      home.engine.database.db,
      { slug: doomed.slug, as: REHEARSAL, why: 'To see that it stops' },
      doomed.now,
    );
    // Each node looks every two seconds by itself.
    const begun = performance.now();
    let page = await browse(doomed.link(addresses[0]!, 'offer'));
    while (!page.url.includes('/r/') && performance.now() - begun < 10_000) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      page = await browse(doomed.link(addresses[0]!, 'offer'));
    }
    expect(page.html).toContain('This was a practice offer');
    expect((await submit(ad, 'product')).html).toContain('This was a practice offer');
    const after = await doomed.pass(20 * DAY_MS);
    expect(after.map((message) => message.about.kind)).not.toContain('offer');
    expect(after.some((message) => message.about.kind === 'reveal')).toBe(true);
  });
});

describe('the service', () => {
  it('answers 503 with Retry-After while the database is away, and recovers by itself', async () => {
    const [address] = await trial.enrol(1);
    const ad = await browse(trial.link(address!, 'offer'));
    const client = home.database.ownerPool;
    const name = new URL(home.database.url).pathname.slice(1);
    await client.query(`alter database ${name} connection limit 0`);
    await client.query(`update pg_database set datallowconn = false where datname = '${name}'`);
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and usename <> current_user`,
    );
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and application_name = 'scampaign' and pid <> pg_backend_pid()`,
    );
    try {
      const away = await browse(trial.link(address!, 'offer'));
      expect(away.status).toBe(503);
      expect(away.headers.get('retry-after')).toBeTruthy();
      expect(await beacon(ad, ['seen'])).toBe(503);
    } finally {
      await client.query(`update pg_database set datallowconn = true where datname = '${name}'`);
      await client.query(`alter database ${name} connection limit -1`);
    }
    expect(await beacon(ad, ['seen'])).toBe(204);
    expect((await browse(trial.link(address!, 'offer'))).status).toBe(200);
  });

  it('says in one sentence that a port is in use', async () => {
    const port = Number(new URL(home.service.staffUrl).port);
    const config = { ...home.config, staff: { ...home.config.staff, port } };
    const failed = startService(home.engine, config, { jobs: false });
    await expect(failed).rejects.toBeInstanceOf(ConfigError);
    await expect(failed).rejects.toThrow(
      /port \d+ is in use; stop what uses it, or set SCAMPAIGN_STAFF_PORT/,
    );
  });

  it('tells what watches it that it lives, may be sent work, and has counted', async () => {
    const { staffUrl } = home.service;
    expect((await ask(staffUrl, '/healthz')).status).toBe(200);
    expect((await ask(staffUrl, '/readyz')).text).toContain('true');
    expect((await ask(staffUrl, '/metrics')).text).toContain('process_resident_memory_bytes');
  });
});
