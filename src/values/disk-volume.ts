/** Tag of a virtual machine that does nothing but keep a disk. */
export const DISK_VM_TAG = 'disk-vm';

/** A volume in a datastore. */
export interface DatastoreVolume {
  /** Datastore that it is in. */
  readonly datastoreId: string;
  /** Its name there, such as `vm-900-disk-0`. */
  readonly path: string;
}

/** A volume as Proxmox VE writes it, in its two parts. */
export function volumeOf(id: string): DatastoreVolume {
  const colon = id.indexOf(':');
  return { datastoreId: id.slice(0, colon), path: id.slice(colon + 1) };
}

/** Id of the virtual machine that a volume belongs to, as its name says; nothing if it says none. */
export function ownerOf(path: string): number | undefined {
  const [, owner] = /(?:^|\/)(?:vm|base)-(\d+)-/.exec(path) ?? [];
  return owner === undefined ? undefined : Number(owner);
}

/** Format of the file that a volume is; one that is no file is raw. */
export function formatOf(path: string): 'qcow2' | 'vmdk' | 'raw' {
  const [, extension] = /\.(qcow2|vmdk)$/.exec(path) ?? [];
  return (extension as 'qcow2' | 'vmdk' | undefined) ?? 'raw';
}
