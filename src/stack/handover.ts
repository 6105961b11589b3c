import type { TalosCluster } from '../constructs/cluster/talos-cluster';
import type { TalosImage } from '../constructs/image/talos-image';
import type { ITalosNode } from '../constructs/node/talos-node';
import type { ProxmoxHost } from '../constructs/proxmox/proxmox-host';

/** All that the infrastructure of a cluster hands to the parts after it. */
export interface InfrastructureHandover {
  /** Hosts by key, such as `main/pve1`. */
  readonly hosts: ReadonlyMap<string, ProxmoxHost>;
  /** Images in use, by key. */
  readonly images: ReadonlyMap<string, TalosImage>;
  /** Machines by name, in the order of the cluster file. */
  readonly nodes: ReadonlyMap<string, ITalosNode>;
}

/** All that the Talos cluster hands to the parts after it. */
export interface TalosHandover {
  /** The cluster with its credentials. */
  readonly cluster: TalosCluster;
}
