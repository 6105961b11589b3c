// @ts-check
'use strict';

const { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const { bundleFiles, writeBundle } = require('./bundle');
const { filesBelow } = require('./paths');
const { readProviders, schemaFile } = require('./providers');
const { talosConfigFiles } = require('./talos-config');

/**
 * One step from the sources to `lib`.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string} doing what is printed while it runs
 * @property {(root: string) => string[]} inputs every file whose content decides about the outputs
 * @property {(root: string) => string[]} outputs files without which the step has to run again
 * @property {(root: string) => string[]} stale files that deleted sources have left behind
 * @property {(root: string) => void | Promise<void>} run
 */

/** @type {Step} */
const gen = {
  name: 'gen',
  doing: 'generating bindings',
  inputs: (root) => [
    ...bindingInputs(root),
    // left behind by `cdktf get`, whose bindings take the place of these
    join(root, '.gen', 'constraints.json'),
  ],
  outputs: (root) => readProviders(root).map(({ name }) => join(root, '.gen', 'providers', name, 'index.ts')),
  stale: () => [],
  run: (root) => require('./bindings').generateBindings(root),
};

/** @type {Step} */
const bindings = {
  name: 'bindings',
  doing: 'compiling bindings',
  // what the bindings are generated from stands for them: nobody edits them, and they are many
  inputs: (root) => [
    ...bindingInputs(root),
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.bindings.json'),
    packageFile(root, 'typescript'),
    packageFile(root, 'cdktf'),
  ],
  outputs: (root) => readProviders(root).map(({ name }) => join(root, 'lib', '.gen', 'providers', name, 'index.d.ts')),
  stale: (root) => withoutSource(root, filesBelow(join(root, 'lib', '.gen'), isCompiled)),
  run: (root) => compile(root, 'tsconfig.bindings.json', 'bindings.tsbuildinfo', bindings.outputs(root)),
};

/** @type {Step} */
const data = {
  name: 'data',
  doing: 'copying schemas',
  inputs: dataSources,
  outputs: (root) => dataSources(root).map((file) => copyOf(root, file)),
  stale: (root) => {
    const copies = new Set(data.outputs(root));
    const found = filesBelow(join(root, 'lib', 'schemas'), (name) => !isTalosConfig(name));
    return found.filter((file) => !copies.has(file));
  },
  run: (root) => {
    for (const file of dataSources(root)) {
      mkdirSync(dirname(copyOf(root, file)), { recursive: true });
      copyFileSync(file, copyOf(root, file));
    }
  },
};

/** @type {Step} */
const talosConfig = {
  name: 'talos-config',
  doing: 'compiling Talos schemas',
  inputs: (root) => [
    ...filesBelow(join(root, 'schemas'), (name) => name === 'support.json' || isTalosConfig(name)),
    ...['talos-config', 'talos-schemas', 'patch-schema'].map((name) => join(__dirname, `${name}.js`)),
    packageFile(root, 'ajv'),
    packageFile(root, '@swc/core'),
  ],
  outputs: talosConfigFiles,
  stale: (root) => {
    const made = new Set(talosConfigFiles(root));
    return filesBelow(join(root, 'lib', 'schemas', 'talos-config'), () => true).filter((file) => !made.has(file));
  },
  run: (root) => require('./talos-config').writeTalosConfig(root),
};

/** @type {Step} */
const library = {
  name: 'library',
  doing: 'compiling src and stacks',
  inputs: (root) => [
    ...librarySources(root),
    ...bindingInputs(root),
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.lib.json'),
    installedPackages(root),
  ],
  outputs: (root) => librarySources(root).map((file) => compiledOf(root, file)),
  stale: (root) =>
    withoutSource(root, [
      ...filesBelow(join(root, 'lib', 'src'), isCompiled),
      ...filesBelow(join(root, 'lib', 'stacks'), (name) => isCompiled(name) && !name.includes('/')),
    ]),
  run: (root) => {
    compile(root, 'tsconfig.lib.json', 'library.tsbuildinfo', library.outputs(root));
    require('./digest').writeDigest(libraryDigest(root), filesBelow(join(root, 'lib', 'src'), isDeclaration));
  },
};

/** @type {Step} */
const bundle = {
  name: 'bundle',
  doing: 'bundling the library',
  inputs: (root) => [...librarySources(root), join(__dirname, 'bundle.js'), installedPackages(root)],
  outputs: bundleFiles,
  stale: (root) => {
    const made = new Set(bundleFiles(root));
    return filesBelow(join(root, 'lib', 'bundle'), () => true).filter((file) => !made.has(file));
  },
  run: writeBundle,
};

/** @type {Step} */
const clusters = {
  name: 'clusters',
  doing: 'compiling clusters',
  inputs: (root) => [
    ...clusterSources(root),
    // of the library a cluster sees types only
    libraryDigest(root),
    // it may import any package
    installedPackages(root),
    join(root, 'tsconfig.json'),
    join(root, 'tsconfig.clusters.json'),
  ],
  outputs: (root) => clusterSources(root).map((file) => compiledOf(root, file)),
  stale: (root) => [
    ...withoutSource(root, filesBelow(join(root, 'lib', 'stacks', 'clusters'), isCompiled)),
    ...filesBelow(join(root, 'lib', 'stacks', 'clusters'), isRefusal),
  ],
  run: (root) => {
    // a project without files is an error to the compiler; a project with YAML clusters only is none to us
    if (clusterSources(root).length === 0) return;
    try {
      compile(root, 'tsconfig.clusters.json', 'clusters.tsbuildinfo', clusters.outputs(root));
    } catch (error) {
      throw withoutFaultyClusters(root, error);
    }
  },
};

/**
 * The simulated homelab, for the demo, sweeps and measurements; `npm run typecheck` looks at its types.
 *
 * @type {Step}
 */
const homelab = {
  name: 'homelab',
  doing: 'compiling homelab',
  inputs: (root) => [...homelabSources(root), packageFile(root, '@swc/core')],
  outputs: (root) => homelabSources(root).map((file) => compiledOf(root, file)),
  stale: (root) => withoutSource(root, filesBelow(join(root, 'lib', 'homelab'), isCompiled)),
  run: (root) => {
    const { transformFileSync } = require('@swc/core');
    for (const source of homelabSources(root)) {
      const { code } = transformFileSync(source, {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
      });
      mkdirSync(dirname(compiledOf(root, source)), { recursive: true });
      writeFileSync(compiledOf(root, source), code);
    }
  },
};

/**
 * Some cluster files do not compile. `lib` holds the compiled form of all others. Of these it holds what the compiler says,
 * and where only types are wrong the compiled form too: the app says first what it finds itself.
 */
class FaultyClustersError extends Error {
  /** @param {string} message what the compiler says */
  constructor(message) {
    super(message);
    this.name = 'FaultyClustersError';
  }
}

/**
 * Brings the compiled clusters up to date where that can be done, so that one faulty file does not stop the others, and
 * no file is used as it was before it became faulty. The compiler remembers nothing of such a run.
 *
 * @param {string} root
 * @param {unknown} error what ended the compilation
 * @returns {unknown} what to throw instead
 */
function withoutFaultyClusters(root, error) {
  const { CompileError, compileAlone } = require('./compiler');
  const sources = clusterSources(root);
  if (!(error instanceof CompileError) || error.files.length === 0) return error;
  // a module that clusters share is a matter of all of them
  if (!error.files.every(({ path }) => isClusterFile(root, path))) return error;
  rmSync(join(root, 'lib', 'clusters.tsbuildinfo'), { force: true });
  for (const file of clusters.stale(root)) rmSync(file);
  for (const source of sources) {
    const compiled = compiledOf(root, source);
    const faulty = error.files.find(({ path }) => path === source);
    rmSync(compiled, { force: true });
    mkdirSync(dirname(compiled), { recursive: true });
    if (faulty !== undefined) writeFileSync(compiled.replace(/\.js$/, REFUSAL), faulty.message);
    if (faulty?.isReadable === false) continue;
    writeFileSync(compiled, compileAlone(join(root, 'tsconfig.clusters.json'), source));
  }
  return new FaultyClustersError(error.message);
}

/**
 * @param {string} root
 * @param {string} configFile
 * @param {string} memory
 * @param {readonly string[]} outputs
 */
function compile(root, configFile, memory, outputs) {
  const { compileWhole } = require('./compiler');
  compileWhole(join(root, configFile), join(root, 'lib', memory), outputs);
}

/**
 * Everything that decides about the generated bindings.
 *
 * @param {string} root
 */
function bindingInputs(root) {
  return [
    join(root, 'schemas', 'providers.json'),
    ...readProviders(root).map(({ name }) => schemaFile(root, name)),
    join(__dirname, 'bindings.js'),
    packageFile(root, '@cdktf/provider-generator'),
  ];
}

/** @param {string} root */
function dataSources(root) {
  const isRead = (/** @type {string} */ name) => !/^providers[./]/.test(name) && !isTalosConfig(name);
  return filesBelow(join(root, 'schemas'), (name) => name.endsWith('.json') && isRead(name));
}

/** @param {string} name path below the schemas */
function isTalosConfig(name) {
  return name.startsWith('talos-config/');
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
 * @param {string} path
 */
function isClusterFile(root, path) {
  return isTypeScript(path) && dirname(path) === join(root, 'stacks', 'clusters');
}

/** @param {string} root */
function homelabSources(root) {
  return filesBelow(join(root, 'homelab'), isTypeScript);
}

/** @param {string} name */
function isTypeScript(name) {
  return name.endsWith('.ts') && !isDeclaration(name);
}

/** @param {string} name */
function isDeclaration(name) {
  return name.endsWith('.d.ts');
}

/** Ending of files with the errors of the compiler in a cluster file; the app reads them. */
const REFUSAL = '.errors.txt';

/** @param {string} name */
function isRefusal(name) {
  return name.endsWith(REFUSAL);
}

/** @param {string} name */
function isCompiled(name) {
  return name.endsWith('.js') || isDeclaration(name);
}

/**
 * @param {string} root
 * @param {string} source
 */
function compiledOf(root, source) {
  return copyOf(root, source).replace(/\.ts$/, '.js');
}

/**
 * @param {string} root
 * @param {string} file
 */
function copyOf(root, file) {
  return join(root, 'lib', relative(root, file));
}

/**
 * @param {string} root
 * @param {readonly string[]} compiled
 */
function withoutSource(root, compiled) {
  return compiled.filter((file) => {
    const source = relative(join(root, 'lib'), file).replace(/(\.d\.ts|\.js)$/, '.ts');
    return !existsSync(join(root, source));
  });
}

/** @param {string} root */
function libraryDigest(root) {
  return join(root, 'lib', 'library.digest');
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
const STEPS = [gen, bindings, data, talosConfig, library, bundle, clusters];

module.exports = { FaultyClustersError, HOMELAB_STEPS: [...STEPS, homelab], STEPS, bindings, gen, library };
