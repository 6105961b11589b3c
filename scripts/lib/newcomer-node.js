// @ts-check
'use strict';

const { execFileSync } = require('node:child_process');
const { existsSync, mkdirSync, writeFileSync } = require('node:fs');
const { delimiter, dirname, join } = require('node:path');
const { turnsOfDay } = require('./turns-of-day');

/**
 * Versions of Node that the package is tried with: the oldest that it takes, and the long-lived ones after it, each with
 * the npm that comes with it.
 *
 * @type {Readonly<Record<string, { readonly node: string, readonly npm: string }>>}
 */
const NODES = {
  20: { node: '20.12', npm: '10.5' },
  22: { node: '22', npm: '10' },
  24: { node: '24', npm: '11' },
};

/**
 * The version whose turn it is: each has every third day.
 *
 * @param {Date} date
 * @returns {string} such as `22`
 */
function nodeOfDay(date) {
  return turnsOfDay(Object.keys(NODES), date)[0] ?? '';
}

/**
 * Installs a version of Node and its npm from the package registry.
 *
 * @param {string} name one of `NODES`
 * @param {string} directory
 * @returns {string} what the PATH begins with for programs that find them there
 */
function provideNode(name, directory) {
  const wanted = NODES[name];
  if (wanted === undefined) throw new Error(`no Node ${name} is tried; write one of ${Object.keys(NODES).join(', ')}`);
  mkdirSync(directory, { recursive: true });
  const platform = `node-${process.platform}-${process.arch}`;
  const dependencies = { [platform]: wanted.node, npm: wanted.npm };
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ private: true, dependencies }));
  const args = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', '--ignore-scripts'];
  execFileSync('npm', args, { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
  const program = join(directory, 'node_modules', platform, 'bin', 'node');
  if (!existsSync(program)) throw new Error(`${platform} ${wanted.node} has no ${program}`);
  return [dirname(program), join(directory, 'node_modules', '.bin')].join(delimiter);
}

module.exports = { NODES, nodeOfDay, provideNode };
