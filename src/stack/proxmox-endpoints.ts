import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

import { ProxmoxProvider } from '../../.gen/providers/proxmox/provider';
import { PciMapping } from '../constructs/proxmox/pci-mapping';
import type { ProxmoxHost } from '../constructs/proxmox/proxmox-host';
import type { ProxmoxEndpointModel, ProxmoxHostModel, SshModel } from '../model/cluster-model';
import type { Complete } from '../values/complete';
import { nothingLeft } from '../values/nothing-left';
import { createSecretVariable } from './variables';

/** What a stack has of one Proxmox VE endpoint. */
export interface ProxmoxEndpoint {
  /** Hosts by key, such as `main/pve1`. */
  readonly hosts: ReadonlyMap<string, ProxmoxHost>;
  /** Resource mappings that the stack makes, by name; a machine that takes one from here is made after it. */
  readonly pciMappings: ReadonlyMap<string, PciMapping>;
}

/**
 * Makes the provider of a Proxmox VE endpoint, under the endpoint's name as alias, the variables that carry its secrets,
 * and its resource mappings.
 */
export function createProxmoxEndpoint(stack: TerraformStack, endpoint: ProxmoxEndpointModel): ProxmoxEndpoint {
  const { name: endpointName } = endpoint;
  const provider = createProvider(stack, endpoint);
  return {
    hosts: new Map(endpoint.hosts.map((host) => [host.key, proxmoxHost(endpointName, provider, host)])),
    pciMappings: createPciMappings(stack, endpoint, provider),
  };
}

function proxmoxHost(
  endpointName: string,
  provider: ProxmoxProvider,
  host: Omit<ProxmoxHostModel, 'key'>,
): Complete<ProxmoxHost> {
  const { nodeName, imageDatastoreId, diskDatastoreId, networkBridge } = host;
  return { endpointName, provider, nodeName, imageDatastoreId, diskDatastoreId, networkBridge };
}

function createPciMappings(
  stack: TerraformStack,
  { name, pciMappings }: ProxmoxEndpointModel,
  provider: ProxmoxProvider,
): ReadonlyMap<string, PciMapping> {
  if (pciMappings.length === 0) return new Map();
  const all = stack.node.tryFindChild('pci-mappings') ?? new Construct(stack, 'pci-mappings');
  const scope = new Construct(all, name);
  return new Map(
    pciMappings.map(({ name: mappingName, devices }) => [
      mappingName,
      new PciMapping(scope, mappingName, { provider, mappingName, devices }),
    ]),
  );
}

function createProvider(stack: TerraformStack, endpoint: ProxmoxEndpointModel): ProxmoxProvider {
  const { name, url, insecure, ssh } = endpoint;
  const apiToken = createSecretVariable(
    stack,
    `${variablePrefix(name)}_api_token`,
    `API token of the Proxmox VE endpoint ${name}, as USER@REALM!TOKENID=UUID.`,
  );
  return new ProxmoxProvider(stack, `proxmox-${name}`, {
    alias: name,
    endpoint: url,
    insecure: insecure || undefined,
    apiToken,
    ssh: ssh === undefined ? undefined : renderSsh(stack, name, ssh),
  });
}

function renderSsh(stack: TerraformStack, endpointName: string, ssh: SshModel): ProxmoxProvider['sshInput'] {
  const { username, agent, nodes, ...rest } = ssh;
  nothingLeft(rest);
  return {
    username,
    agent,
    privateKey: agent ? undefined : createPrivateKeyVariable(stack, endpointName, ssh),
    nodeAttribute: nodes.length === 0 ? undefined : nodes.map((node) => ({ ...node })),
  };
}

function createPrivateKeyVariable(stack: TerraformStack, endpointName: string, ssh: SshModel): string {
  return createSecretVariable(
    stack,
    `${variablePrefix(endpointName)}_ssh_private_key`,
    `Private SSH key of ${ssh.username} on the hosts of the Proxmox VE endpoint ${endpointName}, in PEM form.`,
  );
}

function variablePrefix(endpointName: string): string {
  return `proxmox_${endpointName.replaceAll('-', '_')}`;
}
