import { foundMachines } from '../plan/recovery/found-machines';
import { type Plan, type PlannedResource, readPlan, type Values } from '../plan/read/plan-json';
import { blocksOf, numberOf, textOf, textsOf } from '../plan/read/attributes';
import { RESOURCE_TYPES } from '../resource-types';
import { DISK_VM_TAG, ownerOf } from '../values/disk-volume';
import type {
  BridgeNeeds,
  CreationNeeds,
  DiskNeeds,
  EndpointNeeds,
  FactoryNeeds,
  MachineNeeds,
  ObjectNeeds,
} from './needs';

/**
 * Objects that a plan creates on Proxmox VE endpoints, and images that it takes from Image Factory for them.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 */
export function plannedNeeds(planJson: unknown): CreationNeeds {
  const plan = readPlan(planJson);
  const found = new Set(foundMachines(planJson).map(({ to }) => to));
  const created = plan.resources.filter((resource) => isCreated(resource) && !found.has(resource.address));
  const keys = [...new Set(created.filter(isOnEndpoint).flatMap(({ providerKey }) => providerKey ?? []))];
  return {
    endpoints: keys.map((key) => endpointNeeds(key, created, (machine) => downloadOf(plan, machine), plan.resources)),
    factory: factoryNeeds(planJson, plan, created),
  };
}

function isCreated({ action }: PlannedResource): boolean {
  return action === 'create' || action === 'replace' || action === 'supersede';
}

const ON_ENDPOINT: readonly string[] = [
  RESOURCE_TYPES.virtualMachine,
  RESOURCE_TYPES.downloadFile,
  RESOURCE_TYPES.hardwareMappingPci,
  RESOURCE_TYPES.hardwareMappingUsb,
  RESOURCE_TYPES.hardwareMappingDir,
  RESOURCE_TYPES.haResource,
  RESOURCE_TYPES.haRule,
  RESOURCE_TYPES.resourcePool,
  RESOURCE_TYPES.backupJob,
  RESOURCE_TYPES.sdnApplier,
  RESOURCE_TYPES.sdnVnet,
  RESOURCE_TYPES.sdnZoneEvpn,
  RESOURCE_TYPES.sdnZoneQinq,
  RESOURCE_TYPES.sdnZoneSimple,
  RESOURCE_TYPES.sdnZoneVlan,
  RESOURCE_TYPES.sdnZoneVxlan,
];

/** Features of objects, by the type of resource, and the attribute that names one. */
const OBJECTS: readonly (readonly [type: string, feature: ObjectNeeds['feature'], name: string])[] = [
  [RESOURCE_TYPES.haResource, 'highAvailability', 'resource_id'],
  [RESOURCE_TYPES.haRule, 'highAvailability', 'rule'],
  [RESOURCE_TYPES.resourcePool, 'resourcePool', 'pool_id'],
  [RESOURCE_TYPES.backupJob, 'backupJob', 'id'],
  [RESOURCE_TYPES.sdnZoneEvpn, 'sdnZone', 'id'],
  [RESOURCE_TYPES.sdnZoneQinq, 'sdnZone', 'id'],
  [RESOURCE_TYPES.sdnZoneSimple, 'sdnZone', 'id'],
  [RESOURCE_TYPES.sdnZoneVlan, 'sdnZone', 'id'],
  [RESOURCE_TYPES.sdnZoneVxlan, 'sdnZone', 'id'],
  [RESOURCE_TYPES.sdnVnet, 'sdnVnet', 'id'],
  [RESOURCE_TYPES.sdnApplier, 'sdnApply', 'id'],
];

/** True if a resource is created on an endpoint of Proxmox VE. */
export function isOnEndpoint({ type }: Pick<PlannedResource, 'type'>): boolean {
  return ON_ENDPOINT.includes(type);
}

/** The download that the system disk of a machine is made from, as the plan has it. */
function downloadOf({ graph, resources }: Plan, { address }: PlannedResource): Values | undefined {
  const [image] = graph
    .dependenciesOf(address, 'disk')
    .filter((dependency) => dependency.address.startsWith(`${RESOURCE_TYPES.downloadFile}.`));
  const found = image && resources.find((resource) => resource.address === image.address);
  return found?.after ?? found?.before;
}

/**
 * Needs of an endpoint, of the resources that are created on it.
 *
 * @param imageOf attributes of the download that a machine is made from
 * @param all those too that stay as they are
 */
export function endpointNeeds(
  providerKey: string,
  created: readonly PlannedResource[],
  imageOf: (machine: PlannedResource) => Values | undefined = () => undefined,
  all: readonly PlannedResource[] = created,
): EndpointNeeds {
  const zones = new Map(
    all.flatMap(({ type, after, before, providerKey: own }) =>
      type === RESOURCE_TYPES.sdnVnet && own === providerKey
        ? [[textOf(after ?? before, 'id'), textOf(after ?? before, 'zone')] as const]
        : [],
    ),
  );
  const here = created.filter((resource) => resource.providerKey === providerKey);
  const of = (type: string): readonly PlannedResource[] => here.filter((resource) => resource.type === type);
  return {
    name: providerKey.split('.').at(-1) ?? providerKey,
    providerKey,
    machines: of(RESOURCE_TYPES.virtualMachine).map((machine) => ({
      ...machineNeeds(machine, (bridge) => zones.get(bridge)),
      ...imagePlace(imageOf(machine)),
    })),
    downloads: of(RESOURCE_TYPES.downloadFile).map(({ after }) => ({
      hostName: textOf(after, 'node_name') ?? '',
      datastoreId: textOf(after, 'datastore_id') ?? '',
      contentType: textOf(after, 'content_type') ?? '',
    })),
    pciMappings: of(RESOURCE_TYPES.hardwareMappingPci).flatMap(({ after }) => textOf(after, 'name') ?? []),
    usbMappings: of(RESOURCE_TYPES.hardwareMappingUsb).flatMap(({ after }) => textOf(after, 'name') ?? []),
    directoryMappings: of(RESOURCE_TYPES.hardwareMappingDir).flatMap(({ after }) => textOf(after, 'name') ?? []),
    objects: OBJECTS.flatMap(([type, feature, key]) =>
      of(type).map(({ after, name }) => {
        const backupDatastoreId = feature === 'backupJob' ? textOf(after, 'storage') : undefined;
        const zone = feature === 'sdnVnet' ? textOf(after, 'zone') : undefined;
        return {
          feature,
          name: textOf(after, key) ?? name,
          ...(backupDatastoreId !== undefined && { backupDatastoreId }),
          ...(zone !== undefined && { zone }),
        };
      }),
    ),
  };
}

function imagePlace(download: Values | undefined): Pick<MachineNeeds, 'image'> {
  const [hostName, datastoreId] = [textOf(download, 'node_name'), textOf(download, 'datastore_id')];
  return hostName === undefined || datastoreId === undefined ? {} : { image: { hostName, datastoreId } };
}

function machineNeeds(
  { action, before, after, name }: PlannedResource,
  zoneOf: (bridge: string) => string | undefined,
): MachineNeeds {
  const hostName = textOf(after, 'node_name') ?? '';
  // what it replaces is gone by then, where it was
  const isInPlace = action === 'replace' && textOf(before, 'node_name') === hostName;
  // it never runs, and the machine that uses its disk counts that
  const isKeeper = textsOf(after, 'tags').includes(DISK_VM_TAG);
  const takesNothing = isInPlace || isKeeper;
  return {
    name: textOf(after, 'name') ?? name,
    hostName,
    vmId:
      action === 'replace' && numberOf(before, 'vm_id') === numberOf(after, 'vm_id')
        ? undefined
        : numberOf(after, 'vm_id'),
    stackTag: textsOf(after, 'tags').find((tag) => tag.startsWith('stack-')),
    poolId: textOf(after, 'pool_id'),
    memoryMiB: takesNothing ? 0 : (numberOf(blocksOf(after, 'memory')[0], 'dedicated') ?? 0),
    disks: disksOf(after).map((disk) => (takesNothing ? { ...disk, sizeGiB: 0 } : disk)),
    bridges: blocksOf(after, 'network_device').flatMap((device) => bridgeNeeds(device, zoneOf)),
    pciMappings: blocksOf(after, 'hostpci').flatMap((device) => textOf(device, 'mapping') ?? []),
    usbMappings: blocksOf(after, 'usb').flatMap((device) => textOf(device, 'mapping') ?? []),
    directoryMappings: blocksOf(after, 'virtiofs').flatMap((share) => textOf(share, 'mapping') ?? []),
    hasStartup: blocksOf(after, 'startup').length > 0,
    hasGuestAgent: blocksOf(after, 'agent').some(({ enabled }) => enabled === true),
    hasCloudInit: blocksOf(after, 'initialization').length > 0,
  };
}

/** Blocks that make a volume, the last ones a small one. */
const VOLUMES = ['disk', 'efi_disk', 'tpm_state', 'initialization'];

function disksOf(after: Values | undefined): readonly DiskNeeds[] {
  return VOLUMES.flatMap((block) => blocksOf(after, block)).flatMap((volume) => {
    const datastoreId = textOf(volume, 'datastore_id');
    // one of another machine is there already
    const owner = ownerOf(textOf(volume, 'path_in_datastore') ?? '');
    const isThere = owner !== undefined && owner !== numberOf(after, 'vm_id');
    return datastoreId === undefined ? [] : [{ datastoreId, sizeGiB: isThere ? 0 : (numberOf(volume, 'size') ?? 0) }];
  });
}

/** A permission is asked for each VLAN of a port, those of its trunk too. */
function bridgeNeeds(device: Values, zoneOf: (bridge: string) => string | undefined): readonly BridgeNeeds[] {
  const bridge = textOf(device, 'bridge');
  if (bridge === undefined) return [];
  const zone = zoneOf(bridge);
  const name = { name: bridge, ...(zone !== undefined && { zone }) };
  const trunks = (textOf(device, 'trunks') ?? '').split(';').map(Number);
  const vlans = [numberOf(device, 'vlan_id') ?? 0, ...trunks].filter((vlanId) => vlanId > 0);
  return vlans.length === 0 ? [name] : vlans.map((vlanId) => ({ ...name, vlanId }));
}

/** Builds that are downloaded, and those that machines are installed from. */
function factoryNeeds(planJson: unknown, plan: Plan, created: readonly PlannedResource[]): FactoryNeeds | undefined {
  return neededOf(factoryUrl(planJson), created, () => plan.pending.map(({ values }) => JSON.stringify(values)));
}

/**
 * Builds and extensions that resources need of a factory.
 *
 * @param url that of the factory; nothing if it is not known
 * @param installed text in which installer images of schematics stand that are registered with the same plan
 */
export function neededOf(
  url: string | undefined,
  created: readonly PlannedResource[],
  installed: () => readonly string[],
): FactoryNeeds | undefined {
  const registered = created.filter(({ type }) => type === RESOURCE_TYPES.imageFactorySchematic);
  const downloads = created.filter(({ type }) => type === RESOURCE_TYPES.downloadFile);
  if (url === undefined || registered.length + downloads.length === 0) return undefined;
  const taken = [
    ...downloads.map(({ after }) => textOf(after, 'url') ?? ''),
    ...(registered.length === 0 ? [] : installed()),
  ];
  const builds = new Map(taken.flatMap((text) => buildsIn(text, url)).map((build) => [build.join(' '), build]));
  // which of them is registered is known by its text only, so nothing is asked for those that may be
  const isKnown = registered.length === 0;
  return {
    url,
    images: [...builds.values()].map(([id, version]) => ({ version, ...(isKnown && { knownSchematicId: id }) })),
    extensions: [...new Set(registered.flatMap(({ after }) => extensionsIn(textOf(after, 'schematic') ?? '')))],
  };
}

/** `https://<factory>/image/<schematic>/<version>/…` and `<factory>/<platform>-installer/<schematic>:<version>`. */
function buildsIn(text: string, url: string): readonly (readonly [id: string, version: string])[] {
  const place = url.replace(/^https?:\/\//, '').replaceAll('.', '\\.');
  const form = new RegExp(
    `${place}/(?:image/([0-9a-f]{64})/|[a-z-]+/([0-9a-f]{64}):)(v\\d+\\.\\d+\\.\\d+[\\w.-]*)`,
    'g',
  );
  return [...text.matchAll(form)].map(([, downloaded, installed, version = '']) => [
    downloaded ?? installed ?? '',
    version,
  ]);
}

/** Names in the one form that schematics have here. */
function extensionsIn(schematic: string): readonly string[] {
  return [...schematic.matchAll(/^\s+- (\w[\w.-]*\/[\w.-]+)$/gm)].map(([, name = '']) => name);
}

interface ConfigurationJson {
  readonly configuration?: {
    readonly provider_config?: Readonly<
      Record<string, { readonly expressions?: { readonly image_factory_url?: { readonly constant_value?: unknown } } }>
    >;
  };
}

/** Image Factory unless the provider has another one. */
export const DEFAULT_FACTORY_URL = 'https://factory.talos.dev';

/** That of the provider of Talos; nothing if it is known late, or there is no such provider. */
function factoryUrl(planJson: unknown): string | undefined {
  const provider = (planJson as ConfigurationJson).configuration?.provider_config?.talos;
  if (provider === undefined) return undefined;
  const written = provider.expressions?.image_factory_url;
  return factoryUrlIn(written === undefined ? DEFAULT_FACTORY_URL : written.constant_value);
}

/** The URL of a factory without slashes at its end; nothing if the value is none. */
export function factoryUrlIn(value: unknown): string | undefined {
  return typeof value === 'string' && URL.canParse(value) ? value.replace(/\/+$/, '') : undefined;
}
