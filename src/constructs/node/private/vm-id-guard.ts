import { Lazy, type Precondition, type TerraformProvider, TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { DataProxmoxVirtualEnvironmentContainers } from '../../../../.gen/providers/proxmox/data-proxmox-virtual-environment-containers';
import { DataProxmoxVirtualEnvironmentVms } from '../../../../.gen/providers/proxmox/data-proxmox-virtual-environment-vms';
import { vmIdRepeated, vmIdTaken } from '../../../errors/constructs';
import type { ProxmoxHost } from '../../proxmox/proxmox-host';
import { contactEndpoint, leaveContact } from './endpoint-contact';
import { dataReference, numberExpression } from '../../private/plain-reference';
import { sharedInStack } from '../../private/stack-shared';

const MACHINES = 'vms';
const CONTAINERS = 'containers';

/** Conditions that are asked before each plan of a machine; its endpoint is contacted in any case. */
export function vmIdPreconditions(
  machine: Construct,
  host: ProxmoxHost,
  vmId: number | undefined,
  stackTag: string,
): readonly Precondition[] {
  if (vmId !== undefined) return [createVmIdGuard(machine, host, vmId, stackTag)];
  const isAsked = TerraformStack.of(machine).node.tryFindChild(MACHINES)?.node.tryFindChild(host.endpointName);
  if (isAsked === undefined) contactEndpoint(machine, host);
  return [];
}

/**
 * Refuses a plan while a container, or a machine that is not the stack's, has the id.
 *
 * The provider answers "already exists" with a take-over: it would resize the disk of that machine, overwrite its
 * settings and, on another host, destroy it. Needs to see all machines and containers (`VM.Audit`).
 */
function createVmIdGuard(machine: Construct, host: ProxmoxHost, vmId: number, stackTag: string): Precondition {
  const { endpointName, provider } = host;
  const machines = sharedInStack(
    machine,
    MACHINES,
    endpointName,
    (scope, id) => new DataProxmoxVirtualEnvironmentVms(scope, id, { provider }),
  );
  claim(machines, machine, vmId);
  leaveContact(machine, host);
  const containers = sharedInStack(
    machine,
    CONTAINERS,
    endpointName,
    (scope, id) =>
      new DataProxmoxVirtualEnvironmentContainers(scope, id, {
        provider,
        count: isLate(host) ? 1 : Lazy.numberValue({ produce: () => countWhileMissing(machines, stackTag) }),
      }),
  );
  const isOurs = `try(contains(vm.tags, "${stackTag}"), false)`;
  const id = numberExpression(vmId);
  const isFree = `alltrue([for vm in ${dataReference(machines, 'vms')} : vm.vm_id != ${id} || ${isOurs}])`;
  const all = `flatten(${dataReference(containers)}[*].containers)`;
  return {
    condition: `\${${isFree} && alltrue([for container in ${all} : container.vm_id != ${id}])}`,
    errorMessage: vmIdTaken(vmId, endpointName, stackTag),
  };
}

/** Containers are listed only while one of the machines is not there: a plan that makes none asks no more than it must. */
function countWhileMissing(machines: DataProxmoxVirtualEnvironmentVms, stackTag: string): number {
  const isOurs = `try(contains(vm.tags, "${stackTag}"), false)`;
  const there = `[for vm in ${dataReference(machines, 'vms')} : vm.vm_id if ${isOurs}]`;
  const wanted = [...ownersOf(machines).keys()].map((vmId) => numberExpression(vmId));
  return Token.asNumber(`\${length(setsubtract([${wanted.join(', ')}], ${there})) > 0 ? 1 : 0}`);
}

/** The address of the endpoint may be known only during the apply, and so may what it has: no count can come from it. */
function isLate({ provider }: ProxmoxHost): boolean {
  return Token.isUnresolved((provider as TerraformProvider & { readonly endpoint?: string }).endpoint);
}

/** Where the list of machines keeps whose id is whose; by `Symbol.for`, as two copies of this library may be loaded. */
const OWNERS = Symbol.for('cdktf-proxmox-talos.vm-ids');

/** Two machines of one id would overwrite each other: the provider tells neither of them. */
function claim(machines: Construct, machine: Construct, vmId: number): void {
  const owners = ownersOf(machines);
  const owner = owners.get(vmId);
  if (owner !== undefined) throw vmIdRepeated(machine.node.path, vmId, owner);
  owners.set(vmId, machine.node.path);
}

/** Paths of the machines by id, in the order in which they were made. */
function ownersOf(machines: Construct & { [OWNERS]?: Map<number, string> }): Map<number, string> {
  return (machines[OWNERS] ??= new Map<number, string>());
}
