// @ts-check
'use strict';

const { readdirSync, readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const ts = require('typescript');

/**
 * The doc comment of one property.
 *
 * @typedef {object} PropertyDoc
 * @property {string} text
 * @property {string | undefined} fallback what stands behind `@default`
 */

/**
 * Makes a function that loads modules of `src` from their TypeScript sources: types are cut away, nothing is checked and
 * nothing is written.
 *
 * @param {string} root directory of the project
 * @returns {(path: string) => any} takes a path such as `src/cluster-file/cluster-shape.ts`
 */
function sourceLoader(root) {
  /** @type {Map<string, { exports: any }>} */
  const loaded = new Map();
  /** @param {string} file */
  const load = (file) => {
    const known = loaded.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded.set(file, module);
    const plainRequire = createRequire(file);
    /** @param {string} name */
    const require = (name) => (name.startsWith('.') ? load(`${join(dirname(file), name)}.ts`) : plainRequire(name));
    const run = new Function('exports', 'require', 'module', '__filename', transpile(file));
    run(module.exports, require, module, file);
    return module.exports;
  };
  return (path) => load(join(root, path));
}

/** @param {string} file */
function transpile(file) {
  return ts.transpileModule(readFileSync(file, 'utf8'), {
    fileName: file,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true },
  }).outputText;
}

/**
 * Finds the doc comments of an interface that a shape is made of, in the files of settings. It has the properties of the
 * interfaces that it extends too.
 *
 * @param {string} root directory of the project
 * @returns {(name: string) => Map<string, PropertyDoc>}
 */
function readInterfaceDocs(root) {
  const directory = join(root, 'src');
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?:^|[\\/-])settings\.ts$|[\\/]settings[\\/]/.test(name),
  );
  const declarations = files.flatMap((name) => {
    const file = join(directory, name);
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
    return source.statements.filter(ts.isInterfaceDeclaration);
  });
  const byName = new Map(declarations.map((declaration) => [declaration.name.text, declaration]));
  /** @type {(name: string) => Map<string, PropertyDoc>} */
  const docsOf = (name) => {
    const declaration = byName.get(name);
    if (declaration === undefined) throw new Error(`no interface ${name} in a file of settings`);
    const extended = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
      types.map((type) => type.expression.getText()),
    );
    return new Map([...extended.flatMap((each) => [...docsOf(each)]), ...declaration.members.flatMap(docOfProperty)]);
  };
  return docsOf;
}

/**
 * @param {ts.TypeElement} property
 * @returns {[string, PropertyDoc][]}
 */
function docOfProperty(property) {
  // a name in quotes is called by what it says
  const name =
    property.name === undefined ? '' : ts.isStringLiteral(property.name) ? property.name.text : property.name.getText();
  const comment = ts.getJSDocCommentsAndTags(property).find(ts.isJSDoc);
  if (comment === undefined) throw new Error(`${property.getSourceFile().fileName}: ${name} has no doc comment`);
  const fallback = comment.tags?.find((tag) => tag.tagName.text === 'default');
  return [[name, { text: plain(comment.comment), fallback: fallback && plain(fallback.comment) }]];
}

/** @param {string | ts.NodeArray<ts.JSDocComment> | undefined} comment */
function plain(comment) {
  return (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim();
}

module.exports = { readInterfaceDocs, sourceLoader };
