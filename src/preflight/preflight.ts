import { endpointNotAsked, fixedBy } from './faults';
import type { HostFindings, Refusal } from '../plan/rules/refusal';
import { askEndpoint, silenceOf } from './ask-endpoint';
import type { Environment } from './authorities';
import { type EndpointAccess, plannedAccess, writtenAccess, writtenProviders } from './endpoint-access';
import { endpointFindings, silenceShortage } from './endpoint-findings';
import type { EndpointState } from './endpoint-state';
import { factoryFindings } from './factory';
import { type CreationNeeds, type EndpointNeeds, type FactoryNeeds, hostNamesOf } from './needs';
import { plannedNeeds } from './planned-needs';
import { permissionPaths } from './privilege-needs';
import { type Findings, joinFindings, type Shortage } from './shortage';
import { isExisting, withoutExisting, writtenNeeds } from './written-needs';

/**
 * Asks every endpoint of Proxmox VE on which a plan creates something, and Image Factory, whether they have what it needs.
 * It sends nothing but GET. A plan that creates nothing asks nobody.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed; it holds the tokens
 * @param environment of OpenTofu
 */
export async function preflight(planJson: unknown, environment: Environment): Promise<HostFindings> {
  const { endpoints, factory }: CreationNeeds = plannedNeeds(planJson);
  const { refusals, notes, unchecked } = await asked(endpoints, factory, environment, (needs) =>
    askedEndpoint(plannedAccess(planJson, needs.providerKey, environment), needs, environment),
  );
  return { refusals, notes: [...notes, ...unchecked] };
}

/**
 * Why a plan may have failed: endpoints of a stack that do not answer, or do not take their tokens.
 *
 * @param stack the synthesized stack, parsed
 * @param environment of OpenTofu
 */
export async function silentEndpoints(stack: unknown, environment: Environment): Promise<readonly string[]> {
  const asked = await Promise.all(
    writtenProviders(stack).map(async (key) => {
      const access = writtenAccess(stack, key, environment);
      const silence = access && (await silenceOf(access, environment));
      return silence && silenceShortage(key.split('.')[1] ?? key, silence).message;
    }),
  );
  return asked.flatMap((message) => message ?? []);
}

/** Findings about a stack without a plan. */
export interface StackFindings extends HostFindings {
  /** Things that could not be asked, each with its reason; they are no part of the notes. */
  readonly unchecked: readonly string[];
  /** Virtual machines of the stack by name, each with whether it is there; those of endpoints that did not answer are left out. */
  readonly present: ReadonlyMap<string, boolean>;
}

/**
 * The same without a plan: asks for everything that a stack needs, also for what is there already. Machines of the stack
 * that exist need neither memory nor space once more.
 *
 * @param stack the synthesized stack, parsed
 * @param environment of OpenTofu
 */
export async function preflightStack(stack: unknown, environment: Environment): Promise<StackFindings> {
  const { endpoints, factory } = writtenNeeds(stack);
  const present = new Map<string, boolean>();
  const remaining = (needs: EndpointNeeds, state: EndpointState): EndpointNeeds => {
    for (const machine of needs.machines) present.set(machine.name, isExisting(machine, state));
    return withoutExisting(needs, state);
  };
  const found = await asked(endpoints, factory, environment, (needs) =>
    askedEndpoint(writtenAccess(stack, needs.providerKey, environment), needs, environment, remaining),
  );
  return { ...found, present };
}

/** Findings with what could not be asked apart. */
type AskedFindings = Omit<StackFindings, 'present'>;

async function asked(
  endpoints: readonly EndpointNeeds[],
  factory: FactoryNeeds | undefined,
  environment: Environment,
  ask: (needs: EndpointNeeds) => Promise<AskedFindings>,
): Promise<AskedFindings> {
  const found = await Promise.all([
    ...endpoints.map(ask),
    ...(factory === undefined ? [] : [factoryFindings(factory, environment).then((each) => refused(each))]),
  ]);
  return {
    refusals: found.flatMap(({ refusals }) => refusals),
    notes: found.flatMap(({ notes }) => notes),
    unchecked: found.flatMap(({ unchecked }) => unchecked),
  };
}

async function askedEndpoint(
  access: EndpointAccess | undefined,
  needs: EndpointNeeds,
  environment: Environment,
  remaining: (needs: EndpointNeeds, state: EndpointState) => EndpointNeeds = (all) => all,
): Promise<AskedFindings> {
  if (access === undefined) return { refusals: [], notes: [], unchecked: [endpointNotAsked(needs.name)] };
  const questions = {
    hostNames: hostNamesOf(needs),
    paths: permissionPaths(needs),
    vmIds: needs.machines.flatMap(({ vmId }) => vmId ?? []),
    asksSdn: needs.objects.some(({ feature }) => feature === 'sdnZone' || feature === 'sdnVnet'),
  };
  const state = await askEndpoint(access, questions, environment);
  const findings: Findings =
    'refusal' in state
      ? { shortages: [silenceShortage(needs.name, state)], advice: [] }
      : endpointFindings(remaining(needs, state), state);
  return refused(joinFindings([findings]), needs);
}

function refused({ shortages, advice, unchecked = [] }: Findings, needs?: EndpointNeeds): AskedFindings {
  return { refusals: shortages.map((shortage) => refusalOf(shortage, needs)), notes: advice, unchecked };
}

function refusalOf({ kind, accept, message, repair }: Shortage, needs?: EndpointNeeds): Refusal {
  if (repair === undefined) return { kind, accept: [accept], message };
  const { hostName, commands } = repair;
  const endpoint = needs?.name ?? '';
  const where = hostName ?? `a host of endpoint ${endpoint}`;
  return {
    kind,
    accept: [accept],
    message: `${message}\n  ${fixedBy(where, commands)}`,
    ways: [{ kind: 'run', endpoint, hostName: hostName ?? (needs && hostNamesOf(needs)[0]) ?? '', commands }],
  };
}
