import {
  bootstrapRepeated,
  clusterDestroyed,
  controlPlanesAwayTogether,
  quorumLost,
  secretsMadeBesideMachines,
  secretsReplaced,
} from '../errors/plan';
import { RESOURCE_TYPES } from '../resource-types';
import { etcdMembers, type GuardFacts, type GuardRule, inOrder, isAway, targetOf } from './guard-rule';
import { isLost, type PlannedMachine } from './machines';
import { keepsQuorum, majorityOf } from './quorum';
import type { PlannedResource } from './plan-json';
import type { Refusal } from './verdict';

/** What a plan must not do to a cluster that goes on. */
export const CLUSTER_RULES: readonly GuardRule[] = [secretsStay, etcdKeepsItsMembers, bootstrapHappensOnce];

/** What a plan is that takes a whole cluster down: one refusal takes the place of all others about losses. */
export const END_RULES: readonly GuardRule[] = [endIsMeant];

/** Whether nothing is left of what the state has. */
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

function etcdKeepsItsMembers({ machines }: GuardFacts): readonly Refusal[] {
  const members = etcdMembers(machines);
  const lost = members.filter(isLost);
  const leaving = lost.filter(({ leavesEtcd }) => leavesEtcd);
  const away = members.filter(isAway);
  const touched = inOrder([...lost, ...away]);
  const [first] = touched;
  if (first === undefined) return [];
  const accept = touched.map(({ name }) => name);
  const counts = { members: members.length, leaving: leaving.length, gone: lost.length - leaving.length };
  // one that only restarts brings its data back with it
  const survives = keepsQuorum({ ...counts, away: lost.length === 0 ? 0 : away.length });
  if (lost.length > 0 && !survives) {
    const remaining = members.length - touched.length;
    const message = quorumLost(touched.map(fateOf), members.length, remaining, majorityOf(members.length));
    return [{ kind: 'quorum-lost', accept, message }];
  }
  const isToldElsewhere = away.length === 0 && lost.every(({ outcome }) => outcome === 'replaced');
  if (touched.length < 2 || isToldElsewhere) return [];
  const message = controlPlanesAwayTogether(touched.map(fateOf), targetOf(first));
  return [{ kind: 'control-planes-away-together', accept, message }];
}

/** What happens to a control plane, such as `ctrl-00 (restarts: cores 2 -> 4)`. */
function fateOf({ name, outcome, restartCauses }: PlannedMachine): string {
  const causes = restartCauses.length > 0 ? `: ${restartCauses.join(', ')}` : '';
  return `${name} (${outcome === 'restarted' ? 'restarts' : `is ${outcome}`}${causes})`;
}

function secretsStay({ plan, machines, clusterName }: GuardFacts): readonly Refusal[] {
  const configured = machines.filter(({ configuration }) => configuration?.before !== undefined);
  if (configured.length === 0) return [];
  const secrets = plan.resources.filter(({ type }) => type === RESOURCE_TYPES.machineSecrets);
  return secrets.flatMap(({ action, address, replacePaths, reason }) => {
    if (action === 'none' || action === 'update') return [];
    const message =
      action === 'create'
        ? secretsMadeBesideMachines(clusterName, address)
        : secretsReplaced(
            clusterName,
            action,
            replacePaths,
            reason === 'replace_because_tainted' ? address : undefined,
          );
    return [{ kind: 'secrets-replaced', accept: [clusterName], message }];
  });
}

/** A second bootstrap waits for its timeout and fails, unless no control plane is left of the cluster that had one. */
function bootstrapHappensOnce({ plan, machines, clusterName }: GuardFacts): readonly Refusal[] {
  if (etcdMembers(machines).every(isLost)) return [];
  const hadOne = plan.resources.some(({ type, before }) => type === RESOURCE_TYPES.clusterKubeconfig && before);
  return plan.resources
    .filter(
      ({ type, action }) =>
        type === RESOURCE_TYPES.machineBootstrap && (action === 'replace' || (action === 'create' && hadOne)),
    )
    .map(({ address, action, reason }) => ({
      kind: 'bootstrap-repeated',
      accept: [clusterName],
      message: bootstrapRepeated(
        clusterName,
        address,
        action === 'replace' ? (reason === 'replace_because_tainted' ? 'tainted' : 'replaced') : 'not in the state',
      ),
    }));
}
