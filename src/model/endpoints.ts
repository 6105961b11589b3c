import type { EndpointSpec, HostSpec, ProxmoxSpec } from '../cluster-file/proxmox-settings';
import { factMissing } from '../errors/rules';
import type { ProxmoxHostSettings } from '../proxmox/settings';
import type { Complete } from '../values/complete';
import { nothingLeft } from '../values/nothing-left';
import type { ProxmoxEndpointModel } from './cluster-model';

/** The Proxmox VE APIs of a spec, in the order of the file. */
export function endpointModels(proxmox: ProxmoxSpec | undefined): readonly ProxmoxEndpointModel[] {
  return Object.entries(proxmox?.endpoints ?? {}).map(
    ([name, { region = name, hostDefaults, hosts, vmIds: _heldToByRules, ...settings }]) => ({
      name,
      region,
      ...settings,
      hosts: hostModels(hostDefaults, hosts),
      capacities: Object.fromEntries(
        Object.entries(hosts).map(([host, { capacity }]) => [host, { ...hostDefaults?.capacity, ...capacity }]),
      ),
    }),
  );
}

function hostModels(
  defaults: HostSpec | undefined,
  hosts: EndpointSpec['hosts'],
): Readonly<Record<string, ProxmoxHostSettings>> {
  return Object.fromEntries(Object.entries(hosts).map(([name, host]) => [name, hostModel({ ...defaults, ...host })]));
}

/** The room on a host was counted when machines were placed. */
function hostModel(settings: HostSpec): Complete<ProxmoxHostSettings> {
  const { imageDatastoreId, diskDatastoreId, networkBridge, capacity: _capacity, ...rest } = settings;
  nothingLeft(rest);
  if (diskDatastoreId === undefined) throw factMissing('datastore of a host');
  return { imageDatastoreId, diskDatastoreId, networkBridge };
}
