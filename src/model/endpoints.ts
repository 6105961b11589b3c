import type { ProxmoxSpec } from '../cluster-file/proxmox-settings';
import type { ProxmoxEndpointModel } from './cluster-model';

/** The Proxmox VE APIs of a spec, in the order of the file. */
export function endpointModels(proxmox: ProxmoxSpec | undefined): readonly ProxmoxEndpointModel[] {
  return Object.entries(proxmox?.endpoints ?? {}).map(([name, { region = name, ...settings }]) => ({
    name,
    region,
    ...settings,
  }));
}
