import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { nonEmpty } from '../../private/non-empty';
import { escapeTemplate } from '../../private/template-text';
import { TerraformData } from '../../private/terraform-data';

/** Properties of the gate. */
export interface KubernetesApiGateProps {
  /** URL of the Kubernetes API. */
  readonly clusterEndpoint: string;
  /** Time after which the apply fails. */
  readonly timeoutSeconds: number;
  /**
   * Attribute of the resource that starts the cluster.
   * @default - the cluster runs already
   */
  readonly startedBy?: string;
  /**
   * Dependencies of the gate.
   * @default - nothing
   */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * Waits, when it is created and never again, until the port of the Kubernetes API is open. It asks for nothing behind the
 * port, so it works before there is a CNI. Needs bash where OpenTofu runs.
 */
export function createKubernetesApiGate(scope: Construct, props: KubernetesApiGateProps): ITerraformDependable {
  return new TerraformData(scope, 'gate', {
    triggersReplace: props.startedBy,
    dependsOn: nonEmpty(props.after ?? []),
    provisioners: [
      {
        type: 'local-exec',
        interpreter: ['bash', '-c'],
        command: escapeTemplate(WAIT),
        // values never stand in the command, where the shell would run what is in them
        environment: { API_ENDPOINT: props.clusterEndpoint, API_TIMEOUT_SECONDS: String(props.timeoutSeconds) },
      },
    ],
  });
}

/**
 * Takes host and port from the endpoint, as it may be known to OpenTofu only, and tries the port. A firewall that drops
 * packets would hold a try for minutes, so each has 5 seconds; not every system has `timeout`.
 */
const WAIT = [
  "form='^https:/{2}(\\[([0-9A-Fa-f:.]+)\\]|([0-9A-Za-z._-]+))(:([0-9]{1,5}))?/?$';",
  'if ! [[ $API_ENDPOINT =~ $form ]]; then',
  'echo "the cluster endpoint must be https, a name or address, and a port at most; got \\"$API_ENDPOINT\\"" >&2; exit 1;',
  'fi;',
  'host=${BASH_REMATCH[2]}${BASH_REMATCH[3]} port=${BASH_REMATCH[5]:-443};',
  'until (exec 3<>"/dev/tcp/$host/$port") 2>/dev/null & try=$!;',
  'for second in 1 2 3 4 5; do sleep 1; kill -0 $try 2>/dev/null || break; done;',
  '{ kill $try; wait $try; } 2>/dev/null; do',
  'if [ "$SECONDS" -ge "$API_TIMEOUT_SECONDS" ]; then',
  'echo "the Kubernetes API at $API_ENDPOINT did not answer within $API_TIMEOUT_SECONDS seconds" >&2; exit 1;',
  'fi;',
  'done',
].join(' ');
