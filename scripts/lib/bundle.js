// @ts-check
'use strict';

const { execFileSync } = require('node:child_process');
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** What the package exports, by name of the file that exports it; each is a module of `lib`. */
const EXPORTS = Object.freeze({ index: 'src/index.js', app: 'src/app/index.js', stacks: 'src/stack/index.js' });

/** File with all modules, each run when it is first asked for. */
const LIBRARY = 'library.js';

/** Modules find what lies beside them from `__filename`: from here it is as far away as from any of theirs. */
const PLACE = "const MODULE_FILE = require('node:path').join(__dirname, '../src/bundled/module.js');";

/**
 * Files of the bundle.
 *
 * @param {string} root
 */
function bundleFiles(root) {
  return [LIBRARY, ...Object.keys(EXPORTS).map((name) => `${name}.js`)].map((file) =>
    join(root, 'lib', 'bundle', file),
  );
}

/**
 * Puts the compiled modules of the library into one file, which Node reads faster than hundreds, and writes a small file
 * for each export of the package, so that all of them share the same classes. Bindings stay files of their own: most
 * programs need few.
 *
 * @param {string} root
 */
async function writeBundle(root) {
  const { build } = require('esbuild');
  const directory = join(root, 'lib', 'bundle');
  const opened = Object.entries(EXPORTS).map(([name, path]) => `exports.${name} = () => require('./${path}');\n`);
  await build({
    stdin: { contents: opened.join(''), resolveDir: join(root, 'lib'), sourcefile: 'exports.js' },
    outfile: join(directory, LIBRARY),
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    define: { __filename: 'MODULE_FILE' },
    banner: { js: `'use strict';\n${PLACE}` },
    logLevel: 'silent',
    plugins: [{ name: 'bindings', setup: (plugin) => plugin.onResolve({ filter: /\/\.gen\// }, bindingOf) }],
  });
  mkdirSync(directory, { recursive: true });
  for (const [name, path] of Object.entries(EXPORTS)) {
    const names = namesOf(join(root, 'lib', path));
    // the second line is never run: programs in ES modules read the names from it
    const text = `'use strict';\nmodule.exports = require('./${LIBRARY}').${name}();\n0 && (module.exports = { ${names.join(', ')} });\n`;
    writeFileSync(join(directory, `${name}.js`), text);
  }
}

/** @param {import('esbuild').OnResolveArgs} import_ */
function bindingOf({ path }) {
  return { path: path.replace(/^.*\/\.gen\//, '../.gen/'), external: true };
}

/**
 * Names that a compiled module exports.
 *
 * @param {string} file
 * @returns {string[]}
 */
function namesOf(file) {
  const program = 'process.stdout.write(JSON.stringify(Object.keys(require(process.argv[1]))))';
  return JSON.parse(execFileSync(process.execPath, ['-e', program, file], { encoding: 'utf8' }));
}

module.exports = { bundleFiles, writeBundle };
