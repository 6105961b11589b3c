import { RESOURCE_TYPES } from '../../resource-types';
import type { Dependency } from './dependency-graph';
import { isDiskVm } from './disk-vms';
import type { Plan, PlannedResource } from './plan-json';
import { blockAddress, instanceKeys, modulePath } from './resource-address';
import { textOf, blocksOf } from './attributes';

/** The resources of one machine. */
export interface MachineLink {
  /** Its virtual machine; nothing for a physical one. */
  readonly virtualMachine?: PlannedResource;
  /** Resource that has configured it so far. */
  readonly configuredBy?: PlannedResource;
  /** Resource that will configure it; nothing if it is forgotten. */
  readonly configures?: PlannedResource;
  /** Virtual machines that it may be, where the plan does not say which. */
  readonly candidates: readonly PlannedResource[];
}

/**
 * Resources of a plan, machine by machine. A configuration belongs to the machine that it depends on: as it is written, and where
 * it is no longer written, as it was applied. Addresses prove nothing, as they change hands.
 */
export function linkMachines(plan: Plan): readonly MachineLink[] {
  const virtualMachines = plan.resources.filter(isVirtualMachine);
  const applies = plan.resources.filter(({ type }) => type === RESOURCE_TYPES.machineConfigurationApply);
  const written = new Map(applies.map((apply) => [apply, writtenFor(plan, apply, virtualMachines)]));
  const applied = appliedTo(plan, applies, virtualMachines, written);
  const virtual: readonly MachineLink[] = virtualMachines.map((virtualMachine) => ({
    virtualMachine,
    configuredBy: applies.find((apply) => isOnly(applied.get(apply), virtualMachine)),
    configures: applies.find((apply) => isOnly(written.get(apply), virtualMachine)),
    candidates: [],
  }));
  const linked = new Set(virtual.flatMap(({ configuredBy, configures }) => [configuredBy, configures]));
  return [
    ...virtual,
    ...applies.flatMap((apply): readonly MachineLink[] => {
      const [before, after] = [applied.get(apply) ?? [], written.get(apply) ?? []];
      // a second one for a machine that has one
      const isSurplus = !linked.has(apply);
      const configuredBy = apply.before !== undefined && (isSurplus || before.length !== 1) ? apply : undefined;
      const configures = apply.after !== undefined && (isSurplus || after.length !== 1) ? apply : undefined;
      if (configuredBy === undefined && configures === undefined) return [];
      const isClear = !isSurplus && before.length < 2 && after.length < 2;
      return [{ configuredBy, configures, candidates: isClear ? [] : [...new Set([...after, ...before])] }];
    }),
  ];
}

/** The old and the new configuration of a machine as one change, also if another resource applies it from now on. */
export function sentConfiguration({ configuredBy, configures }: MachineLink): PlannedResource | undefined {
  if (configuredBy === undefined || configures === undefined) return undefined;
  return configuredBy === configures ? configures : { ...configures, action: 'update', before: configuredBy.before };
}

/**
 * The cluster that a resource belongs to: the machine secrets that it uses, or, where another stack has them, the
 * authority of its credentials.
 *
 * @returns something to compare, never to show; nothing if the plan does not say
 */
export function clusterOf(plan: Plan, resource: PlannedResource): string | undefined {
  const { graph, resources } = plan;
  const secrets = resources.filter(({ type }) => type === RESOURCE_TYPES.machineSecrets);
  const isSecrets = (address: string): boolean => typeOf(address) === RESOURCE_TYPES.machineSecrets;
  const isMachine = (address: string): boolean =>
    [RESOURCE_TYPES.virtualMachine, RESOURCE_TYPES.machineConfigurationApply].some((type) => type === typeOf(address));
  const written = graph.nearest(graph.dependenciesOf(resource.address), isSecrets, isMachine);
  const found = graph.has(resource.address) && written.length > 0 ? written : asDependencies(resource.appliedAfter);
  const instances = instancesOf(found, resource, secrets);
  const authority = authorityOf(resource);
  const [only, ...more] = instances;
  if (only !== undefined && more.length === 0) return only.address;
  const own = instances.find((each) => authority !== undefined && authorityOf(each) === authority);
  return own?.address ?? authority;
}

function authorityOf({ before, after }: PlannedResource): string | undefined {
  const [credentials] = [before, after].flatMap((values) => blocksOf(values, 'client_configuration'));
  return textOf(credentials, 'ca_certificate');
}

function isVirtualMachine(resource: PlannedResource): boolean {
  return resource.type === RESOURCE_TYPES.virtualMachine && !isDiskVm(resource);
}

/** Machines that an apply is written to configure: its address first, then what it waits for. */
function writtenFor(
  { graph }: Plan,
  apply: PlannedResource,
  virtualMachines: readonly PlannedResource[],
): readonly PlannedResource[] {
  if (apply.after === undefined) return [];
  const planned = virtualMachines.filter(({ after }) => after !== undefined);
  const isMachine = (address: string): boolean => typeOf(address) === RESOURCE_TYPES.virtualMachine;
  const isOfCluster = (address: string): boolean => typeOf(address).startsWith('talos_');
  const found = ['node', 'endpoint', 'depends_on'].map((argument) =>
    instancesOf(graph.nearest(graph.dependenciesOf(apply.address, argument), isMachine, isOfCluster), apply, planned),
  );
  return found.find((machines) => machines.length === 1) ?? found.find((machines) => machines.length > 1) ?? [];
}

type Links = ReadonlyMap<PlannedResource, readonly PlannedResource[]>;

/** Machines that each apply has configured, found by leaving out those that others have. */
function appliedTo(
  { vanished }: Plan,
  applies: readonly PlannedResource[],
  virtualMachines: readonly PlannedResource[],
  written: Links,
): Links {
  const existing = virtualMachines.filter(({ before }) => before !== undefined);
  const isThere = (machine: PlannedResource): boolean =>
    machine.before !== undefined || vanished.some(({ address }) => address === machine.address);
  const links = new Map<PlannedResource, readonly PlannedResource[]>();
  for (const apply of applies.filter(({ before }) => before !== undefined)) {
    const [machine, ...others] = written.get(apply) ?? [];
    if (machine !== undefined && others.length === 0 && isThere(machine)) links.set(apply, [machine]);
  }
  const open = applies.filter((apply) => apply.before !== undefined && !links.has(apply));
  const candidatesOf = (apply: PlannedResource): readonly PlannedResource[] => {
    const taken = new Set([...links.values()].flatMap((machines) => (machines.length === 1 ? machines : [])));
    const free = existing.filter((machine) => !taken.has(machine));
    return instancesOf(asDependencies(apply.appliedAfter), apply, free);
  };
  for (let found = true; found;) {
    const pending = open.filter((apply) => !links.has(apply));
    const single = pending
      .map((apply) => [apply, candidatesOf(apply)] as const)
      .filter(([, { length }]) => length === 1);
    const clear = single.filter(([apply, [machine]]) =>
      single.every(([other, [its]]) => other === apply || its !== machine),
    );
    clear.forEach(([apply, machines]) => links.set(apply, machines));
    found = clear.length > 0;
  }
  open.filter((apply) => !links.has(apply)).forEach((apply) => links.set(apply, candidatesOf(apply)));
  return links;
}

function isOnly(machines: readonly PlannedResource[] | undefined, machine: PlannedResource): boolean {
  return machines?.length === 1 && machines[0] === machine;
}

/** Instances of blocks: the one with the keys of who depends on them, where there are several. */
function instancesOf(
  dependencies: readonly Dependency[],
  dependent: PlannedResource,
  resources: readonly PlannedResource[],
): readonly PlannedResource[] {
  const found = resources.filter(({ address }) =>
    dependencies.some(
      (each) =>
        each.address === blockAddress(address) && (each.key === undefined || instanceKeys(address).at(-1) === each.key),
    ),
  );
  if (found.length < 2) return found;
  const keys = instanceKeys(dependent.address);
  const sameKeys = found.filter(({ address }) => String(instanceKeys(address)) === String(keys));
  if (sameKeys.length === 1) return sameKeys;
  const sameLast = found.filter(({ address }) => keys.length > 0 && instanceKeys(address).at(-1) === keys.at(-1));
  return sameLast.length === 1 ? sameLast : found;
}

function asDependencies(addresses: readonly string[]): readonly Dependency[] {
  return addresses.map((address) => ({ address: blockAddress(address) }));
}

/** Type of a resource by its address; that of a data source begins with `data.`. */
function typeOf(address: string): string {
  const [first = '', second = ''] = address.slice(modulePath(address).length).split('.');
  return first === 'data' ? `data.${second}` : first;
}
