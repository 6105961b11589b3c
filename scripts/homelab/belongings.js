// @ts-check
'use strict';

/** Settings of a virtual machine that are another one's when it is made again. */
const OF_ONE_MACHINE = /^(?:meta|smbios1|vmgenid)$/;

/** What Proxmox VE gives a network card. */
const MAC_ADDRESS = /(?<==)(?:[0-9A-F]{2}:){5}[0-9A-F]{2}/g;

/**
 * Everything that a homelab has, one line each, in words that are the same in every homelab: two clusters that came up in
 * different ways have the same lines, unless something was lost or doubled.
 *
 * @param {any} inventory what the simulator tells of itself
 * @param {number} block of the homelab
 * @returns {string[]} sorted
 */
function belongings({ proxmox, talos, git }, block) {
  const lines = [
    ...proxmox.flatMap(linesOfEndpoint),
    ...talos.nodes.map(machineLine),
    // ids of clusters are secret and new each time: what counts is that there is one
    `${new Set(talos.nodes.map((/** @type {any} */ node) => node.clusterId)).size} cluster`,
    ...Object.values(talos.etcd)
      .flat()
      .map((/** @type {any} */ { hostname }) => `etcd member ${hostname}`),
    ...(git ?? []).flatMap(linesOfRepository),
  ];
  return lines.map((line) => line.replaceAll(`127.${block}.`, '127.*.')).sort();
}

/** @param {any} endpoint */
function linesOfEndpoint({ guests, files, pools, mappings }) {
  return [
    ...guests.flatMap(linesOfGuest),
    ...files.map((/** @type {any} */ { id, host, bytes }) => `file ${id} on ${host}, ${bytes} bytes`),
    ...Object.keys(pools).map((pool) => `pool ${pool}`),
    ...Object.entries(mappings).flatMap(([kind, names]) =>
      names.map((/** @type {string} */ name) => `${kind} mapping ${name}`),
    ),
  ];
}

/** @param {any} guest */
function linesOfGuest({ id, name, host, status, config, pending, volumes }) {
  const settings = Object.entries(config).filter(([key]) => !OF_ONE_MACHINE.test(key));
  return [
    `VM ${id} ${name} on ${host} is ${status}`,
    ...settings.map(([key, value]) => `VM ${id} has ${key} ${String(value).replace(MAC_ADDRESS, '*')}`),
    ...pending.map((/** @type {unknown} */ change) => `VM ${id} waits with ${JSON.stringify(change)}`),
    ...volumes.map(
      (/** @type {any} */ volume) =>
        `volume ${volume.id} on ${volume.host}, ${volume.bytes} bytes, ${contentOf(volume)}`,
    ),
  ];
}

/** @param {any} volume */
function contentOf({ image }) {
  return image === undefined ? 'empty' : `Talos ${image.version} with ${image.schematicId}`;
}

/** @param {any} node */
function machineLine({ name, where, on, address, machineType, hostname, clusterName, bootstrapped }) {
  const role = `${machineType ?? 'nothing'} ${hostname ?? ''} of ${clusterName ?? 'no cluster'}`;
  return `machine ${name} at ${where}, ${on ? 'on' : 'off'}, ${address}: ${role}${bootstrapped ? ', bootstrapped' : ''}`;
}

/** @param {any} repository */
function linesOfRepository({ name, files, deployKeys }) {
  return [
    ...files.map((/** @type {string} */ file) => `${file} in ${name}`),
    ...deployKeys.map(
      (/** @type {any} */ { title, readOnly }) => `deploy key ${title} of ${name}, ${readOnly ? 'reads' : 'writes'}`,
    ),
  ];
}

/**
 * What two homelabs do not have in common, one line each.
 *
 * @param {readonly string[]} wanted
 * @param {readonly string[]} got
 * @returns {string[]}
 */
function differences(wanted, got) {
  const left = [...got];
  const lost = wanted.filter((line) => {
    const at = left.indexOf(line);
    if (at === -1) return true;
    left.splice(at, 1);
    return false;
  });
  return [...lost.map((line) => `missing: ${line}`), ...left.map((line) => `too much: ${line}`)];
}

module.exports = { belongings, differences };
