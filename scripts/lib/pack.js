// @ts-check
'use strict';

const { execFileSync } = require('node:child_process');
const { join } = require('node:path');
const { projectRoot } = require('./paths');

/**
 * Packs the package as it would be published.
 *
 * @param {string} directory where the tarball is put
 * @returns {string} full path of the tarball
 */
function pack(directory) {
  const output = execFileSync(
    'npm',
    ['pack', '--json', '--silent', '--ignore-scripts', '--pack-destination', directory],
    {
      cwd: projectRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [{ filename }] = JSON.parse(output);
  return join(directory, filename);
}

module.exports = { pack };
