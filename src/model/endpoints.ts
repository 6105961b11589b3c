import type { ProxmoxSpec } from '../cluster-file/proxmox-spec';
import type { Complete } from '../values/complete';
import { nothingLeft } from '../values/nothing-left';
import type { MappedDeviceModel, ProxmoxEndpointModel, ProxmoxHostModel, SshModel } from './cluster-model';

type EndpointSpec = ProxmoxSpec['endpoints'][string];
type HostSpec = EndpointSpec['hosts'][string];
type SshSpec = NonNullable<EndpointSpec['ssh']>;
type SshNodeSpec = NonNullable<SshSpec['nodes']>[string];
type MappingSpec = NonNullable<EndpointSpec['pciMappings']>[string];

/** The Proxmox VE APIs of a spec, with every default filled in. */
export function endpointModels(proxmox: ProxmoxSpec | undefined): readonly ProxmoxEndpointModel[] {
  return Object.entries(proxmox?.endpoints ?? {}).map(([name, endpoint]) => endpointModel(name, endpoint));
}

function endpointModel(name: string, endpoint: EndpointSpec): Complete<ProxmoxEndpointModel> {
  const { url, insecure = false, region = name, ssh, hosts, pciMappings = {}, ...rest } = endpoint;
  nothingLeft(rest);
  return {
    name,
    url,
    insecure,
    region,
    ssh: ssh && sshModel(ssh),
    hosts: Object.entries(hosts).map(([nodeName, host]) => hostModel(name, nodeName, host)),
    pciMappings: Object.entries(pciMappings).map(([mapping, { devices, ...restOfMapping }]) => {
      nothingLeft(restOfMapping);
      return { name: mapping, devices: devices.map(mappedDevice) };
    }),
  };
}

function hostModel(endpoint: string, nodeName: string, host: HostSpec): Complete<ProxmoxHostModel> {
  const { imageDatastoreId = 'local', diskDatastoreId, networkBridge = 'vmbr0', ...rest } = host;
  nothingLeft(rest);
  return { key: `${endpoint}/${nodeName}`, nodeName, imageDatastoreId, diskDatastoreId, networkBridge };
}

function mappedDevice(device: MappingSpec['devices'][number]): Complete<MappedDeviceModel> {
  const { host, path, id, subsystemId, iommuGroup, ...rest } = device;
  nothingLeft(rest);
  return { nodeName: host, path, id, subsystemId, iommuGroup };
}

function sshModel({ username = 'root', agent = false, nodes = {}, ...rest }: SshSpec): Complete<SshModel> {
  nothingLeft(rest);
  return { username, agent, nodes: Object.entries(nodes).map(([name, node]) => sshNode(name, node)) };
}

function sshNode(name: string, { address, port = 22, ...rest }: SshNodeSpec): SshModel['nodes'][number] {
  nothingLeft(rest);
  return { name, address, port };
}
