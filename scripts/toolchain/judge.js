// @ts-check
'use strict';

const { createHash } = require('node:crypto');
const { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const { filesBelow, projectRoot } = require('../lib/paths');
const { buildProgram, moduleDirectory, requiredVersion } = require('./go');

/** The package that the module belongs to. */
const JUDGE = join(projectRoot, 'judge');
const SOURCE = join(JUDGE, 'source');

/** A dependency that does not build for WASI: it lacks the list of file extensions that programs have there. */
const CNI = 'github.com/containernetworking/cni';
const CNI_ADDITION =
  'package invoke\n\n// ExecutableFileExtensions has none: nothing is run there.\nvar ExecutableFileExtensions = []string{}\n';

/** One library of Talos writes the contracts that its release knows, and two of them never go into one program. */
const LIBRARIES = [
  { file: 'judge-v1.13.wasm', module: 'go' },
  { file: 'judge-v1.14.wasm', module: 'talos-1.14' },
];

/**
 * Builds Talos' judge and puts it into its package, with what tells one judge from another.
 *
 * @param {import('./go').Report} [report] called with a line for each step
 * @returns {string} path of what tells one judge from another, which names the modules
 * @throws {import('./missing').ToolchainMissing}
 */
function provideJudge(report = () => undefined) {
  const built = LIBRARIES.map((library) => ({ ...library, ...buildModule(library, report) }));
  const modules = built.map(({ file, talosVersion, digest }) => ({ file, talosVersion, digest }));
  const digest = sha256(modules.map((each) => each.digest).join());
  const identity = `${JSON.stringify({ talosVersion: modules.at(-1)?.talosVersion, digest, modules }, undefined, 2)}\n`;
  const identityFile = join(JUDGE, 'judge.json');
  const isThere = modules.every(({ file }) => existsSync(join(JUDGE, file)));
  if (isThere && existsSync(identityFile) && readFileSync(identityFile, 'utf8') === identity) return identityFile;
  for (const { file, path } of built) copyFileSync(path, join(JUDGE, file));
  // last, as it says that the modules are there
  writeFileSync(identityFile, identity);
  return identityFile;
}

/**
 * @param {{ file: string, module: string }} library
 * @param {import('./go').Report} report
 */
function buildModule({ file, module }, report) {
  const goMod = `${module}.mod`;
  const talosVersion = `v${requiredVersion(SOURCE, 'github.com/siderolabs/talos/pkg/machinery', goMod)}`;
  const isSource = (/** @type {string} */ path) => path.endsWith('.go') && !path.endsWith('_test.go');
  const path = buildProgram(
    {
      name: file,
      title: `Talos' judge ${talosVersion}`,
      directory: SOURCE,
      target: '.',
      sources: [...filesBelow(SOURCE, isSource), join(SOURCE, goMod), join(SOURCE, `${module}.sum`), __filename],
      environment: { GOOS: 'wasip1', GOARCH: 'wasm' },
      flags: (scratch) => ['-buildmode=c-shared', '-trimpath', `-modfile=${moduleFile(scratch, module)}`],
    },
    report,
  );
  return { path, talosVersion, digest: sha256(readFileSync(path)) };
}

/**
 * The oldest library as a program for this machine, which tests hold the module against; the newest is in the simulator.
 *
 * @param {import('./go').Report} [report]
 * @returns {string} path of the program
 * @throws {import('./missing').ToolchainMissing}
 */
function provideNativeJudge(report = () => undefined) {
  const talosVersion = `v${requiredVersion(SOURCE, 'github.com/siderolabs/talos/pkg/machinery')}`;
  return buildProgram(
    {
      name: 'judge',
      title: `Talos' judge ${talosVersion} for this machine`,
      directory: SOURCE,
      target: './native',
      sources: filesBelow(SOURCE, (path) => /^go\.(mod|sum)$|\.go$/.test(path) && !path.endsWith('_test.go')),
    },
    report,
  );
}

/** @param {string | Buffer} content */
function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * A go.mod that takes a copy of the dependency with the file that it lacks; Go does not let files be added to its own one.
 *
 * @param {string} scratch
 * @param {string} module name of the go.mod without its ending
 */
function moduleFile(scratch, module) {
  const original = moduleDirectory(`${CNI}@v${requiredVersion(SOURCE, CNI, `${module}.mod`)}`);
  const copy = join(scratch, 'cni');
  // directories of the module cache are read-only, and copies of them could not be removed
  for (const path of filesBelow(original, () => true)) {
    const target = join(copy, relative(original, path));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(path, target);
  }
  writeFileSync(join(copy, 'pkg', 'invoke', 'os_wasip1.go'), CNI_ADDITION);
  const file = join(scratch, 'go.mod');
  const goMod = readFileSync(join(SOURCE, `${module}.mod`), 'utf8');
  writeFileSync(file, `${goMod}\nreplace ${CNI} => ${copy}\n`);
  copyFileSync(join(SOURCE, `${module}.sum`), join(scratch, 'go.sum'));
  return file;
}

module.exports = { provideJudge, provideNativeJudge };
