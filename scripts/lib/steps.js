// @ts-check
'use strict';

const { copyFileSync, mkdirSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const { filesBelow } = require('./paths');
const { readProviders, schemaFile } = require('./providers');

/**
 * One step from the sources to `lib`.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string} doing what is printed while it runs
 * @property {(root: string) => string[]} inputs every file whose content decides about the outputs
 * @property {(root: string) => string[]} outputs files that must be there afterwards
 * @property {(root: string) => string[]} existing files of the step that are there now, those of deleted sources too
 * @property {(root: string) => void | Promise<void>} run
 */

/** @type {Step} */
const gen = {
  name: 'gen',
  doing: 'generating bindings',
  inputs: (root) => [
    join(root, 'schemas', 'providers.json'),
    ...readProviders(root).map(({ name }) => schemaFile(root, name)),
    join(__dirname, 'bindings.js'),
    packageFile(root, '@cdktf/provider-generator'),
    // left behind by `cdktf get`, whose bindings take the place of these
    join(root, '.gen', 'constraints.json'),
  ],
  outputs: (root) => readProviders(root).map(({ name }) => join(root, '.gen', 'providers', name, 'index.ts')),
  existing: () => [],
  run: (root) => require('./bindings').generateBindings(root),
};

/** @type {Step} */
const bindings = {
  name: 'bindings',
  doing: 'compiling bindings',
  inputs: (root) => [
    ...bindingSources(root),
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.bindings.json'),
    packageFile(root, 'typescript'),
    packageFile(root, 'cdktf'),
  ],
  outputs: (root) => compiledOf(root, bindingSources(root)),
  existing: (root) => filesBelow(join(root, 'lib', '.gen'), () => true),
  run: (root) => compile(root, bindings, 'tsconfig.bindings.json', 'bindings.tsbuildinfo'),
};

/** @type {Step} */
const data = {
  name: 'data',
  doing: 'copying schemas',
  inputs: dataSources,
  outputs: (root) => dataSources(root).map((file) => join(root, 'lib', relative(root, file))),
  existing: (root) => filesBelow(join(root, 'lib', 'schemas'), () => true),
  run: (root) => {
    for (const file of dataSources(root)) {
      const copy = join(root, 'lib', relative(root, file));
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(file, copy);
    }
  },
};

/** @type {Step} */
const library = {
  name: 'library',
  doing: 'compiling src and stacks',
  inputs: (root) => [
    ...librarySources(root),
    ...declarations(root, '.gen'),
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.lib.json'),
    installedPackages(root),
  ],
  outputs: (root) => compiledOf(root, librarySources(root)),
  existing: (root) => [
    ...filesBelow(join(root, 'lib', 'src'), () => true),
    ...filesBelow(join(root, 'lib', 'stacks'), (name) => !name.includes('/')),
  ],
  run: (root) => compile(root, library, 'tsconfig.lib.json', 'library.tsbuildinfo'),
};

/** @type {Step} */
const clusters = {
  name: 'clusters',
  doing: 'compiling clusters',
  inputs: (root) => [
    ...clusterSources(root),
    ...declarations(root, 'src'),
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.clusters.json'),
  ],
  outputs: (root) => compiledOf(root, clusterSources(root)),
  existing: (root) => filesBelow(join(root, 'lib', 'stacks', 'clusters'), () => true),
  run: (root) => {
    // a project without files is an error to the compiler; a project with YAML clusters only is none to us
    if (clusterSources(root).length > 0) compile(root, clusters, 'tsconfig.clusters.json', 'clusters.tsbuildinfo');
  },
};

/**
 * @param {string} root
 * @param {Step} step
 * @param {string} configFile
 * @param {string} memory
 */
function compile(root, step, configFile, memory) {
  const { compileWhole } = require('./compiler');
  compileWhole(join(root, configFile), join(root, 'lib', memory), step.outputs(root));
}

/** @param {string} root */
function bindingSources(root) {
  return filesBelow(join(root, '.gen'), isTypeScript);
}

/** @param {string} root */
function dataSources(root) {
  return filesBelow(join(root, 'schemas'), (name) => name.endsWith('.json') && !/^providers[./]/.test(name));
}

/** @param {string} root */
function librarySources(root) {
  return [
    ...filesBelow(join(root, 'src'), isTypeScript),
    ...filesBelow(join(root, 'stacks'), (name) => isTypeScript(name) && !name.includes('/')),
  ];
}

/** @param {string} root */
function clusterSources(root) {
  return filesBelow(join(root, 'stacks', 'clusters'), isTypeScript);
}

/**
 * @param {string} root
 * @param {string} directory below `lib`
 */
function declarations(root, directory) {
  return filesBelow(join(root, 'lib', directory), (name) => name.endsWith('.d.ts'));
}

/** @param {string} name */
function isTypeScript(name) {
  return name.endsWith('.ts') && !name.endsWith('.d.ts');
}

/**
 * @param {string} root
 * @param {readonly string[]} sources
 */
function compiledOf(root, sources) {
  return sources.flatMap((file) => {
    const base = join(root, 'lib', relative(root, file)).slice(0, -'.ts'.length);
    return [`${base}.js`, `${base}.d.ts`];
  });
}

/**
 * @param {string} root
 * @param {string} name
 */
function packageFile(root, name) {
  return join(root, 'node_modules', name, 'package.json');
}

/** @param {string} root */
function installedPackages(root) {
  return join(root, 'node_modules', '.package-lock.json');
}

/**
 * All steps, each after those whose outputs it reads.
 *
 * @type {readonly Step[]}
 */
const STEPS = [gen, bindings, data, library, clusters];

module.exports = { STEPS, bindings, gen };
