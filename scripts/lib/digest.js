// @ts-check
'use strict';

const { createHash } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');

/**
 * Writes one hash over the content of many files, for steps that only ask whether any of them is another now.
 *
 * @param {string} target full path
 * @param {readonly string[]} files full paths, sorted
 */
function writeDigest(target, files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  writeFileSync(target, hash.digest('hex'));
}

module.exports = { writeDigest };
