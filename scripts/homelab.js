// @ts-check
'use strict';

const { createHash } = require('node:crypto');
const { spawnSync } = require('node:child_process');
const { mkdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { basename, join, resolve } = require('node:path');
const { runCommand, tell } = require('./lib/command');
const { provideHomelabKit } = require('./toolchain/provide');

/**
 * Packs the homelab of this version for this platform, as it is attached to a release: an archive, and a file with its
 * digest beside it. `try` of an installed package takes it.
 */
void runCommand(() => {
  const [directory, ...others] = process.argv.slice(2);
  if (directory === undefined || others.length > 0 || directory.startsWith('-')) {
    throw new Error('write npm run homelab -- <directory for the archive>');
  }
  const kit = provideHomelabKit(tell);
  const { version, platform, versions } = JSON.parse(readFileSync(join(kit, 'manifest.json'), 'utf8'));
  const archive = join(resolve(directory), `cdktf-proxmox-talos-homelab-${version}-${platform}.tar.gz`);
  mkdirSync(resolve(directory), { recursive: true });
  // the same files give the same bytes
  const stable = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0', '--hard-dereference'];
  const { error, status } = spawnSync('tar', [...stable, '-czf', archive, '-C', kit, '.'], { stdio: ['ignore', 2, 2] });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${archive} could not be written`);
  const digest = createHash('sha256').update(readFileSync(archive)).digest('hex');
  writeFileSync(`${archive}.sha256`, `${digest}  ${basename(archive)}\n`);
  const size = Math.round(statSync(archive).size / 2 ** 20);
  tell(
    `${Object.entries(versions)
      .map(([name, each]) => `${name} ${each}`)
      .join(', ')}: ${size} MiB`,
  );
  process.stdout.write(`${archive}\n`);
});
