import type { Precondition } from 'cdktf';
import type { Construct } from 'constructs';
import { DataProxmoxVirtualEnvironmentVms } from '../../../.gen/providers/proxmox/data-proxmox-virtual-environment-vms';
import { vmIdRepeated, vmIdTaken } from '../../errors/constructs';
import type { ProxmoxHost } from '../proxmox-host';
import { dataReference } from './plain-reference';
import { sharedInStack } from './stack-shared';

/**
 * Refuses a plan while a machine that is not the stack's has the id.
 *
 * The provider answers "already exists" with a take-over: it would resize the disk of that machine, overwrite its
 * settings and, on another host, destroy it. Needs to see all machines (`VM.Audit`).
 */
export function createVmIdGuard(machine: Construct, host: ProxmoxHost, vmId: number, stackTag: string): Precondition {
  const existing = sharedInStack(
    machine,
    'vms',
    host.endpointName,
    (scope, id) => new DataProxmoxVirtualEnvironmentVms(scope, id, { provider: host.provider }),
  );
  claim(existing, machine, vmId);
  const isOurs = `try(contains(vm.tags, "${stackTag}"), false)`;
  return {
    condition: `\${alltrue([for vm in ${dataReference(existing, 'vms')} : vm.vm_id != ${vmId} || ${isOurs}])}`,
    errorMessage: vmIdTaken(vmId, host.endpointName, stackTag),
  };
}

/** Two machines of one id would overwrite each other: the provider tells neither of them. */
function claim(existing: Construct, machine: Construct, vmId: number): void {
  const other = existing.node.metadata.find(({ type }) => type === `vm-id ${vmId}`);
  if (other !== undefined) throw vmIdRepeated(machine.node.path, vmId, String(other.data));
  existing.node.addMetadata(`vm-id ${vmId}`, machine.node.path);
}
