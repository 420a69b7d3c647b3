#!/usr/bin/env node
// The command line. Runs the TypeScript sources on the Node version this project pins.
import { start } from './start.mjs';

start('server/cli.ts', process.argv.slice(2));
