// @ts-check
'use strict';

const { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');

/**
 * State of a file when it was last used: size, time of change in milliseconds, hash of its content.
 *
 * @typedef {readonly [size: number, mtimeMs: number, hash: string]} FileStamp
 */

/**
 * Files that a step read, by path below the root.
 *
 * @typedef {Record<string, FileStamp>} StepStamp
 */

/**
 * Remembers which files each step of the build has used, so that a step runs again only when their content changed.
 *
 * Size and time of change are compared first: only a file that differs there is read and hashed.
 */
class Stamps {
  /** @param {string} root directory of the project */
  constructor(root) {
    this.root = root;
    this.file = join(root, 'lib', '.stamps.json');
    /** @type {Record<string, StepStamp>} */
    this.steps = readSteps(this.file);
  }

  /**
   * If the step used exactly these files with this content, and its outputs are all there.
   *
   * @param {string} step
   * @param {readonly string[]} inputs full paths
   * @param {readonly string[]} outputs full paths
   * @returns {boolean}
   */
  isFresh(step, inputs, outputs) {
    const known = this.steps[step];
    if (known === undefined) return false;
    const current = this.take(inputs, known);
    if (!sameContent(known, current) || !outputs.every((path) => existsSync(path))) return false;
    if (!sameTimes(known, current)) this.record(step, current);
    return true;
  }

  /**
   * Stamps of files, to be recorded once the step that uses them has succeeded.
   *
   * @param {readonly string[]} inputs full paths; a file that is not there has a stamp too
   * @param {StepStamp} known stamps whose hashes may be taken over
   * @returns {StepStamp}
   */
  take(inputs, known = {}) {
    /** @type {Record<string, FileStamp>} */
    const taken = {};
    for (const path of inputs) {
      const name = relative(this.root, path);
      taken[name] = stampOf(path, known[name]);
    }
    return taken;
  }

  /**
   * @param {string} step
   * @param {StepStamp} stamp
   */
  record(step, stamp) {
    // read again: another process may have recorded another step in the meantime
    this.steps = { ...readSteps(this.file), [step]: stamp };
    mkdirSync(dirname(this.file), { recursive: true });
    const draft = `${this.file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(this.steps));
    renameSync(draft, this.file);
  }
}

/**
 * @param {string} file
 * @returns {Record<string, StepStamp>}
 */
function readSteps(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {}; // none yet, or not readable: every step runs and writes its stamp anew
  }
}

/**
 * @param {string} path
 * @param {FileStamp | undefined} known
 * @returns {FileStamp}
 */
function stampOf(path, known) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [-1, 0, ''];
  if (known !== undefined && known[0] === stats.size && known[1] === stats.mtimeMs) return known;
  return [stats.size, stats.mtimeMs, hashOf(readFileSync(path))];
}

/** @param {Buffer} content */
function hashOf(content) {
  // loaded only when a file has changed: loading takes longer than all the rest of a check
  return require('node:crypto').createHash('sha256').update(content).digest('hex');
}

/**
 * @param {StepStamp} left
 * @param {StepStamp} right
 */
function sameContent(left, right) {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => left[name]?.[2] === right[name]?.[2]);
}

/**
 * @param {StepStamp} left
 * @param {StepStamp} right
 */
function sameTimes(left, right) {
  return Object.keys(left).every((name) => left[name]?.[1] === right[name]?.[1]);
}

module.exports = { Stamps };
