import { Bindings } from './family';
import type { Source } from './source';
import { carryFamily, NODES, recogniseFamily } from './vehagn';

/** The system homelab-tofu: machines with data disks, CoreDNS of its own, everything on one VLAN. */
export const homelabTofu: Source = {
  name: 'homelab-tofu',
  recognisedBy: 'the same with data disks, or with coredns',
  recognise: (files) => {
    const project = recogniseFamily(files);
    if (project === undefined) return undefined;
    const bindings = new Bindings(project);
    const nodes = bindings.find(...NODES)?.children() ?? [];
    const hasDisks = nodes.some((node) => node.find('disks') !== undefined);
    return hasDisks || bindings.find('coredns') !== undefined ? project : undefined;
  },
  carry: (recognised, input) =>
    carryFamily(recognised, input, { prefix: '24', diskGiB: 40, bridge: 'vmbr0', vlanId: 150 }, [
      'prefix 24, VLAN 150, bridge vmbr0 and system disks of 40 GiB stand in the code of the module',
    ]),
};
