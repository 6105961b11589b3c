// @ts-check
'use strict';

const { stringify } = require('yaml');

/**
 * A made-up cluster file: three control planes, all others workers, spread over ten hosts, every second worker with a
 * data disk.
 *
 * @param {string} name
 * @param {number} machines
 * @param {number} number of the cluster; keeps addresses and ids of clusters apart
 * @returns {string} YAML
 */
function clusterFile(name, machines, number = 0) {
  const hosts = Array.from({ length: 10 }, (_, index) => `pve${index}`);
  const nodes = Array.from({ length: machines }, (_, index) => [`node-${index}`, machine(hosts, index, number)]);
  return stringify({
    name,
    talos: {
      version: 'v1.13.9',
      contract: 'v1.13',
      schematic: { extensions: ['siderolabs/qemu-guest-agent'] },
    },
    kubernetes: { version: 'v1.36.3', podSubnets: ['100.64.0.0/10'], serviceSubnets: ['172.16.0.0/12'] },
    network: { subnet: `10.${number}.0.0/16`, gateway: `10.${number}.0.1`, vip: `10.${number}.0.2` },
    proxmox: {
      endpoints: {
        main: {
          url: 'https://pve.example:8006',
          hosts: Object.fromEntries(hosts.map((host) => [host, { diskDatastoreId: 'local-lvm' }])),
        },
      },
    },
    nodes: Object.fromEntries(nodes),
  });
}

/**
 * @param {readonly string[]} hosts
 * @param {number} index
 * @param {number} number
 */
function machine(hosts, index, number) {
  const isControlPlane = index < 3;
  return {
    machineType: isControlPlane ? 'controlplane' : 'worker',
    host: hosts[index % hosts.length],
    vmId: 1000 + number * 10000 + index,
    address: `10.${number}.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`,
    cpuCores: 4,
    memoryMiB: 8192,
    ...(!isControlPlane &&
      index % 2 === 0 && { disks: { data: { slot: 1, sizeGiB: 100, mountPath: '/var/mnt/data' } } }),
  };
}

module.exports = { clusterFile };
