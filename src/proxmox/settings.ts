/** One API of Proxmox VE, and the hosts that are reached through it. */
export interface ProxmoxEndpointSettings extends ProxmoxApiSettings {
  /** Hosts by the names that Proxmox VE has for them. */
  readonly hosts: Readonly<Record<string, ProxmoxHostSettings>>;
}

/** One API of Proxmox VE: how it is reached, and what belongs to all of its hosts. */
export interface ProxmoxApiSettings {
  /** URL of the Proxmox VE API, such as `https://pve1.example:8006`. */
  readonly url: string;
  /**
   * Take any certificate, as a fresh Proxmox VE has one that nobody knows.
   * @default false
   */
  readonly insecure?: boolean;
  /**
   * How the provider signs in to the hosts; `bootRoute: file` needs it, and nothing else does.
   * @default - no SSH
   */
  readonly ssh?: ProxmoxSshSettings;
  /**
   * Host that downloads images for all hosts of the endpoint, onto a datastore that they share: `imageDatastoreId` of each of
   * them. An image is then downloaded and kept once.
   * @default - each host that has machines downloads images for itself
   */
  readonly imageHost?: string;
  /**
   * Resource pools to create, by name: `talos`, or `lab/talos` for one inside of another, from Proxmox VE 8.1 on. Machines ask for
   * one by `poolId`. A pool that is not listed is taken to be there already.
   * @default - none
   */
  readonly resourcePools?: Readonly<Record<string, ResourcePoolSettings>>;
  /**
   * Resource mappings of PCI devices to create, by name. A mapping that is not listed is taken to be there already.
   * @default - none
   */
  readonly pciMappings?: Readonly<Record<string, PciMappingSettings>>;
  /**
   * Resource mappings of USB devices to create, by name. A mapping that is not listed is taken to be there already.
   * @default - none
   */
  readonly usbMappings?: Readonly<Record<string, UsbMappingSettings>>;
  /**
   * Resource mappings of directories to create, by name, which machines share with their host as `virtiofs`. A mapping that
   * is not listed is taken to be there already. Proxmox VE 8.4 or newer.
   * @default - none
   */
  readonly directoryMappings?: Readonly<Record<string, DirectoryMappingSettings>>;
}

/** How the provider signs in to the hosts of an endpoint. */
export interface ProxmoxSshSettings {
  /**
   * User on the hosts.
   * @default root
   */
  readonly username?: string;
  /**
   * Use the keys of the SSH agent. Otherwise the private key comes from the variable
   * `proxmox_<endpoint>_ssh_private_key`.
   * @default false
   */
  readonly agent?: boolean;
  /**
   * Hosts whose SSH address is not the one that Proxmox VE tells, by name.
   * @default - none
   */
  readonly nodes?: Readonly<Record<string, ProxmoxSshNodeSettings>>;
}

/** Where one host answers SSH. */
export interface ProxmoxSshNodeSettings {
  /** Address of the host, for SSH. */
  readonly address: string;
  /**
   * Port of the SSH server.
   * @default 22
   */
  readonly port?: number;
}

/** One Proxmox VE host, and what is used on it unless a machine says otherwise. */
export interface ProxmoxHostSettings extends ProxmoxHostOptions {
  /** Datastore of the machines' disks, such as `local-lvm`. */
  readonly diskDatastoreId: string;
}

/** Settings of a host that have a default. */
export interface ProxmoxHostOptions {
  /**
   * Datastore that images are downloaded to. It must allow the content type of the boot route: `import` or `iso`.
   * @default local
   */
  readonly imageDatastoreId?: string;
  /**
   * Bridge that machines are connected to.
   * @default vmbr0
   */
  readonly networkBridge?: string;
}

/** A resource pool: machines that rights are given on together. */
export interface ResourcePoolSettings {
  /**
   * Comment in Proxmox VE.
   * @default - none
   */
  readonly comment?: string;
}

/** A resource pool and its name. */
export interface NamedResourcePool extends ResourcePoolSettings {
  /** Name of the pool, which machines ask for: `talos`, or `lab/talos` for one inside of another. */
  readonly poolId: string;
}

/** A resource mapping: a name by which an API token may hand PCI devices to machines. */
export interface PciMappingSettings {
  /** The device on each host that has one. */
  readonly devices: readonly MappedPciDevice[];
}

/** A resource mapping and its name. */
export interface NamedPciMapping extends PciMappingSettings {
  /** Name of the mapping, which machines ask for: a letter, then letters, digits, dashes and underscores. */
  readonly mappingName: string;
}

/** A resource mapping: a name by which an API token may hand USB devices to machines. */
export interface UsbMappingSettings {
  /** The device on each host that has one. */
  readonly devices: readonly MappedUsbDevice[];
}

/** A resource mapping of USB devices and its name. */
export interface NamedUsbMapping extends UsbMappingSettings {
  /** Name of the mapping, which machines ask for: a letter, then letters, digits, dashes and underscores. */
  readonly mappingName: string;
}

/** A resource mapping: a name by which an API token may let machines share directories of their hosts. */
export interface DirectoryMappingSettings {
  /** The directory on each host that has one. */
  readonly directories: readonly MappedDirectory[];
}

/** A resource mapping of directories and its name. */
export interface NamedDirectoryMapping extends DirectoryMappingSettings {
  /** Name of the mapping, which machines ask for: a letter, then letters, digits, dashes and underscores. */
  readonly mappingName: string;
}

/** A directory of one host. */
export interface MappedDirectory {
  /** Host that has the directory, a host of this endpoint. */
  readonly host: string;
  /** Its path, such as `/tank/media`. A machine does not start if it is not there. */
  readonly path: string;
}

/** A USB device of one host. */
export interface MappedUsbDevice {
  /** Host that has the device, a host of this endpoint. */
  readonly host: string;
  /** Vendor and product, as `lsusb` prints them, such as `1a86:55d4`. */
  readonly id: string;
  /**
   * Bus and port that it is plugged into, such as `1-4`: tells two devices of one kind apart.
   * @default - wherever it is plugged in
   */
  readonly path?: string;
}

/** A PCI device of one host. */
export interface MappedPciDevice {
  /** Host that has the device, a host of this endpoint. */
  readonly host: string;
  /** Where the device sits, as `lspci -D` prints it, such as `0000:00:02.0`. */
  readonly path: string;
  /** Vendor and device, such as `8086:46a6`. Proxmox VE refuses to start a machine when another device is found. */
  readonly id: string;
  /**
   * Vendor and device of the subsystem.
   * @default - not checked
   */
  readonly subsystemId?: string;
  /**
   * Group that the device is isolated with.
   * @default - not checked
   */
  readonly iommuGroup?: number;
}
