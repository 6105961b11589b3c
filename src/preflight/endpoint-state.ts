import type { ProxmoxRefusal } from './proxmox-api';

/** Privileges on a path, each with whether it holds below the path too. */
export type Permissions = Readonly<Record<string, boolean>>;

/** A datastore as it is defined for all hosts. */
export interface DatastoreDefinition {
  /** Its id. */
  readonly id: string;
  /** Its type, such as `lvmthin`. */
  readonly type: string;
  /** Content types that it takes. */
  readonly content: readonly string[];
  /** Hosts that have it; nothing if all do. */
  readonly hostNames?: readonly string[];
  /** True if it is disabled. */
  readonly isDisabled: boolean;
  /** True if its volumes take no space until they are written, as it reports itself. */
  readonly isSparse: boolean;
}

/** A datastore as a host sees it. */
export interface HostDatastore {
  /** Its id. */
  readonly id: string;
  /** True if the host can use it now. */
  readonly isActive: boolean;
  /** True if other hosts see the same volumes. */
  readonly isShared: boolean;
  /** Free space. */
  readonly availableBytes: number;
}

/** State of a host, as it reports it. */
export interface HostState {
  /** True if the Proxmox VE cluster sees it. */
  readonly isOnline: boolean;
  /** Datastores that the token may see; nothing if the host did not say. */
  readonly datastores?: readonly HostDatastore[];
  /** Bridges and virtual networks that the token may see; nothing if the host did not say. */
  readonly bridges?: readonly Bridge[];
  /** Memory; nothing if the token may not see it. */
  readonly memory?: { readonly totalBytes: number; readonly availableBytes: number };
}

/** A network that machines are attached to. */
export interface Bridge {
  /** Its name. */
  readonly name: string;
  /** True for a virtual network of SDN, whose privileges are those of another zone. */
  readonly isVnet: boolean;
  /**
   * Address of the host on it, with prefix, such as `10.0.0.2/24`.
   * @default - the host has none, or the token may not see it
   */
  readonly cidr?: string;
  /**
   * Gateway of the host on it.
   * @default - none
   */
  readonly gateway?: string;
}

/** A virtual machine or container. */
export interface Guest {
  /** Its id. */
  readonly id: number;
  /** Its name. */
  readonly name: string;
  /** Its kind. */
  readonly kind: 'machine' | 'container';
  /** Host that it is on. */
  readonly hostName: string;
  /** Its tags. */
  readonly tags: readonly string[];
}

/** A zone or a vnet of the software-defined network, as it is written. */
export interface SdnObject {
  /** Its name. */
  readonly name: string;
  /**
   * Zone of a vnet.
   * @default - it is a zone
   */
  readonly zone?: string;
  /** True if it waits to be applied. */
  readonly isPending: boolean;
}

/** State of a Proxmox VE endpoint, as far as it is needed. */
export interface EndpointState {
  /** Token that was used, without its secret. */
  readonly tokenId: string;
  /** Release, such as `9.1.1`. */
  readonly version: string;
  /** Privileges of the token by path, for each path that was asked for. */
  readonly permissions: ReadonlyMap<string, Permissions>;
  /** Roles with their privileges. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  /** Datastores that the token may see. */
  readonly datastores: readonly DatastoreDefinition[];
  /** Hosts by name. */
  readonly hosts: ReadonlyMap<string, HostState>;
  /**
   * Zones and vnets that the token may see.
   * @default - nobody asked, or the endpoint did not say
   */
  readonly sdn?: { readonly zones: readonly SdnObject[]; readonly vnets: readonly SdnObject[] };
  /** Machines and containers that the token may see. */
  readonly guests: readonly Guest[];
  /** Ids that are in use, of those that were asked for. */
  readonly takenIds: readonly number[];
  /** An id that is free. */
  readonly freeId?: number;
}

/** An endpoint that gave no answer to any question, or does not take the token. */
export interface SilentEndpoint {
  /** Its URL. */
  readonly url: string;
  /** Token that was used, without its secret. */
  readonly tokenId: string;
  /** Why. */
  readonly refusal: ProxmoxRefusal;
  /**
   * Question that was not answered.
   * @default - the first one
   */
  readonly question?: string;
}
