import {
  configurationUnreadable,
  machineUnclear,
  machineUnlinked,
  reasonUnknown,
  resourceUnknown,
  roleUnknown,
} from './readable-faults';
import type { GuardFacts, GuardRule } from './guard-rule';
import { staticAddresses } from '../read/machine-identity';
import { isKnownReason, isKnownType } from '../read/known-words';
import type { PlannedMachine } from '../read/machines';
import type { PlannedAction, PlannedResource } from '../read/plan-json';
import type { Refusal } from './refusal';

/** Rules that refuse everything that cannot be read, as its effect is unknown. */
export const READABLE_RULES: readonly GuardRule[] = [
  typeIsKnown,
  reasonIsKnown,
  machineIsClear,
  machineIsLinked,
  roleIsKnown,
  configurationIsReadable,
];

function typeIsKnown({ plan, clusterName }: GuardFacts): readonly Refusal[] {
  return plan.resources
    .filter((resource) => TAKES_AWAY.includes(resource.action) && !isKnownType(resource))
    .map(({ address, action }) => refusal(clusterName, resourceUnknown(address, verbOf(action))));
}

function reasonIsKnown({ plan, clusterName }: GuardFacts): readonly Refusal[] {
  return plan.resources
    .filter(({ action, reason }) => action !== 'none' && reason !== undefined && !isKnownReason(reason))
    .map(({ address, action, reason = '' }) => refusal(clusterName, reasonUnknown(address, verbOf(action), reason)));
}

function machineIsClear({ machines }: GuardFacts): readonly Refusal[] {
  return machines.flatMap(({ name, configuration, candidates }): readonly Refusal[] => {
    const changes = [configuration, ...candidates].some((each) => each !== undefined && each.action !== 'none');
    if (configuration === undefined || candidates.length === 0 || !changes) return [];
    return [
      refusal(
        name,
        machineUnclear(
          configuration.address,
          candidates.map(({ address }) => address),
        ),
      ),
    ];
  });
}

/** Two machines to the plan, and one to everybody else. */
function machineIsLinked({ machines }: GuardFacts): readonly Refusal[] {
  const lonely = machines.filter(({ virtualMachine, configuration }) => virtualMachine && configuration === undefined);
  return machines
    .filter(({ virtualMachine, candidates }) => virtualMachine === undefined && candidates.length === 0)
    .flatMap((configured): readonly Refusal[] => {
      const addresses = [...configured.addressesBefore, ...configured.addressesAfter];
      const machine = lonely.find(({ virtualMachine }) =>
        [virtualMachine?.before, virtualMachine?.after].some((values) =>
          staticAddresses(values).some((address) => addresses.includes(address)),
        ),
      );
      const changes = [machine, configured].some((each) => each !== undefined && each.outcome !== 'unchanged');
      const { configuration } = configured;
      if (machine === undefined || configuration === undefined || !changes) return [];
      return [refusal(configured.name, machineUnlinked(configuration.address, machine.name, addresses[0] ?? '?'))];
    });
}

function roleIsKnown({ machines }: GuardFacts): readonly Refusal[] {
  return machines
    .filter(
      ({ machineType, configuredBy, outcome }) =>
        machineType === undefined && configuredBy !== undefined && !HARMLESS.includes(outcome),
    )
    .map(({ name }) => refusal(name, roleUnknown(name)));
}

function configurationIsReadable({ machines }: GuardFacts): readonly Refusal[] {
  return machines
    .filter(({ configurationChange }) => configurationChange.kind === 'unreadable')
    .map(({ name }) => refusal(name, configurationUnreadable(name)));
}

/** Outcomes by which no member of etcd can go. */
const HARMLESS: readonly PlannedMachine['outcome'][] = ['created', 'changed', 'unchanged'];

/** Actions that may remove something. */
const TAKES_AWAY: readonly PlannedAction[] = ['update', 'replace', 'supersede', 'destroy', 'forget'];

function refusal(name: string, message: string): Refusal {
  return { kind: 'not-readable', accept: [name], message, ways: [{ kind: 'take-back' }] };
}

function verbOf(action: PlannedResource['action']): string {
  const verbs = {
    none: 'left alone',
    create: 'created',
    update: 'changed',
    replace: 'replaced',
    supersede: 'forgotten and created again',
    destroy: 'destroyed',
    forget: 'forgotten',
  };
  return verbs[action];
}
