import { blocksOf, textOf } from '../plan/read/attributes';
import type { PlannedResource, Values } from '../plan/read/plan-json';
import { blockOf, providerOf } from '../plan/read/written-stack';
import { RESOURCE_TYPES } from '../resource-types';
import type { EndpointState } from './endpoint-state';
import type { CreationNeeds, EndpointNeeds, MachineNeeds, ObjectNeeds } from './needs';
import { DEFAULT_FACTORY_URL, endpointNeeds, factoryUrlIn, isOnEndpoint, neededOf } from './planned-needs';

/**
 * Objects that a stack needs on Proxmox VE endpoints, and images that it takes from Image Factory, as if nothing of it
 * existed.
 *
 * @param stack the synthesized stack, parsed
 */
export function writtenNeeds(stack: unknown): CreationNeeds {
  const created = writtenResources(stack);
  const keys = [...new Set(created.filter(isOnEndpoint).flatMap(({ providerKey }) => providerKey ?? []))];
  return {
    endpoints: keys.map((key) => endpointNeeds(key, created, (machine) => downloadOf(stack, machine))),
    factory: neededOf(factoryUrl(stack), created, () => [JSON.stringify(blockOf(stack, 'data') ?? {})]),
  };
}

/**
 * Needs of an endpoint without those of machines of the stack that it has already: they have their memory, their disks
 * and their id.
 */
export function withoutExisting(needs: EndpointNeeds, state: EndpointState): EndpointNeeds {
  return {
    ...needs,
    machines: needs.machines.map((machine) =>
      isExisting(machine, state)
        ? {
            ...machine,
            vmId: undefined,
            memoryMiB: 0,
            disks: machine.disks.map((disk) => ({ ...disk, sizeGiB: 0 })),
          }
        : machine,
    ),
    objects: needs.objects.map((each) => (isMade(each, state) ? { ...each, isThere: true } : each)),
  };
}

/** If an endpoint has a zone or a vnet of this name: who has made it is not known. */
function isMade({ feature, name }: ObjectNeeds, { sdn }: EndpointState): boolean {
  const made = feature === 'sdnZone' ? sdn?.zones : feature === 'sdnVnet' ? sdn?.vnets : undefined;
  return made?.some((each) => each.name === name) === true;
}

/** If an endpoint has a machine of the stack already. */
export function isExisting({ name, stackTag }: MachineNeeds, { guests }: EndpointState): boolean {
  return guests.some((guest) => guest.name === name && stackTag !== undefined && guest.tags.includes(stackTag));
}

/** Every resource of a stack, as a plan has one that creates it. */
function writtenResources(stack: unknown): readonly PlannedResource[] {
  const types = Object.entries(blockOf(stack, 'resource') ?? {});
  return types.flatMap(([type, named]) =>
    Object.entries(named as Readonly<Record<string, Values>>).map(([name, after]) => ({
      address: `${type}.${name}`,
      type,
      name,
      action: 'create',
      replacePaths: [],
      after: resolved(after, stack) as Values,
      unknown: {},
      sensitive: [],
      imported: false,
      tainted: false,
      providerKey: textOf(after, 'provider'),
      appliedAfter: [],
    })),
  );
}

/** A reference alone, or the first of a list of them: the others are what it comes after. */
const REFERENCE = /^\$\{(?:element\(\[)?(\w+)\.([\w-]+)\.(\w+)(?:(?:, [\w.-]+)+\], 0\))?\}$/;

/** A value in which references to what another resource of the stack is given are that. */
function resolved(value: unknown, stack: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, stack));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, stack)]));
  }
  const [, type, name, attribute] = REFERENCE.exec(typeof value === 'string' ? value : '') ?? [];
  if (type === undefined || name === undefined || attribute === undefined) return value;
  const given = blockOf(stack, 'resource', type, name)?.[attribute];
  return typeof given === 'string' && !given.includes('${') ? given : value;
}

/** The download that the system disk of a machine is made from. */
function downloadOf(stack: unknown, { after }: PlannedResource): Values | undefined {
  const [system] = blocksOf(after, 'disk');
  const written = [textOf(system, 'import_from'), textOf(system, 'file_id')].join(' ');
  const [, name] = new RegExp(`\\$\\{${RESOURCE_TYPES.downloadFile}\\.([\\w-]+)\\.id\\}`).exec(written) ?? [];
  return name === undefined ? undefined : blockOf(stack, 'resource', RESOURCE_TYPES.downloadFile, name);
}

function factoryUrl(stack: unknown): string | undefined {
  if (blocksOf(blockOf(stack, 'provider'), 'talos').length === 0) return undefined;
  return factoryUrlIn(providerOf(stack, 'talos')?.image_factory_url ?? DEFAULT_FACTORY_URL);
}
