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

/**
 * Builds Talos' judge and puts it into its package, with what tells one judge from another.
 *
 * @param {import('./go').Report} [report] called with a line for each step
 * @returns {string} path of the module
 * @throws {import('./missing').ToolchainMissing}
 */
function provideJudge(report = () => undefined) {
  const talosVersion = `v${requiredVersion(SOURCE, 'github.com/siderolabs/talos/pkg/machinery')}`;
  const isSource = (/** @type {string} */ path) => /^go\.(mod|sum)$|\.go$/.test(path) && !path.endsWith('_test.go');
  const built = buildProgram(
    {
      name: 'judge.wasm',
      title: `Talos' judge ${talosVersion}`,
      directory: SOURCE,
      target: '.',
      sources: [...filesBelow(SOURCE, isSource), __filename],
      environment: { GOOS: 'wasip1', GOARCH: 'wasm' },
      flags: (scratch) => ['-buildmode=c-shared', '-trimpath', `-modfile=${moduleFile(scratch)}`],
    },
    report,
  );
  const digest = createHash('sha256').update(readFileSync(built)).digest('hex');
  const identity = `${JSON.stringify({ talosVersion, digest }, undefined, 2)}\n`;
  const identityFile = join(JUDGE, 'judge.json');
  const path = join(JUDGE, 'judge.wasm');
  if (existsSync(path) && existsSync(identityFile) && readFileSync(identityFile, 'utf8') === identity) return path;
  copyFileSync(built, path);
  // last, as it says that the module is there
  writeFileSync(identityFile, identity);
  return path;
}

/**
 * A go.mod that takes a copy of the dependency with the file that it lacks; Go does not let files be added to its own one.
 *
 * @param {string} scratch
 */
function moduleFile(scratch) {
  const original = moduleDirectory(`${CNI}@v${requiredVersion(SOURCE, CNI)}`);
  const copy = join(scratch, 'cni');
  // directories of the module cache are read-only, and copies of them could not be removed
  for (const path of filesBelow(original, () => true)) {
    const target = join(copy, relative(original, path));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(path, target);
  }
  writeFileSync(join(copy, 'pkg', 'invoke', 'os_wasip1.go'), CNI_ADDITION);
  const file = join(scratch, 'go.mod');
  const goMod = readFileSync(join(SOURCE, 'go.mod'), 'utf8');
  writeFileSync(file, `${goMod}\nreplace ${CNI} => ${copy}\n`);
  copyFileSync(join(SOURCE, 'go.sum'), join(scratch, 'go.sum'));
  return file;
}

module.exports = { provideJudge };
