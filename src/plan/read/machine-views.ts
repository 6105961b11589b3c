import { blocksOf, numberOf, textOf } from './attributes';
import type { MachineOutcome } from './machine-outcome';
import { machinesOf, type PlannedMachine } from './machines';
import { type Plan, type PlannedResource, readPlan, type Values } from './plan-json';
import { isMarked, withoutSecrets } from './secret-texts';
import type { MachineType } from '../../values/machine-type';

/** A machine of a plan before and after, as far as it is shown to people. It holds no value that is marked as sensitive. */
export interface MachineView {
  /** Its name. */
  readonly name: string;
  /** Its role; nothing if the plan does not say. */
  readonly machineType?: MachineType;
  /** Its outcome. */
  readonly outcome: MachineOutcome;
  /** The machine as it is now; nothing for a new one. */
  readonly before?: MachineSide;
  /** The machine as it will be; nothing for one that goes. */
  readonly after?: MachineSide;
}

/** A machine at one time. */
export interface MachineSide {
  /** Where it runs; nothing for a physical machine. */
  readonly host?: HostPlace;
  /** Addresses, as far as they are known. */
  readonly addresses: readonly string[];
  /** Its id in Proxmox VE, if it is known. */
  readonly vmId?: string;
  /** Its cores, of all sockets. */
  readonly cpuCores?: number;
  /** Its memory. */
  readonly memoryMiB?: number;
  /** Its disks. */
  readonly disks: readonly DiskView[];
  /** Its network cards. */
  readonly cards: readonly CardView[];
  /** Its devices of the host. */
  readonly devices: readonly string[];
  /** If it runs; nothing if the plan does not say. */
  readonly isStarted?: boolean;
}

/** A host of Proxmox VE. */
export interface HostPlace {
  /** Alias of the provider by which it is reached, if the plan says it. */
  readonly endpoint?: string;
  /** Name that Proxmox VE has for it. */
  readonly name: string;
}

/** A disk. */
export interface DiskView {
  /** Where it is attached, such as `scsi0`. */
  readonly interface: string;
  /** Its size. */
  readonly sizeGiB?: number;
  /** Datastore that it lies on. */
  readonly datastoreId?: string;
}

/** A network card. */
export interface CardView {
  /** Bridge that it is connected to. */
  readonly bridge?: string;
  /** VLAN of its port. */
  readonly vlanId?: number;
}

/** In the place of a value that nobody may see. */
const HIDDEN = '(sensitive)';

/**
 * The machines of a plan before and after, those too that stay as they are.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 * @throws if it is no plan, or a plan that ended in errors
 */
export function machineViews(planJson: unknown): readonly MachineView[] {
  const plan = readPlan(planJson);
  return viewsOf(plan, machinesOf(plan));
}

/** The same of a plan that was read. */
export function viewsOf(plan: Plan, machines: readonly PlannedMachine[]): readonly MachineView[] {
  const endpoints = endpointsByHost(machines);
  return machines.map((machine) => {
    const { name, machineType, outcome, virtualMachine, configuredBy, configures } = machine;
    const physical = virtualMachine === undefined;
    const hasBefore = physical ? configuredBy !== undefined : virtualMachine.before !== undefined;
    const hasAfter = physical ? configures !== undefined : virtualMachine.after !== undefined;
    const hide = (text: string): string => withoutSecrets(text, plan.secrets);
    return {
      name: virtualMachine !== undefined && isMarked(virtualMachine.sensitive, 'name') ? HIDDEN : hide(name),
      machineType,
      outcome,
      ...(hasBefore && { before: sideOf(virtualMachine, 'before', machine.addressesBefore.map(hide), endpoints) }),
      ...(hasAfter && { after: sideOf(virtualMachine, 'after', machine.addressesAfter.map(hide), endpoints) }),
    };
  });
}

function sideOf(
  resource: PlannedResource | undefined,
  time: 'before' | 'after',
  addresses: readonly string[],
  endpoints: ReadonlyMap<string, string>,
): MachineSide {
  if (resource === undefined) return { addresses, disks: [], cards: [], devices: [] };
  const values = shownValues(resource, time);
  const [cpu] = blocksOf(values, 'cpu');
  const cores = numberOf(cpu, 'cores');
  const [memory] = blocksOf(values, 'memory');
  const vmId = numberOf(values, 'vm_id');
  const hostName = textOf(values, 'node_name') ?? '?';
  const endpoint = endpointOf(resource) ?? endpoints.get(hostName);
  return {
    host: { name: hostName, ...(endpoint !== undefined && { endpoint }) },
    addresses: isMarked(resource.sensitive, 'initialization') ? addresses.map(() => HIDDEN) : addresses,
    ...(vmId !== undefined && { vmId: String(vmId) }),
    ...present('cpuCores', cores === undefined ? undefined : cores * (numberOf(cpu, 'sockets') ?? 1)),
    ...present('memoryMiB', numberOf(memory, 'dedicated')),
    disks: blocksOf(values, 'disk').map((disk) => ({
      interface: textOf(disk, 'interface') ?? '?',
      ...present('sizeGiB', numberOf(disk, 'size')),
      ...present('datastoreId', textOf(disk, 'datastore_id')),
    })),
    cards: blocksOf(values, 'network_device').map((card) => ({
      ...present('bridge', textOf(card, 'bridge')),
      ...present('vlanId', numberOf(card, 'vlan_id') === 0 ? undefined : numberOf(card, 'vlan_id')),
    })),
    devices: blocksOf(values, 'hostpci').flatMap((device) => textOf(device, 'mapping') ?? textOf(device, 'id') ?? []),
    ...(typeof values?.started === 'boolean' && { isStarted: values.started }),
  };
}

/** Attributes that a picture shows. */
const SHOWN = ['node_name', 'vm_id', 'cpu', 'memory', 'disk', 'network_device', 'hostpci', 'started'];

/** Those of them that may be seen, and words in the place of texts that may not. */
function shownValues(resource: PlannedResource, time: 'before' | 'after'): Values | undefined {
  const values = resource[time];
  if (values === undefined) return undefined;
  const marksOf = (name: string): readonly unknown[] =>
    resource.sensitive.map((mark) =>
      typeof mark === 'object' && mark !== null ? (mark as Values)[name] : mark === true,
    );
  return Object.fromEntries(SHOWN.map((name) => [name, hidden(values[name], marksOf(name))]));
}

function hidden(value: unknown, marks: readonly unknown[]): unknown {
  if (marks.some((mark) => mark === true)) return typeof value === 'string' ? HIDDEN : undefined;
  if (typeof value !== 'object' || value === null) return value;
  const within = (key: string): readonly unknown[] =>
    marks.flatMap((mark) => (typeof mark === 'object' && mark !== null ? [(mark as Values)[key]] : []));
  if (Array.isArray(value)) return value.map((each: unknown, index) => hidden(each, within(String(index))));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hidden(each, within(key))]));
}

/** Alias of the provider, such as `main` of `proxmox.main`. */
function endpointOf({ providerKey }: PlannedResource): string | undefined {
  return providerKey?.split('.')[1];
}

/** Endpoints of hosts whose name only one of them has: a machine that is written nowhere any more names none. */
function endpointsByHost(machines: readonly PlannedMachine[]): ReadonlyMap<string, string> {
  const found = new Map<string, Set<string>>();
  for (const { virtualMachine } of machines) {
    if (virtualMachine === undefined) continue;
    const endpoint = endpointOf(virtualMachine);
    for (const values of [virtualMachine.before, virtualMachine.after]) {
      const host = textOf(values, 'node_name');
      if (host !== undefined && endpoint !== undefined) found.set(host, (found.get(host) ?? new Set()).add(endpoint));
    }
  }
  return new Map([...found].flatMap(([host, [only, ...more]]) => (only && more.length === 0 ? [[host, only]] : [])));
}

function present<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, T>);
}
