import type { ITerraformDependable } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import type { DataTalosClusterHealth } from '../../../.gen/providers/talos/data-talos-cluster-health';
import type { MachineBootstrap } from '../../../.gen/providers/talos/machine-bootstrap';
import { ClusterPatches } from '../../machine-config/machine-patches';
import type { ITalosNode } from '../node/talos-node';
import type { ClusterSettings } from '../../machine-config/settings/cluster';
import { takeNodes } from '../private/membership';
import { checkStack, type Given, givenProvider } from '../private/other-stack';
import { requireToken } from '../private/secret';
import type { ClusterSecrets } from './cluster-secrets';
import type { KubernetesAccess } from './kubernetes-access';
import { createKubeconfig, createTalosconfig, kubernetesAccess } from './private/access';
import { createBootstrap } from './private/bootstrap';
import { checkAttributes, checkCluster, checkKnown } from './private/check-cluster';
import { createConfigurations } from './private/configurations';
import { createHealthCheck } from './private/health';
import { createKubernetesApiGate } from './private/kubernetes-api-gate';
import { resolvedCluster } from './private/resolved-cluster';
import { createTalosApi } from './private/talos-api';
import type { TalosAccess } from './talos-access';
import type { TalosClusterAttributes, TalosClusterProps } from './talos-cluster-props';

/** A Talos cluster, made here or elsewhere. */
export interface ITalosCluster extends IConstruct {
  /** Name of the cluster in Talos and in the credentials. */
  readonly clusterName: string;
  /** URL of the Kubernetes API, such as `https://10.200.5.10:6443`. */
  readonly clusterEndpoint: string;
  /** Credentials for providers that talk to the Kubernetes API, as tokens. */
  readonly kubernetesAccess: KubernetesAccess;
  /** Credentials for people who talk to the Kubernetes API, as YAML: a token. */
  readonly kubeconfig: string;
  /**
   * Makes a gate that waits for the Kubernetes API when it is made, and never at a plan or a destroy: a resource that
   * talks to the API depends on it. A cluster has one gate, however often this is called.
   */
  addKubernetesApiGate(): ITerraformDependable;
}

/**
 * Machines that become one Talos cluster: secrets, a configuration for each machine, bootstrap, credentials.
 *
 * A plan and a destroy need no machine to answer, unless a health check or a reset is asked for. The state holds all
 * secrets of the cluster.
 */
export class TalosCluster extends Construct implements ITalosCluster {
  /**
   * A cluster that another stack or a person made.
   *
   * @throws if the endpoint is no URL of a Kubernetes API, or a secret is a literal
   */
  public static fromTalosClusterAttributes(scope: Construct, id: string, attrs: TalosClusterAttributes): ITalosCluster {
    class Import extends Construct implements ITalosCluster {
      public readonly clusterName = attrs.clusterName;
      public readonly clusterEndpoint = attrs.clusterEndpoint;
      public readonly kubernetesAccess = attrs.kubernetesAccess;
      public readonly kubeconfig = requireToken(this.node.path, 'kubeconfig', attrs.kubeconfig);
      private gate?: ITerraformDependable;

      public addKubernetesApiGate(): ITerraformDependable {
        const { clusterEndpoint, kubernetesApiSeconds = 900 } = attrs;
        return (this.gate ??= createKubernetesApiGate(this, { clusterEndpoint, timeoutSeconds: kubernetesApiSeconds }));
      }
    }
    const cluster = new Import(scope, id);
    checkAttributes(cluster.node.path, attrs);
    requireToken(cluster.node.path, 'kubernetesAccess.clientKey', attrs.kubernetesAccess.clientKey);
    return cluster;
  }

  /** Name of the cluster in Talos and in the credentials. */
  public readonly clusterName: string;
  /** URL of the Kubernetes API, such as `https://10.200.5.10:6443`. */
  public readonly clusterEndpoint: string;
  /** Credentials for providers that talk to the Kubernetes API, as tokens. */
  public readonly kubernetesAccess: KubernetesAccess;
  /** Credentials for people who talk to the Kubernetes API, as YAML: a token. */
  public readonly kubeconfig: string;
  /** Settings that all machines have in common. */
  public readonly settings: ClusterSettings;
  /** Credentials for people who talk to the Talos API, as YAML: a token. */
  public readonly talosconfig: string;
  /** All secrets of the cluster. */
  public readonly machineSecrets: ClusterSecrets;
  /** Credentials for providers that talk to the Talos API. */
  public readonly clientConfiguration: TalosAccess;
  /** The finished configuration of each machine by hostname, as YAML: tokens. They hold secrets. */
  public readonly machineConfigurations: Readonly<Record<string, string>>;
  private readonly kubernetesApiSeconds: number;
  private readonly bootstrap: MachineBootstrap;
  private readonly health?: DataTalosClusterHealth;
  private gate?: ITerraformDependable;

  /** @throws if a setting, a patch or the machines together are wrong, with a line for each fault */
  constructor(scope: Construct, id: string, props: TalosClusterProps) {
    super(scope, id);
    checkKnown(this, props);
    checkStack(this, [givenProvider('talosProvider', props.talosProvider), ...props.nodes.map(machineOf)]);
    const { talosProvider, ...others } = props;
    const resolved = resolvedCluster(id, others);
    const patches = new ClusterPatches(
      resolved.settings,
      resolved.nodes.map(({ machine }) => machine),
    );
    checkCluster(this, props, resolved, patches);
    takeNodes(this, resolved.nodes);

    this.settings = resolved.settings;
    this.clusterName = resolved.settings.clusterName;
    this.clusterEndpoint = resolved.settings.clusterEndpoint;
    this.kubernetesApiSeconds = resolved.timeouts.kubernetesApiSeconds;

    const api = createTalosApi(this, this.settings.contract.tag, talosProvider);
    this.machineSecrets = api.secrets.machineSecrets;
    this.clientConfiguration = api.secrets.clientConfiguration;

    const applied = createConfigurations(this, resolved, patches, api);
    this.machineConfigurations = Object.fromEntries(applied.map(({ node, text }) => [node.hostname, text]));
    this.bootstrap = createBootstrap(this, resolved, api, applied);
    this.health = createHealthCheck(this, resolved, api, [this.bootstrap, ...applied.map(({ apply }) => apply)]);
    const kubeconfig = createKubeconfig(this, resolved, api, [this.bootstrap, ...this.afterHealth()]);

    this.kubeconfig = kubeconfig.kubeconfigRaw;
    this.kubernetesAccess = kubernetesAccess(kubeconfig);
    this.talosconfig = createTalosconfig(this, resolved, api).talosConfig;
  }

  /**
   * Makes a gate that waits for the Kubernetes API when it is made, and never at a plan or a destroy: a resource that
   * talks to the API depends on it. A cluster has one gate, however often this is called.
   */
  public addKubernetesApiGate(): ITerraformDependable {
    this.gate ??= createKubernetesApiGate(this, {
      clusterEndpoint: this.clusterEndpoint,
      timeoutSeconds: this.kubernetesApiSeconds,
      startedBy: this.bootstrap.id,
      after: this.afterHealth(),
    });
    return this.gate;
  }

  private afterHealth(): readonly ITerraformDependable[] {
    return this.health === undefined ? [] : [this.health];
  }
}

/** A machine that this stack does not make has nothing to wait for, and may come from anywhere. */
function machineOf({ ready }: ITalosNode, index: number): Given {
  return {
    setting: `nodes[${index}]`,
    value: ready,
    instead: 'bring it in with TalosNode.fromTalosNodeAttributes, whose attributes may be values of that stack',
  };
}
