import { isAboutLivelihood } from '../../protocol/vocabulary.ts';
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
    if (manifest.kind !== 'offer') continue;
    if (isAboutLivelihood(manifest.harm_class, manifest.family)) forms.push(slug);
  }
  known.set(running, forms);
  return forms;
}
