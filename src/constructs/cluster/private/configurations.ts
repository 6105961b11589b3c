import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  DataTalosMachineConfiguration,
  type DataTalosMachineConfigurationConfig,
} from '../../../../.gen/providers/talos/data-talos-machine-configuration';
import {
  MachineConfigurationApply,
  type MachineConfigurationApplyConfig,
} from '../../../../.gen/providers/talos/machine-configuration-apply';
import type { ClusterPatches } from '../../../machine-config/machine-patches';
import type { ITalosNode } from '../../node/talos-node';
import { createAddressGate } from './address-gate';
import { renderPatch } from './render-patch';
import { duration } from './duration';
import type { ResolvedCluster } from './resolved-cluster';
import type { TalosApi } from './talos-api';

/** The configuration of one machine. */
export interface AppliedConfiguration {
  /** The machine. */
  readonly node: ITalosNode;
  /** The finished configuration as YAML: a token that holds secrets. */
  readonly text: string;
  /** Resource that sends it to the machine. */
  readonly apply: MachineConfigurationApply;
}

/** Makes a configuration for each machine, and sends it there. */
export function createConfigurations(
  cluster: Construct,
  resolved: ResolvedCluster,
  patches: ClusterPatches,
  api: TalosApi,
): readonly AppliedConfiguration[] {
  const scope = new Construct(cluster, 'nodes');
  return resolved.nodes.map((node) => {
    const machine = new Construct(scope, node.hostname);
    const rendered = renderConfiguration(resolved, patches, api, node);
    const text = new DataTalosMachineConfiguration(machine, 'configuration', rendered).machineConfiguration;
    const apply = new MachineConfigurationApply(
      machine,
      'apply',
      renderApply(resolved, api, node, text, whenFound(machine, node, resolved)),
    );
    return { node, text, apply };
  });
}

function renderConfiguration(
  { settings }: ResolvedCluster,
  patches: ClusterPatches,
  { provider, secrets }: TalosApi,
  { machine, installerImage }: ITalosNode,
): DataTalosMachineConfigurationConfig {
  return {
    provider,
    clusterName: settings.clusterName,
    clusterEndpoint: settings.clusterEndpoint,
    machineType: machine.machineType,
    machineSecrets: secrets.machineSecrets,
    talosVersion: settings.contract.tag,
    kubernetesVersion: (machine.kubernetesVersion ?? settings.kubernetes.kubernetesVersion).tag,
    configPatches: patches.of(machine, installerImage).map(renderPatch),
  };
}

/** The address is a literal, so nothing else says that the machine comes first. */
function whenFound(
  scope: Construct,
  node: ITalosNode,
  { timeouts }: ResolvedCluster,
): ITerraformDependable[] | undefined {
  if (node.machine.dhcp === true) return [createAddressGate(scope, node, timeouts.applySeconds)];
  return node.ready && [node.ready];
}

function renderApply(
  { timeouts, lifecycle, controlPlanes }: ResolvedCluster,
  { provider, clientConfiguration }: TalosApi,
  node: ITalosNode,
  machineConfigurationInput: string,
  dependsOn: ITerraformDependable[] | undefined,
): MachineConfigurationApplyConfig {
  const { _replacementTriggers: triggers = [] } = node;
  const isControlPlane = node.machineType === 'controlplane';
  const timeout = duration(timeouts.applySeconds);
  return {
    provider,
    nodeAttribute: node.address,
    clientConfiguration,
    machineConfigurationInput,
    onDestroy: isControlPlane ? lifecycle._onDestroy(controlPlanes.length) : undefined,
    timeouts: { create: timeout, update: timeout, delete: timeout },
    dependsOn,
    lifecycle: triggers.length > 0 ? { replaceTriggeredBy: [...triggers] } : undefined,
  };
}
