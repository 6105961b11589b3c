'use strict';

const assert = require('node:assert');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { after, before, test } = require('node:test');
const { synthProject } = require('cdktf-proxmox-talos/app');

const outputDirectory = mkdtempSync(join(tmpdir(), 'clusters-'));
let project;

before(async () => {
  // rejects with every fault of every cluster file
  project = await synthProject({ projectDirectory: join(__dirname, '..'), outputDirectory });
});

after(() => {
  rmSync(outputDirectory, { recursive: true, force: true });
});

/** The stack of a cluster, as OpenTofu reads it. */
function readStack(cluster) {
  return JSON.parse(readFileSync(join(outputDirectory, 'stacks', cluster.node.id, 'cdk.tf.json'), 'utf8'));
}

test('cluster files are read without a warning@known@', () => {
@warnings@
});

test('the state of every cluster is encrypted', () => {
  for (const cluster of project.clusters) {
    assert.ok(readStack(cluster).terraform.encryption, `${cluster.node.id}: state.encryption is off`);
  }
});

test('every virtual machine of the cluster file is in the stack', () => {
  for (const cluster of project.clusters) {
    const machines = Object.values(readStack(cluster).resource.proxmox_virtual_environment_vm ?? {});
    const expected = cluster.nodes.filter((node) => node.host !== undefined).map((node) => node.hostname);
    assert.deepStrictEqual(machines.map(({ name }) => name).sort(), expected.sort());
  }
});

test('API tokens come from variables', () => {
  for (const cluster of project.clusters) {
    for (const { api_token: token } of readStack(cluster).provider.proxmox ?? []) assert.match(token, /^\$\{var\.\w+\}$/);
  }
});
