import type { ClusterSpec } from '../../src';
import type { ClusterOverview } from '../../src/diagram/cluster-overview';

/** One machine that runs everything. */
export function smallSpec(): ClusterSpec {
  return {
    name: 'small',
    talos: { version: 'v1.13.9', contract: 'v1.13', schematic: {} },
    kubernetes: { version: 'v1.36.3', schedulingOnControlPlanes: true },
    network: { subnet: '10.0.0.0/24', gateway: '10.0.0.1' },
    proxmox: {
      endpoints: { main: { url: 'https://pve1.example:8006', hosts: { pve1: { diskDatastoreId: 'local-lvm' } } } },
    },
    nodes: { 'cp-1': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.11' } },
    state: { encryption: 'on' },
  };
}

/** Twelve machines on four hosts of two endpoints, with several bridges, and two physical ones. */
export function mixedSpec(): ClusterSpec {
  const hosts = ['north/pve1', 'north/pve2', 'north/pve3', 'south/pve1'];
  const virtual = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => {
      const isControlPlane = index < 3;
      const name = isControlPlane ? `cp-${index + 1}` : `worker-with-a-long-name-${index - 2}`;
      const node = {
        machineType: isControlPlane ? 'controlplane' : 'worker',
        host: hosts[index % hosts.length]!,
        vmId: 900 + index,
        address: `10.20.0.${11 + index}`,
        networkBridge: index % 3 === 1 ? 'vmbr1' : 'vmbr0',
        ...(index % 4 === 0 && { vlanId: 40 }),
        ...(!isControlPlane && {
          disks: {
            data: { slot: 1, sizeGiB: 500, datastoreId: 'a-datastore-with-a-long-name', mountPath: '/var/mnt/a' },
          },
        }),
      } as const;
      return [name, node];
    }),
  );
  const metal = { machineType: 'worker', installDisk: '/dev/disk/by-id/nvme-a-long-name', link: 'enp1s0' } as const;
  const endpoint = (names: readonly string[], region: string) => ({
    url: `https://${region}.virtualisation.example.com:8006`,
    hosts: Object.fromEntries(names.map((name) => [name, { diskDatastoreId: 'local-lvm' }])),
  });
  return {
    ...smallSpec(),
    name: 'mixed',
    network: { subnet: '10.20.0.0/16', gateway: '10.20.0.1', vip: '10.20.0.10' },
    proxmox: {
      endpoints: { north: endpoint(['pve1', 'pve2', 'pve3'], 'north'), south: endpoint(['pve1'], 'south') },
    },
    nodes: {
      ...virtual,
      'metal-1': { ...metal, address: '10.20.1.1' },
      'metal-2': { ...metal, address: '10.20.1.2' },
    },
    gitops: {
      flux: {
        repository: { gitea: { url: 'https://git.example.com', owner: 'an-organisation', repository: 'clusters' } },
      },
    },
  };
}

/** Values that a file may not have, and that nothing may take for markup even so. */
export function hostile(overview: ClusterOverview): ClusterOverview {
  return {
    ...overview,
    cluster: '</title><script>alert(1)</script>"]',
    api: { url: 'https://x"] --> y', vip: '`**a**`', controlPlanes: ['<b>'] },
    physicalMachines: [
      {
        name: 'a"]\nend; click machine0 call alert()',
        machineType: 'worker',
        address: '"><img src=x onerror=alert(1)>',
        talosVersion: 'v1',
        link: '\u202Eeth0\u0000',
      },
    ],
  };
}

/** Text of SVG or HTML with its entities read. */
export function unescaped(markup: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return markup.replace(/<style>.*?<\/style>/gs, '').replace(/&(#?\w+);/g, (_, name: string) => entities[name] ?? '?');
}
