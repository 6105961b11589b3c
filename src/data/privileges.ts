import { schemaFile } from './schema-file';

/** Something that a stack does with Proxmox VE and that needs rights there. */
export type ProxmoxFeature =
  | 'machine'
  | 'cloudInit'
  | 'guestAgent'
  | 'pool'
  | 'startup'
  | 'disk'
  | 'image'
  | 'bridge'
  | 'pciDevice'
  | 'pciMapping'
  | 'usbDevice'
  | 'usbMapping'
  | 'directory'
  | 'directoryMapping'
  | 'highAvailability'
  | 'backupJob'
  | 'resourcePool'
  | 'sdnZone'
  | 'sdnVnet'
  | 'sdnApply'
  | 'hostMemory';

/** Kind of object that a privilege applies to. */
export type ProxmoxObject =
  | 'root'
  | 'machine'
  | 'pool'
  | 'datastore'
  | 'host'
  | 'bridge'
  | 'sdn'
  | 'sdnZones'
  | 'sdnZone'
  | 'sdnVnet'
  | 'pciMapping'
  | 'pciMappings'
  | 'usbMapping'
  | 'usbMappings'
  | 'directoryMapping'
  | 'directoryMappings';

/** Privileges of Proxmox VE that a feature needs. */
export interface FeaturePrivileges {
  /** The feature. */
  readonly feature: ProxmoxFeature;
  /** Their purpose, as the end of "the token may not". */
  readonly does: string;
  /** Kind of object that they apply to. */
  readonly on: ProxmoxObject;
  /** The privileges, such as `VM.Allocate`; all of them are needed. */
  readonly privileges: readonly string[];
  /**
   * Privileges that do as well.
   * @default - none
   */
  readonly or?: { readonly on: ProxmoxObject; readonly privileges: readonly string[] };
  /**
   * First release of Proxmox VE that asks for them.
   * @default - every release
   */
  readonly since?: string;
  /**
   * First release of Proxmox VE that asks for them no more.
   * @default - every release
   */
  readonly before?: string;
  /**
   * If true, an apply succeeds without them, and something is left out.
   * @default false
   */
  readonly optional?: boolean;
}

/** The oldest release of Proxmox VE that has a feature. */
export interface FeatureVersion {
  /**
   * The feature: machines at all, images as content `import`, rules of high availability, shared directories, pools inside of
   * pools, or zones and vnets.
   */
  readonly feature: 'machine' | 'import' | 'highAvailability' | 'directory' | 'nestedPool' | 'sdn';
  /** Release, such as `8.4`. */
  readonly minimum: string;
  /** The feature that older releases lack. */
  readonly because: string;
}

interface PrivilegesFile {
  readonly newestKnown: string;
  readonly versions: readonly FeatureVersion[];
  readonly privileges: readonly FeaturePrivileges[];
}

/** Which feature needs which privileges: everything that is known of it. */
export function featurePrivileges(): readonly FeaturePrivileges[] {
  return file().privileges;
}

/** Which feature needs which release of Proxmox VE. */
export function featureVersions(): readonly FeatureVersion[] {
  return file().versions;
}

/** The newest major release of Proxmox VE whose privileges are known, such as `9`. */
export function newestKnownRelease(): string {
  return file().newestKnown;
}

function file(): PrivilegesFile {
  return schemaFile('proxmox-privileges.json') as PrivilegesFile;
}
