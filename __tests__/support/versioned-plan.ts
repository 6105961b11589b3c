import type { JudgePlanOptions } from '../../src/plan';
import type { RunningMachine } from '../../src/plan/read/running-machine';
import { type Attributes, home, HOME, keep, type MachineStory, machineConfiguration, type Step, update } from './plan';
import type { PlanDocument } from './refusal-rows';

/** Configuration of a machine, as far as these tests look at it. */
export interface Versions {
  readonly kubernetes?: string;
  readonly talos?: string;
  readonly schematic?: string;
  /** If the installer image is one of secure boot. */
  readonly secureBoot?: boolean;
  /** Fields of the section `cluster`, indented. */
  readonly cluster?: string;
  /** Further documents. */
  readonly documents?: string;
}

export const CONTROL_PLANES = ['ctrl-00', 'ctrl-01', 'ctrl-02'];
export const WORKERS = ['work-00', 'work-01'];
export const MACHINES = [...CONTROL_PLANES, ...WORKERS];
export const SCHEMATIC = 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515';
export const OTHER_SCHEMATIC = '376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba';

const NOW: Required<Versions> = {
  kubernetes: 'v1.35.2',
  talos: 'v1.13.8',
  schematic: SCHEMATIC,
  secureBoot: false,
  cluster: '',
  documents: '',
};

export function installer({ talos, schematic, secureBoot = false }: Versions): string {
  const { talos: version, schematic: id } = {
    ...NOW,
    talos: talos ?? NOW.talos,
    schematic: schematic ?? NOW.schematic,
  };
  return `factory.talos.dev/nocloud-installer${secureBoot ? '-secureboot' : ''}/${id}:${version}`;
}

/** The configuration of a machine, as the provider renders it. */
export function configurationText(role: MachineStory['role'], name: string, versions: Versions): string {
  const { kubernetes, cluster, documents } = { ...NOW, ...versions };
  const controlPlane =
    `  apiServer:\n    image: registry.k8s.io/kube-apiserver:${kubernetes}\n` +
    `  controllerManager:\n    image: registry.k8s.io/kube-controller-manager:${kubernetes}\n` +
    `  scheduler:\n    image: registry.k8s.io/kube-scheduler:${kubernetes}\n`;
  return machineConfiguration(
    role,
    name,
    `  install:\n    image: ${installer(versions)}\n  kubelet:\n    image: ghcr.io/siderolabs/kubelet:${kubernetes}\n`,
    `${role === 'controlplane' ? controlPlane : ''}${cluster}`,
    documents,
  );
}

/** A machine whose configuration says one thing now and another one then. */
export function versioned(
  name: string,
  now: Versions,
  then: Versions,
  others: Partial<MachineStory> = {},
): Partial<MachineStory> {
  const role = HOME[name]?.role ?? 'worker';
  return {
    ...others,
    configIs: (values) => {
      values.machine_configuration_input = configurationText(role, name, now);
    },
    config: others.config ?? reconfigured(role, name, then),
  };
}

/** A machine whose configuration is one text now and another one then; untouched if they are the same. */
export function configuredStory(now: string, then: string): Partial<MachineStory> {
  return {
    configIs: (values) => {
      values.machine_configuration_input = now;
    },
    config:
      now === then
        ? keep
        : update((values) => {
            values.machine_configuration_input = then;
          }),
  };
}

function reconfigured(role: MachineStory['role'], name: string, then: Versions): Step {
  return update((values: Attributes) => {
    values.machine_configuration_input = configurationText(role, name, then);
  });
}

/** The usual cluster, in which the configuration of some machines becomes another one; the others keep what they have. */
export function changedPlan(
  then: Versions,
  names: readonly string[] = MACHINES,
  now: Versions = {},
  others: Readonly<Record<string, Partial<MachineStory>>> = {},
): PlanDocument {
  return home(
    Object.fromEntries(
      MACHINES.map((name) => [
        name,
        versioned(name, now, names.includes(name) ? then : now, {
          ...others[name],
          ...(!names.includes(name) && { config: { actions: ['no-op'] } }),
        }),
      ]),
    ),
  );
}

/** Answers of machines that run one version each. */
export function running(
  kubernetes: string,
  others: Readonly<Record<string, Partial<RunningMachine>>> = {},
): JudgePlanOptions {
  return {
    running: MACHINES.map((name) => ({
      name,
      kubernetes: { kubelet: kubernetes, ...(CONTROL_PLANES.includes(name) && controlPlane(kubernetes)) },
      talos: NOW.talos,
      schematic: NOW.schematic,
      ...others[name],
    })),
  };
}

/** Versions of a control plane. */
export function controlPlane(version: string): Readonly<Record<string, string>> {
  return {
    'kube-apiserver': version,
    'kube-controller-manager': version,
    'kube-scheduler': version,
    kubelet: version,
  };
}
