import type { Kysely } from 'kysely';
import type { Jobs } from '../database/jobs.ts';
import type { Database } from '../database/tables.ts';
import { runDue } from './run-due.ts';
import type { FollowUpContext } from './types.ts';
import { openKeyVacuum } from './vacuum-keys.ts';

const FOLLOW_UP = 'follow-up';
const VACUUM_KEYS = 'vacuum-keys';

/**
 * Registers the work of every minute: what is due in field trials, and the vacuum of the keys of
 * erased people. Cost: a handful of index look-ups a trial when nothing is due. One node at a time
 * takes each; a node that dies is replaced within a minute, and a run beside another does no harm.
 *
 * @param owner - A connection with the owner's rights, for the vacuum.
 */
export async function followUpJobs(
  jobs: Jobs,
  context: FollowUpContext,
  owner: Kysely<Database>,
): Promise<void> {
  await jobs.everyMinute(FOLLOW_UP, async (signal) => {
    let more = true;
    while (more && !signal.aborted) {
      const report = await runDue(context, context.clock.now(), { signal });
      more = report.more;
      for (const trial of report.trials) {
        if (trial.unknown > 0) {
          context.log.warn(
            { trial: trial.slug, unknown: trial.unknown },
            'messages in doubt are not sent again',
          );
        }
      }
    }
  });
  const vacuum = openKeyVacuum(owner);
  await jobs.everyMinute(VACUUM_KEYS, async () => {
    await vacuum.run(context.clock.now());
  });
}
