import type { ProxmoxFeature } from '../data/privileges';
import type { EndpointNeeds } from './needs';
import { MACHINES_PATH, type PrivilegeNeed, privilegeNeeds } from './privilege-needs';

/** A role of Proxmox VE. */
export interface AccessRole {
  /** Its name. */
  readonly name: string;
  /** Its privileges, sorted. */
  readonly privileges: readonly string[];
}

/** Roles that are given on a path. */
export interface AccessGrant {
  /** The path, such as `/storage/local`. */
  readonly path: string;
  /** Names of the roles, sorted. */
  readonly roles: readonly string[];
  /** If they hold below the path too. */
  readonly propagate: boolean;
}

/** Rights that cluster files need on an endpoint, and who has them. */
export interface AccessWish {
  /** The user, such as `talos@pve`. */
  readonly userId: string;
  /** Name of the token, such as `tofu`. */
  readonly tokenName: string;
  /** Roles. */
  readonly roles: readonly AccessRole[];
  /** Where they are given. */
  readonly grants: readonly AccessGrant[];
}

/** Who gets the rights, and how many. */
export interface WishOptions extends Pick<AccessWish, 'userId' | 'tokenName'> {
  /** Release of Proxmox VE, such as `9.1.1`. */
  readonly version: string;
  /** If what an apply succeeds without is left out. */
  readonly minimal: boolean;
}

/** A role for each feature, so that its content is the same whatever the cluster files are. */
const ROLES: Readonly<Record<ProxmoxFeature, string>> = {
  machine: 'TalosMachines',
  cloudInit: 'TalosCloudInit',
  guestAgent: 'TalosGuestAgent',
  pool: 'TalosPools',
  startup: 'TalosStartup',
  disk: 'TalosDisks',
  image: 'TalosImages',
  bridge: 'TalosBridges',
  pciDevice: 'TalosDevices',
  pciMapping: 'TalosMappings',
  usbDevice: 'TalosDevices',
  usbMapping: 'TalosMappings',
  directory: 'TalosDevices',
  directoryMapping: 'TalosMappings',
  highAvailability: 'TalosHighAvailability',
  backupJob: 'TalosBackups',
  resourcePool: 'TalosResourcePools',
  sdnZone: 'TalosNetworks',
  sdnVnet: 'TalosNetworks',
  sdnApply: 'TalosNetworks',
  hostMemory: 'TalosHosts',
};

/** Hosts download images, and datastores hold them. */
const DOWNLOADS = 'TalosDownloads';

/** The rights that clusters need on an endpoint: each privilege on the paths where it is needed, and nowhere else. */
export function accessWish(needs: EndpointNeeds, { version, minimal, ...who }: WishOptions): AccessWish {
  const asked = privilegeNeeds(needs, version).filter(({ isOptional }) => !(minimal && isOptional));
  const wanted = asked.filter((need) => !isCovered(need, asked));
  const names = [...new Set(wanted.map(roleOf))].sort();
  const paths = [...new Set(wanted.map(pathOf))].sort();
  const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
  return {
    ...who,
    roles: names.map((name) => ({
      name,
      privileges: sorted(wanted.filter((need) => roleOf(need) === name).flatMap(({ privileges }) => privileges)),
    })),
    grants: paths.map((path) => ({
      path,
      roles: sorted(wanted.filter((need) => pathOf(need) === path).map(roleOf)),
      // rights on the root would hold everywhere
      propagate: path !== '/',
    })),
  };
}

/** Needs of several clusters as those of one. */
export function joinNeeds([first, ...others]: readonly [EndpointNeeds, ...EndpointNeeds[]]): EndpointNeeds {
  return others.reduce(
    (all, { machines, downloads, pciMappings, usbMappings, directoryMappings, objects }) => ({
      ...all,
      machines: [...all.machines, ...machines],
      downloads: [...all.downloads, ...downloads],
      pciMappings: [...all.pciMappings, ...pciMappings],
      usbMappings: [...all.usbMappings, ...usbMappings],
      directoryMappings: [...all.directoryMappings, ...directoryMappings],
      objects: [...all.objects, ...objects],
    }),
    first,
  );
}

/** True if others give what does in place of these privileges: who may change the cluster may use its network. */
function isCovered({ or }: PrivilegeNeed, asked: readonly PrivilegeNeed[]): boolean {
  if (or === undefined) return false;
  const given = asked.filter(({ path }) => path === or.path).flatMap(({ privileges }) => privileges);
  return or.privileges.every((privilege) => given.includes(privilege));
}

function roleOf({ feature, on }: PrivilegeNeed): string {
  return feature === 'image' && on === 'host' ? DOWNLOADS : ROLES[feature];
}

/** Rights on one machine go with it when it is destroyed, so they are given on all of them, or on its pool. */
function pathOf({ path, otherPath }: PrivilegeNeed): string {
  if (otherPath !== undefined) return otherPath;
  return path.startsWith(`${MACHINES_PATH}/`) ? MACHINES_PATH : path;
}
