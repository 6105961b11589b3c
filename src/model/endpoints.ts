import type { ProxmoxSpec } from '../cluster-file/proxmox-spec';
import type { ProxmoxEndpointModel, SshModel } from './cluster-model';

type EndpointSpec = ProxmoxSpec['endpoints'][string];

/** The Proxmox VE APIs of a spec, with every default filled in. */
export function endpointModels(proxmox: ProxmoxSpec | undefined): readonly ProxmoxEndpointModel[] {
  return Object.entries(proxmox?.endpoints ?? {}).map(([name, endpoint]) => ({
    name,
    url: endpoint.url,
    insecure: endpoint.insecure ?? false,
    region: endpoint.region ?? name,
    ssh: endpoint.ssh && sshModel(endpoint.ssh),
    hosts: Object.entries(endpoint.hosts).map(([nodeName, host]) => ({
      key: `${name}/${nodeName}`,
      nodeName,
      imageDatastoreId: host.imageDatastoreId ?? 'local',
      diskDatastoreId: host.diskDatastoreId,
      networkBridge: host.networkBridge ?? 'vmbr0',
    })),
    pciMappings: Object.entries(endpoint.pciMappings ?? {}).map(([mapping, { devices }]) => ({
      name: mapping,
      devices: devices.map(({ host, ...device }) => ({ nodeName: host, ...device })),
    })),
  }));
}

function sshModel({ username = 'root', agent = false, nodes = {} }: NonNullable<EndpointSpec['ssh']>): SshModel {
  return {
    username,
    agent,
    nodes: Object.entries(nodes).map(([name, { address, port = 22 }]) => ({ name, address, port })),
  };
}
