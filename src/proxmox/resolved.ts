import type { Complete } from '../values/complete';
import { nothingLeft } from '../values/nothing-left';
import type { ProxmoxHostSettings, ProxmoxSshSettings } from './settings';

/** A host with every default filled in. */
export interface ResolvedProxmoxHost extends Required<ProxmoxHostSettings> {
  /** Name that Proxmox VE has for it. */
  readonly nodeName: string;
  /** Host that downloads images for it, itself or another one. */
  readonly imageHost: string;
}

/** How the provider signs in, with every default filled in. */
export interface ResolvedProxmoxSsh {
  /** User on the hosts. */
  readonly username: string;
  /** If the keys of the SSH agent are used, and not a private key of its own. */
  readonly agent: boolean;
  /** Hosts whose address for SSH is given. */
  readonly nodes: readonly { readonly name: string; readonly address: string; readonly port: number }[];
}

/** Datastore that images are downloaded to, unless a host says otherwise. */
export const IMAGE_DATASTORE = 'local';

/** Fills in what the settings of a host leave open. */
export function resolvedProxmoxHost(
  nodeName: string,
  settings: ProxmoxHostSettings,
  imageHost: string = nodeName,
): Complete<ResolvedProxmoxHost> {
  const { imageDatastoreId = IMAGE_DATASTORE, diskDatastoreId, networkBridge = 'vmbr0', ...rest } = settings;
  nothingLeft(rest);
  return { nodeName, imageHost, imageDatastoreId, diskDatastoreId, networkBridge };
}

/** Fills in what the SSH settings of an endpoint leave open. */
export function resolvedProxmoxSsh(settings: ProxmoxSshSettings): Complete<ResolvedProxmoxSsh> {
  const { username = 'root', agent = false, nodes = {}, ...rest } = settings;
  nothingLeft(rest);
  return {
    username,
    agent,
    nodes: Object.entries(nodes).map(([name, { address, port = 22, ...restOfNode }]) => {
      nothingLeft(restOfNode);
      return { name, address, port };
    }),
  };
}

/** Beginning of the names of an endpoint's variables, such as `proxmox_main`. */
export function variablePrefix(endpointName: string): string {
  return `proxmox_${endpointName.replaceAll('-', '_')}`;
}
