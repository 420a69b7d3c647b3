import type { OfferManifest } from '../../landing-templates/manifest.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import type { FollowUpContext } from './types.ts';

const known = new WeakMap<RunningTrial, readonly string[]>();

/** Offers of a trial around which a person may plan work, study, travel or savings. */
export async function findLivelihoodForms(
  templates: FollowUpContext['templates'],
  running: RunningTrial,
): Promise<readonly string[]> {
  const before = known.get(running);
  if (before) return before;
  const forms: string[] = [];
  const named = running.protocol.waves.flatMap(({ pairs }) =>
    pairs.flatMap(({ lure, twin }) => [lure, twin]),
  );
  for (const slug of new Set(named)) {
    const hash = running.templateLock[slug];
    if (!hash) continue;
    const { manifest } = await templates.get(hash);
    if (manifest.kind === 'offer' && isLivelihood(manifest)) forms.push(slug);
  }
  known.set(running, forms);
  return forms;
}

function isLivelihood({ family, harm_class: harm }: OfferManifest): boolean {
  return (
    harm === 'livelihood' || family === 'job' || family === 'scholarship' || family === 'investment'
  );
}
