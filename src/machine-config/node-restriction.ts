import {
  kubeletArgumentRefused,
  labelRefused,
  taintArgumentBesideTaints,
  taintFormWrong,
  taintsInPatch,
  taintTwice,
} from './faults';
import type { Fault } from '../values/fault';
import { TAINT_FORM } from '../values/taint';
import type { SplitDocument } from './patches/deletions';
import { fieldAt, type Fields, isFields } from './fields';
import type { MachineSettings } from './settings/machine';

/** Labels of Kubernetes that a kubelet may set on its own node. */
const KUBELET_LABELS: readonly string[] = [
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
];

/** Older names of the same labels. */
const OLD_KUBELET_LABELS: readonly string[] = [
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'beta.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
];

/** Namespaces of Kubernetes in which a kubelet may set any label. */
const KUBELET_NAMESPACES: readonly string[] = ['node.kubernetes.io', 'kubelet.kubernetes.io'];

/** Namespaces of Kubernetes; labels elsewhere are free. */
const KUBERNETES_NAMESPACES: readonly string[] = ['kubernetes.io', 'k8s.io'];

const NODE_LABELS = 'node-labels';
const REGISTER_WITH_TAINTS = 'register-with-taints';

/**
 * If Kubernetes lets a kubelet set a label on its own node.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
 */
export function mayKubeletSet(label: string): boolean {
  return (
    !KUBERNETES_NAMESPACES.some((namespace) => isIn(label, namespace)) ||
    KUBELET_LABELS.includes(label) ||
    OLD_KUBELET_LABELS.includes(label) ||
    KUBELET_NAMESPACES.some((namespace) => isIn(label, namespace))
  );
}

/** The labels that a kubelet may set, in words. */
export function settableLabels(): string {
  const namespaces = KUBELET_NAMESPACES.map((namespace) => `${namespace}/…`);
  return [
    `any outside ${KUBERNETES_NAMESPACES.join(' and ')}`,
    ...namespaces,
    ...KUBELET_LABELS,
    ...OLD_KUBELET_LABELS,
  ].join(', ');
}

/** A setting of a machine that its kubelet cannot carry out. */
export interface RestrictedSetting {
  /** The setting. */
  readonly setting: 'nodeLabels' | 'nodeTaints' | 'kubeletExtraArgs';
  /** The entry of the setting. */
  readonly key: string;
  /** Why, and what to write instead. */
  readonly message: string;
}

/** Settings that decide about labels and taints of a node. */
export type NodeIdentity = Pick<
  MachineSettings,
  'hostname' | 'machineType' | 'nodeLabels' | 'nodeTaints' | 'kubeletExtraArgs'
>;

/**
 * Settings that Kubernetes refuses a kubelet on its own node. On a worker Talos signs in as the kubelet, so it meets the
 * same restriction; on a control plane it signs in as an administrator.
 */
export function restrictedSettings(machine: NodeIdentity): readonly RestrictedSetting[] {
  const { hostname, nodeLabels = {}, nodeTaints = {}, kubeletExtraArgs = {} } = machine;
  const labels = Object.entries(nodeLabels).filter(([key]) => isWorker(machine) && !mayKubeletSet(key));
  const taints = Object.entries(nodeTaints).filter(([, text]) => isWorker(machine) && !TAINT_FORM.test(text));
  const argument = refusedArgument(kubeletExtraArgs[NODE_LABELS]);
  const hidesTaints = isWorker(machine) && taintCount(nodeTaints) > 0 && REGISTER_WITH_TAINTS in kubeletExtraArgs;
  return [
    ...labels.map(([key, value]) => ({
      setting: 'nodeLabels' as const,
      key,
      message: labelRefused(hostname, key, value, settableLabels()),
    })),
    ...taints.map(([key, text]) => ({ setting: 'nodeTaints' as const, key, message: taintFormWrong(text) })),
    ...(argument === undefined ? [] : [{ setting: 'kubeletExtraArgs' as const, key: NODE_LABELS, message: argument }]),
    ...(hidesTaints
      ? [{ setting: 'kubeletExtraArgs' as const, key: REGISTER_WITH_TAINTS, message: taintArgumentBesideTaints() }]
      : []),
  ];
}

/** The same for what a patch sets on a machine. */
export function restrictedFields(machine: NodeIdentity, { path: start, rest }: SplitDocument): readonly Fault[] {
  if (rest.kind !== undefined || !isFields(rest.machine)) return [];
  const { nodeLabels, nodeTaints, kubelet } = rest.machine;
  const at = (...path: string[]) => [...start, 'machine', ...path];
  const labels = entriesOf(nodeLabels).filter(([key]) => isWorker(machine) && !mayKubeletSet(key));
  const argument = refusedArgument(fieldAt(kubelet, ['extraArgs', NODE_LABELS]));
  return [
    ...labels.map(([key, value]) => ({
      path: at('nodeLabels', key),
      message: labelRefused(machine.hostname, key, value, settableLabels()),
    })),
    ...(isWorker(machine) && entriesOf(nodeTaints).length > 0
      ? [{ path: at('nodeTaints'), message: taintsInPatch(machine.hostname) }]
      : []),
    ...(argument === undefined ? [] : [{ path: at('kubelet', 'extraArgs', NODE_LABELS), message: argument }]),
  ];
}

/** Faults of the taints that a node registers with, once all patches so far are applied. */
export function taintConflicts(hostname: string, main: Fields | undefined): readonly Fault[] {
  const kubelet = fieldAt(main, ['machine', 'kubelet']);
  const registered = fieldAt(kubelet, ['extraConfig', 'registerWithTaints']);
  const taints = Array.isArray(registered) ? registered.filter(isFields).map(taintName) : [];
  const twice = taints.filter((taint, index) => taints.indexOf(taint) !== index);
  const hidesTaints = taints.length > 0 && fieldAt(kubelet, ['extraArgs', REGISTER_WITH_TAINTS]) !== undefined;
  return [
    ...[...new Set(twice)].map((taint) => ({
      path: ['machine', 'kubelet', 'extraConfig', 'registerWithTaints'],
      message: taintTwice(taint, hostname),
    })),
    ...(hidesTaints
      ? [{ path: ['machine', 'kubelet', 'extraArgs', REGISTER_WITH_TAINTS], message: taintArgumentBesideTaints() }]
      : []),
  ];
}

function isWorker({ machineType }: NodeIdentity): boolean {
  return machineType === 'worker';
}

function taintCount(taints: Readonly<Record<string, string>>): number {
  return Object.keys(taints).length;
}

function taintName({ key, effect }: Fields): string {
  return `${String(key)}:${String(effect)}`;
}

/** Why the kubelet does not start with its argument `node-labels`, or nothing. */
function refusedArgument(value: unknown): string | undefined {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  const keys = texts
    .filter((text) => typeof text === 'string')
    .flatMap((text) => text.split(','))
    .map((pair) => pair.split('=')[0]?.trim() ?? '');
  const refused = keys.filter((key) => !mayKubeletSet(key));
  return refused.length === 0 ? undefined : kubeletArgumentRefused(refused, settableLabels());
}

/** If a label has a namespace, or one below it. */
function isIn(label: string, namespace: string): boolean {
  const [prefix = '', name] = label.split('/');
  return name !== undefined && (prefix === namespace || prefix.endsWith(`.${namespace}`));
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isFields(value) ? Object.entries(value) : [];
}
