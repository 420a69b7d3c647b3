// A host's own Node may be older than the one the project is pinned to. The pinned one lies in
// node_modules; when the process is not running on it already, a child is started on it and
// signals are passed on.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pinnedMajor = 24;

export function start(file, args) {
  const target = resolve(root, file);
  if (Number(process.versions.node.split('.')[0]) === pinnedMajor) {
    // Compiled code is kept between runs: a command then starts in about half the time.
    module.enableCompileCache?.();
    process.argv = [process.argv[0], target, ...args];
    const require = createRequire(import.meta.url);
    import(pathToFileURL(require.resolve('tsx/esm/api')).href)
      .then(({ register }) => {
        // The folder the command is typed in may have a tsconfig.json of its own, or none.
        register({ tsconfig: join(root, 'tsconfig.json') });
        return import(pathToFileURL(target).href);
      })
      .catch((error) => {
        console.error(error);
        process.exit(1);
      });
    return;
  }
  const pinned = join(
    root,
    'node_modules',
    '.bin',
    process.platform === 'win32' ? 'node.cmd' : 'node',
  );
  if (!existsSync(pinned) || process.env.SCAMPAIGN_NODE_RETRIED) {
    console.error(
      `Start Scampaign: Node ${process.versions.node} is running and Node ${pinnedMajor} is needed; run npm ci first, or install Node ${pinnedMajor}`,
    );
    process.exit(1);
  }
  const child = spawn(pinned, [join(root, 'bin', 'run.mjs'), file, ...args], {
    stdio: 'inherit',
    env: { ...process.env, SCAMPAIGN_NODE_RETRIED: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}
