import { HttpResponse, http, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beacon, browse, DAY_MS, submit, TestService, type TestTrial } from '../helpers/service.ts';

let home: TestService;
let trial: TestTrial;

/** The outside world: it refuses whatever is asked of it, and remembers. */
const askedOutside: string[] = [];
const outside = setupServer(
  http.all('*', ({ request }) => {
    if (new URL(request.url).hostname === '127.0.0.1') return passthrough();
    askedOutside.push(request.url);
    return new HttpResponse(null, { status: 403 });
  }),
);

beforeAll(async () => {
  outside.listen();
  home = await TestService.start();
  trial = await home.rehearse();
});
afterAll(async () => {
  await home.stop();
  outside.close();
});

async function exposure(address: string, wave = 0, role = 1) {
  return home.database.ownerDb
    .selectFrom('exposures')
    .selectAll()
    .where('participant_id', '=', trial.participantOf(address))
    .where('wave', '=', wave)
    .where('role', '=', role)
    .executeTakeFirstOrThrow();
}

/** Fetches and follows to the card form of whichever offer came first. */
async function toCheckout(address: string) {
  const ad = await browse(trial.link(address, 'offer'));
  await beacon(ad, ['seen', 'engaged']);
  const product = await submit(ad, 'product');
  await beacon(product, ['seen', 'engaged']);
  const checkout = await submit(product, 'checkout');
  await beacon(checkout, ['seen', 'engaged']);
  return { ad, product, checkout };
}

describe('a participant', () => {
  it('is asked first, and nothing comes before the gap has passed', async () => {
    const [address] = await trial.invite(1);
    const consent = await browse(trial.link(address!, 'registration'));
    expect(consent.status).toBe(200);
    expect(consent.html).toContain(trial.running.protocol.consent.texts.en!.title);
    await trial.pass(8 * DAY_MS);
    expect(trial.messages.filter((one) => one.to === address).map((one) => one.about.kind)).toEqual(
      ['registration'],
    );
    const registered = await submit(consent, 'agree');
    expect(registered.status).toBe(200);
    await trial.pass(6 * DAY_MS);
    expect(() => trial.link(address!, 'offer')).toThrow();
    await trial.pass(2 * DAY_MS);
    expect(trial.link(address!, 'offer')).toContain('/o/');
  });

  it('who says no is not written down and not asked again', async () => {
    const [address] = await trial.invite(1);
    const declined = await submit(await browse(trial.link(address!, 'registration')), 'decline');
    expect(declined.status).toBe(200);
    const rows = await home.database.ownerDb
      .selectFrom('participants')
      .select('participant_id')
      .where('participant_id', '=', trial.participantOf(address!))
      .execute();
    expect(rows).toEqual([]);
    expect((await browse(trial.link(address!, 'registration'))).html).toContain('practice');
  });

  it('walks through a lure, is told at once, sees the arm’s own page, and can’t get the lure back', async () => {
    const addresses = await trial.enrol(6);
    await trial.pass(3 * DAY_MS);
    for (const address of addresses) {
      const lure = await exposure(address);
      const offer = trial.messages.find(
        (one) => one.to === address && one.about.exposureNo === lure.exposure_no,
      )!.about.link;
      const ad = await browse(offer);
      expect(ad.headers.get('simulated-exposure')).toContain(trial.slug);
      await beacon(ad, ['seen', 'engaged']);
      const checkout = await submit(await submit(ad, 'product'), 'checkout');
      await beacon(checkout, ['seen', 'engaged']);
      const reveal = await submit(checkout, 'pay');
      expect(reveal.url).toContain('/r/');
      expect(reveal.html).toContain('This was a practice offer');
      expect(await exposure(address)).toMatchObject({ stage_person: 5 });
      // Back, or the old link: the reveal again.
      expect((await browse(offer)).url).toContain('/r/');
      expect((await submit(checkout, 'pay')).url).toContain('/r/');
      await beacon(reveal, ['seen', 'engaged', 'tap_feeling']);
      const next = await submit(reveal, 'next');
      expect(next.status).toBe(200);
      const { arm } = await home.database.ownerDb
        .selectFrom('assignments')
        .select('arm')
        .where('participant_id', '=', trial.participantOf(address))
        .executeTakeFirstOrThrow();
      expect(next.html.includes('data-t=')).toBe(arm !== 'reveal_only');
    }
  });

  it('sees the same reveal whatever the arm', async () => {
    // By chance all of a few could be in one arm.
    const addresses = await trial.enrol(24);
    await trial.pass(3 * DAY_MS);
    const seen = new Map<string, string>();
    for (const address of addresses) {
      if (seen.size === 3) break;
      const lure = await exposure(address);
      const offer = trial.messages.find(
        (one) => one.to === address && one.about.exposureNo === lure.exposure_no,
      )!.about.link;
      const checkout = await submit(await submit(await browse(offer), 'product'), 'checkout');
      const reveal = await submit(checkout, 'pay');
      const { arm } = await home.database.ownerDb
        .selectFrom('assignments')
        .select('arm')
        .where('participant_id', '=', trial.participantOf(address))
        .executeTakeFirstOrThrow();
      seen.set(
        arm,
        reveal.html
          .replaceAll(/v1\.[\w.-]+/g, 'TOKEN')
          .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'VIEW'),
      );
    }
    expect(seen.size).toBeGreaterThan(1);
    expect(new Set(seen.values()).size).toBe(1);
  });

  it('is shown again the page that was met, and none that wasn’t', async () => {
    // Chance puts two in five into the arm that is shown a replay; two of many are enough.
    const addresses = await trial.enrol(24);
    await trial.pass(3 * DAY_MS);
    const shown: boolean[] = [];
    for (const address of addresses) {
      if (shown.length === 2) break;
      const { arm } = await home.database.ownerDb
        .selectFrom('assignments')
        .select('arm')
        .where('participant_id', '=', trial.participantOf(address))
        .executeTakeFirstOrThrow();
      if (arm !== 'red_flag_replay') continue;
      const lure = await exposure(address);
      const ad = await browse(
        trial.messages.find(
          (one) => one.to === address && one.about.exposureNo === lure.exposure_no,
        )!.about.link,
      );
      await beacon(ad, ['seen', 'engaged']);
      const further = shown.length % 2 === 1;
      const last = further ? await submit(ad, 'product') : ad;
      const thanks = await submit(last, 'report');
      const training = await submit(await submit(thanks, 'next'), 'next');
      expect(training.html).toContain(further ? 'x-page-product' : 'x-page-ad');
      expect(training.html).not.toContain(further ? 'x-page-ad' : 'x-page-product');
      expect(training.html).not.toContain('x-page-checkout');
      shown.push(further);
    }
    expect(shown).toEqual([false, true]);
  });

  it('changes nothing by fetching: GETs move no stage, debt, token or assignment', async () => {
    const [address] = await trial.enrol(1);
    const tables = [
      'participants',
      'consents',
      'assignments',
      'exposures',
      'views',
      'interactions',
      'debriefs',
      'messages',
      'contacts',
    ] as const;
    const look = async () =>
      JSON.stringify(
        await Promise.all(
          tables.map((table) =>
            home.database.ownerDb
              .selectFrom(table)
              .selectAll()
              .where('participant_id', '=', trial.participantOf(address!))
              .execute(),
          ),
        ),
      );
    const before = await look();
    const offer = trial.link(address!, 'offer');
    const person = trial.link(address!, 'registration');
    for (const url of [
      offer,
      `${offer}/product`,
      `${offer}/checkout`,
      person,
      person.replace('/p/', '/w/'),
      person.replace('/p/', '/n/'),
    ]) {
      expect((await browse(url, { 'user-agent': 'WhatsApp/2.23.20 A' })).status).toBe(200);
      await browse(url);
    }
    expect(await look()).toBe(before);
  });

  it('sees on a page of their own where they were entered, and that a group was drawn, not which', async () => {
    const [address] = await trial.enrol(1);
    await trial.pass(3 * DAY_MS);
    const { html } = await browse(trial.link(address!, 'registration'));
    for (const shown of ['English', 'Thailand', 'Asia/Bangkok', 'members', 'Students'])
      expect(html).toContain(shown);
    expect(html).toContain('not shown yet: the group that chance put you in');
    expect(html).not.toContain('This is everything');
    for (const { label, key } of trial.running.protocol.arms) {
      expect(html).not.toContain(label);
      expect(html).not.toContain(key);
    }
  });

  it('leaves by one post from any page and gets a receipt; links go on telling what they were', async () => {
    const [address] = await trial.enrol(1);
    const { checkout } = await toCheckout(address!);
    const held = await browse(trial.link(address!, 'registration'));
    expect(held.html).toContain('What we hold about you');
    const receipt = await submit(held, 'withdraw');
    expect(receipt.html).toMatch(/([A-Z2-9]{4}-){3}[A-Z2-9]{4}/);
    const after = await trial.pass(30 * DAY_MS);
    expect(after.filter((one) => one.to === address)).toEqual([]);
    for (const url of [trial.link(address!, 'offer'), trial.link(address!, 'registration')]) {
      const page = await browse(url);
      expect(page.status).toBe(200);
      expect(page.html).toContain('This was a practice offer');
    }
    expect((await submit(checkout, 'pay')).html).toContain('This was a practice offer');
    expect(await beacon(checkout, ['seen'])).toBe(410);
  });

  it('who reports a lure is thanked and told, and who was forwarded a link leaves no mark', async () => {
    const addresses = await trial.enrol(2);
    await trial.pass(3 * DAY_MS);
    const lure = await exposure(addresses[0]!);
    const offer = trial.messages.find(
      (one) => one.to === addresses[0] && one.about.exposureNo === lure.exposure_no,
    )!.about.link;
    const page = await browse(offer);
    await beacon(page, ['seen', 'engaged']);
    const thanks = await submit(page, 'report');
    expect(thanks.html).toContain('Thank you');
    const reveal = await submit(thanks, 'next');
    expect(reveal.html).toContain('This was a practice offer');
    expect((await exposure(addresses[0]!)).flags_person & 1).toBe(1);

    const before = await exposure(addresses[1]!);
    const notMine = await browse(trial.link(addresses[1]!, 'registration').replace('/p/', '/n/'));
    await submit(notMine, 'not_mine');
    expect(await exposure(addresses[1]!)).toEqual(before);
  });

  it('who is upset is met kindly, and can go on, leave or be forgotten from the page with the helpers', async () => {
    const [address] = await trial.enrol(1);
    await trial.pass(3 * DAY_MS);
    const lure = await exposure(address!);
    const offer = trial.messages.find(
      (one) => one.to === address && one.about.exposureNo === lure.exposure_no,
    )!.about.link;
    const checkout = await submit(await submit(await browse(offer), 'product'), 'checkout');
    const reveal = await submit(checkout, 'pay');
    const asked = await submit(reveal, 'help_opened');
    expect(asked.html).not.toContain('We are sorry that this upset you.');
    const upset = await submit(reveal, 'distressed');
    expect(upset.html).toContain('We are sorry that this upset you. You did nothing wrong.');
    for (const page of [asked, upset]) {
      expect(page.html).toContain(`class="main-button" href="${reveal.url}"`);
      expect(page.html).toContain('href="/away"');
    }
    expect((await submit(upset, 'withdraw')).html).toMatch(/([A-Z2-9]{4}-){3}[A-Z2-9]{4}/);
  });

  it('finishes a twin on a neutral page and is told of it with the wave', async () => {
    const [address] = await trial.enrol(1);
    await trial.pass(3 * DAY_MS);
    const twin = await exposure(address!, 0, 2);
    const offer = trial.messages.find(
      (one) => one.to === address && one.about.exposureNo === twin.exposure_no,
    )!.about.link;
    const ad = await browse(offer);
    await beacon(ad, ['seen', 'engaged']);
    const closed = await submit(await submit(await submit(ad, 'product'), 'checkout'), 'pay');
    expect(closed.html).not.toContain('practice');
    expect((await browse(offer)).html).not.toContain('practice');
    await trial.pass(10 * DAY_MS);
    expect((await browse(offer)).html).toContain('This was a practice offer');
  });

  it('has made the service ask nothing of the outside world', async () => {
    expect(askedOutside).toEqual([]);
    expect((await fetch('https://outside.example/')).status).toBe(403);
    expect(askedOutside).toEqual(['https://outside.example/']);
  });

  it('who met an offer unasked is asked after the reveal, before anything of an arm', async () => {
    const deferred = await home.rehearse((source) =>
      source
        .replace('mode: prospective_general', 'mode: deferred')
        .replace(/^( +)gap: .*$/m, '$1gap: P7D\n$1confirm_within: P14D'),
    );
    expect(deferred.running.protocol.consent.mode).toBe('deferred');
    const addresses = await deferred.invite(6);
    await deferred.pass(4 * DAY_MS);
    const states = async () =>
      home.database.ownerDb
        .selectFrom('participants')
        .select(['participant_id', 'state', 'basis'])
        .where('trial_id', '=', deferred.running.trial.trial_id)
        .execute();
    expect(new Set((await states()).map(({ basis }) => basis))).toEqual(new Set([2]));
    const lure = deferred.messages.find(
      (one) =>
        one.about.kind === 'offer' && one.to === addresses[0] && one.about.link.includes('-sale/'),
    )!.about.link;
    const checkout = await submit(await submit(await browse(lure), 'product'), 'checkout');
    const reveal = await submit(checkout, 'pay');
    await beacon(reveal, ['seen', 'engaged']);
    const consent = await submit(reveal, 'next');
    expect(consent.html).toContain(deferred.running.protocol.consent.texts.en!.title);
    expect((await submit(consent, 'agree')).status).toBe(200);
    const confirmed = (await states()).filter(({ basis }) => basis === 1);
    expect(confirmed.map(({ participant_id }) => participant_id)).toEqual([
      deferred.participantOf(addresses[0]!),
    ]);
    // Who says nothing is told, and then forgotten.
    await deferred.pass(40 * DAY_MS);
    expect((await states()).map(({ basis }) => basis)).toEqual([1]);
  });
});
