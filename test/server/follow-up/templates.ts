import type { OfferManifest } from '../../../landing-templates/manifest.ts';
import type { CompiledTemplate } from '../../../landing-templates/types.ts';
import type { FollowUpContext } from '../../../server/follow-up/types.ts';

/** Templates whose every message says which one it is and names all that it is given. */
export const TEMPLATES: FollowUpContext['templates'] = {
  get: (hash) => Promise.resolve(template(hash)),
  bySlug: (slug) => template(slug),
};

/** The same, and every offer is about work. */
export const JOB_TEMPLATES: FollowUpContext['templates'] = {
  get: (hash) => Promise.resolve(template(hash, { family: 'job', harm_class: 'livelihood' })),
  bySlug: (slug) => template(slug),
};

function template(slug: string, offer: Partial<OfferManifest> = {}): CompiledTemplate {
  const stub: Partial<CompiledTemplate> = {
    slug,
    manifest: {
      kind: 'offer',
      entity: { name: 'Shop', sender: `Shop of ${slug}` },
      ...offer,
    } as CompiledTemplate['manifest'],
    localeFor: (wished) => wished,
    message: (name, locale, values) => ({
      subject: `${slug} ${name} ${locale}`,
      body: JSON.stringify(values),
      short: `short ${name}`,
    }),
  };
  return stub as CompiledTemplate;
}
