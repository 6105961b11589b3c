import type { TerraformStack } from 'cdktf';
import { HighAvailability } from '../../src/constructs/proxmox/high-availability';
import { ProxmoxEndpoint } from '../../src/constructs/proxmox/proxmox-endpoint';
import { image, node } from './homelab';
import type { Props, Subject } from './late-subjects';

const SUBJECT: Subject = {
  type: 'HighAvailabilityProps',
  file: 'src/constructs/proxmox/high-availability.ts',
  examples: [
    (stack) => ({
      ...managed(stack),
      groups: { cp: ['cp1', 'cp2'] },
      machines: ['cp'],
      state: 'started',
      maxRestart: 1,
      maxRelocate: 1,
      failback: true,
      separateControlPlanes: true,
      nodeAffinity: { near: { machines: ['cp1'], hosts: { pve1: 1 }, strict: true } },
      resourceAffinity: { apart: { machines: ['cp'], affinity: 'negative' } },
    }),
  ],
  make: (stack, props) => new HighAvailability(stack, 'ha', props),
};

/** High availability of two control planes. */
export function highAvailability(): Subject {
  return SUBJECT;
}

/** Two control planes of an endpoint with two hosts. */
export function managed(stack: TerraformStack): Props {
  const endpoint = new ProxmoxEndpoint(stack, 'rack', {
    url: 'https://10.0.0.2:8006',
    hosts: { pve1: { diskDatastoreId: 'ceph' }, pve2: { diskDatastoreId: 'ceph' } },
  });
  const shared = { image: image(stack, { hosts: endpoint.hosts }), onHostChange: 'ignore' } as const;
  const nodes = endpoint.hosts.map((own, index) =>
    node(stack, { ...shared, hostname: `cp${index + 1}`, host: own, address: `10.0.0.1${index}` }),
  );
  return { endpoint, nodes };
}
