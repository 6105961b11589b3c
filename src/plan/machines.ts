import { RESOURCE_TYPES } from '../resource-types';
import { MachineType } from '../values/machine-type';
import { type DiskChange, diskChanges, lostDisks } from './disk-changes';
import { type ConfigurationChange, configurationChange, machineTypeOf } from './machine-configuration';
import { diskRestarts, type SettingChange, settingChanges } from './machine-settings';
import type { Plan, PlannedResource, Values } from './plan-json';
import { blocksOf, textOf, textsOf } from './values';
import type { MachineOutcome } from './verdict';

/** A machine of a plan: a virtual machine, its Talos configuration, or both. */
export interface PlannedMachine {
  /** Its hostname; the address where the plan has no name. */
  readonly name: string;
  /** What it is in the cluster. */
  readonly machineType?: MachineType;
  /** Its virtual machine; nothing for a physical one. */
  readonly virtualMachine?: PlannedResource;
  /** What sends its Talos configuration. */
  readonly configuration?: PlannedResource;
  /** What becomes of it. */
  readonly outcome: MachineOutcome;
  /** Whether its configuration was applied once, or nobody can tell. */
  readonly isConfigured: boolean;
  /** Whether it leaves etcd before it goes, as its last apply ordered. */
  readonly leavesEtcd: boolean;
  /** Settings of the virtual machine that change. */
  readonly settings: readonly SettingChange[];
  /** Disks that change; all of them where the machine goes. */
  readonly disks: readonly DiskChange[];
  /** What becomes of its Talos configuration. */
  readonly configurationChange: ConfigurationChange;
  /** Why it restarts, in words. */
  readonly restartCauses: readonly string[];
}

/** The machines of a plan, those too that stay as they are. */
export function machinesOf(plan: Plan): readonly PlannedMachine[] {
  const applies = plan.resources.filter(({ type }) => type === RESOURCE_TYPES.machineConfigurationApply);
  const virtualMachines = plan.resources.filter(({ type }) => type === RESOURCE_TYPES.virtualMachine);
  const applyOf = new Map(virtualMachines.map((each) => [each, applies.find((apply) => isApplyOf(apply, each))]));
  const linked = new Set(applyOf.values());
  return [
    ...virtualMachines.map((each) => describe(each, applyOf.get(each), applies.length > 0)),
    ...applies.filter((apply) => !linked.has(apply)).map((apply) => describe(undefined, apply, true)),
  ];
}

/** Whether the plan takes something of the machine away. */
export function isLost({ outcome }: PlannedMachine): boolean {
  return outcome === 'replaced' || outcome === 'destroyed' || outcome === 'wiped';
}

/** Whether the machine is made anew because its create failed halfway. */
export function isReplacedAsTainted({ outcome, virtualMachine }: PlannedMachine): boolean {
  return outcome === 'replaced' && virtualMachine?.tainted === true;
}

/** Whether nothing is lost with the machine: its create failed, and it never got its configuration or its system disk. */
export function holdsNothing({ virtualMachine, isConfigured }: PlannedMachine): boolean {
  return !isConfigured && (virtualMachine?.tainted === true || neverRan(virtualMachine));
}

/** Whether a machine that an interrupted create left behind, and that is taken up, has no disk to boot from. */
function neverRan(virtualMachine: PlannedResource | undefined): boolean {
  if (virtualMachine?.imported !== true) return false;
  const [systemDisk] = textsOf(virtualMachine.before, 'boot_order');
  const disks = blocksOf(virtualMachine.before, 'disk').map((disk) => textOf(disk, 'interface'));
  return systemDisk !== undefined && !disks.includes(systemDisk);
}

function describe(
  virtualMachine: PlannedResource | undefined,
  configuration: PlannedResource | undefined,
  areConfigurationsHere: boolean,
): PlannedMachine {
  const change = configuration === undefined ? NO_CHANGE : configurationChange(configuration);
  const isUpdated = virtualMachine?.action === 'update';
  const settings = isUpdated ? settingChanges(virtualMachine) : [];
  const restartCauses = [
    ...(isUpdated ? restartsOf(virtualMachine, settings) : []),
    ...(change.kind === 'reboot' ? [`Talos reboots for ${change.sections.join(', ')}`] : []),
    ...(change.kind === 'unknown' ? ['Talos may reboot: what its configuration will be is known only then'] : []),
  ];
  const machineType = roleOf(virtualMachine, configuration);
  return {
    name: nameOf(virtualMachine, configuration),
    machineType,
    virtualMachine,
    configuration,
    outcome: outcomeOf(virtualMachine, configuration, change, restartCauses),
    isConfigured: isConfigured(virtualMachine, configuration, areConfigurationsHere && machineType !== undefined),
    leavesEtcd: resetOf(configuration)?.graceful === true,
    settings,
    disks: disksOf(virtualMachine),
    configurationChange: change,
    restartCauses,
  };
}

const NO_CHANGE: ConfigurationChange = { kind: 'none', sections: [] };

/** Several machines of one configuration do not exist, so the address decides; else what is written to come first. */
function isApplyOf(apply: PlannedResource, virtualMachine: PlannedResource): boolean {
  const node = textOf(apply.after, 'node') ?? textOf(apply.before, 'node');
  if (node !== undefined && addressesOf(virtualMachine).includes(node)) return true;
  return apply.dependsOn.includes(virtualMachine.address);
}

function addressesOf({ before, after }: PlannedResource): readonly string[] {
  return [after, before].flatMap((values) =>
    blocksOf(values, 'initialization')
      .flatMap((block) => blocksOf(block, 'ip_config'))
      .flatMap((config) => [...blocksOf(config, 'ipv4'), ...blocksOf(config, 'ipv6')])
      .flatMap((family) => textOf(family, 'address') ?? [])
      .map((address) => address.replace(/\/.*$/, '')),
  );
}

/** Logical id of what configures a machine, as the constructs make it: `…_nodes_<hostname>_apply_<hash>`. */
const APPLY_ID = /(?:^|_)nodes_([a-z0-9-]+)_apply_[0-9A-F]{8}$/;

function nameOf(virtualMachine: PlannedResource | undefined, configuration: PlannedResource | undefined): string {
  return (
    textOf(virtualMachine?.after, 'name') ??
    textOf(virtualMachine?.before, 'name') ??
    APPLY_ID.exec(configuration?.name ?? '')?.[1] ??
    textOf(configuration?.after, 'node') ??
    textOf(configuration?.before, 'node') ??
    virtualMachine?.name ??
    '?'
  );
}

function roleOf(
  virtualMachine: PlannedResource | undefined,
  configuration: PlannedResource | undefined,
): MachineType | undefined {
  const tags = textsOf(virtualMachine?.before ?? virtualMachine?.after, 'tags');
  const machineType = machineTypeOf(configuration);
  if (machineType === 'controlplane' || tags.includes('control-plane')) return MachineType.CONTROL_PLANE;
  return machineType === 'worker' || tags.includes('worker') ? MachineType.WORKER : undefined;
}

function outcomeOf(
  virtualMachine: PlannedResource | undefined,
  configuration: PlannedResource | undefined,
  change: ConfigurationChange,
  restartCauses: readonly string[],
): MachineOutcome {
  if (virtualMachine === undefined) return outcomeOfPhysical(configuration, restartCauses);
  switch (virtualMachine.action) {
    case 'create':
      return 'created';
    case 'replace':
      return 'replaced';
    case 'destroy':
      return 'destroyed';
    case 'forget':
      return 'forgotten';
    case 'update':
    case 'none':
      break;
  }
  if (isReset(configuration)) return 'wiped';
  const { before, after } = virtualMachine;
  if (before?.started === true && after?.started === false) return 'stopped';
  if (restartCauses.length > 0) return 'restarted';
  const touched = virtualMachine.action === 'update' || (configuration?.action ?? 'none') !== 'none';
  return touched || change.kind !== 'none' ? 'changed' : 'unchanged';
}

/** A machine that nobody makes or destroys: it is configured, or let go. */
function outcomeOfPhysical(
  configuration: PlannedResource | undefined,
  restartCauses: readonly string[],
): MachineOutcome {
  if (configuration === undefined || configuration.action === 'none') return 'unchanged';
  if (configuration.action === 'create') return 'created';
  if (isReset(configuration)) return 'wiped';
  if (configuration.action === 'destroy' || configuration.action === 'forget') return 'forgotten';
  return restartCauses.length > 0 ? 'restarted' : 'changed';
}

/** Whether what configures the machine goes, and wipes the machine as it goes. */
function isReset(configuration: PlannedResource | undefined): boolean {
  const goes = configuration?.action === 'destroy' || configuration?.action === 'replace';
  return goes && resetOf(configuration)?.reset === true;
}

/** What the last apply ordered for the end of the machine; what is written now comes too late. */
function resetOf(configuration: PlannedResource | undefined): Values | undefined {
  const [onDestroy] = blocksOf(configuration?.before, 'on_destroy');
  return onDestroy?.reset === true ? onDestroy : undefined;
}

function isConfigured(
  virtualMachine: PlannedResource | undefined,
  configuration: PlannedResource | undefined,
  isTold: boolean,
): boolean {
  if (configuration !== undefined) return configuration.before !== undefined;
  return virtualMachine?.before !== undefined && !isTold;
}

function disksOf(virtualMachine: PlannedResource | undefined): readonly DiskChange[] {
  if (virtualMachine === undefined) return [];
  const { action, before, after } = virtualMachine;
  if (action === 'update') return diskChanges(before, after);
  return action === 'replace' || action === 'destroy' ? lostDisks(before) : [];
}

/** Why an update turns the machine off and on; nothing if it is off anyway, or is told not to. */
function restartsOf(virtualMachine: PlannedResource, settings: readonly SettingChange[]): readonly string[] {
  const { before, after } = virtualMachine;
  if (before?.started === false || after?.started === false || after?.reboot_after_update === false) return [];
  return [...settings.filter(({ restarts }) => restarts).map(({ words }) => words), ...diskRestarts(virtualMachine)];
}
