import {
  controlPlaneSilent,
  nodeNotReady,
  nodeUnknown,
  noControlPlaneAnswers,
  noKubeconfig,
  podUnknown,
} from './version-faults';
import type { Values } from './plan-json';
import { KUBERNETES_COMPONENTS, kubernetesVersionOf } from './planned-versions';
import type { RunningMachine } from './running-machine';
import { blocksOf, textOf } from './attributes';
import { isReady, itemsOf, nameOf, nodeOf, statusOf } from './node-objects';
import type { AskedMachine, VersionQuestions } from './version-questions';

/** Answers of the Kubernetes API. */
export interface VersionAnswers {
  /** Why control planes did not answer, by name; one that answered is not among them. */
  readonly failures: Readonly<Record<string, string>>;
  /** Node objects, as `GET /api/v1/nodes` lists them; nothing if nobody listed them. */
  readonly nodes?: unknown;
  /** Pods of the control planes in `kube-system`; nothing if nobody listed them. */
  readonly pods?: unknown;
}

/**
 * Versions that run on each machine.
 *
 * A control plane runs what the images of its static pods say, as `talosctl upgrade-k8s` reads it, and a kubelet and Talos
 * what the Node object says. Of a machine that is not ready nothing is known: what its Node object says may be old.
 */
export function runningMachines(questions: VersionQuestions, answers: VersionAnswers): readonly RunningMachine[] {
  const nodes = itemsOf(answers.nodes);
  const pods = itemsOf(answers.pods);
  const controlPlanes = new Set(questions.controlPlanes.map(({ name }) => name));
  return questions.machines.map((machine): RunningMachine => {
    const { name } = machine;
    if (questions.credentials === undefined) return { name, silent: noKubeconfig() };
    const failure = answers.failures[name];
    if (failure !== undefined) return { name, silent: controlPlaneSilent(failure) };
    if (nodes === undefined || pods === undefined) return { name, silent: noControlPlaneAnswers() };
    return machineOf(machine, nodes, pods, controlPlanes.has(name));
  });
}

function machineOf(
  machine: AskedMachine,
  nodes: readonly Values[],
  pods: readonly Values[],
  isControlPlane: boolean,
): RunningMachine {
  const { name } = machine;
  const node = nodeOf(machine, nodes);
  if (node === undefined) return { name, silent: nodeUnknown() };
  if (!isReady(node)) return { name, silent: nodeNotReady() };
  const [info] = blocksOf(statusOf(node), 'nodeInfo');
  const kubernetes = { ...imagesOf(pods, nameOf(node)), ...versionOf('kubelet', textOf(info, 'kubeletVersion')) };
  if (isControlPlane && !('kube-apiserver' in kubernetes)) return { name, silent: podUnknown() };
  return {
    name,
    kubernetes,
    // the image is called Talos (v1.13.9)
    talos: /\((v[^)]+)\)/.exec(textOf(info, 'osImage') ?? '')?.[1],
    schematic: schematicOf(node),
  };
}

function versionOf(component: string, version: string | undefined): Readonly<Record<string, string>> {
  return version === undefined ? {} : { [component]: version };
}

/** Versions of the static pods of a node, by component. */
function imagesOf(pods: readonly Values[], node: string | undefined): Readonly<Record<string, string>> {
  const versions = pods
    .filter((pod) => node !== undefined && textOf(specOf(pod), 'nodeName') === node)
    .flatMap((pod) => blocksOf(specOf(pod), 'containers'))
    .flatMap((container) => {
      const component = KUBERNETES_COMPONENTS.find((name) => name === textOf(container, 'name'));
      const version = kubernetesVersionOf(textOf(container, 'image'));
      return component === undefined || version === undefined ? [] : [[component, version.tag] as const];
    });
  return Object.fromEntries(versions);
}

/** Talos shows its extensions as annotations of the Node object; the schematic counts as one of them. */
function schematicOf(node: Values): string | undefined {
  const [metadata] = blocksOf(node, 'metadata');
  const places = ['annotations', 'labels'].flatMap((key) => blocksOf(metadata, key));
  return places.map((each) => textOf(each, 'extensions.talos.dev/schematic')).find((id) => id !== undefined);
}

function specOf(object: Values): Values | undefined {
  return blocksOf(object, 'spec')[0];
}
