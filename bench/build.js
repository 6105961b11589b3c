// @ts-check
'use strict';

const { execFileSync } = require('node:child_process');
const { rmSync } = require('node:fs');
const { join } = require('node:path');
const { withProjectCopy } = require('./project-copy');
const { timeOf } = require('./time');

/**
 * Time to make the package from its sources, and its size.
 *
 * @param {string} root
 * @param {{ readonly suite: boolean }} options
 * @param {(line: string) => void} tell
 */
function measureBuild(root, { suite }, tell) {
  return withProjectCopy(root, (cwd) => {
    const npm = ['npm', 'run', '--silent'];
    for (const made of ['.gen', 'lib']) rmSync(join(cwd, made), { recursive: true, force: true });
    tell('measuring gen and build');
    const rows = [
      { name: 'gen: bindings from the schemas', ms: timeOf([...npm, 'gen'], { cwd }) },
      { name: 'build: bindings, library and clusters compiled', ms: timeOf([...npm, 'build'], { cwd }) },
      { name: 'build again, nothing changed', ms: timeOf([...npm, 'build'], { cwd }) },
    ];
    if (suite) {
      tell('measuring the tests');
      rows.push({ name: 'tests: npm test', ms: timeOf(['npm', 'test'], { cwd: root }) });
    }
    return { rows, package: packedSize(cwd) };
  });
}

/** @param {string} cwd */
function packedSize(cwd) {
  const listing = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd, encoding: 'utf8' });
  const [{ size, unpackedSize, entryCount }] = JSON.parse(listing);
  return { packedKiB: Math.round(size / 1024), unpackedKiB: Math.round(unpackedSize / 1024), files: entryCount };
}

module.exports = { measureBuild };
