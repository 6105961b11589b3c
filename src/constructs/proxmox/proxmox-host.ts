import type { TerraformProvider } from 'cdktf';

/** One Proxmox VE host, and what is used on it unless a machine says otherwise. */
export interface ProxmoxHost {
  /** The Proxmox VE API that the host belongs to. Two endpoints may have hosts of one name. */
  readonly endpointName: string;
  /** Name of the host in Proxmox VE. */
  readonly nodeName: string;
  /** Provider of the endpoint, with an alias of its own. */
  readonly provider: TerraformProvider;
  /**
   * Host that downloads images for this one, onto a datastore that both have.
   * @default - the host itself
   */
  readonly imageHost?: string;
  /**
   * Datastore that images are downloaded to. Its content types must hold `import`, or `iso` for the boot route `FILE`.
   */
  readonly imageDatastoreId: string;
  /** Datastore for the disks of machines. */
  readonly diskDatastoreId: string;
  /** Bridge that machines are attached to, such as `vmbr0`. */
  readonly networkBridge: string;
}

/** The name of a host among all endpoints: `main/pve1`. */
export function proxmoxHostKey(host: ProxmoxHost): string {
  return `${host.endpointName}/${host.nodeName}`;
}
