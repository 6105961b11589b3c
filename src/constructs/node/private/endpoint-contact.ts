import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { DataProxmoxVersion } from '../../../../.gen/providers/proxmox/data-proxmox-version';
import type { ProxmoxHost } from '../../proxmox/proxmox-host';
import { sharedInStack } from '../../private/stack-shared';

const GROUP = 'endpoints';

/**
 * Asks an endpoint for its version at each plan, once in a stack.
 *
 * Without it the plan of a first cluster asks Proxmox VE nothing, and a wrong URL or token comes out during the apply.
 */
export function contactEndpoint(machine: Construct, { endpointName, provider }: ProxmoxHost): void {
  sharedInStack(machine, GROUP, endpointName, (scope, id) => new DataProxmoxVersion(scope, id, { provider }));
}

/** Takes the question back where another data source asks the endpoint. */
export function leaveContact(machine: Construct, { endpointName }: ProxmoxHost): void {
  TerraformStack.of(machine).node.tryFindChild(GROUP)?.node.tryRemoveChild(endpointName);
}
