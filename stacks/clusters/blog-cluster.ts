import type { ClusterSpec } from 'cdktf-proxmox-talos';

/** Three control planes that take workloads too, on one host, handed over to Flux, which follows a Gitea repository. */
export const cluster: ClusterSpec = {
  name: 'talos-basic-example',
  talos: {
    version: 'v1.9.5',
    contract: 'v1.9',
    schematic: 'templates/schematics/qemu-guest-agent.yaml',
    factoryUrl: 'https://factory.talos.dev',
    architecture: 'amd64',
    platform: 'nocloud',
    bootRoute: 'file',
    imageFileName: '{cluster}-{schematic}-{version}-{platform}-{architecture}',
    healthCheck: { timeoutSeconds: 600 },
  },
  kubernetes: {
    version: 'v1.32.3',
    podSubnets: ['10.244.0.0/16'],
    serviceSubnets: ['10.43.0.0/16'],
    schedulingOnControlPlanes: true,
  },
  network: {
    subnet: '10.200.0.0/16',
    gateway: '10.200.0.1',
    vip: '10.200.5.10',
    link: 'physical',
  },
  machine: { topologyLabels: true },
  nodeDefaults: {
    controlplane: {
      cpuCores: 2,
      memoryMiB: 2048,
      diskGiB: 10,
      description: 'Talos Control Plane',
      bios: 'seabios',
      scsiHardware: 'virtio-scsi-single',
      osDisk: { cache: 'writethrough', ioThread: true },
    },
  },
  proxmox: {
    tags: ['k8s'],
    endpoints: {
      main: {
        url: 'https://ryzen-proxmox.example.com:8006',
        insecure: true,
        region: 'ryzen-proxmox',
        ssh: { username: 'root', nodes: { 'ryzen-proxmox': { address: 'ryzen-proxmox.example.com' } } },
        hosts: {
          'ryzen-proxmox': {
            imageDatastoreId: 'local',
            diskDatastoreId: 'samsung-500gb',
            networkBridge: 'vmbr200',
          },
        },
      },
    },
  },
  nodes: {
    'ctrl-00': { machineType: 'controlplane', host: 'ryzen-proxmox', vmId: 800, address: '10.200.5.1' },
    'ctrl-01': { machineType: 'controlplane', host: 'ryzen-proxmox', vmId: 801, address: '10.200.5.2' },
    'ctrl-02': { machineType: 'controlplane', host: 'ryzen-proxmox', vmId: 802, address: '10.200.5.3' },
  },
  lifecycle: 'replace',
  gitops: {
    flux: {
      repository: { gitea: { url: 'https://gitea.example.com', owner: 'homelab', repository: 'fluxcd-demo' } },
      branch: 'main',
      path: 'clusters/talos-basic-example',
      embeddedManifests: true,
    },
  },
  state: { encryption: 'on' },
  outputs: { machineSecrets: true, machineConfigurations: true, clientConfiguration: true },
};
