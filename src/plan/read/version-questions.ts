import { RESOURCE_TYPES } from '../../resource-types';
import { changedMachines } from './changed-machine';
import { apiPortOf } from './api-port';
import { kubernetesAccess, type KubernetesCredentials } from './kubernetes-credentials';
import { isControlPlane, machinesOf, type PlannedMachine } from './machines';
import { type PlannedResource, readPlan } from './plan-json';
import { versionChanges } from './planned-versions';
import { textOf } from './attributes';

/** A machine of the cluster. */
export interface AskedMachine {
  /** Its name: its hostname. */
  readonly name: string;
  /** Its address, without prefix. */
  readonly address: string;
}

/** A control plane, whose own API server is called. */
export interface AskedControlPlane extends AskedMachine {
  /** Port of its API server. */
  readonly port: number;
}

/** Whom to ask what runs, before a plan is judged that changes versions. */
export interface VersionQuestions {
  /** Control planes, each of which is called. */
  readonly controlPlanes: readonly AskedControlPlane[];
  /** Machines that are looked up in Kubernetes, control planes among them. */
  readonly machines: readonly AskedMachine[];
  /** Who calls; nothing if the state has no kubeconfig. */
  readonly credentials?: KubernetesCredentials;
}

/**
 * Whom to ask before a plan is judged.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 * @returns nothing if the plan changes no version, so that nobody needs to be asked
 */
export function versionQuestions(planJson: unknown): VersionQuestions | undefined {
  const plan = readPlan(planJson);
  if (!plan.resources.some(isSent)) return undefined;
  const machines = machinesOf(plan);
  if (versionChanges(changedMachines(machines)).length === 0) return undefined;
  const asked = machines.flatMap((machine) => askedMachine(machine) ?? []);
  return {
    machines: asked.map(({ name, address }) => ({ name, address })),
    controlPlanes: asked.filter(({ isApi }) => isApi).map(({ name, address, port }) => ({ name, address, port })),
    credentials: kubernetesAccess(plan)?.credentials,
  };
}

/** True if a configuration is sent to a machine: only then are the versions on the machines worth reading. */
function isSent({ type, action, after }: PlannedResource): boolean {
  return type === RESOURCE_TYPES.machineConfigurationApply && action !== 'none' && after !== undefined;
}

interface Asked extends AskedControlPlane {
  /** True if it has an API server. */
  readonly isApi: boolean;
}

/** A machine that was configured once; nothing for one that is new. */
function askedMachine(machine: PlannedMachine): Asked | undefined {
  const { name, configuration } = machine;
  const address = textOf(configuration?.before, 'node');
  if (configuration === undefined || address === undefined) return undefined;
  return { name, isApi: isControlPlane(machine), address, port: apiPortOf(configuration.before) };
}
