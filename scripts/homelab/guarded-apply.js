// @ts-check
'use strict';

const { spawn } = require('node:child_process');
const { join } = require('node:path');
const { projectRoot } = require('../lib/paths');
const { killGroup } = require('./processes');
const { withoutSecrets } = require('./tofu-environment');

/** @typedef {import('./homelab').Homelab} Homelab */

/**
 * An apply through the plan guard that has been started.
 *
 * @typedef {object} GuardedApply
 * @property {Promise<GuardedApplyResult>} ended
 * @property {() => void} kill ends the command, OpenTofu and its providers at once, as a power cut does
 */

/**
 * @typedef {object} GuardedApplyResult
 * @property {boolean} isDone
 * @property {string} output standard output and standard error, without secrets
 */

/** The published command line, as it is compiled. */
const COMMAND_LINE = join(projectRoot, 'lib', 'src', 'cli', 'main.js');

/** Longer than anything in the apply waits. */
const TIMEOUT_MS = 5 * 60_000;

/**
 * Applies the cluster of a homelab as its user does: `cdktf-proxmox-talos apply <cluster> --yes`.
 *
 * @param {Homelab} homelab
 * @returns {GuardedApply}
 */
function startGuardedApply({ cluster, workspace, simulator }) {
  const { program, env } = workspace.shell();
  const output = join(workspace.directory, '..', '..');
  const args = [COMMAND_LINE, 'apply', cluster.model.name, '--yes'];
  const child = spawn(process.execPath, args, {
    cwd: workspace.directory,
    detached: true,
    env: { ...env, CDKTF_OUTDIR: output, TERRAFORM_BINARY_NAME: program },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => {
    if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
  };
  /** @type {string[]} */
  const parts = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => parts.push(part));
  const timer = setTimeout(kill, TIMEOUT_MS);
  /** @type {Promise<GuardedApplyResult>} */
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    // nothing that is printed then is worth a look
    void simulator.gone.then((reason) => {
      if (reason === undefined) return;
      kill();
      reject(reason);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ isDone: code === 0, output: withoutSecrets(parts.join(''), Object.values(cluster.variables)) });
    });
  });
  return { ended, kill };
}

module.exports = { startGuardedApply };
