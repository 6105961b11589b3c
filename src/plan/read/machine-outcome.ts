import type { ConfigurationChange } from './machine-configuration';
import type { MachineLink } from './machine-links';
import { isTakenAway, type PlannedResource, type Values } from './plan-json';
import { blocksOf } from './attributes';

/**
 * Outcome of an apply for a machine.
 *
 * `changed`: in place, and it keeps running. `wiped`: a reset removes its configuration. `forgotten`: it keeps running,
 * and OpenTofu no longer knows it. `superseded`: it is forgotten, and another one is created in its place.
 */
export type MachineOutcome =
  | 'created'
  | 'changed'
  | 'restarted'
  | 'stopped'
  | 'replaced'
  | 'superseded'
  | 'wiped'
  | 'destroyed'
  | 'forgotten'
  | 'unchanged';

/**
 * Determines the outcome of an apply for a machine.
 *
 * @param restarts whether something that changes needs a restart
 */
export function outcomeOf(link: MachineLink, change: ConfigurationChange, restarts: boolean): MachineOutcome {
  const { virtualMachine } = link;
  if (virtualMachine === undefined) return outcomeOfPhysical(link, change, restarts);
  switch (virtualMachine.action) {
    case 'create':
      return 'created';
    case 'replace':
      return 'replaced';
    case 'supersede':
      return 'superseded';
    case 'destroy':
      return 'destroyed';
    case 'forget':
      return isReset(link) ? 'wiped' : 'forgotten';
    case 'update':
    case 'none':
      break;
  }
  if (isReset(link)) return 'wiped';
  const { before, after } = virtualMachine;
  if (before?.started === true && after?.started === false) return 'stopped';
  if (restarts) return 'restarted';
  return virtualMachine.action === 'update' || isConfigurationTouched(link, change) ? 'changed' : 'unchanged';
}

/** True if the machine leaves etcd before it goes: its last apply ordered that, and its configuration is destroyed. */
export function leavesEtcd(link: MachineLink): boolean {
  return isReset(link) && resetOf(link.configuredBy)?.graceful === true;
}

/** Outcome of a machine that nobody creates or destroys: it is configured, or forgotten. */
function outcomeOfPhysical(link: MachineLink, change: ConfigurationChange, restarts: boolean): MachineOutcome {
  const { configuredBy, configures } = link;
  if (isReset(link)) return 'wiped';
  if (configures === undefined) return 'forgotten';
  if (configuredBy === undefined) return configures.action === 'none' ? 'unchanged' : 'created';
  if (restarts) return 'restarted';
  return isConfigurationTouched(link, change) ? 'changed' : 'unchanged';
}

function isConfigurationTouched({ configuredBy, configures }: MachineLink, { kind }: ConfigurationChange): boolean {
  return kind !== 'none' || [configuredBy, configures].some((each) => each !== undefined && each.action !== 'none');
}

/** True if the destruction of the configuration resource wipes the machine. */
function isReset({ configuredBy }: MachineLink): boolean {
  return configuredBy !== undefined && isTakenAway(configuredBy) && resetOf(configuredBy) !== undefined;
}

/** The `on_destroy` settings of the last apply; what is written now comes too late. */
function resetOf(configuration: PlannedResource | undefined): Values | undefined {
  const [onDestroy] = blocksOf(configuration?.before, 'on_destroy');
  return onDestroy?.reset === true ? onDestroy : undefined;
}
