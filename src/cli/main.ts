#!/usr/bin/env node
import { createRequire } from 'node:module';
import { enableCompileCache } from '../app/compile-cache';

enableCompileCache();
// an import would load the program before anything is kept of it
const { runProgram } = createRequire(__filename)('./program') as typeof import('./program');

void runProgram(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
