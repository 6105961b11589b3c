// @ts-check
'use strict';

const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { cacheDirectory } = require('./cache');

/** Steps that take less (s) are over before anybody has read how long they take. */
const LONG = 5;

/** File with the seconds that each long step took here the last time, by its name. */
function timesFile() {
  return join(cacheDirectory(), 'times.json');
}

/** @returns {Record<string, number>} */
function readTimes() {
  try {
    return JSON.parse(readFileSync(timesFile(), 'utf8'));
  } catch {
    // the cache may be deleted at any time
    return {};
  }
}

/**
 * How long a step took here the last time, in words; nothing for one that is short.
 *
 * @param {string} name
 * @returns {string | undefined} such as `took 3 min 47 s here before`
 */
function takenBefore(name) {
  const seconds = readTimes()[name];
  return seconds === undefined || seconds < LONG ? undefined : `took ${durationText(seconds)} here before`;
}

/**
 * Remembers how long a step took.
 *
 * @param {string} name
 * @param {number} seconds
 */
function keepTime(name, seconds) {
  mkdirSync(cacheDirectory(), { recursive: true });
  writeFileSync(timesFile(), `${JSON.stringify({ ...readTimes(), [name]: Math.round(seconds) }, undefined, 2)}\n`);
}

/** @param {number} seconds */
function durationText(seconds) {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

module.exports = { durationText, keepTime, takenBefore };
