import { changing, type EditableSpec, EXAMPLES, synthCluster } from './cluster-stack';

/** The example `blog-cluster`, synthesized. */
export const blogCluster = synthCluster(EXAMPLES['blog-cluster']);

/** Its machines. */
export const MACHINES = ['ctrl-00', 'ctrl-01', 'ctrl-02'];

/** The example with a change. */
export const changed = changing('blog-cluster');

/** A worker on a host of its own, as the example of the original has one. */
export function addWorker(spec: EditableSpec): void {
  spec.proxmox!.endpoints.main!.hosts.abel = { diskDatastoreId: 'samsung-500gb', networkBridge: 'vmbr200' };
  spec.nodes['work-00'] = {
    machineType: 'worker',
    host: 'abel',
    vmId: 810,
    address: '10.200.5.20',
    dnsServers: ['1.1.1.1', '8.8.8.8'],
    cpuCores: 8,
    memoryMiB: 4096,
  };
}
