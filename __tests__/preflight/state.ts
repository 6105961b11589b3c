import type { DatastoreDefinition, EndpointState, HostState } from '../../src/preflight/endpoint-state';
import type { EndpointNeeds, MachineNeeds } from '../../src/preflight/needs';
import { permissionPaths, privilegeNeeds } from '../../src/preflight/privilege-needs';

export const GIB = 1024 ** 3;

/** A machine that needs little. */
export function machineNeeds(others: Partial<MachineNeeds> = {}): MachineNeeds {
  return {
    name: 'cp-1',
    hostName: 'pve1',
    memoryMiB: 4096,
    disks: [{ datastoreId: 'local-lvm', sizeGiB: 20 }],
    bridges: [{ name: 'vmbr0' }],
    pciMappings: [],
    usbMappings: [],
    directoryMappings: [],
    hasStartup: false,
    hasGuestAgent: true,
    hasCloudInit: true,
    ...others,
  };
}

/** A plan that downloads an image and makes a machine. */
export function endpointNeeds(others: Partial<EndpointNeeds> = {}): EndpointNeeds {
  return {
    name: 'main',
    providerKey: 'proxmox.main',
    machines: [machineNeeds()],
    downloads: [{ hostName: 'pve1', datastoreId: 'local', contentType: 'import' }],
    pciMappings: [],
    usbMappings: [],
    directoryMappings: [],
    objects: [],
    ...others,
  };
}

export function datastore(id: string, others: Partial<DatastoreDefinition> = {}): DatastoreDefinition {
  return { id, type: 'dir', content: [], isDisabled: false, isSparse: false, ...others };
}

export function host(others: Partial<HostState> = {}): HostState {
  return {
    isOnline: true,
    datastores: ['local', 'local-lvm'].map((id) => ({
      id,
      isActive: true,
      isShared: false,
      availableBytes: 100 * GIB,
    })),
    bridges: [{ name: 'vmbr0', isVnet: false }],
    memory: { totalBytes: 64 * GIB, availableBytes: 32 * GIB },
    ...others,
  };
}

/** An endpoint that has everything that a plan needs, but for what is given. */
export function endpointState(needs: EndpointNeeds, others: Partial<EndpointState> = {}): EndpointState {
  const privileges = privilegeNeeds(needs).flatMap(({ privileges: all, or }) => [...all, ...(or?.privileges ?? [])]);
  const everything = Object.fromEntries(privileges.map((privilege) => [privilege, true]));
  return {
    tokenId: 'terraform@pve!tofu',
    version: '9.1.1',
    permissions: new Map(permissionPaths(needs).map((path) => [path, everything])),
    roles: new Map([['Administrator', []]]),
    datastores: [
      datastore('local', { content: ['iso', 'import'] }),
      datastore('local-lvm', { type: 'lvmthin', content: ['images', 'rootdir'] }),
    ],
    hosts: new Map([
      ['pve1', host()],
      ['pve2', host()],
    ]),
    guests: [],
    takenIds: [],
    ...others,
  };
}

/** Permissions of a state with some paths changed. */
export function permissions(
  needs: EndpointNeeds,
  changed: Readonly<Record<string, Readonly<Record<string, boolean>>>>,
): EndpointState['permissions'] {
  return new Map([...endpointState(needs).permissions, ...Object.entries(changed)]);
}
