import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { endpointOf } from './cluster-endpoint';
import { nonEmpty } from './non-empty';
import { TerraformData } from './terraform-data';

/** What the gate waits for, and after what. */
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
   * What must have happened before.
   * @default - nothing
   */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * Waits, when it is made and never again, until the port of the Kubernetes API is open. It asks for nothing behind the
 * port, so it works before there is a CNI. Needs bash where OpenTofu runs.
 */
export function createKubernetesApiGate(scope: Construct, props: KubernetesApiGateProps): ITerraformDependable {
  return new TerraformData(scope, 'gate', {
    triggersReplace: props.startedBy,
    dependsOn: nonEmpty(props.after ?? []),
    provisioners: [{ type: 'local-exec', interpreter: ['bash', '-c'], command: waitCommand(props) }],
  });
}

/** A firewall that drops packets would hold a try for minutes, so each has 5 seconds; not every system has `timeout`. */
function waitCommand({ clusterEndpoint, timeoutSeconds }: KubernetesApiGateProps): string {
  const { host, port } = endpointOf(clusterEndpoint);
  return [
    `until (exec 3<>/dev/tcp/${host}/${port}) 2>/dev/null & try=$!;`,
    'for second in 1 2 3 4 5; do sleep 1; kill -0 $try 2>/dev/null || break; done;',
    '{ kill $try; wait $try; } 2>/dev/null; do',
    `if [ $SECONDS -ge ${timeoutSeconds} ]; then`,
    `echo "the Kubernetes API at ${clusterEndpoint} did not answer within ${timeoutSeconds} seconds" >&2; exit 1;`,
    'fi;',
    'done',
  ].join(' ');
}
