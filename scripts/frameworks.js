// @ts-check
'use strict';

const { mkdirSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { isDeepStrictEqual } = require('node:util');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { Consumer } = require('./lib/consumer');
const { pack } = require('./lib/pack');
const { projectRoot } = require('./lib/paths');
const { HOMELAB_STEPS } = require('./lib/steps');

/** @typedef {import('./lib/consumer').Framework} Framework */

/** @type {readonly Framework[]} */
const FRAMEWORKS = [
  {
    name: 'cdktf 0.21.0',
    packages: {
      cdktf: '0.21.0',
      constructs: '10.4.2',
      '@cdktf/provider-http': '10.0.1',
      '@cdktf/provider-tls': '11.0.1',
    },
    programs: ['clusters', 'library', 'app', 'mixed'],
  },
  {
    name: 'CDK Terrain 0.24.0',
    packages: { cdktf: 'npm:cdktn@0.24.0', constructs: '10.7.2' },
    programs: ['clusters', 'library', 'app'],
  },
];

/** Programs whose stacks have to be the same on both frameworks. */
const COMPARED = ['clusters', 'library', 'app'];

void runCommand(async () => {
  await build(projectRoot, HOMELAB_STEPS, tell);
  const work = mkdtempSync(join(tmpdir(), 'frameworks-'));
  try {
    const tally = new Tally();
    const tarball = pack(work);
    const consumers = FRAMEWORKS.map((framework) => checkFramework(framework, tarball, work, tally));
    for (const program of COMPARED) compareStacks(program, consumers, tally);
    const [consumer] = consumers;
    tally.check("Talos' judge, packed and installed beside the package, judges at synth", () =>
      consumer?.judge(pack(work, 'judge')),
    );
    console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
    if (tally.failed > 0) process.exitCode = 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});

class Tally {
  passed = 0;
  failed = 0;

  /**
   * @param {string} name
   * @param {() => void} run throws what is wrong
   */
  check(name, run) {
    try {
      run();
      this.passed += 1;
      console.log(`ok      ${name}`);
    } catch (error) {
      this.failed += 1;
      console.log(`failed  ${name}\n${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/**
 * @param {Framework} framework
 * @param {string} tarball
 * @param {string} work
 * @param {Tally} tally
 */
function checkFramework(framework, tarball, work, tally) {
  const directory = join(work, framework.name.replaceAll(' ', '-'));
  mkdirSync(directory);
  const consumer = new Consumer(framework, directory);
  tally.check(`${framework.name}: the package installs beside it`, () => consumer.install(tarball));
  for (const resolution of consumer.resolutions) {
    tally.check(`${framework.name}: types, moduleResolution ${resolution}`, () => consumer.checkTypes(resolution));
  }
  for (const program of framework.programs) {
    tally.check(`${framework.name}: ${program} synthesizes`, () => consumer.run(program));
  }
  tally.check(`${framework.name}: the command line works as it is installed`, () => consumer.command());
  tally.check(`${framework.name}: a new project of init passes its tests and synthesizes`, () => consumer.initialise());
  return consumer;
}

/**
 * @param {string} program
 * @param {readonly Consumer[]} consumers
 * @param {Tally} tally
 */
function compareStacks(program, [first, ...others], tally) {
  for (const other of others) {
    tally.check(`${program}: ${first?.framework.name} and ${other.framework.name} give the same stacks`, () => {
      const [left, right] = [first?.stacks(program) ?? {}, other.stacks(program)];
      const names = new Set([...Object.keys(left), ...Object.keys(right)]);
      const different = [...names].filter((name) => !isDeepStrictEqual(left[name], right[name]));
      if (names.size === 0) throw new Error('no stack was synthesized');
      if (different.length > 0) throw new Error(`different: ${different.join(', ')}`);
    });
  }
}
