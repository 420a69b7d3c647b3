import { randomBytes } from 'node:crypto';
import type { Catalogue } from '../../../landing-templates/types.ts';
import { type ActorKey, parseActorKey } from '../../../server/accounts/actor-key.ts';
import { addActor } from '../../../server/accounts/actors.ts';
import { type Keyring, keyringOf } from '../../../server/config/keys.ts';
import type { Role, Trial } from '../../../server/database/tables.ts';
import { approveTrial } from '../../../server/trials/approve-trial.ts';
import { createRehearsal } from '../../../server/trials/create-rehearsal.ts';
import { launchTrial } from '../../../server/trials/launch-trial.ts';
import { submitProtocol } from '../../../server/trials/submit-protocol.ts';
import { type TestDatabase, testDatabase } from '../../helpers/database.ts';
import { EXAMPLE, reviewedExample } from '../../protocol/example.ts';
import { exampleCatalogue } from './example-catalogue.ts';

export const NOW = new Date('2026-11-22T09:00:00Z');

/** A minute later each time. */
export function minutesLater(minutes: number): Date {
  return new Date(NOW.getTime() + minutes * 60_000);
}

export interface World extends TestDatabase {
  readonly keyring: Keyring;
  readonly catalogue: Catalogue;
  readonly keys: Readonly<Record<Role, ActorKey>>;
  /** Adds one more actor. */
  actor(name: string, role: Role): Promise<ActorKey>;
  /** The reviewed example under a slug of its own. */
  source(slug: string): string;
  submitted(slug: string): Promise<string>;
  approved(slug: string): Promise<string>;
  launched(slug: string): Promise<Trial>;
  rehearsal(edit?: (source: string) => string): Promise<Trial>;
  /** Newest audit entries about a trial, oldest first, without the hashes. */
  audit(subject: string): Promise<{ actor: string; action: string; detail: unknown }[]>;
}

const NAMES: Readonly<Record<Role, string>> = {
  designer: 'Dao',
  approver: 'Anan',
  operator: 'Orn',
  evaluator: 'Ek',
  helper: 'Hom',
};

/** A database of its own with one actor of each role. */
/** Every form of the example on a host name of its own. */
export const OFFER_HOSTS = Object.fromEntries(
  ['coffee-corner-sale', 'coffee-corner-clearance', 'lamp-loft-sale', 'lamp-loft-clearance'].map(
    (form) => [form, `https://${form}.example`],
  ),
);

export async function makeWorld(): Promise<World> {
  const database = await testDatabase();
  const { db } = database;
  const keyring = keyringOf([{ id: 'k1', key: randomBytes(32) }]);
  const catalogue = exampleCatalogue();
  const actor = async (name: string, role: Role): Promise<ActorKey> =>
    parseActorKey((await addActor(db, { name, role }, NOW)).keyFile);
  const keys = {} as Record<Role, ActorKey>;
  for (const [role, name] of Object.entries(NAMES) as [Role, string][]) {
    keys[role] = await actor(name, role);
  }
  const source = (slug: string): string => withSlug(reviewedExample(), slug);
  const submitted = async (slug: string): Promise<string> =>
    (await submitProtocol(db, { source: source(slug), as: keys.designer, catalogue }, NOW))
      .protocolHash;
  const approved = async (slug: string): Promise<string> => {
    const hash = await submitted(slug);
    await approveTrial(db, { slug, as: keys.approver, reason: 'read and agreed' }, NOW);
    return hash;
  };
  const launched = async (slug: string): Promise<Trial> => {
    await approved(slug);
    return await launchTrial(
      db,
      keyring,
      { slug, as: keys.operator, catalogue, offerHosts: OFFER_HOSTS },
      NOW,
    );
  };
  return {
    ...database,
    keyring,
    catalogue,
    keys,
    actor,
    source,
    submitted,
    approved,
    launched,
    rehearsal: async (edit = (text) => text) =>
      await createRehearsal(db, keyring, { source: edit(EXAMPLE), catalogue }, NOW),
    audit: async (subject) =>
      await db
        .selectFrom('audit_entries')
        .select(['actor', 'action', 'detail'])
        .where('subject', '=', subject)
        .orderBy('entry_no')
        .execute(),
  };
}

export function withSlug(source: string, slug: string): string {
  return source.replace(/^( {2}slug: ).*$/m, `$1${slug}`);
}
