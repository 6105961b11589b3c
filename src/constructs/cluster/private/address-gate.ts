import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { escapeTemplate } from '../../private/template-text';
import { TerraformData } from '../../private/terraform-data';
import type { ITalosNode } from '../../node/talos-node';

/**
 * Waits, when it is created and never again, until a machine whose address comes from a DHCP server answers there. A server
 * that does not know the machine gives it another address, where nobody looks for it: then the apply fails and says so. Needs
 * bash where OpenTofu runs.
 */
export function createAddressGate(
  scope: Construct,
  { hostname, address, machine, ready, _replacementTriggers: triggers = [] }: ITalosNode,
  timeoutSeconds: number,
): ITerraformDependable {
  const mac = machine.interfaces?.primary.macAddress;
  return new TerraformData(scope, 'address', {
    dependsOn: ready && [ready],
    lifecycle: triggers.length > 0 ? { replaceTriggeredBy: [...triggers] } : undefined,
    provisioners: [
      {
        type: 'local-exec',
        interpreter: ['bash', '-c'],
        command: escapeTemplate(WAIT),
        // values never stand in the command, where the shell would run what is in them
        environment: {
          API_ADDRESS: address,
          API_TIMEOUT_SECONDS: String(timeoutSeconds),
          MACHINE: mac === undefined ? hostname : `${hostname} (MAC address ${mac})`,
        },
      },
    ],
  });
}

/** Port of the Talos API, which answers before a machine is configured. Each try has 5 seconds, as a firewall may be silent. */
const WAIT = [
  'host=$API_ADDRESS port=50000;',
  'until (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null & try=$!;',
  'for second in 1 2 3 4 5; do sleep 1; kill -0 $try 2>/dev/null || break; done;',
  '{ kill $try; wait $try; } 2>/dev/null; do',
  'if [ "$SECONDS" -ge "$API_TIMEOUT_SECONDS" ]; then',
  'echo "$MACHINE did not answer on $API_ADDRESS within $API_TIMEOUT_SECONDS seconds:',
  'have the DHCP server reserve that address for its MAC address, and restart the machine" >&2; exit 1;',
  'fi;',
  'done',
].join(' ');
