import type { Draft } from '../values/draft';
import type { ProxmoxSpec } from '../cluster-file/proxmox-settings';
import type { Capacity } from './placement/host-load';

/** One Proxmox VE host of the spec. */
export interface HostFacts {
  /** `<endpoint>/<host>`. */
  readonly key: string;
  /** Name of the endpoint. */
  readonly endpointName: string;
  /** Name that Proxmox VE has for the host. */
  readonly nodeName: string;
  /** Region of the endpoint. */
  readonly region: string;
  /** Room that the machines of the cluster have on it; what is undefined has no limit. */
  readonly capacity: Capacity;
}

/** The hosts of all endpoints, found by the names that machines use. */
export class Hosts {
  /** Keys of all hosts. */
  public readonly keys: readonly string[];
  /** Names of all hosts, without their endpoints. */
  public readonly names: readonly string[];

  private readonly byName = new Map<string, HostFacts[]>();

  constructor(proxmox: Draft<ProxmoxSpec> | undefined) {
    for (const [endpointName, endpoint] of Object.entries(proxmox?.endpoints ?? {})) {
      for (const [nodeName, settings] of Object.entries(endpoint?.hosts ?? {})) {
        const key = `${endpointName}/${nodeName}`;
        const region = endpoint?.region ?? endpointName;
        const host = {
          key,
          endpointName,
          nodeName,
          region,
          capacity: { ...endpoint?.hostDefaults?.capacity, ...settings?.capacity },
        };
        this.byName.set(key, [host]);
        this.byName.set(nodeName, [...(this.byName.get(nodeName) ?? []), host]);
      }
    }
    const names = [...this.byName.keys()];
    this.keys = names.filter((name) => name.includes('/'));
    this.names = names.filter((name) => !name.includes('/'));
  }

  /** The hosts that a name may mean: one, or none if it is unknown, or several if only the endpoint distinguishes them. */
  public find(name: string): readonly HostFacts[] {
    return this.byName.get(name) ?? [];
  }
}
