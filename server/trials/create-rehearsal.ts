import type { Kysely, Transaction } from 'kysely';
import { parseDocument } from 'yaml';
import type { Catalogue } from '../../landing-templates/types.ts';
import { protocolHash } from '../../protocol/canonical.ts';
import { readProtocol } from '../../protocol/read.ts';
import { lockUntilCommit } from '../accounts/advisory-locks.ts';
import { appendAudit } from '../accounts/audit.ts';
import { REHEARSAL } from '../accounts/authorise.ts';
import type { Keyring } from '../config/keys.ts';
import type { Database, Trial } from '../database/tables.ts';
import { ServiceError } from '../web/errors.ts';
import { checkDocument } from './check-document.ts';
import { drawSalt } from './salt.ts';
import { insertTrial } from './submit-protocol.ts';
import { lockTemplates, storeTemplates } from './template-lock.ts';
import { changeTrial, findTrial } from './trial-rows.ts';

const DOING = 'Rehearse a protocol';
const LONGEST_SLUG = 60;

/**
 * A trial of simulated people, running at once and without approval. It carries a slug of its own,
 * written into its copy of the document, so that neither its hash nor its people can be taken for
 * those of the field trial.
 *
 * @param input.slugSuffix - What follows the protocol's slug; by default `rehearsal-1` and up.
 * @throws ServiceError invalid_input with one line a fault; conflict when the slug is taken.
 */
export async function createRehearsal(
  db: Kysely<Database>,
  keyring: Keyring,
  input: { readonly source: string; readonly catalogue: Catalogue; readonly slugSuffix?: string },
  now: Date,
): Promise<Trial> {
  const { catalogue } = input;
  const checked = checkDocument(DOING, input.source, catalogue, 'rehearsal', now);
  return await db.transaction().execute(async (trx) => {
    await lockUntilCommit(trx, 'newTrial');
    const slug = await freeSlug(trx, checked.protocol.trial.slug, input.slugSuffix);
    const { source, document } = underSlug(input.source, slug);
    const lock = lockTemplates(checked.protocol, catalogue);
    const hash = protocolHash(document, lock);
    await storeTemplates(trx, catalogue, Object.keys(lock), now);
    const { trial_id: trialId } = await insertTrial(trx, slug, now, 'rehearsal');
    await trx
      .insertInto('protocols')
      .values({
        protocol_hash: hash,
        trial_id: trialId,
        document: JSON.stringify(document),
        source,
        template_lock: JSON.stringify(lock),
        submitted_by: null,
        submitted_signature: null,
        submitted_at: now,
      })
      .execute();
    const salt = drawSalt(keyring, trialId);
    const trial = await changeTrial(trx, trialId, {
      state: 'running',
      protocol_hash: hash,
      launched_at: now,
      ...salt,
    });
    await appendAudit(
      trx,
      {
        actor: REHEARSAL,
        action: 'trial.rehearse',
        subject: `trial:${slug}`,
        detail: { revision: trial.revision, protocol_hash: hash, salt_sha256: salt.salt_sha256 },
      },
      now,
    );
    return trial;
  });
}

async function freeSlug(
  trx: Transaction<Database>,
  base: string,
  suffix: string | undefined,
): Promise<string> {
  if (suffix !== undefined) {
    const slug = joined(base, suffix);
    if (!/^[a-z][a-z0-9-]{1,59}$/.test(slug)) {
      throw new ServiceError(
        'invalid_input',
        `${DOING}: "${suffix}" can't end a slug; write small letters, digits and -`,
      );
    }
    if (await findTrial(trx, slug)) {
      throw new ServiceError(
        'conflict',
        `${DOING}: there is a trial called "${slug}" already; choose another suffix`,
      );
    }
    return slug;
  }
  for (let n = 1; ; n++) {
    const slug = joined(base, `rehearsal-${n}`);
    if (!(await findTrial(trx, slug))) return slug;
  }
}

function joined(base: string, suffix: string): string {
  return `${base.slice(0, LONGEST_SLUG - suffix.length - 1)}-${suffix}`;
}

/** The same text with another slug in it; comments stay. */
function underSlug(source: string, slug: string): { source: string; document: unknown } {
  const yaml = parseDocument(source);
  yaml.setIn(['trial', 'slug'], slug);
  const text = yaml.toString({ lineWidth: 0 });
  const read = readProtocol(text);
  if (read.protocol === undefined) {
    throw new Error(`${DOING}: the text under its new slug can't be read`);
  }
  return { source: text, document: read.document };
}
