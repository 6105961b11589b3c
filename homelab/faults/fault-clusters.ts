import type { ClusterSpec } from '../../src/cluster-file';

/** How long an apply waits for what does not answer any more: short, as much of it never will. */
const TIMEOUTS = { applySeconds: 12, bootstrapSeconds: 12, kubeconfigSeconds: 12, kubernetesApiSeconds: 60 };

/** The default boot route, on two hosts: a control plane, and a worker with a disk for data. */
const withImport: ClusterSpec = {
  name: 'home',
  talos: {
    version: 'v1.13.9',
    contract: 'v1.13',
    schematic: { extensions: ['siderolabs/qemu-guest-agent'] },
    timeouts: TIMEOUTS,
  },
  kubernetes: { version: 'v1.36.3' },
  network: { subnet: '10.0.0.0/24', gateway: '10.0.0.1' },
  proxmox: {
    endpoints: {
      main: {
        url: 'https://pve1.example:8006',
        hosts: { pve1: { diskDatastoreId: 'local-lvm' }, pve2: { diskDatastoreId: 'local-lvm' } },
      },
    },
  },
  nodes: {
    'ctrl-00': { machineType: 'controlplane', host: 'pve1', vmId: 800, address: '10.0.0.11' },
    'work-00': {
      machineType: 'worker',
      host: 'pve2',
      vmId: 810,
      address: '10.0.0.21',
      disks: { data: { slot: 1, sizeGiB: 20 } },
    },
  },
};

/** The other boot route, over SSH, and what needs the Kubernetes API and a Git host: one control plane, handed over to Flux. */
const withFlux: ClusterSpec = {
  ...withImport,
  talos: { ...withImport.talos, bootRoute: 'file' },
  kubernetes: { version: 'v1.36.3', schedulingOnControlPlanes: true },
  proxmox: {
    endpoints: {
      main: {
        url: 'https://pve1.example:8006',
        ssh: { username: 'root', nodes: { pve1: { address: 'pve1.example' } } },
        hosts: { pve1: { diskDatastoreId: 'local-lvm' } },
      },
    },
  },
  nodes: { 'ctrl-00': { machineType: 'controlplane', host: 'pve1', vmId: 800, address: '10.0.0.11' } },
  gitops: {
    flux: {
      repository: { gitea: { url: 'https://gitea.example', owner: 'homelab', repository: 'fleet' } },
      embeddedManifests: true,
    },
  },
};

/**
 * Three control planes and a worker on two hosts, over SSH, whose machines are replaced with their image: what triggers that
 * is new in a first apply, and must not replace a machine that an interrupted one has left behind.
 */
const withReplace: ClusterSpec = {
  ...withImport,
  lifecycle: 'replace',
  talos: { ...withImport.talos, bootRoute: 'file' },
  network: { ...withImport.network, vip: '10.0.0.10' },
  proxmox: {
    endpoints: {
      main: {
        url: 'https://pve1.example:8006',
        ssh: { username: 'root', nodes: { pve1: { address: 'pve1.example' }, pve2: { address: 'pve2.example' } } },
        hosts: { pve1: { diskDatastoreId: 'local-lvm' }, pve2: { diskDatastoreId: 'local-lvm' } },
      },
    },
  },
  nodes: {
    'ctrl-00': { machineType: 'controlplane', host: 'pve1', vmId: 800, address: '10.0.0.11' },
    'ctrl-01': { machineType: 'controlplane', host: 'pve2', vmId: 801, address: '10.0.0.12' },
    'ctrl-02': { machineType: 'controlplane', host: 'pve1', vmId: 802, address: '10.0.0.13' },
    'work-00': { machineType: 'worker', host: 'pve2', vmId: 810, address: '10.0.0.21' },
  },
};

/** The clusters whose applies are interrupted, by the name of their configuration. */
export const FAULT_CLUSTERS = { default: withImport, flux: withFlux, replace: withReplace };
