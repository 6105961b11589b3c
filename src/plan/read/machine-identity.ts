import { MachineType } from '../../values/machine-type';
import { isIpAddress, normalizeIpAddress } from '../../values/ip-address';
import { configurationText, machineTypeOf } from './machine-configuration';
import type { MachineLink } from './machine-links';
import type { Plan, PlannedResource, Values } from './plan-json';
import { blocksOf, textOf, textsOf } from './attributes';

/** Logical id of what configures a machine, as the constructs make it: `…_nodes_<hostname>_apply_<hash>`. */
const APPLY_ID = /(?:^|_)nodes_([a-z0-9-]+)_apply_[0-9A-F]{8}$/;

/** Hostname of a machine; its address where the plan has no name. */
export function nameOf({ virtualMachine, configuredBy, configures }: MachineLink): string {
  const configuration = configures ?? configuredBy;
  return (
    textOf(virtualMachine?.after, 'name') ??
    textOf(virtualMachine?.before, 'name') ??
    APPLY_ID.exec(configuration?.name ?? '')?.[1] ??
    textOf(configuration?.after, 'node') ??
    textOf(configuration?.before, 'node') ??
    virtualMachine?.address ??
    configuration?.address ??
    '?'
  );
}

/** The role of a machine in its cluster before and after the apply, as far as both are known. */
export interface MachineRoles {
  /** Role before the apply. */
  readonly was?: MachineType;
  /** Role after the apply. */
  readonly becomes?: MachineType;
}

/** The role of a machine in its cluster, before and after. */
export function rolesOf(plan: Plan, { virtualMachine, configuredBy, configures }: MachineLink): MachineRoles {
  const before = machineTypeOf(configuredBy?.before);
  const isSameText = configurationText(configuredBy?.before) === configurationText(configures?.after);
  // reading a configuration is what takes long in a plan of many machines
  const after = isSameText ? before : machineTypeOf(configures?.after);
  return {
    was: roleOf(virtualMachine?.before, before),
    becomes: roleOf(virtualMachine?.after, after ?? plannedType(plan, configures)),
  };
}

/** The machine type of a configuration that is made during the apply. */
function plannedType({ graph, pending }: Plan, configures: PlannedResource | undefined): string | undefined {
  if (configures === undefined) return undefined;
  const written = graph.dependenciesOf(configures.address, 'machine_configuration_input').map(({ address }) => address);
  const [planned] = pending.filter(({ address }) => written.includes(address));
  return textOf(planned?.values, 'machine_type');
}

/** A configuration decides; tags are for people, and are all that there is where another stack configures the machine. */
function roleOf(virtualMachine: Values | undefined, machineType: string | undefined): MachineType | undefined {
  const tags = textsOf(virtualMachine, 'tags');
  if (machineType === 'controlplane') return MachineType.CONTROL_PLANE;
  if (machineType === 'worker') return MachineType.WORKER;
  if (tags.includes('control-plane')) return MachineType.CONTROL_PLANE;
  return tags.includes('worker') ? MachineType.WORKER : undefined;
}

/** Addresses that a machine has now. */
export function addressesBefore({ virtualMachine, configuredBy }: MachineLink): readonly string[] {
  return withoutRepeated([...ownAddress(configuredBy?.before), ...staticAddresses(virtualMachine?.before)]);
}

/** Addresses that a machine will have, as far as they are known. */
export function addressesAfter({ virtualMachine, configures }: MachineLink): readonly string[] {
  return withoutRepeated([...ownAddress(configures?.after), ...staticAddresses(virtualMachine?.after)]);
}

/** True if a machine stays, but its configuration is sent to an address that cloud-init does not give it. */
export function isReaddressed({ virtualMachine, configuredBy, configures }: MachineLink): boolean {
  if (virtualMachine !== undefined && virtualMachine.action !== 'none' && virtualMachine.action !== 'update')
    return false;
  const [[from], [to]] = [ownAddress(configuredBy?.before), ownAddress(configures?.after)];
  return from !== undefined && to !== undefined && from !== to && !staticAddresses(virtualMachine?.after).includes(to);
}

/** Addresses that cloud-init gives a virtual machine. */
export function staticAddresses(values: PlannedResource['before']): readonly string[] {
  return blocksOf(values, 'initialization')
    .flatMap((block) => blocksOf(block, 'ip_config'))
    .flatMap((config) => [...blocksOf(config, 'ipv4'), ...blocksOf(config, 'ipv6')])
    .flatMap((family) => textOf(family, 'address') ?? [])
    .map((address) => normalized(address.replace(/\/.*$/, '')))
    .filter(isIpAddress);
}

function ownAddress(apply: Values | undefined): readonly string[] {
  const node = textOf(apply, 'node');
  return node === undefined ? [] : [normalized(node)];
}

/** One form for an address, whatever way it is written; a name stays a name. */
function normalized(address: string): string {
  return isIpAddress(address) ? normalizeIpAddress(address) : address.toLowerCase();
}

function withoutRepeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
