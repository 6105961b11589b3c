import { conditional, Fn, type IResolvable, type ITerraformDependable, type TerraformProvider, Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { ClusterKubeconfig } from '../../../.gen/providers/talos/cluster-kubeconfig';
import { DataTalosClientConfiguration } from '../../../.gen/providers/talos/data-talos-client-configuration';
import { DataTalosClusterHealth } from '../../../.gen/providers/talos/data-talos-cluster-health';
import {
  DataTalosMachineConfiguration,
  type DataTalosMachineConfigurationConfig,
  type DataTalosMachineConfigurationMachineSecrets,
} from '../../../.gen/providers/talos/data-talos-machine-configuration';
import { MachineBootstrap } from '../../../.gen/providers/talos/machine-bootstrap';
import {
  MachineConfigurationApply,
  type MachineConfigurationApplyConfig,
} from '../../../.gen/providers/talos/machine-configuration-apply';
import { MachineSecrets } from '../../../.gen/providers/talos/machine-secrets';
import { ClusterPatches } from '../../machine-config/machine-patches';
import type { ClusterSettings } from '../../machine-config/settings/cluster';
import { MachineType } from '../../values/machine-type';
import { checkRules } from '../../values/rule';
import type { KubernetesAccess } from './kubernetes-access';
import { ATTRIBUTE_RULES, checkCluster, type ClusterFacts, clusterFacts } from './private/cluster-facts';
import { duration } from './private/duration';
import { createKubernetesApiGate } from './private/kubernetes-api-gate';
import { takeNodes } from '../private/membership';
import { nonEmpty } from '../private/non-empty';
import { requireToken } from '../private/secret';
import { escapeTemplate } from '../private/template-text';
import type { TalosClusterAttributes, TalosClusterProps } from './talos-cluster-props';
import type { ITalosNode } from '../node/talos-node';

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
   * What a resource that talks to the Kubernetes API depends on. The first call makes a gate: it waits for the API when
   * it is made, and never at a plan or a destroy.
   */
  requireKubernetesApi(): ITerraformDependable;
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

      public requireKubernetesApi(): ITerraformDependable {
        const { clusterEndpoint, kubernetesApiSeconds = 900 } = attrs;
        return (this.gate ??= createKubernetesApiGate(this, { clusterEndpoint, timeoutSeconds: kubernetesApiSeconds }));
      }
    }
    const cluster = new Import(scope, id);
    checkRules(cluster.node.path, ATTRIBUTE_RULES, attrs);
    requireToken(cluster.node.path, 'kubernetesAccess.clientKey', attrs.kubernetesAccess.clientKey);
    return cluster;
  }

  public readonly clusterName: string;
  public readonly clusterEndpoint: string;
  public readonly kubernetesAccess: KubernetesAccess;
  public readonly kubeconfig: string;
  /** What all machines have in common. */
  public readonly settings: ClusterSettings;
  /** Whether a control plane leaves etcd and is wiped before it goes. */
  public readonly resetOnDestroy: boolean | IResolvable;
  /** Credentials for people who talk to the Talos API, as YAML: a token. */
  public readonly talosconfig: string;
  /** All secrets of the cluster, as a reference to an object. */
  public readonly machineSecrets: IResolvable;
  /** Certificates and key for the Talos API, as a reference to an object. */
  public readonly clientConfiguration: IResolvable;
  private readonly facts: ClusterFacts;
  private readonly patches: ClusterPatches;
  private readonly provider?: TerraformProvider;
  private readonly configurations = new Map<string, string>();
  private readonly bootstrap: MachineBootstrap;
  private readonly health?: DataTalosClusterHealth;
  private gate?: ITerraformDependable;

  constructor(scope: Construct, id: string, props: TalosClusterProps) {
    super(scope, id);
    const facts = clusterFacts(this, props);
    const patches = new ClusterPatches(facts.settings);
    checkCluster(this.node.path, facts, patches);
    takeNodes(this, facts.nodes);

    this.facts = facts;
    this.patches = patches;
    this.provider = props.talosProvider;
    this.settings = facts.settings;
    this.clusterName = facts.settings.clusterName;
    this.clusterEndpoint = facts.settings.clusterEndpoint;
    this.resetOnDestroy = facts.resetOnDestroy;

    const secrets = this.createSecrets();
    this.machineSecrets = secrets.machineSecrets;
    this.clientConfiguration = secrets.clientConfiguration;

    const applied = this.createConfigurations();
    this.bootstrap = this.createBootstrap(applied);
    this.health = this.createHealthCheck(applied);
    const kubeconfig = this.createKubeconfig();

    this.kubeconfig = kubeconfig.kubeconfigRaw;
    this.kubernetesAccess = kubernetesAccess(kubeconfig);
    this.talosconfig = this.createTalosconfig().talosConfig;
  }

  /** The finished configuration of each machine by hostname, as YAML: tokens. They hold secrets. */
  public get machineConfigurations(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.configurations);
  }

  /** The object as an argument of other resources: the bindings want every field, OpenTofu takes the object. */
  private get clientCredentials(): ClientCredentials {
    return this.clientConfiguration as unknown as ClientCredentials;
  }

  public requireKubernetesApi(): ITerraformDependable {
    this.gate ??= createKubernetesApiGate(this, {
      clusterEndpoint: this.clusterEndpoint,
      timeoutSeconds: this.facts.kubernetesApiSeconds,
      startedBy: this.bootstrap.id,
      after: this.afterHealth(),
    });
    return this.gate;
  }

  private createSecrets(): MachineSecrets {
    return new MachineSecrets(this, 'secrets', {
      provider: this.provider,
      talosVersion: this.settings.contract.tag,
      // secrets that followed a lower contract would be others, and the machines would obey nobody
      lifecycle: { ignoreChanges: ['talos_version'] },
    });
  }

  private createConfigurations(): ReadonlyMap<ITalosNode, MachineConfigurationApply> {
    const scope = new Construct(this, 'nodes');
    return new Map(this.facts.nodes.map((node) => [node, this.createConfiguration(scope, node)]));
  }

  private createConfiguration(scope: Construct, node: ITalosNode): MachineConfigurationApply {
    const machine = new Construct(scope, node.hostname);
    const configuration = new DataTalosMachineConfiguration(machine, 'configuration', this.renderConfiguration(node))
      .machineConfiguration;
    this.configurations.set(node.hostname, configuration);
    return new MachineConfigurationApply(machine, 'apply', this.renderApply(node, configuration));
  }

  private renderConfiguration({ machine, installerImage }: ITalosNode): DataTalosMachineConfigurationConfig {
    const { settings } = this;
    return {
      provider: this.provider,
      clusterName: settings.clusterName,
      clusterEndpoint: settings.clusterEndpoint,
      machineType: machine.machineType,
      // as clientCredentials
      machineSecrets: this.machineSecrets as unknown as DataTalosMachineConfigurationMachineSecrets,
      talosVersion: settings.contract.tag,
      kubernetesVersion: (machine.kubernetesVersion ?? settings.kubernetes.kubernetesVersion).tag,
      configPatches: this.patches.of(machine, installerImage).map(escapeTemplate),
    };
  }

  private renderApply(node: ITalosNode, machineConfigurationInput: string): MachineConfigurationApplyConfig {
    const { replacementTriggers, created } = node;
    const timeout = duration(this.facts.applySeconds);
    return {
      provider: this.provider,
      nodeAttribute: node.address,
      clientConfiguration: this.clientCredentials,
      machineConfigurationInput,
      onDestroy: this.renderOnDestroy(node),
      timeouts: { create: timeout, update: timeout, delete: timeout },
      dependsOn: nonEmpty(created), // the address is a literal, so nothing else says that the machine comes first
      lifecycle: replacementTriggers.length > 0 ? { replaceTriggeredBy: [...replacementTriggers] } : undefined,
    };
  }

  private renderOnDestroy({ machineType }: ITalosNode): MachineConfigurationApplyConfig['onDestroy'] {
    if (this.resetOnDestroy === false || machineType === MachineType.WORKER) return undefined;
    // the only member of etcd would wait for ever for a majority that lets it go
    return { reset: this.resetOnDestroy, graceful: this.facts.controlPlanes.length > 1, reboot: false };
  }

  private createBootstrap(applied: ReadonlyMap<ITalosNode, MachineConfigurationApply>): MachineBootstrap {
    return new MachineBootstrap(this, 'bootstrap', {
      provider: this.provider,
      // never the virtual IP: it comes up with etcd
      nodeAttribute: this.facts.bootstrapAddress,
      clientConfiguration: this.clientCredentials,
      timeouts: { create: duration(this.facts.bootstrapSeconds) },
      dependsOn: [...applied].filter(([node]) => this.facts.controlPlanes.includes(node)).map(([, apply]) => apply),
      // made twice it would wait until its timeout and fail
      lifecycle: { ignoreChanges: 'all' },
    });
  }

  private createHealthCheck(
    applied: ReadonlyMap<ITalosNode, MachineConfigurationApply>,
  ): DataTalosClusterHealth | undefined {
    const { healthCheck, controlPlanes, workers } = this.facts;
    if (healthCheck === undefined || healthCheck.enabled === false) return undefined;
    const { enabled, timeoutSeconds, skipKubernetesChecks } = healthCheck;
    return new DataTalosClusterHealth(this, 'health', {
      provider: this.provider,
      count: enabled === true ? undefined : Token.asNumber(conditional(enabled, 1, 0)),
      clientConfiguration: this.clientCredentials,
      endpoints: addressesOf(controlPlanes),
      controlPlaneNodes: addressesOf(controlPlanes),
      workerNodes: nonEmpty(addressesOf(workers)),
      skipKubernetesChecks,
      timeouts: { read: duration(timeoutSeconds) },
      dependsOn: [this.bootstrap, ...applied.values()],
    });
  }

  private createKubeconfig(): ClusterKubeconfig {
    const timeout = duration(this.facts.kubeconfigSeconds);
    return new ClusterKubeconfig(this, 'kubeconfig', {
      provider: this.provider,
      nodeAttribute: this.facts.bootstrapAddress,
      clientConfiguration: this.clientCredentials,
      timeouts: { create: timeout, update: timeout },
      dependsOn: [this.bootstrap, ...this.afterHealth()],
    });
  }

  private createTalosconfig(): DataTalosClientConfiguration {
    return new DataTalosClientConfiguration(this, 'talosconfig', {
      provider: this.provider,
      clusterName: this.clusterName,
      clientConfiguration: this.clientCredentials,
      nodes: addressesOf(this.facts.nodes),
      endpoints: addressesOf(this.facts.controlPlanes),
    });
  }

  private afterHealth(): readonly ITerraformDependable[] {
    return this.health === undefined ? [] : [this.health];
  }
}

interface ClientCredentials {
  readonly caCertificate: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
}

function addressesOf(nodes: readonly ITalosNode[]): string[] {
  return nodes.map(({ address }) => address);
}

function kubernetesAccess({ kubernetesClientConfiguration }: ClusterKubeconfig): KubernetesAccess {
  const { host, caCertificate, clientCertificate, clientKey } = kubernetesClientConfiguration;
  return {
    host,
    clusterCaCertificate: Token.asString(Fn.base64decode(caCertificate)),
    clientCertificate: Token.asString(Fn.base64decode(clientCertificate)),
    clientKey: Token.asString(Fn.base64decode(clientKey)),
  };
}
