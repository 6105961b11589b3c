// @ts-check
'use strict';

const { spawn } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { createInterface } = require('node:readline');
const { durationText } = require('./kept-times');

/**
 * A build whose progress is told: `go build` runs here, as the process that wants the program waits for it and can tell
 * nothing meanwhile. Reads the order from standard input, tells how far it is on standard error, and writes what Go said
 * of faults to standard output.
 *
 * @typedef {object} BuildOrder
 * @property {string} title how the program is called
 * @property {string} target package to build
 * @property {readonly string[]} flags of `go build`
 * @property {string} output file that is made
 * @property {string} [before] how long it took before, in words
 */

/** How often (ms) a terminal sees how far it is, and how often anything else does. */
const ON_TERMINAL = 1000;
const ELSEWHERE = 30_000;

/** A package that was compiled, as `go build -v` names it. */
const PACKAGE = /^[\w.~-]+(?:\/[\w.~-]+)*$/;

const DOWNLOAD = /^go: downloading /;

/** @param {BuildOrder} order */
function build({ title, target, flags, output, before }) {
  /** @type {{ compiled: number, downloaded: number, packages?: number }} */
  const progress = { compiled: 0, downloaded: 0 };
  const start = Date.now();
  const child = spawn('go', ['build', '-v', ...flags, '-o', output, target], { stdio: ['ignore', 'ignore', 'pipe'] });
  createInterface(child.stderr).on('line', (line) => {
    if (DOWNLOAD.test(line)) progress.downloaded += 1;
    else if (PACKAGE.test(line)) progress.compiled += 1;
    else process.stdout.write(`${line}\n`);
  });
  const counting = countPackages(target, flags, (count) => {
    progress.packages = count;
  });
  const isTerminal = process.stderr.isTTY;
  const timer = setInterval(
    () => {
      const line = `${title}: ${progressText(progress)}, ${durationText((Date.now() - start) / 1000)}`;
      const all = before === undefined ? line : `${line} (${before})`;
      process.stderr.write(isTerminal ? `\r\u001b[K${all.slice(0, (process.stderr.columns || 80) - 1)}` : `${all}\n`);
    },
    isTerminal ? ON_TERMINAL : ELSEWHERE,
  );
  const end = (/** @type {number} */ code) => {
    clearInterval(timer);
    counting.kill();
    if (isTerminal) process.stderr.write('\r\u001b[K');
    process.exitCode = code;
  };
  child.once('error', ({ message }) => {
    process.stdout.write(`${message}\n`);
    end(1);
  });
  child.once('close', (code) => end(code ?? 1));
}

/** @param {{ compiled: number, downloaded: number, packages?: number }} progress */
function progressText({ compiled, downloaded, packages }) {
  if (compiled === 0 && downloaded > 0) return `${downloaded} modules downloaded`;
  // what Go has in its own cache is not compiled again, and not named
  return packages === undefined
    ? `${compiled} packages compiled`
    : `${compiled} of at most ${packages} packages compiled`;
}

/**
 * @param {string} target
 * @param {readonly string[]} flags
 * @param {(count: number) => void} tell called if they could be counted
 * @returns the process that counts
 */
function countPackages(target, flags, tell) {
  const module = flags.filter((flag) => flag.startsWith('-mod'));
  const child = spawn('go', ['list', '-deps', ...module, target], { stdio: ['ignore', 'pipe', 'ignore'] });
  let count = 0;
  createInterface(child.stdout).on('line', () => (count += 1));
  child.once('error', () => undefined);
  child.once('close', (code) => {
    if (code === 0) tell(count);
  });
  return child;
}

if (require.main === module) build(JSON.parse(readFileSync(0, 'utf8')));

module.exports = { progressText };
