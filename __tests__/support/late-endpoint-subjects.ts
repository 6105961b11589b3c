import { ResourcePool } from '../../src/constructs/proxmox/resource-pool';
import { host } from './homelab';
import { backupJob } from './late-backup-job';
import { highAvailability } from './late-high-availability';
import { softwareDefinedNetwork } from './late-sdn';
import type { Subject } from './late-subjects';

const SUBJECT: Subject = {
  type: 'ResourcePoolProps',
  file: 'src/constructs/proxmox/resource-pool.ts',
  examples: [(stack) => ({ proxmoxProvider: host(stack).provider, poolId: 'lab/talos', comment: 'a' })],
  make: (stack, props) => new ResourcePool(stack, 'pool', props),
};

/** Subjects that are made at an endpoint beside machines and mappings. */
export function endpointSubjects(): readonly Subject[] {
  return [highAvailability(), backupJob(), softwareDefinedNetwork(), SUBJECT];
}
