import { privilegesAdvised, privilegesMissing, privilegesOn } from './faults';
import type { ProxmoxObject } from '../data/privileges';
import type { EndpointState, Permissions } from './endpoint-state';
import type { EndpointNeeds } from './needs';
import { LOCAL_ZONE, MACHINES_PATH, type PrivilegeNeed, privilegeNeeds, ZONES_PATH } from './privilege-needs';
import { endpointKey, type Findings } from './shortage';

/** Role that the commands give on an object. Roles of several objects are apart, so that none gives more than it must. */
const ROLES: Readonly<Record<ProxmoxObject, string>> = {
  root: 'TalosStartup',
  machine: 'TalosMachines',
  pool: 'TalosMachines',
  datastore: 'TalosDatastores',
  host: 'TalosHosts',
  bridge: 'TalosBridges',
  sdn: 'TalosNetworks',
  sdnZones: 'TalosNetworks',
  sdnZone: 'TalosNetworks',
  sdnVnet: 'TalosNetworks',
  pciMapping: 'TalosMappings',
  pciMappings: 'TalosMappings',
  usbMapping: 'TalosMappings',
  usbMappings: 'TalosMappings',
  directoryMapping: 'TalosMappings',
  directoryMappings: 'TalosMappings',
};

const SUPERUSER = 'root@pam';

/** Privileges that a plan needs and the token of an endpoint lacks. */
export function privilegeFindings(needs: EndpointNeeds, state: EndpointState): Findings {
  const all = privilegeNeeds(needs, state.version);
  const lacking = all.filter((need) => lacks(need, state).length > 0 && !isSeenVnet(need, state));
  const missing = lacking.filter(({ isOptional }) => !isOptional);
  const advice = lacking
    .filter((need) => need.isOptional)
    .map((need) =>
      privilegesAdvised(needs.name, state.tokenId, privilegesOn(need.path, lacks(need, state), [need.does])),
    );
  if (missing.length === 0) return { shortages: [], advice };
  return {
    shortages: [
      {
        kind: 'privileges-missing',
        accept: endpointKey(needs.name),
        message: privilegesMissing(needs.name, state.tokenId, missingLines(missing, state)),
        repair: { commands: grantsOf(missing, all, state) },
      },
    ],
    advice,
  };
}

/** True if the token sees a datastore at all; if not, that is reported instead. */
export function seesDatastore({ permissions }: EndpointState, datastoreId: string): boolean {
  const held = permissions.get(`/storage/${datastoreId}`) ?? {};
  return 'Datastore.Audit' in held || 'Datastore.AllocateSpace' in held;
}

/** True for a vnet that others have made: its zone is not known, and hosts list it for those alone who may use or see it. */
function isSeenVnet({ on, path }: PrivilegeNeed, { hosts }: EndpointState): boolean {
  const [zone, name] = path.slice(`${ZONES_PATH}/`.length).split('/');
  if (on !== 'bridge' || zone !== LOCAL_ZONE) return false;
  return [...hosts.values()].some(({ bridges = [] }) => bridges.some((each) => each.isVnet && each.name === name));
}

/** True if the token sees a bridge; if not, that is reported instead. */
export function seesBridge({ permissions }: EndpointState, bridge: string): boolean {
  return [...permissions].some(
    ([path, held]) =>
      `${path}/`.startsWith(`${ZONES_PATH}/${LOCAL_ZONE}/${bridge}/`) && ('SDN.Use' in held || 'SDN.Audit' in held),
  );
}

function missingLines(missing: readonly PrivilegeNeed[], state: EndpointState): readonly string[] {
  const paths = [...new Set(missing.map((need) => grantPath(need, state)))];
  return paths.map((path) => {
    const here = missing.filter((need) => grantPath(need, state) === path);
    const privileges = [...new Set(here.flatMap((need) => lacks(need, state)))].sort();
    return privilegesOn(path, privileges, [...new Set(here.map(({ does }) => does))]);
  });
}

function lacks(
  { path, otherPath, privileges, or, mustPropagate }: PrivilegeNeed,
  state: EndpointState,
): readonly string[] {
  const holds = (place: string | undefined, privilege: string, below = false): boolean => {
    const propagates = place === undefined ? undefined : state.permissions.get(place)?.[privilege];
    return below ? propagates === true : propagates !== undefined;
  };
  if (or?.privileges.every((privilege) => holds(or.path, privilege)) === true) return [];
  return privileges.filter((privilege) => !holds(path, privilege, mustPropagate) && !holds(otherPath, privilege));
}

/**
 * Where the privileges are given: on all machines, unless one has rights of its own, which replace those of all; on the
 * pool of the machine, if it has one.
 */
function grantPath({ path, otherPath }: PrivilegeNeed, { permissions }: EndpointState): string {
  if (otherPath !== undefined) return otherPath;
  const isMachine = path.startsWith(`${MACHINES_PATH}/`);
  return isMachine && isEqual(permissions.get(path), permissions.get(MACHINES_PATH)) ? MACHINES_PATH : path;
}

function isEqual(a: Permissions = {}, b: Permissions = {}): boolean {
  return Object.keys(a).sort().join() === Object.keys(b).sort().join();
}

/** Roles with all that is needed where something is missing, and then who gets them. */
function grantsOf(
  missing: readonly PrivilegeNeed[],
  all: readonly PrivilegeNeed[],
  state: EndpointState,
): readonly string[] {
  const places = new Map(missing.map((need) => [grantPath(need, state), need.on]));
  const roles = new Map<string, Set<string>>();
  for (const [path, on] of places) {
    const needed = all.filter((need) => grantPath(need, state) === path).flatMap(({ privileges }) => privileges);
    // rights on a path replace all that come from above it, so what the token may do there is given again
    const held = path === '/' ? [] : Object.keys(state.permissions.get(path) ?? {});
    const role = roles.get(ROLES[on]) ?? new Set();
    for (const privilege of [...needed, ...held]) role.add(privilege);
    roles.set(ROLES[on], role);
  }
  return [
    ...[...roles].flatMap(([role, privileges]) => roleCommand(role, [...privileges].sort(), state)),
    ...[...places].map(([path, on]) => aclCommand(path, ROLES[on], state)),
  ];
}

function roleCommand(role: string, privileges: readonly string[], { roles }: EndpointState): readonly string[] {
  const known = roles.get(role);
  if (known === undefined) return [`pveum role add ${role} --privs ${privileges.join(',')}`];
  const added = privileges.filter((privilege) => !known.includes(privilege));
  return added.length === 0 ? [] : [`pveum role modify ${role} --privs ${added.join(',')} --append 1`];
}

/** A token has at most what its user has, so both are given the role; root has everything. */
function aclCommand(path: string, role: string, { tokenId }: EndpointState): string {
  const user = tokenId.split('!', 1)[0] ?? '';
  const users = user === SUPERUSER ? '' : ` --users ${user}`;
  const propagate = path === '/' ? ' --propagate 0' : '';
  return `pveum acl modify ${path}${users} --tokens '${tokenId}' --roles ${role}${propagate}`;
}
