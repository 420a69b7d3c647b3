import { GrowthBookClient } from '@growthbook/growthbook';
import type { Protocol } from '../../protocol/schema.ts';

const client = new GrowthBookClient();

/**
 * Whether a person falls into the trial's share of its namespace. Trials that name one namespace
 * and shares that do not overlap never hold the same person; ask before a person is entered.
 *
 * @param personKey - The same for the same person in every trial and secret to the service: the
 *   keyed hash of their contact, in hex.
 */
export function isInNamespace(
  randomisation: Pick<Protocol['randomisation'], 'namespace'>,
  personKey: string,
): boolean {
  const { namespace } = randomisation;
  if (!namespace) return true;
  const result = client.runInlineExperiment(
    {
      key: `namespace/${namespace.name}`,
      variations: [false, true],
      weights: [0, 1],
      hashAttribute: 'person',
      hashVersion: 2,
      namespace: [namespace.name, namespace.from, namespace.to],
    },
    { attributes: { person: personKey } },
  );
  return result.inExperiment;
}
