// @ts-check
'use strict';

// Before the package is packed: it is of no use without the module, which is built elsewhere and never committed.

const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const wasm = join(__dirname, 'judge.wasm');
const identity = join(__dirname, 'judge.json');

function fault() {
  if (!existsSync(wasm) || !existsSync(identity)) return 'judge.wasm is not built';
  const { digest } = JSON.parse(readFileSync(identity, 'utf8'));
  const isNamed = createHash('sha256').update(readFileSync(wasm)).digest('hex') === digest;
  return isNamed ? undefined : 'judge.wasm is not the module that judge.json names';
}

const found = fault();
if (found !== undefined) {
  process.stderr.write(`${found}; run "npm run toolchain" in the repository first\n`);
  process.exitCode = 1;
}
