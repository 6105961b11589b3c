// @ts-check
'use strict';

const { execFileSync } = require('node:child_process');
const { join } = require('node:path');
const { projectRoot } = require('./paths');

/** A package of the project: the main one as it was built, and the judge, whose own check runs before. */
const PACKAGES = {
  main: { directory: projectRoot, options: ['--ignore-scripts'] },
  judge: { directory: join(projectRoot, 'judge'), options: [] },
};

/**
 * Packs a package as it would be published.
 *
 * @param {string} directory where the tarball is put
 * @param {keyof typeof PACKAGES} [name]
 * @returns {string} full path of the tarball
 * @throws if the judge was not built
 */
function pack(directory, name = 'main') {
  const { directory: source, options } = PACKAGES[name];
  const output = execFileSync('npm', ['pack', '--json', '--silent', ...options, '--pack-destination', directory], {
    cwd: source,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [{ filename }] = JSON.parse(output);
  return join(directory, filename);
}

module.exports = { pack };
