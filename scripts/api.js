// @ts-check
'use strict';

const { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { parseArgs } = require('node:util');
const { Extractor, ExtractorConfig, ExtractorLogLevel } = require('@microsoft/api-extractor');
const { build } = require('./lib/build');
const { runCommand, tell } = require('./lib/command');
const { projectRoot } = require('./lib/paths');
const { STEPS } = require('./lib/steps');

/**
 * A door of the package and its listing.
 *
 * @typedef {object} EntryPoint
 * @property {string} declarations what `exports` of package.json names as its types
 * @property {string} listing file in `api`
 * @property {boolean} standsAlone whether what a signature names without exporting it is listed too
 */

/** @type {readonly EntryPoint[]} */
const ENTRY_POINTS = [
  { declarations: 'lib/src/index.d.ts', listing: 'cdktf-proxmox-talos.api.md', standsAlone: true },
  { declarations: 'lib/src/app/index.d.ts', listing: 'app.api.md', standsAlone: false },
  { declarations: 'lib/src/stack/index.d.ts', listing: 'stacks.api.md', standsAlone: false },
];

const COMPILER_OPTIONS = {
  target: 'es2022',
  lib: ['es2022'],
  module: 'node16',
  types: ['node'],
  strict: true,
  skipLibCheck: true,
};

const usage = `usage: npm run api -- [--check]

Writes the listings of the public API to api/; with --check it fails if they are not up to date.`;

void runCommand(async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, help: { type: 'boolean' } } });
  if (values.help === true) {
    console.log(usage);
    return;
  }
  await build(projectRoot, STEPS, tell);
  const drafts = mkdtempSync(join(tmpdir(), 'api-'));
  try {
    const changed = ENTRY_POINTS.filter((entry) => listApi(entry, drafts, values.check));
    if (values.check && changed.length > 0) {
      const names = changed.map(({ listing }) => `api/${listing}`).join(', ');
      throw new Error(`not up to date: ${names}; run npm run api and read the difference`);
    }
  } finally {
    rmSync(drafts, { recursive: true, force: true });
  }
});

/**
 * @param {EntryPoint} entry
 * @param {string} drafts directory for what is compared
 * @param {boolean} check whether the listing stays as it is
 * @returns {boolean} whether it differs from what was there
 */
function listApi(entry, drafts, check) {
  mkdirSync(join(projectRoot, 'api'), { recursive: true });
  const { apiReportChanged, errorCount } = Extractor.invoke(configOf(entry, drafts), {
    localBuild: !check,
    messageCallback: (message) => {
      message.handled = true;
      if (message.logLevel === ExtractorLogLevel.Error) tell(message.formatMessageWithLocation(projectRoot));
      if (check && message.messageId === 'console-api-report-not-copied') {
        showDifference(entry, join(drafts, entry.listing));
      }
    },
  });
  if (errorCount > 0) throw new Error(`no listing of ${entry.declarations}`);
  if (apiReportChanged && !check) tell(`written: api/${entry.listing}`);
  return apiReportChanged;
}

/**
 * @param {EntryPoint} entry
 * @param {string} drafts
 */
function configOf(entry, drafts) {
  const reporting = { logLevel: ExtractorLogLevel.None };
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: projectRoot,
      mainEntryPointFilePath: join(projectRoot, entry.declarations),
      newlineKind: /** @type {const} */ ('lf'),
      compiler: {
        overrideTsconfig: { compilerOptions: COMPILER_OPTIONS, files: [join(projectRoot, entry.declarations)] },
      },
      apiReport: {
        enabled: true,
        reportFileName: entry.listing,
        reportFolder: join(projectRoot, 'api'),
        reportTempFolder: drafts,
        includeForgottenExports: entry.standsAlone,
      },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: { default: reporting },
        tsdocMessageReporting: { default: reporting },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(projectRoot, 'package.json'),
  });
}

/**
 * Prints the lines that only one of the two listings has.
 *
 * @param {EntryPoint} entry
 * @param {string} draft
 */
function showDifference({ listing }, draft) {
  const committed = join(projectRoot, 'api', listing);
  const [before, after] = [committed, draft].map((file) =>
    (existsSync(file) ? readFileSync(file, 'utf8') : '').split('\n'),
  );
  for (const line of before?.filter((text) => !after?.includes(text)) ?? []) tell(`- ${line}`);
  for (const line of after?.filter((text) => !before?.includes(text)) ?? []) tell(`+ ${line}`);
}
