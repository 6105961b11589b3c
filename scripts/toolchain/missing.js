// @ts-check
'use strict';

/** Thrown when the real OpenTofu cannot be run; the message says why and what to install. */
class ToolchainMissing extends Error {
  /** @param {string} reason */
  constructor(reason) {
    const rule = '*'.repeat(78);
    super(`
${rule}
  NOTHING WAS RUN WITH THE REAL OPENTOFU.

  ${reason.replaceAll('\n', '\n  ')}

  Install Go 1.26 or newer and run npm run toolchain (network access is needed
  once), or install OpenTofu 1.11 or newer and, where a provider registry can be
  reached, set CDKTF_PROXMOX_TALOS_PROVIDERS=real. See docs/toolchain.md.
${rule}
`);
    this.name = 'ToolchainMissing';
  }
}

module.exports = { ToolchainMissing };
