// @ts-check
'use strict';

const { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');

const LEFT_OUT = ['.cache', '.git', 'cdktf.out', 'node_modules', 'reports', 'simulator', 'state'];

/**
 * Works on a copy of the project, whose files may be changed; the packages are shared.
 *
 * @template T
 * @param {string} root
 * @param {(copy: string) => T} work
 * @returns {T}
 */
function withProjectCopy(root, work) {
  const copy = mkdtempSync(join(tmpdir(), 'bench-project-'));
  try {
    // times of change stay: the stamps of the build compare them first
    const filter = (/** @type {string} */ path) => !LEFT_OUT.includes(basename(path)) || !isTopLevel(root, path);
    cpSync(root, copy, { recursive: true, preserveTimestamps: true, filter });
    if (existsSync(join(root, 'node_modules'))) symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    return work(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/**
 * @param {string} root
 * @param {string} path
 */
function isTopLevel(root, path) {
  return join(root, basename(path)) === path;
}

module.exports = { withProjectCopy };
