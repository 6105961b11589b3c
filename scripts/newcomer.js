// @ts-check
'use strict';

const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { parseArgs } = require('node:util');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { Newcomer } = require('./lib/newcomer');
const { NODES, nodeOfDay, provideNode } = require('./lib/newcomer-node');
const { pack } = require('./lib/pack');
const { projectRoot } = require('./lib/paths');
const { HOMELAB_STEPS } = require('./lib/steps');
const { ToolchainMissing, provideHomelabKit } = require('./toolchain/provide');

const usage = `usage: npm run test:newcomer -- [--node ${Object.keys(NODES).join('|')}|day]

From an empty folder with the packed package: every command that a newcomer gives before there is a machine, with its time.
--node day takes the version of Node whose turn it is today, which is the default.`;

void runCommand(async () => {
  const { values } = parseArgs({ options: { node: { type: 'string', default: 'day' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    console.log(usage);
    return;
  }
  const name = values.node === 'day' ? nodeOfDay(new Date()) : values.node;
  await build(projectRoot, HOMELAB_STEPS, tell);
  const work = mkdtempSync(join(tmpdir(), 'newcomer-'));
  try {
    const path = provideNode(name, join(work, 'node'));
    const tarballs = { 'cdktf-proxmox-talos': pack(work), 'cdktf-proxmox-talos-judge': pack(work, 'judge') };
    console.log(`Node ${name}, from an empty folder`);
    report(new Newcomer({ directory: work, path, tarballs, homelab: tryProvideHomelab() }));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});

/** @returns {string | undefined} the homelab that a release carries; nothing where it cannot be had, which is said */
function tryProvideHomelab() {
  try {
    if (process.platform === 'linux') return provideHomelabKit(tell);
    tell(`nothing is tried: a homelab needs Linux, not ${process.platform}`);
  } catch (error) {
    if (!(error instanceof ToolchainMissing) || process.env['CI']) throw error;
    tell(`nothing is tried:${error.message}`);
  }
  return undefined;
}

/** @param {Newcomer} newcomer */
function report(newcomer) {
  const tally = { passed: 0, failed: 0, milliseconds: 0 };
  for (const step of newcomer.steps()) {
    try {
      const milliseconds = newcomer.run(step);
      tally.passed += 1;
      tally.milliseconds += milliseconds;
      console.log(`ok      ${(milliseconds / 1000).toFixed(1).padStart(6)} s  ${step.says}`);
    } catch (error) {
      tally.failed += 1;
      console.log(`failed           ${step.says}\n${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(`${(tally.milliseconds / 1000).toFixed(0)} s in all`);
  console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
  if (tally.failed > 0) process.exitCode = 1;
}
