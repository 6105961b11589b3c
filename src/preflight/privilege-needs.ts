import { featurePrivileges, type FeaturePrivileges, type ProxmoxFeature, type ProxmoxObject } from '../data/privileges';
import { type EndpointNeeds, hostNamesOf, type MachineNeeds, type ObjectNeeds } from './needs';

/** Privileges that a plan needs on one path. */
export interface PrivilegeNeed {
  /** Feature that needs them. */
  readonly feature: ProxmoxFeature;
  /** The path, such as `/storage/local`. */
  readonly path: string;
  /** Other path on which each of them does as well: that of the pool. */
  readonly otherPath?: string;
  /** The privileges; all of them are needed. */
  readonly privileges: readonly string[];
  /** Privileges on another path that do in place of all of these. */
  readonly or?: { readonly path: string; readonly privileges: readonly string[] };
  /** Purpose, as the end of a sentence. */
  readonly does: string;
  /** The object that the path names. */
  readonly on: ProxmoxObject;
  /** True if they must also apply below the path: for ids that Proxmox VE chooses. */
  readonly mustPropagate: boolean;
  /** True if an apply succeeds without them. */
  readonly isOptional: boolean;
}

/** Where machines have their rights. */
export const MACHINES_PATH = '/vms';

/** Where zones and vnets have their rights. */
export const ZONES_PATH = '/sdn/zones';

/** Zone of the bridges of hosts. */
export const LOCAL_ZONE = 'localnetwork';

/**
 * Privileges that a plan needs for the token of an endpoint.
 *
 * @param version release of Proxmox VE, such as `9.1.1`; every release without one
 */
export function privilegeNeeds(needs: EndpointNeeds, version?: string): readonly PrivilegeNeed[] {
  return featurePrivileges()
    .filter((row) => isOfVersion(row, version))
    .flatMap((row) => subjectsOf(row.feature, needs).flatMap((subject) => needOf(row, subject) ?? []))
    .filter(isFirst);
}

/** Paths that have to be asked for, each once. */
export function permissionPaths(needs: EndpointNeeds): readonly string[] {
  const paths = privilegeNeeds(needs).flatMap(({ path, otherPath, or }) =>
    [path, otherPath ?? [], or?.path ?? []].flat(),
  );
  const isAboutMachines = paths.some((path) => path.startsWith(`${MACHINES_PATH}/`));
  return [...new Set([...paths, ...(isAboutMachines ? [MACHINES_PATH] : [])])];
}

/** Names of what a feature is used on. */
interface Subject {
  readonly machine?: MachineNeeds;
  readonly pool?: string;
  readonly datastore?: string | undefined;
  readonly host?: string;
  readonly bridge?: string;
  readonly zone?: string | undefined;
  readonly vnet?: string;
  readonly isSdn?: true;
  readonly pciMapping?: string;
  readonly usbMapping?: string;
  readonly directoryMapping?: string;
}

function subjectsOf(feature: ProxmoxFeature, needs: EndpointNeeds): readonly Subject[] {
  const { machines, downloads, pciMappings, usbMappings, directoryMappings, objects } = needs;
  const those = (isOne: (machine: MachineNeeds) => boolean): readonly Subject[] =>
    machines.filter(isOne).map((machine) => ({ machine }));
  const named = (wanted: ObjectNeeds['feature']): readonly string[] =>
    objects.filter((each) => each.feature === wanted).map(({ name }) => name);
  const subjects: Readonly<Record<ProxmoxFeature, () => readonly Subject[]>> = {
    machine: () => those(() => true),
    cloudInit: () => those(({ hasCloudInit }) => hasCloudInit),
    guestAgent: () => those(({ hasGuestAgent }) => hasGuestAgent),
    pool: () => machines.flatMap(({ poolId }) => (poolId === undefined ? [] : [{ pool: poolId }])),
    startup: () => those(({ hasStartup }) => hasStartup),
    disk: () => machines.flatMap(({ disks }) => disks.map(({ datastoreId }) => ({ datastore: datastoreId }))),
    image: () => downloads.map(({ datastoreId, hostName }) => ({ datastore: datastoreId, host: hostName })),
    bridge: () =>
      machines.flatMap(({ bridges }) =>
        bridges.map(({ name, zone = LOCAL_ZONE, vlanId }) => ({
          bridge: [zone, name, vlanId].filter((part) => part !== undefined).join('/'),
        })),
      ),
    pciDevice: () => machines.flatMap((machine) => machine.pciMappings.map((pciMapping) => ({ pciMapping }))),
    pciMapping: () => pciMappings.map((pciMapping) => ({ pciMapping })),
    usbDevice: () => machines.flatMap((machine) => machine.usbMappings.map((usbMapping) => ({ usbMapping }))),
    usbMapping: () => usbMappings.map((usbMapping) => ({ usbMapping })),
    directory: () =>
      machines.flatMap((machine) => machine.directoryMappings.map((directoryMapping) => ({ directoryMapping }))),
    directoryMapping: () => directoryMappings.map((directoryMapping) => ({ directoryMapping })),
    highAvailability: () => named('highAvailability').map(() => ({})),
    backupJob: () =>
      objects.flatMap(({ feature: own, backupDatastoreId: datastore }) => (own === 'backupJob' ? [{ datastore }] : [])),
    resourcePool: () => named('resourcePool').map((pool) => ({ pool })),
    sdnZone: () => named('sdnZone').map((zone) => ({ zone })),
    sdnVnet: () => objects.flatMap(({ feature: own, name, zone }) => (own === 'sdnVnet' ? [{ zone, vnet: name }] : [])),
    sdnApply: () => named('sdnApply').map(() => ({ isSdn: true })),
    hostMemory: () => (machines.length === 0 ? [] : hostNamesOf(needs).map((host) => ({ host }))),
  };
  return subjects[feature]();
}

function needOf(row: FeaturePrivileges, subject: Subject): PrivilegeNeed | undefined {
  const path = pathOf(row.on, subject);
  if (path === undefined) return undefined;
  const pool = row.on === 'machine' ? subject.machine?.poolId : undefined;
  const other = row.or && pathOf(row.or.on, subject);
  return {
    feature: row.feature,
    path,
    privileges: row.privileges,
    does: row.does,
    on: row.on,
    mustPropagate: path === MACHINES_PATH,
    isOptional: row.optional === true,
    ...(pool !== undefined && { otherPath: `/pool/${pool}` }),
    ...(row.or !== undefined && other !== undefined && { or: { path: other, privileges: row.or.privileges } }),
  };
}

function pathOf(
  on: ProxmoxObject,
  { machine, pool, datastore, host, bridge, zone, vnet, isSdn, pciMapping, usbMapping, directoryMapping }: Subject,
): string | undefined {
  const below = (parent: string, name: string | number | undefined): string | undefined =>
    name === undefined ? undefined : `${parent}/${name}`;
  const paths: Readonly<Record<ProxmoxObject, string | undefined>> = {
    root: '/',
    machine: machine && (below(MACHINES_PATH, machine.vmId) ?? MACHINES_PATH),
    pool: below('/pool', pool),
    datastore: below('/storage', datastore),
    host: below('/nodes', host),
    bridge: below(ZONES_PATH, bridge),
    sdn: isSdn === true ? '/sdn' : undefined,
    sdnZones: zone === undefined ? undefined : ZONES_PATH,
    sdnZone: below(ZONES_PATH, zone),
    sdnVnet: zone === undefined ? undefined : below(`${ZONES_PATH}/${zone}`, vnet),
    pciMapping: below('/mapping/pci', pciMapping),
    pciMappings: pciMapping === undefined ? undefined : '/mapping/pci',
    usbMapping: below('/mapping/usb', usbMapping),
    usbMappings: usbMapping === undefined ? undefined : '/mapping/usb',
    directoryMapping: below('/mapping/dir', directoryMapping),
    directoryMappings: directoryMapping === undefined ? undefined : '/mapping/dir',
  };
  return paths[on];
}

function isOfVersion({ since, before }: FeaturePrivileges, version: string | undefined): boolean {
  if (version === undefined) return true;
  const isFrom = (release: string): boolean => compareReleases(version, release) >= 0;
  return (since === undefined || isFrom(since)) && (before === undefined || !isFrom(before));
}

/** Compares releases such as `9.1.1` and `8.4` by their numbers; a part that is missing is 0. */
export function compareReleases(a: string, b: string): number {
  const [first, second] = [a, b].map((release) => (release.match(/\d+/g) ?? []).map(Number));
  const index = [0, 1, 2].find((part) => (first?.[part] ?? 0) !== (second?.[part] ?? 0)) ?? 0;
  return (first?.[index] ?? 0) - (second?.[index] ?? 0);
}

function isFirst(need: PrivilegeNeed, index: number, all: readonly PrivilegeNeed[]): boolean {
  const text = JSON.stringify(need);
  return all.findIndex((other) => JSON.stringify(other) === text) === index;
}
