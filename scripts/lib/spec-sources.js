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
 * @returns {(path: string) => any} takes a path such as `src/cluster-file/cluster-spec.ts`
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
 * The doc comments of every object in the sources of the spec. An object is found by its keys, as zod does not know the
 * names of variables.
 *
 * @param {string} root directory of the project
 * @returns {Map<string, Map<string, PropertyDoc>>} by the sorted keys, with a space between
 */
function readPropertyDocs(root) {
  const directory = join(root, 'src', 'cluster-file');
  /** @type {Map<string, Map<string, PropertyDoc>>} */
  const docs = new Map();
  for (const name of readdirSync(directory).filter((file) => file.endsWith('-spec.ts'))) {
    const file = join(directory, name);
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
    for (const [object, properties] of objectsOf(source)) {
      const keys = keysOf([...properties.keys()]);
      if (docs.has(keys))
        throw new Error(`${name}: ${object} has the keys of another object, so neither can be documented`);
      docs.set(keys, properties);
    }
  }
  return docs;
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
    /(?:^|[\\/-])settings\.ts$/.test(name),
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
 * @param {ts.ObjectLiteralElementLike | ts.TypeElement} property
 * @returns {[string, PropertyDoc][]}
 */
function docOfProperty(property) {
  const name = property.name?.getText() ?? '';
  const comment = ts.getJSDocCommentsAndTags(property).find(ts.isJSDoc);
  if (comment === undefined) throw new Error(`${property.getSourceFile().fileName}: ${name} has no doc comment`);
  const fallback = comment.tags?.find((tag) => tag.tagName.text === 'default');
  return [[name, { text: plain(comment.comment), fallback: fallback && plain(fallback.comment) }]];
}

/**
 * @param {readonly string[]} names
 * @returns {string}
 */
function keysOf(names) {
  return [...names].sort().join(' ');
}

/**
 * @param {ts.SourceFile} source
 * @returns {Map<string, Map<string, PropertyDoc>>} by the name of the variable
 */
function objectsOf(source) {
  /** @type {Map<string, Map<string, PropertyDoc>>} */
  const objects = new Map();
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const literal = initializer && ts.isCallExpression(initializer) ? initializer.arguments[0] : undefined;
      if (!ts.isIdentifier(name) || literal === undefined || !ts.isObjectLiteralExpression(literal)) continue;
      objects.set(name.text, propertiesOf(literal, objects));
    }
  }
  return objects;
}

/**
 * @param {ts.ObjectLiteralExpression} literal
 * @param {Map<string, Map<string, PropertyDoc>>} earlier objects whose shapes may be spread into this one
 * @returns {Map<string, PropertyDoc>}
 */
function propertiesOf(literal, earlier) {
  return new Map(
    literal.properties.flatMap((property) => {
      if (ts.isSpreadAssignment(property)) return [...(earlier.get(spreadName(property)) ?? [])];
      return docOfProperty(property);
    }),
  );
}

/** @param {ts.SpreadAssignment} property */
function spreadName({ expression }) {
  return ts.isPropertyAccessExpression(expression) ? expression.expression.getText() : expression.getText();
}

/** @param {string | ts.NodeArray<ts.JSDocComment> | undefined} comment */
function plain(comment) {
  return (ts.getTextOfJSDocComment(comment) ?? '').replace(/\s+/g, ' ').trim();
}

module.exports = { keysOf, readInterfaceDocs, readPropertyDocs, sourceLoader };
