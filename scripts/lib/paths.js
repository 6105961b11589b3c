// @ts-check
'use strict';

const { join, relative, sep } = require('node:path');
const { readdirSync } = require('node:fs');

/** Directory of the project. */
const projectRoot = join(__dirname, '..', '..');

/**
 * Files below a directory, sorted; nothing when the directory is not there.
 *
 * @param {string} directory
 * @param {(name: string) => boolean} keep takes the path below the directory, with `/`
 * @returns {string[]} full paths
 */
function filesBelow(directory, keep) {
  /** @type {string[]} */
  const found = [];
  /** @param {string} current */
  const walk = (current) => {
    for (const entry of entriesOf(current)) {
      const path = join(current, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (keep(relative(directory, path).split(sep).join('/'))) found.push(path);
    }
  };
  walk(directory);
  return found.sort();
}

/**
 * @param {string} directory
 * @returns {import('node:fs').Dirent[]}
 */
function entriesOf(directory) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return [];
    throw error;
  }
}

module.exports = { projectRoot, filesBelow };
