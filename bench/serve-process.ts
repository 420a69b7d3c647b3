/** The service as `scampaign serve` runs it, on free ports, telling whoever forked it where. */
import { pino } from 'pino';
import { loadConfig } from '../server/config/config.ts';
import { openEngine } from '../server/engine.ts';
import { startService } from '../server/main.ts';

const config = loadConfig(
  { ...process.env, SCAMPAIGN_STAFF_PORT: '0', SCAMPAIGN_PEOPLE_PORT: '0' },
  process.cwd(),
);
const engine = await openEngine(config, pino({ level: config.logLevel }, pino.destination(2)));
const service = await startService(engine, config, { jobs: false });
process.send?.({ people: service.peopleUrl, staff: service.staffUrl });
process.once('SIGTERM', async () => {
  await service.stop();
  await engine.close();
  process.exit(0);
});
