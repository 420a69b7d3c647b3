import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openCatalogue } from '../../../landing-templates/catalogue.ts';
import { addTemplateCommands } from '../../../server/cli/template-commands.ts';
import { previewApp } from '../../../server/cli/template-preview.ts';

const PROTOCOL = 'examples/discount-shop.yaml';

let folder: string;
let out: string;
let err: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'templates-'));
  mkdirSync(join(folder, 'own'));
  vi.stubEnv('SCAMPAIGN_TEMPLATES', join(folder, 'own'));
  out = '';
  err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = undefined;
});

async function run(...args: string[]): Promise<number> {
  out = '';
  err = '';
  const program = new Command().exitOverride();
  addTemplateCommands(program);
  await program.parseAsync(['node', 'scampaign', 'templates', ...args]);
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return code;
}

describe('scampaign templates', () => {
  it('new makes a pair that check accepts, and check says where a fault is', async () => {
    expect(await run('new', 'tea-house', '--json')).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ templates: ['tea-house', 'tea-house-twin'] });
    expect(await run('check', join(folder, 'own'))).toBe(0);
    expect(out).toContain('2 templates, 0 faults');
    const file = join(folder, 'own', 'tea-house', 'copy', 'en.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Buy now', 'Buy at kettles.com'));
    expect(await run('check', join(folder, 'own'))).toBe(2);
    expect(out).toMatch(/tea-house\/copy\/en\.yaml:\d+ T071 .*kettles\.com/);
  });

  it('new keeps what the signs of an offer speak of, so that they stay true', async () => {
    const shipped = openCatalogue();
    const slugs = ['coffee-corner-sale', 'door-parcel-fee', 'campus-award-win'];
    for (const slug of slugs) expect(await run('new', `new-${slug}`, '--from', slug)).toBe(0);
    const own = openCatalogue([join(folder, 'own')]);
    const [shop, parcel, award] = slugs.map((slug) => {
      const [from, made] = [shipped.get(slug)!.manifest, own.get(`new-${slug}`)!.manifest];
      if (from.kind !== 'offer' || made.kind !== 'offer') throw new Error(`${slug} is no offer`);
      return { from: from.entity, ...made };
    });
    expect(shop!.host).toBe('new-coffee-corner-sale.mega-sale75.example');
    expect(award!.host).toBe('new-campus-award-win.example');
    expect(award!.entity.sender).toBe('New Campus Award Win team');
    expect(parcel!.host).toBe('new-door-parcel-fee.parcel-desk12.example');
    expect(parcel!.entity.sender).toMatch(/^\+00\s\d\d\s\d{4}\s\d{3}$/);
    expect(parcel!.entity.sender).not.toBe(parcel!.from.sender);
    expect(await run('check', join(folder, 'own'))).toBe(0);
  });

  it('check refuses a sign that names another address than the host', async () => {
    await run('new', 'tea-house');
    const file = join(folder, 'own', 'tea-house', 'template.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('.mega-sale75.', '.'));
    expect(await run('check', join(folder, 'own'))).toBe(2);
    expect(out).toMatch(/tea-house\/copy\/th\.yaml:\d+ T058 .*mega-sale75/);
  });

  it('new refuses a name that is taken or none', async () => {
    expect(await run('new', 'coffee-corner-sale')).toBe(2);
    expect(err).toContain('is there already');
    expect(await run('new', 'Tea House')).toBe(2);
    expect(await run('new', 'tea', '--from', 'nothing')).toBe(2);
    expect(readdirSync(join(folder, 'own'))).toEqual([]);
  });

  it('export and import carry a pair, checked, and write nothing of a bad one', async () => {
    const zip = join(folder, 'pair.zip');
    await run('new', 'tea-house');
    expect(await run('export', zip, 'tea-house')).toBe(0);
    expect(await run('import', zip)).toBe(2);
    expect(err).toContain('--replace');
    const elsewhere = join(folder, 'elsewhere');
    expect(await run('import', zip, '--into', elsewhere, '--replace')).toBe(0);
    expect(readdirSync(elsewhere).sort()).toEqual(['tea-house', 'tea-house-twin']);
    const page = join(folder, 'own', 'tea-house', 'extra.html');
    writeFileSync(page, '<script>alert(1)</script>');
    await run('export', zip, 'tea-house');
    rmSync(elsewhere, { recursive: true });
    expect(await run('import', zip, '--into', elsewhere, '--replace')).toBe(2);
    expect(err).toContain('T004');
    expect(() => readdirSync(elsewhere)).toThrow();
  });

  it('review signs the words of a language', async () => {
    await run('new', 'tea-house');
    const template = join(folder, 'own', 'tea-house');
    expect(await run('review', template, 'th', '--by', 'Arthit', '--on', '2025-02-01')).toBe(0);
    expect(readFileSync(join(template, 'copy', 'th.yaml'), 'utf8')).toContain('by: "Arthit"');
    expect(await run('review', template, 'xx', '--by', 'Arthit')).toBe(2);
    for (const day of ['today', '2025-11-31', '2999-01-01']) {
      expect(await run('review', template, 'th', '--by', 'Arthit', '--on', day)).toBe(2);
    }
    expect(await run('review', template, 'th', '--by', ' ')).toBe(2);
  });

  it('cards writes the image and the poster', async () => {
    const args = ['cards', 'coffee-corner-sale', '--link', 'https://a.example/o/1'];
    expect(await run(...args, '--language', 'th', '--out', join(folder, 'cards'))).toBe(0);
    expect(readdirSync(join(folder, 'cards'))).toEqual([
      'coffee-corner-sale.card.th.svg',
      'coffee-corner-sale.poster.th.svg',
    ]);
    expect(await run('cards', 'reveal', '--link', 'https://a.example')).toBe(2);
    expect(readdirSync(folder)).toEqual(['cards', 'own']);
  });

  it.each([
    ...['here', 'not a url', 'javascript:alert(1)', 'http:here', 'https://', 'ftp://a.example'],
    ...['mailto:a@b.example', '//a.example', 'https://a.example/ b', 'data:text/html,a'],
  ])('refuse %s where an address is printed', async (address) => {
    const out = ['--out', join(folder, 'out')];
    expect(await run('cards', 'coffee-corner-sale', '--link', address, ...out)).toBe(2);
    expect(err).toContain(`--link "${address}" is no web address`);
    expect(await run('sheets', PROTOCOL, '--attendance', address, ...out)).toBe(2);
    expect(err).toContain(`--attendance "${address}" is no web address`);
    expect(readdirSync(folder)).toEqual(['own']);
  });

  it('sheets speak of an address to open only where one is given', async () => {
    const out = join(folder, 'out');
    const sheet = () => readFileSync(join(out, 'in-person.attendance.en.html'), 'utf8');
    const args = ['sheets', PROTOCOL, '--language', 'en', '--out', out];
    expect(await run(...args)).toBe(0);
    expect(sheet()).not.toMatch(/the address|this address/i);
    expect(await run(...args, '--attendance', 'https://people.example/here/1')).toBe(0);
    expect(sheet()).toContain('Open the address when people arrive');
    expect(sheet()).toContain('https://people.example/here/1');
  });

  it('preview --out writes a gallery that stands on a disk', async () => {
    const gallery = join(folder, 'gallery');
    expect(await run('preview', 'coffee-corner-sale', 'messages', '--out', gallery)).toBe(0);
    expect(readdirSync(join(gallery, 'pages'))).toContain('coffee-corner-sale.ad.flags.en.html');
    expect(readdirSync(join(gallery, 'pages'))).toContain('messages.messages.th.html');
    const page = readFileSync(join(gallery, 'pages', 'coffee-corner-sale.product.en.html'), 'utf8');
    expect(page).toContain('src="../a/');
    expect(page).not.toMatch(/"\/a\//);
  });

  it('parity tells of a pair that is out of its band', async () => {
    expect(await run('parity')).toBe(0);
    await run('new', 'tea-house');
    const file = join(folder, 'own', 'tea-house', 'copy', 'en.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('Buy now', 'Buy now '.repeat(200)));
    expect(await run('parity', '--json')).toBe(1);
    expect(JSON.parse(out).unlike[0]).toContain(
      'tea-house and tea-house-twin differ in words in en',
    );
  });
});

describe('the gallery over HTTP', () => {
  const app = previewApp(openCatalogue(), ['coffee-corner-sale', 'reveal', 'messages']);

  it('lists templates and shows pages under their own policy', async () => {
    const gallery = await (await app.request('/')).text();
    expect(gallery).toContain('coffee-corner-sale');
    const page = await app.request('/pages/coffee-corner-sale.product.th');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect(await page.text()).toContain('lang="th"');
    const flags = await (await app.request('/pages/coffee-corner-sale.product.flags.en')).text();
    expect(flags).toContain('id="flag-1"');
    expect(flags).toContain('The price is far too low');
    expect((await app.request('/pages/messages.messages.en')).status).toBe(200);
  });

  it('lets a funnel be walked and ends it with the reveal', async () => {
    const post = (to: string) =>
      app.request('/step', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ t: 'coffee-corner-sale.th', to }).toString(),
      });
    expect((await post('checkout')).headers.get('location')).toBe(
      '/pages/coffee-corner-sale.checkout.th',
    );
    expect((await post('pay')).headers.get('location')).toBe('/pages/reveal.told.th');
  });

  it('answers what is unknown with 404', async () => {
    for (const path of [
      '/pages/nothing.a.en',
      '/pages/reveal.nothing.en',
      '/pages/reveal.told.xx',
      '/a/no.webp',
    ]) {
      expect([path, (await app.request(path)).status]).toEqual([path, 404]);
    }
  });
});
