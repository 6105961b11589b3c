// @ts-check
'use strict';

const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { projectRoot } = require('../lib/paths');
const { buildProgram, requiredVersion } = require('./go');
const { ToolchainMissing } = require('./missing');

/** Ephemeral resources and write-only attributes came with it. */
const OLDEST = [1, 11, 0];

/**
 * OpenTofu: the one that `CDKTF_PROXMOX_TALOS_TOFU` names, else the first of `TERRAFORM_BINARY_NAME` and `tofu` that
 * is new enough, else one built by Go.
 *
 * @param {import('./go').Report} report
 * @returns {string} path or name of the program
 * @throws {ToolchainMissing}
 */
function provideTofu(report) {
  const named = process.env['CDKTF_PROXMOX_TALOS_TOFU'];
  const candidates = named ? [named] : [process.env['TERRAFORM_BINARY_NAME'], 'tofu'];
  for (const candidate of candidates) {
    const version = candidate ? tryTofuVersion(candidate) : undefined;
    if (candidate && version && isNewEnough(version)) {
      report(`OpenTofu ${version}: ${candidate}`);
      return candidate;
    }
  }
  if (named) throw new ToolchainMissing(`CDKTF_PROXMOX_TALOS_TOFU is ${named}, which is not OpenTofu 1.11 or newer`);
  return buildTofu(report);
}

/** @param {import('./go').Report} report */
function buildTofu(report) {
  const directory = join(projectRoot, 'simulator', 'tools', 'tofu');
  const version = requiredVersion(directory, 'github.com/opentofu/opentofu');
  return buildProgram(
    {
      name: 'tofu',
      title: `OpenTofu ${version}`,
      directory,
      target: 'github.com/opentofu/opentofu/cmd/tofu',
      sources: [join(directory, 'go.mod'), join(directory, 'go.sum')],
      // without it the version reads <version>-dev
      linkerFlags: '-X github.com/opentofu/opentofu/version.dev=no',
    },
    report,
  );
}

/**
 * Version of a program if it is OpenTofu, such as `1.12.6`; Terraform prints another name.
 *
 * @param {string} program
 */
function tryTofuVersion(program) {
  const { status, stdout } = spawnSync(program, ['version'], {
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  return status === 0 ? /^OpenTofu v(\S+)/.exec(stdout)?.[1] : undefined;
}

/** @param {string} version */
function isNewEnough(version) {
  const [core, prerelease] = version.split('-', 2);
  const numbers = (core ?? '').split('.').map(Number);
  const difference = OLDEST.map((oldest, index) => (numbers[index] ?? 0) - oldest).find((step) => step !== 0) ?? 0;
  return difference > 0 || (difference === 0 && prerelease === undefined);
}

module.exports = { provideTofu, tryTofuVersion };
