// @ts-check
'use strict';

const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { getJson } = require('./https-client');
const { awaitNodes, readKubeconfig } = require('./kubernetes-client');

/** @typedef {import('./homelab').Homelab} Homelab */

/**
 * Files with what signs in to a cluster that was made.
 *
 * @typedef {object} CredentialFiles
 * @property {string} kubeconfig
 * @property {string} talosconfig
 */

/**
 * Writes the credentials of the cluster that was made, readable by their owner only.
 *
 * @param {Homelab} homelab
 * @returns {Promise<CredentialFiles>}
 */
async function writeCredentials({ directory, workspace }) {
  const files = { kubeconfig: join(directory, 'kubeconfig'), talosconfig: join(directory, 'talosconfig') };
  const outputs = await workspace.outputs();
  writeFileSync(files.kubeconfig, outputs['kube_config'], { mode: 0o600 });
  writeFileSync(files.talosconfig, outputs['talos_config'], { mode: 0o600 });
  return files;
}

/**
 * What the cluster consists of, as Proxmox VE and Kubernetes themselves tell it.
 *
 * @param {Homelab} homelab
 * @param {CredentialFiles} credentials
 * @returns {Promise<string>} a table
 */
async function machineTable(homelab, { kubeconfig }) {
  const { spec, model } = homelab.cluster;
  const machines = await virtualMachines(homelab);
  const nodes = await awaitNodes(readFileSync(kubeconfig, 'utf8'), model.nodes.length);
  const rows = model.nodes.map(({ name, machine, imageKey }) => {
    const image = model.images.find(({ key }) => key === imageKey);
    const vm = machines.find((found) => found.name === name);
    const node = nodes.find((found) => found.metadata.name === name);
    return [
      name,
      String(spec.nodes[name]?.machineType),
      vm === undefined ? 'physical' : `${vm.node}, VM ${vm.vmid}`,
      vm?.status ?? '',
      homelab.shownAddress(name),
      machine.address,
      `${image?.talosVersion.tag} ${image?.schematic.shortId}`,
      node === undefined ? 'no node' : `${node.status.nodeInfo.kubeletVersion}, ${readiness(node)}`,
    ];
  });
  return table(['machine', 'role', 'host', 'is', 'its address', 'on loopback', 'Talos, schematic', 'Kubernetes'], rows);
}

/**
 * @param {Homelab} homelab
 * @returns {Promise<{ name: string, node: string, vmid: number, status: string }[]>}
 */
async function virtualMachines(homelab) {
  const access = { ca: readFileSync(homelab.authorityFile) };
  const answers = homelab.cluster.model.endpoints.map(async ({ url, name }) => {
    const headers = { authorization: `PVEAPIToken=${homelab.apiToken(name)}` };
    const { data } = await getJson(`${url.replace(/\/$/, '')}/api2/json/cluster/resources?type=vm`, {
      ...access,
      headers,
    });
    return data;
  });
  return (await Promise.all(answers)).flat();
}

/** @param {any} node of Kubernetes */
function readiness(node) {
  const ready = node.status.conditions?.find((/** @type {any} */ condition) => condition.type === 'Ready');
  return ready?.status === 'True' ? 'Ready' : 'NotReady';
}

/**
 * Commands with which a person looks around in a homelab that stays up; each works as it stands after the first.
 *
 * @param {Homelab} homelab
 * @param {CredentialFiles} credentials
 * @returns {string[]}
 */
function lookAround(homelab, { kubeconfig }) {
  const { directory, workspace, simulator } = homelab;
  const certificates = join(directory, 'kubernetes');
  const { server, ca, cert, key } = readKubeconfig(readFileSync(kubeconfig, 'utf8'));
  mkdirSync(certificates, { recursive: true, mode: 0o700 });
  for (const [name, content] of Object.entries({ 'ca.crt': ca, 'client.crt': cert, 'client.key': key })) {
    writeFileSync(join(certificates, name), content ?? '', { mode: 0o600 });
  }
  const settings = join(directory, 'env.sh');
  writeFileSync(settings, shellSettings(homelab), { mode: 0o600 });
  const [endpoint] = homelab.cluster.model.endpoints;
  return [
    `. ${settings}`,
    `tofu -chdir=${workspace.directory} state list`,
    `tofu -chdir=${workspace.directory} plan`,
    `curl --silent --cacert ${homelab.authorityFile} --header "Authorization: PVEAPIToken=$PROXMOX_API_TOKEN" ` +
      `${endpoint?.url}/api2/json/cluster/resources?type=vm`,
    `curl --silent --cacert ${certificates}/ca.crt --cert ${certificates}/client.crt --key ${certificates}/client.key ` +
      `${server}/api/v1/nodes`,
    `curl --silent ${simulator.control}/journal`,
    `curl --silent ${simulator.control}/inventory`,
  ];
}

/** @param {Homelab} homelab */
function shellSettings(homelab) {
  const { program, env } = homelab.workspace.shell();
  const { HOME: home = '', TMPDIR: temporary = '', PATH: _path, ...settings } = env;
  const [endpoint] = homelab.cluster.model.endpoints;
  const token = endpoint === undefined ? {} : { PROXMOX_API_TOKEN: homelab.apiToken(endpoint.name) };
  const exports = Object.entries({ ...settings, ...token }).map(
    ([name, value]) => `export ${name}=${quoted(value ?? '')}\n`,
  );
  // keys of simulated hosts do not belong among those that the user knows
  return `${exports.join('')}tofu() { HOME=${quoted(home)} TMPDIR=${quoted(temporary)} command ${quoted(program)} "$@"; }\n`;
}

/**
 * What a synthesized stack holds.
 *
 * @param {string} directory of the stack
 * @returns {string} a table
 */
function stackSummary(directory) {
  const { resource, data } = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8'));
  const rows = Object.entries({ resource, data }).flatMap(([block, byType]) =>
    Object.entries(byType ?? {}).map(([type, byId]) => [block, type, String(Object.keys(byId).length)]),
  );
  return table(['', 'type', 'number'], rows);
}

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
function table(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  /** @param {readonly string[]} cells */
  const line = (cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

module.exports = { lookAround, machineTable, stackSummary, virtualMachines, writeCredentials };
