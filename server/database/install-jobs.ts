import type pg from 'pg';
import { PgBoss } from 'pg-boss';
import { SERVICE_ROLE } from './pool.ts';

/** The schema the job queue lives in, beside ours in the same database. */
export const JOBS_SCHEMA = 'jobs';

/**
 * Makes or brings up to date the job queue's own tables, as their owner, and lets the service use
 * them. The service itself never creates or changes a table.
 *
 * @param client - Connected as the owner, and the only one that installs at this time.
 */
export async function installJobs(client: pg.ClientBase): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => client.query(text, values) },
    schema: JOBS_SCHEMA,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  await boss.start();
  await boss.stop({ graceful: false });
  await client.query(`
    grant usage on schema ${JOBS_SCHEMA} to ${SERVICE_ROLE};
    grant select, insert, update, delete on all tables in schema ${JOBS_SCHEMA} to ${SERVICE_ROLE};
    grant usage on all sequences in schema ${JOBS_SCHEMA} to ${SERVICE_ROLE};
    grant execute on all functions in schema ${JOBS_SCHEMA} to ${SERVICE_ROLE};
  `);
}
