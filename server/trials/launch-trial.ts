import type { Kysely, Transaction } from 'kysely';
import type { Catalogue } from '../../landing-templates/types.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { ActorKey } from '../accounts/actor-key.ts';
import { appendAudit } from '../accounts/audit.ts';
import { authorise } from '../accounts/authorise.ts';
import type { Keyring } from '../config/keys.ts';
import type { Database, Trial } from '../database/tables.ts';
import { ServiceError } from '../web/errors.ts';
import { assertApproved } from './assert-approved.ts';
import { checkDocument, readDocument } from './check-document.ts';
import { assertProtocolIntact, findProtocolRow } from './protocol-rows.ts';
import { drawSalt } from './salt.ts';
import { assertLockCurrent, assertLockStored } from './template-lock.ts';
import { changeTrial, lockTrial } from './trial-rows.ts';

/**
 * Starts an approved field trial: everything is checked again as of now, the secret salt is drawn,
 * stored sealed, and its SHA-256 made public.
 *
 * @throws ServiceError refused when it is unapproved, or changed since; invalid_input with one line
 *   a fault when the document no longer passes the checks of a launch.
 */
export async function launchTrial(
  db: Kysely<Database>,
  keyring: Keyring,
  input: {
    readonly slug: string;
    readonly as: ActorKey;
    readonly catalogue: Catalogue;
    /** Origin of each offer form's own host, from the configuration. */
    readonly offerHosts: Readonly<Record<string, string>>;
  },
  now: Date,
): Promise<Trial> {
  const { slug, as, catalogue, offerHosts } = input;
  return await db.transaction().execute(async (trx) => {
    const trial = await lockTrial(trx, slug);
    const actor = await authorise(trx, as, 'launch');
    assertLaunchable(trial);
    const protocol = await assertLaunchChecks(trx, trial, catalogue, now);
    assertHosts(slug, protocol, offerHosts);
    const salt = drawSalt(keyring, trial.trial_id);
    const launched = await changeTrial(trx, trial.trial_id, {
      state: 'running',
      launched_at: now,
      ...salt,
    });
    await appendAudit(
      trx,
      {
        actor: actor.name,
        action: 'trial.launch',
        subject: `trial:${slug}`,
        detail: {
          revision: launched.revision,
          actor_id: actor.actor_id,
          protocol_hash: trial.protocol_hash,
          salt_sha256: salt.salt_sha256,
        },
      },
      now,
    );
    return launched;
  });
}

function assertLaunchable(trial: Trial): void {
  if (trial.purpose === 'rehearsal') {
    throw new ServiceError(
      'refused',
      `Launch ${trial.slug}: it is a rehearsal and runs already; submit its protocol for a field trial`,
    );
  }
  if (trial.state === 'draft' || trial.state === 'submitted') {
    throw new ServiceError(
      'refused',
      `Launch ${trial.slug}: it is ${trial.state} and not approved; have someone who did not submit it approve it`,
    );
  }
  if (trial.state !== 'approved') {
    throw new ServiceError(
      'conflict',
      `Launch ${trial.slug}: it is ${trial.state}; only an approved trial that never ran can be launched`,
    );
  }
}

async function assertLaunchChecks(
  trx: Transaction<Database>,
  trial: Trial,
  catalogue: Catalogue,
  now: Date,
): Promise<Protocol> {
  const row = await findProtocolRow(trx, trial.protocol_hash ?? '');
  if (!row) throw new Error(`Launch ${trial.slug}: its protocol is not stored`);
  assertProtocolIntact(row, readDocument);
  await assertApproved(trx, trial.slug, row);
  const { protocol } = checkDocument(`Launch ${trial.slug}`, row.source, catalogue, 'launch', now);
  assertLockCurrent(row.template_lock, protocol, catalogue);
  await assertLockStored(trx, row.template_lock);
  return protocol;
}

/**
 * Real people meet each offer form on a host name of its own; told apart by path, one form's
 * address would give away the next.
 */
function assertHosts(
  slug: string,
  protocol: Protocol,
  offerHosts: Readonly<Record<string, string>>,
): void {
  const forms = new Set(
    protocol.waves.flatMap((wave) => wave.pairs.flatMap(({ lure, twin }) => [lure, twin])),
  );
  const without = [...forms].filter((form) => !offerHosts[form]);
  if (without.length > 0) {
    throw new ServiceError(
      'refused',
      `Launch ${slug}: ${without.join(', ')} have no host name of their own; name one for each in SCAMPAIGN_OFFER_HOSTS`,
    );
  }
  const origins = [...forms].map((form) => new URL(offerHosts[form]!).hostname);
  if (new Set(origins).size < origins.length) {
    throw new ServiceError(
      'refused',
      `Launch ${slug}: two offer forms share a host name; give each its own in SCAMPAIGN_OFFER_HOSTS`,
    );
  }
}
