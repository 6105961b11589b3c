// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { cacheDirectory, keyOf, makeOnce } = require('./cache');
const { keepTime, takenBefore } = require('./kept-times');
const { ToolchainMissing } = require('./missing');

/**
 * A program to build.
 *
 * @typedef {object} Program
 * @property {string} name file name of the program
 * @property {string} title how it is called in what is printed
 * @property {string} directory of the Go module with its go.mod
 * @property {string} target package to build
 * @property {readonly string[]} sources files that decide the result
 * @property {string} [linkerFlags] beside those that leave out debug information
 * @property {Readonly<Record<string, string>>} [environment] such as another system to build for
 * @property {(scratch: string) => readonly string[]} [flags] further flags; what they name may be made in a directory that
 * is removed after the build
 */

/** @typedef {(line: string) => void} Report */

/** Builds that take less (s) were done before, for the most part. */
const LONG_BUILD = 15;

/**
 * Version and platform of Go, such as `go1.26.8 linux/amd64`.
 *
 * @returns {string | undefined} undefined when Go is not installed
 */
function tryGoVersion() {
  const { status, stdout } = spawnSync('go', ['version'], { encoding: 'utf8', env: goEnvironment() });
  return status === 0 ? /go\d\S* \S+$/.exec(stdout.trim())?.[0] : undefined;
}

/**
 * Builds a program with Go unless the cache has it. Without Go, one that another version of Go has built will do.
 *
 * @param {Program} program
 * @param {Report} report
 * @returns {string} path of the program
 * @throws {ToolchainMissing}
 */
function buildProgram(program, report) {
  const { name, title } = program;
  const family = join(cacheDirectory(), 'programs', name);
  const key = sourceKey(program);
  const go = tryGoVersion();
  const directory =
    go === undefined ? findBuilt(family, key, name) : join(family, `${key}-${go.replace(/[ /]/g, '-')}`);
  if (directory === undefined) throw new ToolchainMissing(`${title} must be built, and Go is not installed`);
  const path = join(directory, name);
  if (existsSync(path)) {
    report(`${title}: ready`);
    return path;
  }
  const start = performance.now();
  const before = takenBefore(name);
  report(`${title}: building with ${go}${before === undefined ? '' : ` (${before})`}`);
  makeOnce(directory, (draft) => {
    compile(program, draft, before);
    // else the cache would hold for good something else than it says
    if (sourceKey(program) !== key) throw new Error(`${title}: a source was changed while it was built; start again`);
  });
  const seconds = (performance.now() - start) / 1000;
  // a build that found most of it in Go's own cache says nothing of the next one
  if (seconds >= LONG_BUILD) keepTime(name, seconds);
  report(`${title}: built in ${seconds.toFixed(1)} s`);
  return path;
}

/** @param {Program} program */
function sourceKey({ target, linkerFlags = '', environment = {}, sources }) {
  const others = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return keyOf([target, linkerFlags, ...others, ...sources.map((file) => readFileSync(file))]);
}

/**
 * @param {string} family
 * @param {string} key
 * @param {string} name
 */
function findBuilt(family, key, name) {
  if (!existsSync(family)) return undefined;
  const entries = readdirSync(family).filter((entry) => entry.startsWith(`${key}-`));
  const built = entries.find((entry) => existsSync(join(family, entry, name)));
  return built === undefined ? undefined : join(family, built);
}

/**
 * @param {Program} program
 * @param {string} draft directory that it is put in
 * @param {string} [before] how long it took before, in words
 */
function compile({ name, title, directory, target, linkerFlags, environment, flags }, draft, before) {
  const scratch = join(draft, 'scratch');
  mkdirSync(scratch);
  const all = ['-mod=readonly', '-buildvcs=false', `-ldflags=-s -w ${linkerFlags ?? ''}`, ...(flags?.(scratch) ?? [])];
  const order = { title, target, flags: all, output: join(draft, name), before };
  const { error, status, stdout } = spawnSync(process.execPath, [join(__dirname, 'go-build.js')], {
    cwd: directory,
    encoding: 'utf8',
    env: { ...goEnvironment(), ...environment },
    input: JSON.stringify(order),
    stdio: ['pipe', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined) throw error;
  if (status === 0) return rmSync(scratch, { recursive: true });
  const said = stdout.split('\n').filter((line) => line !== '');
  throw new ToolchainMissing(`${title} could not be built with Go:\n${said.slice(-20).join('\n')}`);
}

/**
 * For the machine that it runs on, without its C library, and by nothing that a workspace says. `go vet` and `go test`
 * with `CGO_ENABLED=0` use what is compiled here.
 */
function goEnvironment() {
  const { GOFLAGS: _flags, GOOS: _system, GOARCH: _architecture, ...kept } = process.env;
  return { ...kept, CGO_ENABLED: '0', GOWORK: 'off' };
}

/**
 * Where the module cache of Go has a module; it is downloaded unless it is there. What is there is read-only.
 *
 * @param {string} module with its version, such as `example.com/module@v1.2.3`
 * @returns {string}
 * @throws {ToolchainMissing}
 */
function moduleDirectory(module) {
  const { status, stdout, stderr } = spawnSync('go', ['mod', 'download', '-json', module], {
    encoding: 'utf8',
    env: goEnvironment(),
  });
  if (status !== 0) throw new ToolchainMissing(`${module} could not be had with Go:\n${stdout}${stderr}`.trimEnd());
  return JSON.parse(stdout).Dir;
}

/**
 * The version that go.mod of a module requires of another one.
 *
 * @param {string} directory
 * @param {string} module
 * @param {string} [goMod] name of the file, where a module has several
 */
function requiredVersion(directory, module, goMod = 'go.mod') {
  const text = readFileSync(join(directory, goMod), 'utf8');
  const [, version] = new RegExp(`^(?:require )?\\s*${module} v(\\S+)`, 'm').exec(text) ?? [];
  if (version === undefined) throw new Error(`${join(directory, goMod)} does not require ${module}`);
  return version;
}

module.exports = { buildProgram, moduleDirectory, requiredVersion, tryGoVersion };
