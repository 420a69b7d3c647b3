/** The command line: `scampaign COMMAND`. Exit code 2 for wrong input, 1 for what failed, else 0. */
import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { addDataCommands } from './cli/data-commands.ts';
import { addRehearsalCommands } from './cli/rehearsal-commands.ts';
import { addServeCommands } from './cli/serve-commands.ts';
import { addTemplateCommands } from './cli/template-commands.ts';
import { EXIT } from './cli/terminal.ts';
import { addTrialCommands } from './cli/trial-commands.ts';

const program = new Command('scampaign')
  .description('Randomised field trials of anti-scam interventions')
  .version(packageJson.version)
  .showHelpAfterError('Add --help to see what the command takes')
  .exitOverride();

// Whoever reads on, such as head, has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

addServeCommands(program);
addRehearsalCommands(program);
addTrialCommands(program);
addDataCommands(program);
addTemplateCommands(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.wrongInput;
}
