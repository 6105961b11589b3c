import { bootstrapRepeated, clusterDestroyed, secretsCreatedBesideMachines, secretsReplaced } from './cluster-faults';
import { RESOURCE_TYPES } from '../../resource-types';
import { etcdMembers } from './etcd-members';
import type { GuardFacts, GuardRule } from './guard-rule';
import { clusterOf } from '../read/machine-links';
import { isLost } from '../read/machines';
import type { Plan, PlannedResource } from '../read/plan-json';
import type { Refusal } from './refusal';

/** Rules about a cluster that stays. */
export const CLUSTER_RULES: readonly GuardRule[] = [secretsStay, bootstrapHappensOnce];

/** Rule for a plan that destroys a whole cluster; its one refusal replaces all others about losses. */
export const END_RULES: readonly GuardRule[] = [endIsMeant];

/** True if nothing in the state is left after the apply. */
export function isEnd({ resources }: { readonly resources: readonly PlannedResource[] }): boolean {
  const left = resources.filter(({ action }) => action !== 'destroy');
  const isCluster = ({ type }: PlannedResource): boolean =>
    type === RESOURCE_TYPES.virtualMachine || type === RESOURCE_TYPES.machineSecrets;
  return left.length === 0 && resources.some(isCluster);
}

function endIsMeant({ clusterName, machines }: GuardFacts): readonly Refusal[] {
  const names = machines.map(({ name }) => name);
  return [{ kind: 'cluster-destroyed', accept: [clusterName], message: clusterDestroyed(clusterName, names) }];
}

/** Refuses to lose the secrets of a cluster that has machines, or may have some. */
function secretsStay({ plan, machines, clusterName, tofuCommand }: GuardFacts): readonly Refusal[] {
  const secrets = plan.resources.filter(({ type }) => type === RESOURCE_TYPES.machineSecrets);
  return secrets.flatMap(({ action, address, replacePaths, reason }) => {
    if (action === 'none' || action === 'update') return [];
    const living = machines.filter(({ configuredBy }) => configuredBy !== undefined);
    if (!living.some((machine) => mayBeIn(machine.cluster, address, plan))) return [];
    const message =
      action === 'create'
        ? secretsCreatedBesideMachines(clusterName, address, tofuCommand)
        : secretsReplaced(
            clusterName,
            action,
            replacePaths,
            reason === 'replace_because_tainted' ? address : undefined,
            tofuCommand,
          );
    return [{ kind: 'secrets-replaced', accept: [clusterName], message }];
  });
}

/** True if a machine may use these secrets: no others are known for it. */
function mayBeIn(cluster: string | undefined, secrets: string, { resources }: Plan): boolean {
  if (cluster === undefined || cluster === secrets) return true;
  return !resources.some(({ type, address }) => type === RESOURCE_TYPES.machineSecrets && address === cluster);
}

/** A second bootstrap waits for its timeout and fails, unless no control plane is left of the cluster that had one. */
function bootstrapHappensOnce({ plan, machines, clusterName, tofuCommand }: GuardFacts): readonly Refusal[] {
  const kubeconfigs = plan.resources.filter(({ type, before }) => type === RESOURCE_TYPES.clusterKubeconfig && before);
  return plan.resources
    .filter(({ type }) => type === RESOURCE_TYPES.machineBootstrap)
    .flatMap((bootstrap): readonly Refusal[] => {
      const { address, action, reason } = bootstrap;
      const cluster = clusterOf(plan, bootstrap);
      const isOwn = (other: string | undefined): boolean =>
        cluster === undefined || other === undefined || other === cluster;
      const own = machines.filter((machine) => isOwn(machine.cluster));
      if (etcdMembers(own).every(isLost)) return [];
      const hadOne = kubeconfigs.some((kubeconfig) => isOwn(clusterOf(plan, kubeconfig)));
      const isRepeated = action === 'replace' || action === 'supersede';
      if (!isRepeated && !(action === 'create' && hadOne)) return [];
      const why = isRepeated ? (reason === 'replace_because_tainted' ? 'tainted' : 'replaced') : 'not in the state';
      return [
        {
          kind: 'bootstrap-repeated',
          accept: [clusterName],
          message: bootstrapRepeated(clusterName, address, why, tofuCommand),
        },
      ];
    });
}
