import { RESOURCE_TYPES } from '../../resource-types';
import { apiPortOf } from './api-port';
import { textOf } from './attributes';
import { type KubernetesAccess, kubernetesAccess } from './kubernetes-credentials';
import { isControlPlane, machinesOf, type PlannedMachine } from './machines';
import { type Plan, readPlan } from './plan-json';
import type { AskedControlPlane, AskedMachine } from './version-questions';

/** A machine that a plan has join Kubernetes. */
export interface JoiningMachine extends Pick<AskedMachine, 'name'> {
  /** Its address, without prefix; nothing if it is known only after the apply. */
  readonly address?: string;
  /** If another machine of its name has been a node before. */
  readonly isReplaced: boolean;
}

/** Whom to ask, while a plan is applied, whether its machines have joined. */
export interface JoinQuestions {
  /** Machines that join. */
  readonly machines: readonly JoiningMachine[];
  /** Control planes of the cluster that will be there, whose own API servers may be asked. */
  readonly controlPlanes: readonly AskedControlPlane[];
  /** The way that the state has already; nothing for a new cluster. */
  readonly access?: KubernetesAccess;
  /** Addresses of the resources that make a kubeconfig during the apply. */
  readonly kubeconfigs: readonly string[];
}

/**
 * Whom to ask which machines have joined.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 * @returns nothing if no machine joins, or if the plan has no kubeconfig to ask with
 */
export function joinQuestions(planJson: unknown): JoinQuestions | undefined {
  const plan = readPlan(planJson);
  const machines = machinesOf(plan);
  const joining = machines.filter(isJoining);
  const kubeconfigs = madeKubeconfigs(plan);
  const access = kubernetesAccess(plan);
  if (joining.length === 0 || (access === undefined && kubeconfigs.length === 0)) return undefined;
  return {
    machines: joining.map(({ name, configures, configuredBy, virtualMachine }) => ({
      name,
      address: textOf(configures?.after, 'node'),
      isReplaced: (configuredBy ?? configures)?.before !== undefined || virtualMachine?.before !== undefined,
    })),
    controlPlanes: machines.filter(isControlPlane).flatMap(apiOf),
    access,
    kubeconfigs,
  };
}

/** If a machine gets the configuration with which it joins: its first one, or that of the machine that takes its place. */
function isJoining({ configures, virtualMachine }: PlannedMachine): boolean {
  const isNew = (action: string | undefined): boolean =>
    action === 'create' || action === 'replace' || action === 'supersede';
  return configures?.after !== undefined && (isNew(configures.action) || isNew(virtualMachine?.action));
}

function apiOf({ name, configures }: PlannedMachine): readonly AskedControlPlane[] {
  const address = textOf(configures?.after, 'node');
  return address === undefined ? [] : [{ name, address, port: apiPortOf(configures?.after) }];
}

function madeKubeconfigs({ resources }: Plan): readonly string[] {
  return resources
    .filter(
      ({ type, action }) => type === RESOURCE_TYPES.clusterKubeconfig && action !== 'none' && action !== 'destroy',
    )
    .map(({ address }) => address);
}
