import type { FaultList } from './faults.ts';
import type { OfferManifest } from './manifest.ts';
import { measurePair, unlikeness } from './parity.ts';
import type { CompiledTemplate } from './types.ts';

/** Lures and twins across templates: mutual links, the same funnel, names and hosts of their own. */
export function checkPairs(
  templates: ReadonlyMap<string, CompiledTemplate>,
  known: ReadonlySet<string>,
  faults: FaultList,
): void {
  const offers = [...templates.values()].flatMap(({ slug, manifest }) =>
    manifest.kind === 'offer' ? [{ slug, manifest }] : [],
  );
  const taken = new Map<string, string>();
  for (const { slug, manifest } of offers) {
    const file = `${slug}/template.yaml`;
    for (const name of [manifest.host, manifest.entity.name, manifest.entity.sender]) {
      const other = taken.get(name.toLowerCase());
      if (other && other !== slug) {
        faults.add('T062', file, 1, `Choose another name: ${name} is used by ${other}`);
      }
      taken.set(name.toLowerCase(), slug);
    }
    const twin = templates.get(manifest.twin)?.manifest;
    // A twin that has faults of its own is known but not compiled.
    if (!twin && known.has(manifest.twin)) continue;
    if (twin?.kind !== 'offer') {
      faults.add('T060', file, 1, `Name the twin's folder: ${manifest.twin} is not an offer here`);
    } else {
      checkPair(slug, manifest, twin, file, faults);
      if (manifest.role === 'lure') checkParity(templates, slug, manifest.twin, faults);
    }
  }
}

function checkPair(
  slug: string,
  offer: OfferManifest,
  twin: OfferManifest,
  file: string,
  faults: FaultList,
): void {
  if (twin.twin !== slug || twin.role === offer.role) {
    faults.add(
      'T060',
      file,
      1,
      `Link the twins both ways, one lure and one twin: ${offer.twin} names ${twin.twin} and is a ${twin.role}`,
    );
  }
  if (twin.compliance_step !== offer.compliance_step) {
    faults.add(
      'T061',
      file,
      1,
      `Use one compliance step: ${offer.compliance_step} here, ${twin.compliance_step} in ${offer.twin}`,
    );
  }
  const pages = (manifest: OfferManifest) =>
    manifest.pages.map(({ key, step }) => `${key} (${step})`).join(', ');
  if (pages(twin) !== pages(offer)) {
    faults.add(
      'T061',
      file,
      1,
      `Use the same pages and steps: ${pages(offer)} here, ${pages(twin)} in ${offer.twin}`,
    );
  }
  const flags = new Set(offer.red_flags.map(({ key }) => key));
  if (offer.role !== 'lure') return;
  for (const { key } of twin.good_signs) {
    if (!flags.has(key)) {
      faults.add(
        'T061',
        file,
        1,
        `Answer a red flag with each good sign: ${offer.twin} has ${key}, this lure doesn't`,
      );
    }
  }
}

/** A pair that differs in more than its signs would be told apart by the rest. */
function checkParity(
  templates: ReadonlyMap<string, CompiledTemplate>,
  lure: string,
  twin: string,
  faults: FaultList,
): void {
  const unlike = unlikeness(measurePair(templates.get(lure)!, templates.get(twin)!));
  if (unlike.length === 0) return;
  faults.add(
    'T064',
    `${lure}/template.yaml`,
    1,
    `Make the twins alike: ${lure} and ${twin} differ in ${unlike.join(', ')}`,
  );
}
