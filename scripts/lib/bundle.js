// @ts-check
'use strict';

const { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { basename, join } = require('node:path');

/** What the package exports, by name of the file that exports it; each is a module of `src`. */
const EXPORTS = Object.freeze({ index: 'src/index.ts', app: 'src/app/index.ts', stacks: 'src/stack/index.ts' });

/**
 * Libraries that become part of the bundle, without what nothing here uses: as files of their own they would take
 * longer to load than all the rest of the library. Others are loaded by the framework anyway, or by few programs.
 */
const INLINED = Object.freeze(['@scure/base', 'fastest-levenshtein', 'ipaddr.js', 'yaml', 'zod']);

/** File with the licences of libraries that became part of the bundle. */
const LICENSES = 'THIRD-PARTY-LICENSES.txt';

/** Modules find what lies beside them from `__filename`: from here it is as far away as from any of theirs. */
const PLACE = "const MODULE_FILE = require('node:path').join(__dirname, '../src/bundled/module.js');";

/**
 * Files of the bundle: those that others ask for, and as soon as it is made those that they share.
 *
 * @param {string} root
 */
function bundleFiles(root) {
  const directory = join(root, 'lib', 'bundle');
  const entries = Object.keys(EXPORTS).map((name) => join(directory, `${name}.js`));
  const shared = entries
    .filter((file) => existsSync(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/require\("\.\/(shared-\w+\.js)"\)/g)])
    .map(([, name = '']) => join(directory, name));
  return [...entries, join(directory, LICENSES), ...new Set(shared)];
}

/**
 * Puts the sources of the library into few files, which Node reads faster than hundreds: one for each export of the
 * package, and one for what several of them share, so that they share its classes. Bindings stay files of their own:
 * most programs need few.
 *
 * @param {string} root
 */
async function writeBundle(root) {
  const { build, transform } = require('esbuild');
  const directory = join(root, 'lib', 'bundle');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { ...EXPORTS },
    outdir: directory,
    entryNames: '[name]',
    chunkNames: 'shared-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    conditions: ['import'],
    define: { __filename: 'MODULE_FILE' },
    logLevel: 'silent',
    metafile: true,
    write: false,
    plugins: [{ name: 'boundaries', setup: keepApart }],
  });
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const { path, text } of outputFiles) {
    const { code } = await transform(text, { format: 'cjs', platform: 'node', target: 'node20' });
    writeFileSync(join(directory, basename(path)), `'use strict';\n${PLACE}\n${code}`);
  }
  writeFileSync(join(directory, LICENSES), licensesOf(root, Object.keys(metafile.inputs)));
}

/**
 * Leaves bindings and most libraries where they are.
 *
 * @param {import('esbuild').PluginBuild} build
 */
function keepApart(build) {
  build.onResolve({ filter: /\/\.gen\// }, ({ path }) => ({
    path: path.replace(/^.*\/\.gen\//, '../.gen/'),
    external: true,
  }));
  build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
    kind === 'entry-point' || INLINED.some((name) => path === name || path.startsWith(`${name}/`))
      ? undefined
      : { path, external: true },
  );
}

/**
 * Names and licences of the libraries that files come from.
 *
 * @param {string} root
 * @param {readonly string[]} files
 */
function licensesOf(root, files) {
  const directories = files.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []);
  return [...new Set(directories)]
    .map((directory) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'));
      const file = readdirSync(join(root, directory)).find((each) => /^licen[cs]e/i.test(each)) ?? 'LICENSE';
      return `${name} ${version} (${license})\n\n${readFileSync(join(root, directory, file), 'utf8').trim()}\n`;
    })
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`);
}

module.exports = { bundleFiles, writeBundle };
