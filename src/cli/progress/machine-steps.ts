import { DATA_SOURCE_TYPES, RESOURCE_TYPES } from '../../resource-types';
import { machinesOf, type PlannedMachine } from '../../plan/read/machines';
import { type Plan, type PlannedAction, type PlannedResource, readPlan } from '../../plan/read/plan-json';
import { blockAddress } from '../../plan/read/resource-address';
import type { ApplyEvent } from '../tofu/apply-event';

/** Steps that no resource tells: the Kubernetes API does. */
export const JOIN_STEPS = ['joined', 'ready'] as const;

/** A step that the Kubernetes API tells. */
export type JoinStep = (typeof JOIN_STEPS)[number];

/** A step of a machine, or of the cluster, that an apply makes and that can be observed. */
export interface ProgressStep {
  /** Name while it is waited for and afterwards, such as `created`. */
  readonly name: string;
  /** Addresses of the resources that make it; none if no resource does. */
  readonly addresses: readonly string[];
  /** Action on these resources that makes the step; `observe` if it is seen elsewhere. */
  readonly action: ApplyEvent['action'] | 'observe';
}

/** A machine, or the cluster, with its steps in their order. */
export interface ProgressSubject {
  /** Name of the machine or of the cluster. */
  readonly name: string;
  /** Its steps. */
  readonly steps: readonly ProgressStep[];
}

/**
 * Steps that an apply makes, machine by machine, and those of the cluster as a whole. What neither a resource of the plan nor
 * the Kubernetes API tells is no step.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 * @param joining names of machines of which the Kubernetes API is asked if they have joined
 */
export function progressSubjects(
  planJson: unknown,
  clusterName: string,
  joining: readonly string[] = [],
): readonly ProgressSubject[] {
  const plan = readPlan(planJson);
  const machines = machinesOf(plan).map((machine) => ({
    name: machine.name,
    steps: [...machineSteps(plan, machine), ...(joining.includes(machine.name) ? JOINING : [])],
  }));
  return [...machines, { name: clusterName, steps: clusterSteps(plan) }].filter(({ steps }) => steps.length > 0);
}

const JOINING: readonly ProgressStep[] = JOIN_STEPS.map((name) => ({ name, addresses: [], action: 'observe' }));

function machineSteps(
  plan: Plan,
  { virtualMachine, configuredBy, configures }: PlannedMachine,
): readonly ProgressStep[] {
  const configuration = configures ?? configuredBy;
  const images = virtualMachine === undefined ? [] : imagesOf(plan, virtualMachine);
  const removed = [
    ...stepsOf(configuration, { destroy: 'configuration removed' }),
    ...stepsOf(virtualMachine, { destroy: 'destroyed' }),
  ];
  return [
    ...(images.length > 0 ? [{ name: 'image', addresses: images, action: 'create' } as const] : []),
    ...removed,
    ...stepsOf(virtualMachine, { create: 'created', change: 'changed' }),
    ...stepsOf(configuration, { create: 'configured', change: 'configured' }),
  ];
}

/** Image files that are downloaded for a machine. */
function imagesOf({ graph, resources }: Plan, machine: PlannedResource): readonly string[] {
  if (!actionsOf(machine.action).includes('create')) return [];
  const written = graph.dependenciesOf(machine.address).map(({ address }) => address);
  return resources
    .filter(({ type, action }) => type === RESOURCE_TYPES.downloadFile && actionsOf(action).includes('create'))
    .filter(({ address }) => written.includes(blockAddress(address)))
    .map(({ address }) => address);
}

function clusterSteps({ resources, pending }: Plan): readonly ProgressStep[] {
  const created = (isOne: (resource: PlannedResource) => boolean): readonly string[] =>
    resources.filter((each) => actionsOf(each.action).includes('create') && isOne(each)).map(({ address }) => address);
  const step = (name: string, addresses: readonly string[], action: ApplyEvent['action']): readonly ProgressStep[] =>
    addresses.length === 0 ? [] : [{ name, addresses, action }];
  return [
    ...step(
      'bootstrapped',
      created(({ type }) => type === RESOURCE_TYPES.machineBootstrap),
      'create',
    ),
    ...step('Kubernetes API ready', created(isGate), 'create'),
    ...step(
      'kubeconfig',
      created(({ type }) => type === RESOURCE_TYPES.clusterKubeconfig),
      'create',
    ),
    ...step(
      'all machines joined and ready',
      pending
        .map(({ address }) => address)
        .filter((address) => address.includes(`${DATA_SOURCE_TYPES.clusterHealth}.`)),
      'read',
    ),
    ...step(
      'GitOps',
      created(({ type }) => type === RESOURCE_TYPES.fluxBootstrapGit),
      'create',
    ),
  ];
}

/** The resource that waits for the Kubernetes API: `gate` in the cluster. Its name is part of the contract. */
function isGate({ type, name }: PlannedResource): boolean {
  return type === 'terraform_data' && /(?:^|_)gate_[0-9A-F]{8}$/.test(name);
}

/** A step for each action on a resource that has a name here. */
function stepsOf(
  resource: PlannedResource | undefined,
  names: Readonly<Partial<Record<ApplyEvent['action'], string>>>,
): readonly ProgressStep[] {
  if (resource === undefined) return [];
  return actionsOf(resource.action).flatMap((action) => {
    const name = names[action];
    return name === undefined ? [] : [{ name, addresses: [resource.address], action }];
  });
}

/** Actions of OpenTofu that carry out a planned one, in their order. */
function actionsOf(action: PlannedAction): readonly ApplyEvent['action'][] {
  switch (action) {
    case 'create':
    case 'supersede':
      return ['create'];
    case 'update':
      return ['change'];
    case 'replace':
      return ['destroy', 'create'];
    case 'destroy':
      return ['destroy'];
    case 'none':
    case 'forget':
      return [];
  }
}
