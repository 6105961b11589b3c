import type { ClusterSpec } from '../cluster-file/cluster-settings';
import type { HighAvailabilityPlace } from '../high-availability/resolved';
import type { Draft } from '../values/draft';
import { MachineType } from '../values/machine-type';
import type { NodeFacts } from './node-facts';
import type { SpecFacts } from './spec-facts';

/** If high availability looks after a machine. */
export function isUnderHighAvailability(
  { name, member, hosts: [host] }: Pick<NodeFacts, 'name' | 'member' | 'hosts'>,
  { proxmox }: Draft<ClusterSpec>,
): boolean {
  const settings = host && proxmox?.endpoints?.[host.endpointName]?.highAvailability;
  if (settings === undefined) return false;
  const { machines } = settings;
  return (
    machines === undefined || machines.includes(name) || (member !== undefined && machines.includes(member.pool.name))
  );
}

/** Hosts, machines and control planes of an endpoint, which the settings of its high availability refer to. */
export function highAvailabilityPlace({ nodes, spec }: SpecFacts, endpointName: string): HighAvailabilityPlace {
  const own = nodes.filter(({ hosts: [host] }) => host?.endpointName === endpointName);
  return {
    endpointName,
    hosts: Object.keys(spec.proxmox?.endpoints?.[endpointName]?.hosts ?? {}),
    machines: new Map([
      ...Object.entries(membersOfPools(own.map(({ name, member }) => ({ name, pool: member?.pool.name })))),
      ...own.map(({ name }) => [name, [name]] as const),
    ]),
    controlPlanes: own.flatMap(({ name, machineType }) => (machineType === MachineType.CONTROL_PLANE ? [name] : [])),
  };
}

/** Hostnames of the machines of each pool. */
export function membersOfPools(
  machines: readonly { readonly name: string; readonly pool?: string | undefined }[],
): Readonly<Record<string, readonly string[]>> {
  const pools = [...new Set(machines.flatMap(({ pool }) => pool ?? []))];
  return Object.fromEntries(
    pools.map((pool) => [pool, machines.filter((machine) => machine.pool === pool).map(({ name }) => name)]),
  );
}
