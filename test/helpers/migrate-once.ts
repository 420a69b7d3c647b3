// A process that migrates one database and prints the steps it applied.
import { migrateToLatest } from '../../server/database/migrate.ts';
import { openOwner } from '../../server/database/pool.ts';

const owner = openOwner(process.argv[2] ?? '');
const { applied } = await migrateToLatest(owner);
await owner.close();
process.stdout.write(JSON.stringify(applied));
