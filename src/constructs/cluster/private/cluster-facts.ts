import { type IResolvable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { writableContracts } from '../../../data/support';
import {
  addressesRepeated,
  clusterEndpointInvalid,
  contractNotWritable,
  hostnamesRepeated,
  noControlPlane,
  nodesOfAnotherCluster,
  patchInvalid,
  settingRefused,
  taintKnownTooLate,
  timeoutNotPositive,
  vipNotTheEndpoint,
} from '../../../errors/constructs';
import { credentialInPatch } from '../../../machine-config/faults';
import { rulesBroken } from '../../../errors/values';
import { credentials } from '../../../machine-config/patches/credentials';
import { type ClusterPatches, userPatches } from '../../../machine-config/machine-patches';
import { restrictedSettings } from '../../../machine-config/node-restriction';
import { checkPatchesOn } from '../../../machine-config/patches/patch-check';
import type { ClusterSettings } from '../../../machine-config/settings/cluster';
import type { Complete } from '../../../values/complete';
import { isIpAddress, normalizeIpAddress } from '../../../values/ip-address';
import { MachineType } from '../../../values/machine-type';
import { nothingLeft } from '../../../values/nothing-left';
import { brokenRules, type Rule } from '../../../values/rule';
import type {
  HealthCheckOptions,
  TalosClusterAttributes,
  TalosClusterProps,
  TalosClusterTimeouts,
} from '../talos-cluster-props';
import type { ITalosNode } from '../../node/talos-node';
import { endpointHost, isClusterEndpoint } from './cluster-endpoint';
import { type TakenNode, takenNodes } from '../../private/membership';
import { repeated } from '../../private/repeated';

/** A cluster with every default filled in. */
export interface ClusterFacts extends Required<TalosClusterTimeouts> {
  /** As given. */
  readonly settings: ClusterSettings;
  /** Machines that another cluster configures. */
  readonly taken: readonly TakenNode[];
  /** All machines, in the order given. */
  readonly nodes: readonly ITalosNode[];
  /** In the order given. */
  readonly controlPlanes: readonly ITalosNode[];
  /** Own address of the first control plane, which starts etcd. */
  readonly bootstrapAddress: string;
  /** All others. */
  readonly workers: readonly ITalosNode[];
  /** Whether control planes leave etcd before they go. */
  readonly resetOnDestroy: boolean | IResolvable;
  /** Nothing if no check was asked for. */
  readonly healthCheck?: Required<HealthCheckOptions>;
}

/**
 * Fills in what the props leave open.
 *
 * @param cluster the construct that the props are for
 */
export function clusterFacts(
  cluster: Construct,
  props: Omit<TalosClusterProps, 'talosProvider'>,
): Complete<ClusterFacts> {
  const { settings, nodes, timeouts = {}, healthCheck, resetOnDestroy = false, ...rest } = props;
  nothingLeft(rest);
  const controlPlanes = nodes.filter(({ machineType }) => machineType === MachineType.CONTROL_PLANE);
  return {
    settings,
    nodes,
    taken: takenNodes(cluster, nodes),
    controlPlanes,
    bootstrapAddress: controlPlanes[0]?.address ?? '',
    workers: nodes.filter(({ machineType }) => machineType === MachineType.WORKER),
    resetOnDestroy,
    healthCheck: healthCheck && healthCheckFacts(healthCheck),
    applySeconds: timeouts.applySeconds ?? 600,
    bootstrapSeconds: timeouts.bootstrapSeconds ?? 600,
    kubeconfigSeconds: timeouts.kubeconfigSeconds ?? 60,
    kubernetesApiSeconds: timeouts.kubernetesApiSeconds ?? 900,
  };
}

function healthCheckFacts(options: HealthCheckOptions): Required<HealthCheckOptions> {
  const { enabled = true, timeoutSeconds = 600, skipKubernetesChecks = false, ...rest } = options;
  nothingLeft(rest);
  return { enabled, timeoutSeconds, skipKubernetesChecks };
}

/**
 * Refuses a cluster with all that is wrong with it, config patches included.
 *
 * @param path path of the construct
 * @param made what this library makes for the machines
 */
export function checkCluster(path: string, facts: ClusterFacts, made: ClusterPatches): void {
  const faults = [...brokenRules(CLUSTER_RULES, facts), ...settingFaults(facts), ...patchFaults(facts, made)];
  if (faults.length > 0) throw rulesBroken(path, faults);
}

function settingFaults({ nodes }: ClusterFacts): readonly string[] {
  return nodes.flatMap(({ machine }) =>
    restrictedSettings(machine).map(({ setting, key, message }) =>
      settingRefused(
        machine.hostname,
        `${setting}.${key}`,
        setting === 'nodeTaints' && Token.isUnresolved(machine.nodeTaints?.[key]) ? taintKnownTooLate() : message,
      ),
    ),
  );
}

function patchFaults({ settings, nodes }: ClusterFacts, made: ClusterPatches): readonly string[] {
  const machines = nodes.map(({ machine }) => machine);
  const patches = new Set(machines.flatMap((machine) => userPatches(settings, machine)));
  const literals = credentials([...patches].filter(({ allowSecrets }) => allowSecrets !== true)).filter(
    ({ value }) => !Token.isUnresolved(value),
  );
  return [
    ...checkPatchesOn(made, machines).map(({ patch, fault }) => patchInvalid(patch.origin, fault.path, fault.message)),
    ...literals.map(({ patch, path }) => patchInvalid(patch.origin, path, credentialInPatch())),
  ];
}

const CLUSTER_RULES: readonly Rule<ClusterFacts>[] = [
  {
    condition: ({ controlPlanes }) => controlPlanes.length > 0,
    message: noControlPlane,
  },
  {
    condition: ({ nodes }) => repeated(nodes.map(({ hostname }) => hostname)).length === 0,
    message: ({ nodes }) => hostnamesRepeated(repeated(nodes.map(({ hostname }) => hostname))),
  },
  {
    condition: ({ nodes }) => repeated(nodes.map(({ address }) => address)).length === 0,
    message: ({ nodes }) => addressesRepeated(repeated(nodes.map(({ address }) => address))),
  },
  {
    condition: ({ taken }) => taken.length === 0,
    message: ({ taken }) => nodesOfAnotherCluster(taken),
  },
  {
    condition: ({ settings }) => isClusterEndpoint(settings.clusterEndpoint),
    message: ({ settings }) => clusterEndpointInvalid('clusterEndpoint', settings.clusterEndpoint),
  },
  {
    condition: ({ settings }) => endpointMayBeVip(settings),
    message: ({ settings }) => vipNotTheEndpoint(settings.vip ?? '', settings.clusterEndpoint),
  },
  {
    condition: ({ settings }) => writableContracts().some((contract) => contract.compare(settings.contract) === 0),
    message: ({ settings }) =>
      contractNotWritable(
        settings.contract.tag,
        writableContracts().map(({ tag }) => tag),
      ),
  },
  positive('healthCheck.timeoutSeconds', ({ healthCheck }) => healthCheck?.timeoutSeconds ?? 1),
  positive('timeouts.applySeconds', ({ applySeconds }) => applySeconds),
  positive('timeouts.bootstrapSeconds', ({ bootstrapSeconds }) => bootstrapSeconds),
  positive('timeouts.kubeconfigSeconds', ({ kubeconfigSeconds }) => kubeconfigSeconds),
  positive('timeouts.kubernetesApiSeconds', ({ kubernetesApiSeconds }) => kubernetesApiSeconds),
];

/** What must hold for a cluster that was made elsewhere. */
export const ATTRIBUTE_RULES: readonly Rule<TalosClusterAttributes>[] = [
  {
    condition: ({ clusterEndpoint }) => isClusterEndpoint(clusterEndpoint),
    message: ({ clusterEndpoint }) => clusterEndpointInvalid('clusterEndpoint', clusterEndpoint),
  },
  {
    condition: ({ kubernetesAccess }) => isClusterEndpoint(kubernetesAccess.host),
    message: ({ kubernetesAccess }) => clusterEndpointInvalid('kubernetesAccess.host', kubernetesAccess.host),
  },
  positive('kubernetesApiSeconds', ({ kubernetesApiSeconds }) => kubernetesApiSeconds ?? 1),
];

function positive<T>(name: string, seconds: (facts: T) => number): Rule<T> {
  return {
    condition: (facts) => Number.isInteger(seconds(facts)) && seconds(facts) >= 1,
    message: (facts) => timeoutNotPositive(name, seconds(facts)),
  };
}

/** What a DNS name leads to is not known here. */
function endpointMayBeVip({ vip, clusterEndpoint }: ClusterSettings): boolean {
  const host = endpointHost(clusterEndpoint);
  if (vip === undefined || host === undefined || !isIpAddress(vip) || !isIpAddress(host)) return true;
  return normalizeIpAddress(vip) === normalizeIpAddress(host);
}
