// @ts-check
'use strict';

const { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { run } = require('./lib/run');
const { provideToolchain } = require('./toolchain/provide');
const { validateStack } = require('./toolchain/run-tofu');

/** @typedef {import('./toolchain/run-tofu').Diagnostic} Diagnostic */

/** Has the real OpenTofu look at every synthesized stack, on a copy; a warning fails as an error does. */
void runCommand(() => {
  const toolchain = provideToolchain();
  if (!run(process.execPath, [join(__dirname, 'synth.js')])) throw new Error('nothing to validate: synth failed');
  const work = mkdtempSync(join(tmpdir(), 'validate-'));
  try {
    const copy = join(work, 'cdktf.out');
    cpSync(join(projectRoot, 'cdktf.out'), copy, { recursive: true, filter: (path) => !isOfOpenTofu(basename(path)) });
    const stacks = stacksIn(copy);
    const good = stacks.filter((name) => report(name, join(copy, 'stacks', name), toolchain));
    tell(`${good.length} of ${stacks.length} stacks are valid and draw no warning`);
    if (good.length < stacks.length) process.exitCode = 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});

/**
 * What OpenTofu has left beside a stack that a person uses: other providers, their hashes, and states.
 *
 * @param {string} name
 */
function isOfOpenTofu(name) {
  return name.startsWith('.terraform') || /\.tfstate(\.|$)/.test(name);
}

/** @param {string} directory */
function stacksIn(directory) {
  const stacks = existsSync(join(directory, 'stacks')) ? readdirSync(join(directory, 'stacks')) : [];
  const synthesized = stacks.filter((name) => existsSync(join(directory, 'stacks', name, 'cdk.tf.json'))).sort();
  if (synthesized.length === 0) throw new Error('no stack in cdktf.out/stacks; add a cluster file to stacks/clusters');
  return synthesized;
}

/**
 * @param {string} name
 * @param {string} directory
 * @param {import('./toolchain/provide').Toolchain} toolchain
 * @returns {boolean} whether the stack is without fault and warning
 */
function report(name, directory, toolchain) {
  const start = performance.now();
  const diagnostics = validateStack(toolchain, directory);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const verdict = diagnostics.length === 0 ? 'ok' : 'FAILED';
  console.log(`${name}: ${contentOf(join(directory, 'cdk.tf.json'))}, ${seconds} s, ${verdict}`);
  for (const diagnostic of diagnostics) console.log(sentence(diagnostic));
  return diagnostics.length === 0;
}

/** @param {string} file */
function contentOf(file) {
  /** @type {Record<string, Record<string, object>>} */
  const { resource, data } = JSON.parse(readFileSync(file, 'utf8'));
  /** @param {Record<string, object> | undefined} byType */
  const count = (byType) => Object.values(byType ?? {}).reduce((sum, byId) => sum + Object.keys(byId).length, 0);
  return `${count(resource)} resources, ${count(data)} data sources`;
}

/** @param {Diagnostic} diagnostic */
function sentence({ severity, summary, detail, source }) {
  const lines = [`${severity}: ${summary}`, ...(source === undefined ? [] : [source]), ...detail.trim().split('\n')];
  return lines.map((line, index) => `${index === 0 ? '  ' : '    '}${line}`).join('\n');
}
