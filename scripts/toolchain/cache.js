// @ts-check
'use strict';

const { createHash } = require('node:crypto');
const {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const { homedir, userInfo } = require('node:os');
const { basename, dirname, join, resolve } = require('node:path');

const NAME = 'cdktf-proxmox-talos';

/** Nothing takes so long (ms): the number of the process has gone to another one meanwhile. */
const LONGEST = 3_600_000;

/**
 * Directory of everything that is made once for all clones; it may be deleted at any time.
 *
 * @returns {string}
 */
function cacheDirectory() {
  const chosen = process.env['CDKTF_PROXMOX_TALOS_CACHE'];
  if (chosen) return resolve(chosen);
  return join(process.env['XDG_CACHE_HOME'] || join(homedir() || userInfo().homedir, '.cache'), NAME);
}

/**
 * Short hash of what decides a result.
 *
 * @param {readonly (string | Buffer)[]} parts
 */
function keyOf(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 16);
}

/**
 * Makes a directory once: two processes that want it at the same time get the same one, and an interrupted one leaves
 * nothing that looks finished.
 *
 * @param {string} directory its name says what is in it, so that it never has to change
 * @param {(draft: string) => void} make fills an empty directory, which then takes its final name
 */
function makeOnce(directory, make) {
  if (existsSync(directory)) return;
  mkdirSync(dirname(directory), { recursive: true });
  const unlock = lock(`${directory}.lock`);
  const draft = `${directory}.${process.pid}.draft`;
  try {
    if (existsSync(directory)) return;
    removeAbandonedDrafts(directory);
    mkdirSync(draft);
    make(draft);
    renameSync(draft, directory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    unlock();
  }
}

/**
 * Drafts of processes that were killed while they made the same.
 *
 * @param {string} directory
 */
function removeAbandonedDrafts(directory) {
  for (const name of readdirSync(dirname(directory))) {
    const [, pid] = name.startsWith(`${basename(directory)}.`) ? (/\.(\d+)\.draft$/.exec(name) ?? []) : [];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(dirname(directory), name), { recursive: true });
  }
}

/**
 * Waits until no other living process works on the same. What is made is put in place by a rename, so the lock only
 * saves double work: that a lock of a dead process might be taken by two at once does no harm.
 *
 * @param {string} file
 * @returns {() => void} gives the lock back
 */
function lock(file) {
  for (let isReported = false; !tryLock(file); sleep(250)) {
    const holder = holderOf(file);
    if (holder === undefined) continue;
    const hasDied = holder.pid > 0 && !isAlive(holder.pid);
    if (hasDied || holder.age > LONGEST) rmSync(file, { force: true });
    else if (!isReported) {
      isReported = true;
      process.stderr.write(`waiting for process ${holder.pid}, which makes ${basename(file, '.lock')}\n`);
    }
  }
  return () => rmSync(file, { force: true });
}

/** @param {string} file */
function tryLock(file) {
  try {
    writeFileSync(file, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} file
 * @returns {{ pid: number, age: number } | undefined} undefined when it has just been given back
 */
function holderOf(file) {
  try {
    return { pid: Number(readFileSync(file, 'utf8')), age: Date.now() - statSync(file).mtimeMs };
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {number} milliseconds */
function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

module.exports = { cacheDirectory, keyOf, makeOnce };
