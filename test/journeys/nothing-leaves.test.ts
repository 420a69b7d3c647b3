import { spawnSync } from 'node:child_process';
import { sql } from 'kysely';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { DAY_MS, PHONE, TestService, type TestTrial } from '../helpers/service.ts';

/** Typed, pasted and filled in; a card number as well, which a form might treat otherwise. */
const MARKERS = ['zqMARKERzq4471', '4929881234567716'];
const WAYS = ['typed', 'pasted', 'autofilled'] as const;

let home: TestService;
let trial: TestTrial;
let browser: Browser;
/** Everything the browser sent: addresses, headers and bodies. */
const sent: string[] = [];

beforeAll(async () => {
  home = await TestService.start();
  trial = await home.rehearse();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await home.stop();
});

async function open(
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<[BrowserContext, Page]> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    // A headless browser says what it is, and would be taken for the machine it is.
    userAgent: PHONE,
    ...options,
  });
  const page = await context.newPage();
  page.on('request', (request) => {
    sent.push(
      `${request.method()} ${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`,
    );
  });
  return [context, page];
}

/** One link per offer form and language, with the person's exposure to begin again from. */
async function offersByForm(): Promise<Map<string, { url: string; participantId: string }>> {
  const found = new Map<string, { url: string; participantId: string }>();
  const language = new Map<string, string>();
  for (const locale of trial.running.protocol.population.languages) {
    for (const address of await trial.invite(6, { language: locale })) {
      await trial.register(address);
      language.set(address, locale);
    }
  }
  await trial.pass(11 * DAY_MS);
  for (const message of trial.messages) {
    if (message.about.kind !== 'offer') continue;
    const form = new URL(message.about.link).pathname.split('/')[2];
    found.set(`${form} ${language.get(message.to)}`, {
      url: message.about.link,
      participantId: message.about.participantId,
    });
  }
  return found;
}

/** Whether it counts as a person's or as unsure is a matter of gestures, not of this test. */
async function furthest(participantId: string): Promise<number> {
  const rows = await home.database.ownerDb
    .selectFrom('exposures')
    .select(['stage_person', 'stage_unsure'])
    .where('participant_id', '=', participantId)
    .execute();
  return Math.max(...rows.flatMap((row) => [row.stage_person, row.stage_unsure]));
}

async function startAgain(participantId: string): Promise<void> {
  await home.database.ownerDb
    .updateTable('exposures')
    .set({ ended_at: null, stage_person: 0, stage_unsure: 0, flags_person: 0, flags_unsure: 0 })
    .where('participant_id', '=', participantId)
    .execute();
}

async function toCheckout(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('form:has(input[value="product"]) button').first().click();
  await page.locator('form:has(input[value="checkout"]) button').first().click();
  await page.locator('input[data-sensitive]').first().waitFor();
}

async function fill(
  page: Page,
  field: number,
  way: (typeof WAYS)[number],
  marker: string,
): Promise<void> {
  const input = page.locator('input[data-sensitive]').nth(field);
  await input.focus();
  if (way === 'typed') await page.keyboard.type(marker[0]!);
  else if (way === 'pasted') await page.keyboard.insertText(marker);
  else {
    // What a password manager does: the value is there at once, and only a change is told.
    await input.evaluate((element, value) => {
      const field = element as unknown as { value: string; dispatchEvent(event: Event): void };
      field.value = value;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }, marker);
  }
}

describe('what is typed into a practice offer', () => {
  it('ends the offer at the first character and is found nowhere', {
    timeout: 240_000,
  }, async () => {
    const offers = await offersByForm();
    expect([...offers.keys()].sort()).toHaveLength(8);
    const [context, page] = await open();
    for (const [name, { url, participantId }] of offers) {
      await startAgain(participantId);
      await toCheckout(page, url);
      const fields = await page.locator('input[data-sensitive]').count();
      expect(fields, name).toBeGreaterThan(0);
      for (let field = 0; field < fields; field++) {
        // The handler is the same in every language; one way in the second is enough to see it there.
        for (const [i, way] of (name.endsWith(' en') ? WAYS : WAYS.slice(1, 2)).entries()) {
          if (field + i > 0) {
            await startAgain(participantId);
            await toCheckout(page, url);
          }
          const input = page.locator('input[data-sensitive]').nth(field);
          expect(await input.getAttribute('name')).toBeNull();
          expect(await input.getAttribute('autocomplete')).toBe('off');
          // Focus alone never counts.
          await input.focus();
          expect(page.url()).toContain('/checkout');
          await Promise.all([
            page.waitForURL((now) => !now.pathname.endsWith('/checkout')),
            fill(page, field, way, MARKERS[field % 2]!),
          ]);
          expect(await furthest(participantId), `${name}, field ${field}, ${way}`).toBe(5);
          const kept = await page.evaluate(() =>
            JSON.stringify({ ...sessionStorage, ...localStorage }),
          );
          for (const marker of MARKERS) expect(kept).not.toContain(marker);
        }
      }
    }
    expect(await context.cookies()).toEqual([]);
    await context.close();

    for (const marker of MARKERS) {
      expect(sent.filter((text) => text.includes(marker))).toEqual([]);
      expect(home.logged.filter((line) => line.includes(marker))).toEqual([]);
      expect(await inDatabaseFiles(marker)).toEqual([]);
    }
    const strangers = sent.filter((text) => !/^\w+ (http:\/\/127\.0\.0\.1:|data:)/.test(text));
    expect(strangers).toEqual([]);
  });

  it('finds what is put there on purpose, so that finding nothing means something', async () => {
    await sql`create table if not exists found (marker text)`.execute(home.database.ownerDb);
    await sql`insert into found values ('zqPLANTEDzq9912')`.execute(home.database.ownerDb);
    expect(await inDatabaseFiles('zqPLANTEDzq9912')).not.toEqual([]);
  });

  it('has no field without script, and a button in its place', { timeout: 60_000 }, async () => {
    const [address] = await trial.enrol(1);
    await trial.pass(3 * DAY_MS);
    const [context, page] = await open({ javaScriptEnabled: false });
    await page.goto(trial.link(address!, 'offer'));
    await page.locator('form:has(input[value="product"]) button').first().click();
    await page.locator('form:has(input[value="checkout"]) button').first().click();
    expect(await page.locator('input:not([type="hidden"])').count()).toBe(0);
    await page.locator('form:has(input[value="pay"]) button').first().click();
    expect(page.url()).not.toContain('/checkout');
    await context.close();
  });
});

/** Names of the server's own files, write-ahead log included, that hold these bytes. */
async function inDatabaseFiles(marker: string): Promise<string[]> {
  await sql`checkpoint`.execute(home.database.ownerDb);
  const { rows } = await sql<{
    folder: string;
  }>`select current_setting('data_directory') as folder`.execute(home.database.ownerDb);
  const { stdout } = spawnSync('grep', ['-rlaF', marker, rows[0]!.folder], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '');
}
