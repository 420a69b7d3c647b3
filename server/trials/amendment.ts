import { canonicalJson } from '../../protocol/canonical.ts';
import type { Protocol } from '../../protocol/schema.ts';
import { ServiceError } from '../web/errors.ts';

/** What an amendment may never touch: who is drawn into what, and how the answer is read off. */
const FIXED: readonly { readonly name: string; readonly of: (protocol: Protocol) => unknown }[] = [
  { name: 'arms', of: (protocol) => protocol.arms },
  { name: 'randomisation', of: (protocol) => protocol.randomisation },
  { name: 'population.strata', of: (protocol) => protocol.population.strata.map(({ key }) => key) },
  {
    name: 'population.clusters',
    of: (protocol) => protocol.population.clusters !== undefined,
  },
  { name: 'waves (their keys and order)', of: (protocol) => protocol.waves.map(({ key }) => key) },
  { name: 'analysis.primary', of: (protocol) => protocol.analysis.primary },
  { name: 'analysis.comparator', of: (protocol) => protocol.analysis.comparator },
];

/**
 * An amendment of a launched trial may change texts, contacts, dates and offers; arms, allocation
 * and method stay.
 *
 * @throws ServiceError refused, naming every part that may not change.
 */
export function assertAmendable(current: Protocol, amended: Protocol): void {
  const changed = FIXED.filter(
    ({ of }) => canonicalJson({ part: of(current) }) !== canonicalJson({ part: of(amended) }),
  ).map(({ name }) => name);
  if (changed.length > 0) {
    throw new ServiceError(
      'refused',
      `Amend ${current.trial.slug}: ${changed.join(', ')} differ from the protocol in force and may not change after launch; put them back, or submit a new trial under another slug`,
    );
  }
}
