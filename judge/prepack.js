// @ts-check
'use strict';

// Before the package is packed: it is of no use without the modules, which are built elsewhere and never committed.

const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const identity = join(__dirname, 'judge.json');

function fault() {
  if (!existsSync(identity)) return 'the modules of judge.json are not built';
  const { modules = [] } = JSON.parse(readFileSync(identity, 'utf8'));
  for (const { file, digest } of modules) {
    const path = join(__dirname, file);
    if (!existsSync(path)) return `${file} is not built`;
    const isNamed = createHash('sha256').update(readFileSync(path)).digest('hex') === digest;
    if (!isNamed) return `${file} is not the module that judge.json names`;
  }
  return modules.length === 0 ? 'judge.json names no module' : undefined;
}

const found = fault();
if (found !== undefined) {
  process.stderr.write(`${found}; run "npm run toolchain" in the repository first\n`);
  process.exitCode = 1;
}
