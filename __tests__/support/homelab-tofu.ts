import { changing, EXAMPLES, resourcesOf, synthCluster, type SynthesizedCluster } from './cluster-stack';

/** The example `homelab-tofu`, synthesized. */
export const homelabTofu = synthCluster(EXAMPLES['homelab-tofu']);

/** Its control planes. */
export const CONTROL_PLANES = ['ctrl-00', 'ctrl-01', 'ctrl-02'];

/** Its workers. */
export const WORKERS = ['work-00', 'work-01', 'work-02'];

/** Id of the schematic that all its machines have. */
export const SCHEMATIC = '53513e54bb39202f35694412577a6bc53d484744d35a126e5d42ef34785c0d83';

/** The example with a change. */
export const changed = changing('homelab-tofu');

/** Addresses without hash of what is new, gone or different. */
export function differences(before: SynthesizedCluster, after: SynthesizedCluster): readonly string[] {
  const addresses = new Set([...Object.keys(before.byAddress), ...Object.keys(after.byAddress)]);
  return [...addresses]
    .filter((address) => JSON.stringify(before.byAddress[address]) !== JSON.stringify(after.byAddress[address]))
    .map((address) => address.replace(/_[0-9A-F]{8}$/, ''))
    .sort();
}

/** The virtual machines of a cluster. */
export function machinesOf(cluster: SynthesizedCluster): readonly Readonly<Record<string, unknown>>[] {
  return resourcesOf(cluster, 'proxmox_virtual_environment_vm');
}
