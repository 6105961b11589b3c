// @ts-check
'use strict';

const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { parseArgs } = require('node:util');
const { format } = require('prettier');
const { clusterReference } = require('./lib/cluster-reference');
const { clusterSchema } = require('./lib/cluster-schema');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { settingExamples } = require('./lib/setting-examples');

/** How the project writes its files. */
const STYLE = JSON.parse(readFileSync(join(projectRoot, '.prettierrc.json'), 'utf8'));

const usage = `usage: npm run schema -- [--check]

Writes the JSON Schema of cluster files and their reference from the doc comments and the examples
in templates/settings; with --check it fails if
they are not up to date.`;

void runCommand(async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, help: { type: 'boolean' } } });
  if (values.help === true) {
    console.log(usage);
    return;
  }
  const schema = clusterSchema(projectRoot);
  const texts = {
    'schemas/cluster.schema.json': `${JSON.stringify(schema, undefined, 2)}\n`,
    'docs/cluster-file.md': await format(clusterReference(schema, settingExamples(projectRoot)), {
      ...STYLE,
      parser: 'markdown',
    }),
  };
  const changed = Object.entries(texts).filter(([file, text]) => textOf(file) !== text);
  if (values.check && changed.length > 0) {
    const names = changed.map(([file]) => file).join(', ');
    throw new Error(`not up to date: ${names}; run npm run schema and read the difference`);
  }
  for (const [file, text] of changed) {
    writeFileSync(join(projectRoot, file), text);
    tell(`written: ${file}`);
  }
});

/** @param {string} file */
function textOf(file) {
  const path = join(projectRoot, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
