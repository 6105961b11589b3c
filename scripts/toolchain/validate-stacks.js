// @ts-check
'use strict';

const { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');
const { validateStack } = require('./run-tofu');

/** @typedef {import('./provide').Toolchain} Toolchain */
/** @typedef {import('./run-tofu').Diagnostic} Diagnostic */

/**
 * Has OpenTofu look at every stack of a `cdktf.out`, on a copy of the whole: paths in stacks are relative.
 *
 * @param {string} directory the `cdktf.out`; nothing is written there
 * @param {Toolchain} toolchain
 * @param {(line: string) => void} print gets a line per stack, and the faults and warnings of each
 * @param {readonly string[]} [names] stacks to look at; all of them if it is left out
 * @returns {{ valid: string[], invalid: string[] }} names of stacks; one with a warning is invalid
 */
function validateStacks(directory, toolchain, print, names) {
  const stacks = synthesizedStacks(directory, names);
  const work = mkdtempSync(join(tmpdir(), 'validate-'));
  try {
    const copy = join(work, 'cdktf.out');
    cpSync(directory, copy, { recursive: true, filter: (path) => !isOfOpenTofu(basename(path)) });
    const valid = stacks.filter((name) => isValid(name, join(copy, 'stacks', name), toolchain, print));
    return { valid, invalid: stacks.filter((name) => !valid.includes(name)) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * What OpenTofu has left beside a stack that a person uses: other providers, their hashes, and states.
 *
 * @param {string} name
 */
function isOfOpenTofu(name) {
  return name.startsWith('.terraform') || /\.tfstate(\.|$)/.test(name);
}

/**
 * Names of the stacks of a `cdktf.out`.
 *
 * @param {string} directory
 * @param {readonly string[]} [names] those to look at; all of them if it is left out
 * @throws if there is none at all
 */
function synthesizedStacks(directory, names) {
  const stacks = existsSync(join(directory, 'stacks')) ? readdirSync(join(directory, 'stacks')) : [];
  const synthesized = stacks.filter((name) => existsSync(join(directory, 'stacks', name, 'cdk.tf.json'))).sort();
  if (synthesized.length === 0) throw new Error('no stack in cdktf.out/stacks; add a cluster file to stacks/clusters');
  return synthesized.filter((name) => names?.includes(name) ?? true);
}

/**
 * @param {string} name
 * @param {string} directory
 * @param {Toolchain} toolchain
 * @param {(line: string) => void} print
 */
function isValid(name, directory, toolchain, print) {
  const start = performance.now();
  const diagnostics = validateStack(toolchain, directory);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const verdict = diagnostics.length === 0 ? 'ok' : 'FAILED';
  print(`${name}: ${contentOf(join(directory, 'cdk.tf.json'))}, ${seconds} s, ${verdict}`);
  for (const diagnostic of diagnostics) print(sentence(diagnostic));
  return diagnostics.length === 0;
}

/** @param {string} file */
function contentOf(file) {
  /** @type {Record<string, Record<string, object>>} */
  const { resource, data } = JSON.parse(readFileSync(file, 'utf8'));
  /** @param {Record<string, object> | undefined} byType */
  const count = (byType) => Object.values(byType ?? {}).reduce((sum, byId) => sum + Object.keys(byId).length, 0);
  return `${counted(count(resource), 'resource')}, ${counted(count(data), 'data source')}`;
}

/**
 * @param {number} count
 * @param {string} noun
 */
function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** @param {Diagnostic} diagnostic */
function sentence({ severity, summary, detail, source }) {
  const lines = [`${severity}: ${summary}`, ...(source === undefined ? [] : [source]), ...detail.trim().split('\n')];
  return lines.map((line, index) => `${index === 0 ? '  ' : '    '}${line}`).join('\n');
}

module.exports = { synthesizedStacks, validateStacks };
