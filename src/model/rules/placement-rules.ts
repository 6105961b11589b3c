import {
  ambiguousHost,
  bootRouteNeedsSsh,
  installDiskOfVirtualMachine,
  linkNotNamed,
  notForPhysicalMachines,
  platformNotForPhysicalMachines,
  vlanOfPhysicalMachine,
} from './placement-faults';
import { unknownHost, vmIdTaken } from '../../errors/rules';
import { volumeTaken } from '../../virtual-machine/disk-faults';
import { endpointRules } from '../../proxmox/rules';
import { installDiskMissing } from '../../network/faults';
import { VIRTUAL_MACHINE_KEYS } from '../../virtual-machine/shape';
import type { NodeSpec } from '../../cluster-file/node-settings';
import type { EndpointSpec } from '../../cluster-file/proxmox-settings';
import type { Draft } from '../../values/draft';
import { nearestName } from '../../values/nearest-name';
import { BootRoute } from '../../values/boot-route';
import { type Claim, claims } from '../../values/claims';
import type { SpecFacts } from '../spec-facts';
import { linkAliasConfig } from '../../machine-config/documents/link-alias';
import type { Findings, SpecRule } from '../findings';
import type { NodeFacts } from '../node-facts';

type PlacedNode = NodeFacts & { readonly cluster: SpecFacts };

const HOST_RULES: readonly SpecRule<PlacedNode>[] = [
  {
    path: ({ written }) => written('host'),
    condition: ({ options, hosts, cluster }) => options.host === undefined || hosts.length > 0 || mayLackHosts(cluster),
    message: ({ options: { host = '' }, cluster: { hosts } }) =>
      unknownHost(host, nearestName(host, host.includes('/') ? hosts.keys : hosts.names), hosts.keys),
  },
  {
    path: ({ written }) => written('host'),
    condition: ({ hosts }) => hosts.length <= 1,
    message: ({ options: { host = '' }, hosts }) =>
      ambiguousHost(
        host,
        hosts.map(({ key }) => key),
      ),
  },
];

/** If a host may be missing because the place that describes it is faulty. */
function mayLackHosts({ spec, isUncertain, lacksEntries }: SpecFacts): boolean {
  const names = Object.keys(spec.proxmox?.endpoints ?? {});
  return (
    lacksEntries('proxmox', 'endpoints') || names.some((name) => isUncertain('proxmox', 'endpoints', name, 'hosts'))
  );
}

const KIND_RULES: readonly SpecRule<PlacedNode>[] = [
  {
    path: ({ path }) => [...path, 'installDisk'],
    condition: ({ kind, spec, options, path, machineType = '', cluster: { isUncertain } }) =>
      kind !== 'physical' ||
      options.installDisk !== undefined ||
      virtualOnlyKeys(spec).length > 0 ||
      isUncertain(...path, 'installDisk') ||
      isUncertain('nodeDefaults', machineType, 'installDisk'),
    message: installDiskMissing,
  },
  {
    path: ({ path, spec }) => [...path, ...virtualOnlyKeys(spec).slice(0, 1)],
    part: 'key',
    condition: ({ kind, spec }) => kind !== 'physical' || virtualOnlyKeys(spec).length === 0,
    message: ({ spec }) => notForPhysicalMachines(virtualOnlyKeys(spec)),
  },
  {
    path: ({ written }) => written('installDisk'),
    part: 'key',
    condition: ({ kind, spec }) => kind !== 'virtual' || spec.installDisk === undefined,
    message: installDiskOfVirtualMachine,
  },
  {
    path: ({ path }) => [...path, 'link'],
    severity: 'warning',
    condition: ({ kind, options, cluster: { contract, spec } }) =>
      kind !== 'physical' ||
      options.link !== undefined ||
      spec.network?.link !== undefined ||
      !contract?.isAtLeast(linkAliasConfig.since),
    message: linkNotNamed,
  },
];

const VLAN_RULE: SpecRule<SpecFacts> = {
  path: () => ['network', 'vlanId'],
  severity: 'warning',
  condition: (cluster) => cluster.spec.network?.vlanId === undefined || physicalMachines(cluster).length === 0,
  message: (cluster) => vlanOfPhysicalMachine(cluster.spec.network?.vlanId ?? 0, physicalMachines(cluster)),
};

const PLATFORM_RULES: readonly SpecRule<SpecFacts>[] = [
  {
    path: () => ['talos', 'platform'],
    condition: (cluster) => unfitPhysicalMachine(cluster) === undefined,
    message: (cluster) => platformNotForPhysicalMachines(unfitPhysicalMachine(cluster)?.name ?? ''),
  },
];

const TAKEN_VM_ID: SpecRule<Claim<NodeFacts>> = {
  path: ({ item }) => [...item.path, 'vmId'],
  condition: ({ first }) => first === undefined,
  message: ({ item, first }) => vmIdTaken(item.spec.vmId ?? 0, first?.name ?? '', item.hosts[0]?.endpointName ?? ''),
};

/** An id of a virtual machine that keeps a disk, or of a machine. */
interface VmIdClaim {
  readonly node: NodeFacts;
  readonly vmId: number;
  /** The disk; nothing for the machine itself. */
  readonly disk: string | undefined;
}

const TAKEN_DISK_VM_ID: SpecRule<Claim<VmIdClaim>> = {
  path: ({ item: { node, disk = '' } }) => [...node.written('disks', disk), 'diskVm', 'vmId'],
  condition: ({ item: { disk }, first }) => disk === undefined || first === undefined,
  message: ({ item: { node, vmId }, first }) => vmIdTaken(vmId, ownerOfId(first), node.hosts[0]?.endpointName ?? ''),
};

/** An existing volume that a disk is. */
interface VolumeClaim {
  readonly node: NodeFacts;
  readonly disk: string;
  readonly volume: string;
}

const TAKEN_VOLUME: SpecRule<Claim<VolumeClaim>> = {
  path: ({ item: { node, disk } }) => [...node.written('disks', disk), 'existingVolume'],
  // two disks of one machine are refused with the machine
  condition: ({ item, first }) => first === undefined || first.node === item.node,
  message: ({ item, first }) => volumeTaken(item.volume, `the disk ${first?.disk ?? ''} of ${first?.node.name ?? ''}`),
};

const SSH_RULE: SpecRule<{ readonly name: string; readonly hasSsh: boolean }> = {
  path: ({ name }) => ['proxmox', 'endpoints', name, 'ssh'],
  condition: ({ hasSsh }) => hasSsh,
  message: ({ name }) => bootRouteNeedsSsh(name),
};

/** Checks where machines run: hosts, ids, and what physical machines can't have. */
export function checkPlacement(cluster: SpecFacts, findings: Findings): void {
  const nodes = cluster.nodes.map((node) => ({ ...node, cluster }));
  findings.check(HOST_RULES, nodes);
  findings.check(KIND_RULES, nodes);
  findings.check([VLAN_RULE], [cluster]);
  findings.check(PLATFORM_RULES, [cluster]);
  findings.check(
    [TAKEN_VM_ID],
    claims(singleNodes(cluster), ({ spec: { vmId }, hosts: [host] }) =>
      vmId === undefined || host === undefined ? undefined : `${host.endpointName}/${vmId}`,
    ),
  );
  findings.check(
    [TAKEN_DISK_VM_ID],
    claims(
      [...cluster.nodes.flatMap(vmIdOf), ...cluster.nodes.flatMap(diskVmIdsOf)],
      ({
        node: {
          hosts: [host],
        },
        vmId,
      }) => (host === undefined ? undefined : `${host.endpointName}/${vmId}`),
    ),
  );
  findings.check(
    [TAKEN_VOLUME],
    claims(
      cluster.nodes.flatMap(volumesOf),
      ({
        node: {
          hosts: [host],
        },
        volume,
      }) => (host === undefined ? undefined : `${host.endpointName}/${volume}`),
    ),
  );
  for (const [name, settings = {}] of Object.entries(cluster.spec.proxmox?.endpoints ?? {})) {
    const whole = { ...settings, hosts: withDefaults(settings) };
    const known = { settings: whole, isUncertain: cluster.isUncertain };
    findings.checkSettings(endpointRules(name, whole), known, ['proxmox', 'endpoints', name]);
  }
  if (cluster.spec.talos?.bootRoute === BootRoute.FILE) findings.check([SSH_RULE], usedEndpoints(cluster));
}

/** Hosts with what they have from the endpoint. */
function withDefaults({ hostDefaults, hosts }: Draft<EndpointSpec>): Draft<EndpointSpec>['hosts'] {
  return hosts && Object.fromEntries(Object.entries(hosts).map(([name, host]) => [name, { ...hostDefaults, ...host }]));
}

/** Machines that are written by themselves; a pool has a range of ids. */
function singleNodes({ nodes }: SpecFacts): readonly NodeFacts[] {
  return nodes.filter(({ member }) => member === undefined);
}

function vmIdOf(node: NodeFacts): readonly VmIdClaim[] {
  const { vmId } = node.spec;
  return vmId === undefined ? [] : [{ node, vmId, disk: undefined }];
}

/** Ids of what keeps the disks of a machine. */
function diskVmIdsOf(node: NodeFacts): readonly VmIdClaim[] {
  return disksOf(node).flatMap(([disk, { diskVm }]) =>
    diskVm?.vmId === undefined ? [] : [{ node, vmId: diskVm.vmId, disk }],
  );
}

function volumesOf(node: NodeFacts): readonly VolumeClaim[] {
  return disksOf(node).flatMap(([disk, { existingVolume: volume }]) =>
    volume === undefined ? [] : [{ node, disk, volume }],
  );
}

function disksOf({ kind, options: { disks = {} } }: NodeFacts) {
  return kind === 'physical' ? [] : Object.entries(disks).map(([name, disk = {}]) => [name, disk] as const);
}

function ownerOfId(claim: VmIdClaim | undefined): string {
  if (claim === undefined) return '';
  return claim.disk === undefined ? claim.node.name : `the disk ${claim.disk} of ${claim.node.name}`;
}

/** Settings of virtual machines that are written at a machine. */
function virtualOnlyKeys(spec: Draft<NodeSpec>): readonly (keyof NodeSpec)[] {
  return [...VIRTUAL_MACHINE_KEYS, 'size' as const].filter((key) => spec[key] !== undefined);
}

function unfitPhysicalMachine({ nodes }: SpecFacts): NodeFacts | undefined {
  return nodes.find(({ kind, platform }) => kind === 'physical' && platform !== 'metal');
}

function physicalMachines({ nodes }: SpecFacts): readonly string[] {
  return nodes.flatMap(({ kind, name }) => (kind === 'physical' ? [name] : []));
}

function usedEndpoints({ nodes, spec, isUncertain }: SpecFacts) {
  const names = new Set(nodes.flatMap(({ hosts }) => hosts.map(({ endpointName }) => endpointName)));
  return [...names].map((name) => ({
    name,
    hasSsh: spec.proxmox?.endpoints?.[name]?.ssh !== undefined || isUncertain('proxmox', 'endpoints', name, 'ssh'),
  }));
}
