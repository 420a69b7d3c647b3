import type { TemplateManifest } from '../../../landing-templates/manifest.ts';
import { templateHash } from '../../../landing-templates/template-hash.ts';
import type {
  Catalogue,
  CompiledTemplate,
  TemplateSource,
} from '../../../landing-templates/types.ts';

export interface CatalogueChange {
  /** Content of a template by slug, when it is to differ from the ordinary one. */
  readonly content?: Readonly<Record<string, string>>;
  /** Slugs whose copy nobody reviewed. */
  readonly unreviewed?: readonly string[];
  /** Slugs left out. */
  readonly without?: readonly string[];
}

const MANIFESTS: Readonly<Record<string, object>> = {
  'coffee-corner-sale': offer('coffee-corner', 'lure'),
  'coffee-corner-clearance': offer('coffee-corner', 'twin'),
  'lamp-loft-sale': offer('lamp-loft', 'lure'),
  'lamp-loft-clearance': offer('lamp-loft', 'twin'),
  'awareness-message': { kind: 'debrief' },
  'red-flag-replay': { kind: 'debrief' },
  reveal: { kind: 'reveal' },
  'participant-pages': { kind: 'page' },
  messages: { kind: 'message' },
};

/** A catalogue of the example's templates that holds facts, content and hashes, and no pages. */
export function exampleCatalogue(change: CatalogueChange = {}): Catalogue {
  const templates = new Map<string, CompiledTemplate>();
  const sources = new Map<string, TemplateSource>();
  for (const [slug, manifest] of Object.entries(MANIFESTS)) {
    if (change.without?.includes(slug)) continue;
    const text = change.content?.[slug] ?? `content of ${slug}`;
    const source: TemplateSource = { slug, files: { 'template.yaml': { text } } };
    sources.set(slug, source);
    templates.set(slug, template(slug, source, manifest, !change.unreviewed?.includes(slug)));
  }
  const slugs = [...sources.keys()].sort();
  return {
    slugs,
    sources,
    all: () => slugs.map((slug) => templates.get(slug)!),
    get: (slug) => templates.get(slug),
    kindOf: (slug) => templates.get(slug)?.manifest.kind,
    hashOf: (slug) => templates.get(slug)?.hash,
    slugOf: (hash) => slugs.find((slug) => templates.get(slug)?.hash === hash),
    faultsOf: () => [],
    asset: () => undefined,
  };
}

function offer(shop: string, role: 'lure' | 'twin'): object {
  return {
    kind: 'offer',
    role,
    twin: `${shop}-${role === 'lure' ? 'clearance' : 'sale'}`,
    family: 'shop',
    harm_class: 'everyday',
    pretexts: [],
    entity: { name: `${shop} ${role}`, sender: `${shop} ${role} news` },
    host: `${shop}-${role}.example`,
    compliance_step: 'pay',
    fields: [{ key: 'card', sensitive: true, about: 'A card number' }],
    stops_at_intent: false,
    ...(role === 'lure'
      ? {
          phish_scale: {
            cues: { price: 3 },
            premise: { habit: 4, relevance: 4, fits_events: 4, worry: 0 },
          },
        }
      : {}),
  };
}

function template(
  slug: string,
  source: TemplateSource,
  manifest: object,
  reviewed: boolean,
): CompiledTemplate {
  const words = new Map([['title', 'one two three four five six seven eight nine ten']]);
  const made: Partial<CompiledTemplate> = {
    slug,
    hash: templateHash(source),
    manifest: manifest as TemplateManifest,
    locales: ['en', 'th'],
    pages: ['landing', 'product', 'checkout'],
    assets: new Map(),
    texts: () => words,
    isReviewed: () => reviewed,
    needs: () => ({ values: [], lists: {}, flags: [], fragments: [] }),
  };
  return made as CompiledTemplate;
}
