import type { MaxUnavailable } from '../../values/max-unavailable';
import type { ChangedMachine } from '../read/changed-machine';
import { shellWord } from '../../values/shell-word';
import { isControlPlane, type PlannedMachine } from '../read/machines';
import type { Plan } from '../read/plan-json';
import type { RunningMachine } from '../read/running-machine';
import type { Refusal } from './refusal';
import type { VersionOutlook } from './version-outlook';

/** Input of the guard's rules. */
export interface GuardFacts {
  /** The plan. */
  readonly plan: Plan;
  /** Its machines, those too that stay as they are. */
  readonly machines: readonly PlannedMachine[];
  /** Those whose configuration becomes another one. */
  readonly changed: readonly ChangedMachine[];
  /** Those of them whose versions change. */
  readonly versions: readonly VersionOutlook[];
  /** Versions that run, as the machines report them; nothing if nobody was asked. */
  readonly running?: readonly RunningMachine[];
  /** How many workers may be away at the same time. */
  readonly maxUnavailableWorkers: MaxUnavailable;
  /** Name by which secrets and end of the cluster are accepted. */
  readonly clusterName: string;
  /** How OpenTofu is run on the stack, such as `tofu -chdir=cdktf.out/stacks/home`. */
  readonly tofuCommand: string;
  /** How the cluster is applied with options of OpenTofu. */
  readonly applyCommand: ApplyCommand;
}

/** A command that applies the cluster, with options of OpenTofu as a shell takes them. */
export type ApplyCommand = (tofuOptions: readonly string[]) => string;

/** A reason for which the guard refuses; it returns one refusal for each case. */
export type GuardRule = (facts: GuardFacts) => readonly Refusal[];

/** True if the machine does not answer for a while, and comes back unchanged. */
export function isAway({ outcome }: PlannedMachine): boolean {
  return outcome === 'restarted' || outcome === 'stopped';
}

/** Control planes first, as changes go through a cluster. */
export function inOrder(machines: readonly PlannedMachine[]): readonly PlannedMachine[] {
  return [...machines.filter(isControlPlane), ...machines.filter((machine) => !isControlPlane(machine))];
}

/** The command that applies only these addresses. */
export function applyAlone(addresses: readonly string[], applyCommand: ApplyCommand): string {
  return applyCommand(addresses.map((address) => shellWord(`-target=${address}`)));
}

/** Addresses for `-target` that apply the machine alone, with everything that belongs to it. */
export function targetOf({ configuration, virtualMachine }: PlannedMachine): string {
  const planned = [configuration, virtualMachine].find((each) => each?.after !== undefined);
  return (planned ?? virtualMachine ?? configuration)?.address ?? '';
}
