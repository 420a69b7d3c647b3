import type { Transaction } from 'kysely';
import type { TemplateManifest } from '../../landing-templates/manifest.ts';
import { templateHash } from '../../landing-templates/template-hash.ts';
import type { Catalogue, TemplateSource } from '../../landing-templates/types.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { Executor } from '../database/pool.ts';
import type { Database } from '../database/tables.ts';
import { ServiceError } from '../web/errors.ts';

export type TemplateLock = Readonly<Record<string, string>>;

/** Kinds that every trial shows, whatever its arms. */
const SHOWN_BY_ALL: readonly string[] = ['reveal', 'page', 'message'];

/** Slugs of everything people of a trial may see, sorted: offers, the arms' content, shared pages. */
export function templatesShown(protocol: Protocol, catalogue: Catalogue): string[] {
  const slugs = new Set(contentTemplates(protocol));
  for (const wave of protocol.waves) {
    for (const pair of wave.pairs) slugs.add(pair.lure).add(pair.twin);
  }
  for (const slug of catalogue.slugs) {
    if (SHOWN_BY_ALL.includes(catalogue.kindOf(slug) ?? '')) slugs.add(slug);
  }
  return [...slugs].sort();
}

/** Slugs of the arms' own content. */
export function contentTemplates(protocol: Protocol): string[] {
  return protocol.arms.flatMap((arm) => (arm.content ? [arm.content.template] : []));
}

/** Slug to SHA-256 of content, as the catalogue has them now. */
export function lockTemplates(protocol: Protocol, catalogue: Catalogue): TemplateLock {
  return Object.fromEntries(
    templatesShown(protocol, catalogue).map((slug) => [slug, inCatalogue(catalogue, slug).hash]),
  );
}

/** Stores the content of templates under its hash; what is there already stays as it is. */
export async function storeTemplates(
  trx: Transaction<Database>,
  catalogue: Catalogue,
  slugs: readonly string[],
  now: Date,
): Promise<void> {
  if (slugs.length === 0) return;
  const rows = slugs.map((slug) => {
    const { hash, kind } = inCatalogue(catalogue, slug);
    return {
      template_hash: hash,
      slug,
      kind,
      source: JSON.stringify(catalogue.sources.get(slug)),
      stored_at: now,
    };
  });
  await trx
    .insertInto('templates')
    .values(rows)
    .onConflict((conflict) => conflict.column('template_hash').doNothing())
    .execute();
}

/**
 * What is stored under each locked hash must be that very content.
 *
 * @throws ServiceError refused, naming the first template that is missing or changed.
 */
export async function assertLockStored(db: Executor, lock: TemplateLock): Promise<void> {
  const rows = await db
    .selectFrom('templates')
    .select(['template_hash', 'source'])
    .where('template_hash', 'in', [...new Set(Object.values(lock)), ''])
    .execute();
  const sources = new Map(rows.map((row) => [row.template_hash, row.source as TemplateSource]));
  for (const [slug, hash] of Object.entries(lock)) {
    const source = sources.get(hash);
    if (!source || templateHash(source) !== hash) {
      throw new ServiceError(
        'refused',
        `Use template ${slug}: what is stored is not what was locked; submit the protocol again`,
      );
    }
  }
}

/**
 * What was approved must be what the catalogue holds now: its reviews are the ones that count.
 *
 * @throws ServiceError refused, naming every template that changed since.
 */
export function assertLockCurrent(
  lock: TemplateLock,
  protocol: Protocol,
  catalogue: Catalogue,
): void {
  const current = lockTemplates(protocol, catalogue);
  const slugs = new Set([...Object.keys(lock), ...Object.keys(current)]);
  const changed = [...slugs].filter((slug) => lock[slug] !== current[slug]).sort();
  if (changed.length > 0) {
    throw new ServiceError(
      'refused',
      `Launch: ${changed.join(', ')} changed since the approval; submit the protocol again and have it approved`,
    );
  }
}

function inCatalogue(
  catalogue: Catalogue,
  slug: string,
): { hash: string; kind: TemplateManifest['kind'] } {
  const hash = catalogue.hashOf(slug);
  const kind = catalogue.kindOf(slug);
  if (hash === undefined || kind === undefined) {
    throw new ServiceError(
      'invalid_input',
      `Lock the templates: "${slug}" is not in the catalogue; name a template that is`,
    );
  }
  return { hash, kind };
}
