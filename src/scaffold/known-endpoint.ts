import type { EndpointState } from '../preflight/endpoint-state';

/** The part of a Proxmox VE endpoint that a new project chooses from. */
export interface KnownEndpoint {
  /** Hosts that are online. */
  readonly hosts: readonly KnownHost[];
  /**
   * First of several VM ids that are free.
   * @default - not known
   */
  readonly firstVmId?: number;
}

/** A host with the places for images, disks and network cards. */
export interface KnownHost {
  /** Its name. */
  readonly name: string;
  /** Datastores that take images to import. */
  readonly imageDatastores: readonly string[];
  /** Datastores that take disks of machines. */
  readonly diskDatastores: readonly string[];
  /** Bridges and virtual networks. */
  readonly bridges: readonly KnownBridge[];
}

/** A bridge, with its network if the host has an address on it. */
export interface KnownBridge {
  /** Its name. */
  readonly name: string;
  /** Address of the host with prefix, such as `10.0.0.2/24`. */
  readonly cidr?: string;
  /** Gateway of the host. */
  readonly gateway?: string;
}

/** The choices that the state of an endpoint offers. Datastores that are disabled or not active are left out. */
export function knownEndpoint(state: EndpointState, firstVmId?: number): KnownEndpoint {
  const online = [...state.hosts].filter(([, { isOnline }]) => isOnline);
  const hosts = online.map(([name, { datastores = [], bridges = [] }]) => {
    const active = new Set(datastores.filter(({ isActive }) => isActive).map(({ id }) => id));
    const taking = (content: string): readonly string[] =>
      state.datastores
        .filter(({ id, isDisabled, hostNames }) => active.has(id) && !isDisabled && (hostNames?.includes(name) ?? true))
        .filter((datastore) => datastore.content.includes(content))
        .map(({ id }) => id)
        .sort();
    return { name, imageDatastores: taking('import'), diskDatastores: taking('images'), bridges };
  });
  return { hosts: hosts.sort((a, b) => (a.name < b.name ? -1 : 1)), ...(firstVmId !== undefined && { firstVmId }) };
}

/** Names that every one of the hosts has, in the order of the first one. */
export function namesInCommon(
  hosts: readonly KnownHost[],
  namesOf: (host: KnownHost) => readonly string[],
): readonly string[] {
  const [first, ...others] = hosts.map(namesOf);
  return (first ?? []).filter((name) => others.every((names) => names.includes(name)));
}
