import { z } from 'zod';
import {
  dnsNameOrAddress,
  endpointName,
  hostName,
  labelText,
  mappingName,
  pciId,
  pciPath,
  proxmoxName,
  someText,
  tag,
  url,
  wholeNumber,
} from '../forms/scalars';
import { type DeepReadonly, type NamedSchema, strictObject } from '../forms/strict-object';

const sshNode = strictObject({
  /** Address of the host, for SSH. */
  address: dnsNameOrAddress,
  /**
   * Port of the SSH server.
   * @default 22
   */
  port: wholeNumber(1, 65_535).optional(),
});

const ssh = strictObject({
  /**
   * User on the hosts.
   * @default root
   */
  username: someText.optional(),
  /**
   * Use the keys of the SSH agent. Otherwise the private key comes from the variable
   * `proxmox_<endpoint>_ssh_private_key`.
   * @default false
   */
  agent: z.boolean().optional(),
  /**
   * Hosts whose SSH address is not the one that Proxmox VE tells, by name.
   * @default - none
   */
  nodes: z.record(proxmoxName, sshNode).optional(),
});

const host = strictObject({
  /**
   * Datastore that images are downloaded to. It must allow the content type of the boot route: `import` or `iso`.
   * @default local
   */
  imageDatastoreId: proxmoxName.optional(),
  /** Datastore of the machines' disks, such as `local-lvm`. */
  diskDatastoreId: proxmoxName,
  /**
   * Bridge that machines are connected to.
   * @default vmbr0
   */
  networkBridge: proxmoxName.optional(),
});

const mappedDevice = strictObject({
  /** Host that has the device, a host of this endpoint. */
  host: proxmoxName,
  /** Where the device sits, as `lspci -D` prints it, such as `0000:00:02.0`. */
  path: pciPath,
  /** Vendor and device, such as `8086:46a6`. */
  id: pciId,
  /**
   * Vendor and device of the subsystem.
   * @default - not checked
   */
  subsystemId: pciId.optional(),
  /**
   * Group that the device is isolated with.
   * @default - not checked
   */
  iommuGroup: wholeNumber(0).optional(),
});

const pciMapping = strictObject({
  /** The device on each host that has one. */
  devices: z.array(mappedDevice).min(1),
});

const endpoint = strictObject({
  /** URL of the Proxmox VE API, such as `https://pve1.example:8006`. */
  url: url('https://pve1.example:8006', 'https'),
  /**
   * Take any certificate, as a fresh Proxmox VE has one that nobody knows.
   * @default false
   */
  insecure: z.boolean().optional(),
  /**
   * Region in the topology labels of the machines.
   * @default - the name of the endpoint
   */
  region: labelText.optional(),
  /**
   * How the provider signs in to the hosts; `bootRoute: file` needs it, and nothing else does.
   * @default - no SSH
   */
  ssh: ssh.optional(),
  /** Hosts by the names that Proxmox VE has for them. */
  hosts: z.record(hostName, host),
  /**
   * Resource mappings of PCI devices to create, by name. A mapping that is not listed is taken to be there already.
   * @default - none
   */
  pciMappings: z.record(mappingName, pciMapping).optional(),
});

const proxmox = strictObject({
  /**
   * Tags of every machine, in lower case. The tag `stack-<name>` is always added.
   * @default k8s
   */
  tags: z.array(tag).optional(),
  /**
   * Tag each machine with its role, `control-plane` or `worker`.
   * @default true
   */
  roleTags: z.boolean().optional(),
  /**
   * APIs of Proxmox VE by name: a host, or a cluster of hosts. The name is the alias of the provider, and the API token
   * comes from the variable `proxmox_<endpoint>_api_token`.
   */
  endpoints: z.record(endpointName, endpoint),
});

/** Schema of the section `proxmox`. */
export interface ProxmoxSpecSchema extends ProxmoxObject, NamedSchema {}
type ProxmoxObject = typeof proxmox;

/** Where the virtual machines run. */
export const proxmoxSpec: ProxmoxSpecSchema = proxmox;

/** Where the virtual machines run. */
export type ProxmoxSpec = DeepReadonly<z.input<typeof proxmoxSpec>>;
