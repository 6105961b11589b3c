import type { ProxmoxEndpointSettings } from '../proxmox/settings';

/** Where the virtual machines run. */
export interface ProxmoxSpec {
  /**
   * Tags of every machine, in lower case. The tag `stack-<name>` is always added.
   * @default k8s
   */
  readonly tags?: readonly string[];
  /**
   * Tag each machine with its role, `control-plane` or `worker`.
   * @default true
   */
  readonly roleTags?: boolean;
  /**
   * APIs of Proxmox VE by name: a host, or a cluster of hosts. The name is the alias of the provider, and the API token
   * comes from the variable `proxmox_<endpoint>_api_token`.
   */
  readonly endpoints: Readonly<Record<string, EndpointSpec>>;
}

/** One API of Proxmox VE, and where its hosts stand. */
export interface EndpointSpec extends ProxmoxEndpointSettings {
  /**
   * Region in the topology labels of the machines.
   * @default - the name of the endpoint
   */
  readonly region?: string;
}
