/** A machine that is created on a host. */
export interface MachineNeeds {
  /** Its name. */
  readonly name: string;
  /** Proxmox VE host. */
  readonly hostName: string;
  /** Its id; nothing if Proxmox VE chooses it, or if it has the id already because it replaces itself. */
  readonly vmId?: number;
  /** Tag by which machines of its stack are known. */
  readonly stackTag?: string;
  /** Pool that it joins. */
  readonly poolId?: string;
  /** Memory that it takes in addition to what is in use. */
  readonly memoryMiB: number;
  /** Disks, each with the space that it takes in addition to what is in use. */
  readonly disks: readonly DiskNeeds[];
  /** Bridges that it is attached to. */
  readonly bridges: readonly BridgeNeeds[];
  /** PCI mappings that it takes devices of. */
  readonly pciMappings: readonly string[];
  /** USB mappings that it takes devices of. */
  readonly usbMappings: readonly string[];
  /** Mappings of directories that it shares. */
  readonly directoryMappings: readonly string[];
  /**
   * Where its image is downloaded to, as far as that is known.
   * @default - it is not made from a download
   */
  readonly image?: ImagePlace;
  /** True if it has a start order. */
  readonly hasStartup: boolean;
  /** True if Proxmox VE talks to its guest agent. */
  readonly hasGuestAgent: boolean;
  /** True if it gets its address from cloud-init. */
  readonly hasCloudInit: boolean;
}

/** Where an image is downloaded to. */
export interface ImagePlace {
  /** Host that downloads it. */
  readonly hostName: string;
  /** Datastore that it lies on. */
  readonly datastoreId: string;
}

/** A disk of a machine. */
export interface DiskNeeds {
  /** Datastore. */
  readonly datastoreId: string;
  /** Its size. */
  readonly sizeGiB: number;
}

/** A bridge or a vnet, or a VLAN on it. */
export interface BridgeNeeds {
  /** Its name. */
  readonly name: string;
  /**
   * Zone of the vnet, as far as the plan says it.
   * @default - it is a bridge, or a vnet that others have made
   */
  readonly zone?: string;
  /** VLAN. */
  readonly vlanId?: number;
}

/** An image that a host downloads. */
export interface DownloadNeeds {
  /** Proxmox VE host. */
  readonly hostName: string;
  /** Datastore that the file is put on. */
  readonly datastoreId: string;
  /** Content type of the file in Proxmox VE. */
  readonly contentType: string;
}

/** Objects created on an endpoint of Proxmox VE. */
export interface EndpointNeeds {
  /** Name of the endpoint: the alias of its provider. */
  readonly name: string;
  /** Provider block, such as `proxmox.main`. */
  readonly providerKey: string;
  /** Machines. */
  readonly machines: readonly MachineNeeds[];
  /** Images. */
  readonly downloads: readonly DownloadNeeds[];
  /** PCI mappings that are made. */
  readonly pciMappings: readonly string[];
  /** USB mappings that are made. */
  readonly usbMappings: readonly string[];
  /** Mappings of directories that are made. */
  readonly directoryMappings: readonly string[];
  /** Further objects that are made. */
  readonly objects: readonly ObjectNeeds[];
}

/** An object that is made at an endpoint beside machines, images and mappings. */
export interface ObjectNeeds {
  /** Feature that it is part of. */
  readonly feature: 'highAvailability' | 'resourcePool' | 'backupJob' | 'sdnZone' | 'sdnVnet' | 'sdnApply';
  /** Its name. */
  readonly name: string;
  /**
   * Datastore that it writes backups to.
   * @default - none
   */
  readonly backupDatastoreId?: string;
  /**
   * Zone that it is in.
   * @default - it is no vnet
   */
  readonly zone?: string;
  /**
   * If it is there already.
   * @default false
   */
  readonly isThere?: boolean;
}

/** A build of Talos that Image Factory is asked for. */
export interface ImageNeeds {
  /** Talos release, such as `v1.13.9`. */
  readonly version: string;
  /** Schematic that the factory knows already; nothing if it is registered with the same plan. */
  readonly knownSchematicId?: string;
}

/** Images that a plan takes from Image Factory. */
export interface FactoryNeeds {
  /** Its URL. */
  readonly url: string;
  /** Builds. */
  readonly images: readonly ImageNeeds[];
  /** Extensions of the schematics that are registered. */
  readonly extensions: readonly string[];
}

/** Objects that a plan creates outside of OpenTofu. */
export interface CreationNeeds {
  /** Endpoints on which something is created. */
  readonly endpoints: readonly EndpointNeeds[];
  /** Image Factory; nothing if nothing is taken from it. */
  readonly factory?: FactoryNeeds;
}

/** Proxmox VE hosts on which something is created, each once and sorted. */
export function hostNamesOf({ machines, downloads }: EndpointNeeds): readonly string[] {
  return [...new Set([...machines, ...downloads].map(({ hostName }) => hostName))].sort();
}
