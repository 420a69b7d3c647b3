#!/usr/bin/env node
// Runs any TypeScript file of the project: node bin/run.mjs bench/main.ts --json out.json
import { start } from './start.mjs';

const [file, ...args] = process.argv.slice(2);
if (!file) {
  console.error('Run a file: none was named; write node bin/run.mjs FILE [ARGS]');
  process.exit(2);
}
start(file, args);
