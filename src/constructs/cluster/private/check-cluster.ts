import { CONTROL_PLANE_CONTRACT_RULES } from '../../../machine-config/contract-rules';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { clusterTimeoutsShape, clusterWaitsShape } from '../../../cluster/shape';
import {
  clusterEndpointInvalid,
  hostnamesRepeated,
  nodesOfAnotherCluster,
  settingRefused,
} from '../../../errors/constructs';
import { knownTooLate, rulesBroken } from '../../../errors/values';
import { CLUSTER_KNOWN_AT_SYNTH } from '../../../machine-config/known-at-synth';
import { FIREWALL_RULES } from '../../../machine-config/firewall-rules';
import { clusterFirewallShape } from '../../../machine-config/firewall-shape';
import type { ClusterPatches } from '../../../machine-config/machine-patches';
import { talosOptionsOf } from '../../../machine-config/join-options';
import { MACHINE_RULES } from '../../../machine-config/machine-rules';
import { restrictedSettings } from '../../../machine-config/node-restriction';
import {
  addressesTaken,
  type OwnedAddress,
  CONTRACT_RULES,
  ENDPOINT_RULES,
  MEMBER_RULES,
} from '../../../machine-config/rules';
import { Cni } from '../../../manifests/cni/cni';
import { clusterAddons } from '../../../manifests/day-zero';
import { auditPolicyFault, CONTROL_PLANE_RULES } from '../../../manifests/control-plane/rules';
import { resolvedKubernetes } from '../../../manifests/resolved';
import { secretWrittenOut } from '../../../manifests/faults';
import { manifestNamesTaken, PROXY_RULES } from '../../../manifests/rules';
import type { InlineManifest } from '../../../manifests/inline-manifest';
import type { KubernetesSettings } from '../../../manifests/settings';
import { kubernetesOptionsShape } from '../../../manifests/shape';
import { objectsWithSecrets, writtenSecrets } from '../../../manifests/written-secrets';
import { formatPath, type Path } from '../../../values/path';
import { brokenSettings, type SettingRules } from '../../../values/setting-rule';
import { type Draft, Holes, withoutPlaces } from '../../../values/draft';
import { lateManifests } from './late-manifests';
import { lateFaults, settingFaults } from '../../private/check-settings';
import { findLate, isLate } from '../../private/late-values';
import { takenNodes } from '../../private/membership';
import { patchHeads } from '../../private/patch-heads';
import { repeated } from '../../private/repeated';
import type { TalosClusterAttributes, TalosClusterProps } from '../talos-cluster-props';
import { patchFaults } from './check-patches';
import { endpointHost, isClusterEndpoint } from './cluster-endpoint';
import type { ResolvedCluster } from './resolved-cluster';

/**
 * Refuses values that only OpenTofu knows where nothing can be made of a cluster without the value.
 *
 * @throws one error with a line for each fault
 */
export function checkKnown(cluster: Construct, props: TalosClusterProps): void {
  const { nodes, firewall, kubernetes, configPatches, controlPlanePatches, workerPatches } = props;
  const { oidc }: Partial<KubernetesSettings> = isLate(kubernetes) ? {} : kubernetes;
  // joined to the arguments that sign-in is made of
  const joined = oidc === undefined ? [] : [['kubernetes', 'apiServerExtraArgs']];
  // each is let in by itself
  const letIn = firewall?.defaultAction === 'block' ? [['kubernetes', 'podSubnets']] : [];
  const faults = lateFaults([...CLUSTER_KNOWN_AT_SYNTH, ...joined, ...letIn], {
    nodes: isLate(nodes) ? nodes : undefined,
    firewall,
    kubernetes: isLate(kubernetes) ? kubernetes : knownParts(kubernetes),
    configPatches: patchHeads(configPatches),
    controlPlanePatches: patchHeads(controlPlanePatches),
    workerPatches: patchHeads(workerPatches),
  });
  if (faults.length > 0) throw rulesBroken(cluster.node.path, faults);
}

/** The contents of a manifest may be a text that only OpenTofu knows, or hold such values. */
function knownParts({ inlineManifests = [], ...others }: KubernetesSettings): object {
  if (isLate(inlineManifests)) return { ...others, inlineManifests };
  const lists = inlineManifests.map((manifest) => {
    if (isLate(manifest)) return manifest;
    const { contents } = manifest;
    return { contents: typeof contents !== 'string' && isLate(contents) ? contents : undefined };
  });
  return { ...others, inlineManifests: lists };
}

/**
 * Refuses a cluster with all that is wrong with it, config patches included.
 *
 * @param props as given
 * @param made what this library makes for the machines
 * @throws one error with a line for each fault
 */
export function checkCluster(
  cluster: Construct,
  props: TalosClusterProps,
  resolved: ResolvedCluster,
  made: ClusterPatches,
): void {
  const faults = [
    ...memberFaults(cluster, resolved),
    ...endpointFaults('clusterEndpoint', resolved.settings.clusterEndpoint),
    ...clusterFaults(resolved),
    ...waitFaults(props),
    ...settingFaults({ form: clusterFirewallShape, rules: FIREWALL_RULES }, { firewall: props.firewall }),
    ...restrictionFaults(resolved),
    ...optionFaults(resolved),
    ...lateManifests(made.manifests),
    ...kubernetesFaults(resolved.settings.kubernetes),
    ...patchFaults(resolved, made),
  ];
  if (faults.length > 0) throw rulesBroken(cluster.node.path, faults);
}

/**
 * Refuses a cluster that was made elsewhere.
 *
 * @throws one error with a line for each fault
 */
export function checkAttributes(path: string, attrs: TalosClusterAttributes): void {
  const { clusterEndpoint, kubernetesAccess, kubernetesApiSeconds } = attrs;
  const faults = [
    ...endpointFaults('clusterEndpoint', clusterEndpoint),
    ...endpointFaults('kubernetesAccess.host', kubernetesAccess.host),
    ...settingFaults({ form: clusterTimeoutsShape, rules: [] }, { kubernetesApiSeconds }),
  ];
  if (faults.length > 0) throw rulesBroken(path, faults);
}

function memberFaults(cluster: Construct, { nodes, settings: { vip } }: ResolvedCluster): readonly string[] {
  const names = repeated(nodes.map(({ hostname }) => hostname));
  const taken = takenNodes(cluster, nodes);
  const addresses = nodes.map(({ hostname, address }, index) => ({
    got: address,
    owner: hostname,
    path: ['nodes', index, 'address'],
  }));
  return [
    ...broken(MEMBER_RULES, { nodes: nodes.map(({ machineType }) => machineType) }),
    ...(names.length === 0 ? [] : [hostnamesRepeated(names)]),
    ...addressesTaken([...sharedAddress(vip), ...addresses]).map(
      ({ path, message }) => `${formatPath(path)}: ${message}`,
    ),
    ...(taken.length === 0 ? [] : [nodesOfAnotherCluster(taken)]),
  ];
}

/** The virtual IP, which no machine may have as its own. */
function sharedAddress(vip: string | undefined): readonly OwnedAddress[] {
  return vip === undefined || Token.isUnresolved(vip) ? [] : [{ got: vip, owner: 'the vip', path: ['vip'] }];
}

function endpointFaults(prop: string, clusterEndpoint: string): readonly string[] {
  return isClusterEndpoint(clusterEndpoint) ? [] : [clusterEndpointInvalid(prop, clusterEndpoint)];
}

function clusterFaults({ settings }: ResolvedCluster): readonly string[] {
  const { contract, clusterEndpoint, vip, kubernetes } = settings;
  const knownVip = Token.isUnresolved(vip) ? undefined : vip;
  return [
    ...broken(CONTRACT_RULES, { contract: contract.tag }),
    ...broken(CONTROL_PLANE_CONTRACT_RULES, { ...kubernetes, contract: contract.tag }).map(
      (line) => `kubernetes.${line}`,
    ),
    ...broken(
      ENDPOINT_RULES,
      { endpoint: endpointHost(clusterEndpoint), vip: knownVip },
      { endpoint: 'clusterEndpoint' },
    ),
  ];
}

/** The switch of the health check may be a variable. */
function waitFaults({ healthCheck, timeouts }: TalosClusterProps): readonly string[] {
  const { enabled: _, ...check } = healthCheck ?? {};
  return settingFaults({ form: clusterWaitsShape, rules: [] }, { healthCheck: check, timeouts });
}

/** @param props of the construct whose names are not those of the settings */
function broken<T>(
  rules: SettingRules<T>,
  settings: Draft<T>,
  props: Readonly<Record<string, string>> = {},
): readonly string[] {
  return brokenSettings(rules, { settings, isUncertain: () => false })
    .filter(({ severity }) => severity === undefined)
    .map(({ path: [first = '', ...rest], message }) => `${formatPath([props[first] ?? first, ...rest])}: ${message}`);
}

function kubernetesFaults(kubernetes: KubernetesSettings): readonly string[] {
  const { kubernetesVersion: _, cni, addons = [], inlineManifests = [], auditPolicy, ...options } = kubernetes;
  const { kind, replacesKubeProxy } = (cni ?? Cni.flannel())._kind;
  const proxy = { kubeProxy: options.kubeProxy, cni: kind, replacesKubeProxy };
  const cluster = resolvedKubernetes(kubernetes);
  const ofAddons = clusterAddons({ ...kubernetes, addons: [] }).flatMap((addon) => addon._manifests(cluster));
  const names = [
    ...ofAddons.map(({ name }) => ({ name, path: [] })),
    ...addons.flatMap((addon, index) =>
      addon._manifests(cluster).map(({ name }) => ({ name, path: ['addons', index] })),
    ),
    ...inlineManifests.map(({ name }, index) => ({ name, path: ['inlineManifests', index, 'name'] })),
  ];
  return [
    ...settingFaults({ form: kubernetesOptionsShape, rules: CONTROL_PLANE_RULES }, options),
    ...auditFaults(auditPolicy),
    ...broken(PROXY_RULES, proxy),
    ...manifestNamesTaken(names).map(({ path, message }) => `${formatPath(path)}: ${message}`),
    ...inlineManifests.flatMap(secretFaults),
  ].map((line) => `kubernetes.${line}`);
}

/** Secrets that a manifest writes out; text with a value in it that only OpenTofu knows is refused already. */
function secretFaults({ contents }: InlineManifest, index: number): readonly string[] {
  const objects = typeof contents === 'string' && isLate(contents) ? [] : objectsWithSecrets(contents);
  const place = formatPath(['inlineManifests', index, 'contents']);
  return writtenSecrets(objects, isLate).map((name) => `${place}: ${secretWrittenOut(name)}`);
}

function auditFaults(policy: KubernetesSettings['auditPolicy']): readonly string[] {
  if (policy === undefined || isLate(policy)) return [];
  const { values } = findLate(policy);
  const needed = values.some(([key]) => ['apiVersion', 'kind', 'rules'].includes(String(key)));
  const fault = needed ? knownTooLate() : auditPolicyFault(policy);
  return fault === undefined ? [] : [`auditPolicy: ${fault}`];
}

/** Settings of the machines that the contract, the role or Talos itself rules out. */
function optionFaults({ nodes, settings: { contract } }: ResolvedCluster): readonly string[] {
  return nodes.flatMap(({ machine, ready }) => {
    const {
      hostname,
      machineType,
      subnet,
      gateway,
      dhcp,
      link,
      interfaces,
      keySources,
      volumes = [],
      shares = [],
    } = machine;
    const options = talosOptionsOf(machine);
    const late = findLate(options).values;
    const known = {
      ...(withoutPlaces(options, late) as typeof options),
      hostname,
      machineType,
      contract: contract.tag,
      subnet,
      dhcp,
      link,
      gateway: isLate(gateway) ? undefined : gateway,
      isMade: ready !== undefined,
      interfaces,
      keySources,
      dataDisks: volumes.map(({ name }) => name),
      volumes,
      shares: shares.map(({ name }) => name),
    };
    const holes = new Holes(late);
    const isUncertain = (...at: Path): boolean => holes.touch(at);
    return brokenSettings(MACHINE_RULES, { settings: known, isUncertain })
      .filter(({ severity }) => severity === undefined)
      .map(({ path, message }) => settingRefused(hostname, formatPath(path), message));
  });
}

function restrictionFaults({ nodes }: ResolvedCluster): readonly string[] {
  return nodes.flatMap(({ machine }) =>
    restrictedSettings(machine).map(({ setting, key, message }) =>
      settingRefused(
        machine.hostname,
        `${setting}.${key}`,
        setting === 'nodeTaints' && isLate(machine.nodeTaints?.[key]) ? knownTooLate() : message,
      ),
    ),
  );
}
