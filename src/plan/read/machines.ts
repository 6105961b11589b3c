import { MachineType } from '../../values/machine-type';
import { type DiskChange, diskChanges, lostDisks } from './disk-changes';
import { type ConfigurationChange, configurationChange } from './machine-configuration';
import { addressesAfter, addressesBefore, isReaddressed, nameOf, rolesOf } from './machine-identity';
import { clusterOf, linkMachines, type MachineLink, sentConfiguration } from './machine-links';
import { leavesEtcd, outcomeOf } from './machine-outcome';
import { diskRestarts, type SettingChange, settingChanges } from './machine-settings';
import type { Plan, PlannedResource } from './plan-json';
import { blocksOf, textOf, textsOf } from './attributes';
import type { MachineOutcome } from './machine-outcome';

/** A machine of a plan: a virtual machine, its Talos configuration, or both. */
export interface PlannedMachine extends MachineLink {
  /** Its hostname; the address where the plan has no name. */
  readonly name: string;
  /** Its role in the cluster; for an existing machine, the role it has had. */
  readonly machineType?: MachineType;
  /** The role it will have, if that changes. */
  readonly becomes?: MachineType;
  /** Its cluster, as something to compare; nothing if the plan does not say. */
  readonly cluster?: string;
  /** Resource that applies its Talos configuration; for a forgotten machine, the one that applied it last. */
  readonly configuration?: PlannedResource;
  /** Addresses that it has now. */
  readonly addressesBefore: readonly string[];
  /** Addresses that it will have, as far as they are known. */
  readonly addressesAfter: readonly string[];
  /** True if it stays, but its configuration is sent to an address that is not known to be its own. */
  readonly isReaddressed: boolean;
  /** Its outcome. */
  readonly outcome: MachineOutcome;
  /** True if its configuration was applied before, or if the plan does not say. */
  readonly isConfigured: boolean;
  /** True if it leaves etcd before it goes, as its last apply ordered. */
  readonly leavesEtcd: boolean;
  /** True if it is turned off now. */
  readonly isOff: boolean;
  /** True if it is in the state, but the provider does not find it. */
  readonly hasVanished: boolean;
  /** Settings of the virtual machine that change. */
  readonly settings: readonly SettingChange[];
  /** Disks that change; all of them where the machine goes. */
  readonly disks: readonly DiskChange[];
  /** Change of its Talos configuration. */
  readonly configurationChange: ConfigurationChange;
  /** Why it restarts, in words. */
  readonly restartCauses: readonly string[];
}

/** The machines of a plan, one for each, those too that stay as they are. */
export function machinesOf(plan: Plan): readonly PlannedMachine[] {
  const links = linkMachines(plan);
  const areConfigurationsHere = links.some(({ configuredBy, configures }) => configuredBy ?? configures);
  const unclear = new Set(links.flatMap(({ candidates }) => candidates));
  const machines = links.map((link) =>
    describe(
      plan,
      link,
      !areConfigurationsHere || (link.virtualMachine !== undefined && unclear.has(link.virtualMachine)),
    ),
  );
  const clusters = new Set(machines.flatMap(({ cluster }) => cluster ?? []));
  const [only] = clusters.size === 1 ? clusters : [];
  return machines.map((machine) => ({ ...machine, cluster: machine.cluster ?? only }));
}

/** True for a control plane. */
export function isControlPlane({ machineType }: PlannedMachine): boolean {
  return machineType === MachineType.CONTROL_PLANE;
}

/** True if the plan replaces, destroys or wipes the machine. */
export function isLost({ outcome }: PlannedMachine): boolean {
  return outcome === 'replaced' || outcome === 'destroyed' || outcome === 'wiped';
}

/** True if the machine is replaced because its create failed halfway. */
export function isReplacedAsTainted({ outcome, virtualMachine }: PlannedMachine): boolean {
  return outcome === 'replaced' && virtualMachine?.tainted === true;
}

/** True if the machine holds no data: its create failed, and it never got its configuration or its system disk. */
export function hasNoData({ virtualMachine, isConfigured }: PlannedMachine): boolean {
  return !isConfigured && (virtualMachine?.tainted === true || neverRan(virtualMachine));
}

/** True for an imported machine without a disk to boot from, left behind by an interrupted create. */
function neverRan(virtualMachine: PlannedResource | undefined): boolean {
  if (virtualMachine?.imported !== true) return false;
  const [systemDisk] = textsOf(virtualMachine.before, 'boot_order');
  const disks = blocksOf(virtualMachine.before, 'disk').map((disk) => textOf(disk, 'interface'));
  return systemDisk !== undefined && !disks.includes(systemDisk);
}

/** @param mayBeConfigured whether it may have a configuration that is not found in the plan */
function describe(plan: Plan, link: MachineLink, mayBeConfigured: boolean): PlannedMachine {
  const { virtualMachine, configuredBy, configures } = link;
  const configuration = configures ?? configuredBy;
  const change = changeOf(link);
  const isUpdated = virtualMachine?.action === 'update';
  const settings = isUpdated ? settingChanges(virtualMachine) : [];
  const restartCauses = [
    ...(isUpdated ? restartsOf(virtualMachine, settings) : []),
    ...(change.kind === 'reboot' ? [`Talos reboots for ${change.sections.join(', ')}`] : []),
    ...(change.kind === 'unknown' ? ['Talos may reboot: what its configuration will be is known only then'] : []),
    ...(change.kind === 'unreadable' ? ['Talos may reboot: its configuration cannot be read'] : []),
  ];
  const { was, becomes } = rolesOf(plan, link);
  const machineType = was ?? becomes;
  const isPlain = machineType === undefined && configuration === undefined;
  return {
    ...link,
    name: nameOf(link),
    machineType,
    becomes: becomes === machineType ? undefined : becomes,
    cluster: configuration === undefined ? undefined : clusterOf(plan, configuration),
    configuration,
    addressesBefore: addressesBefore(link),
    addressesAfter: addressesAfter(link),
    isReaddressed: isReaddressed(link),
    outcome: outcomeOf(link, change, restartCauses.length > 0),
    isConfigured: configuredBy !== undefined || (virtualMachine?.before !== undefined && (mayBeConfigured || isPlain)),
    leavesEtcd: leavesEtcd(link),
    isOff: virtualMachine?.before?.started === false,
    hasVanished:
      virtualMachine !== undefined && plan.vanished.some(({ address }) => address === virtualMachine.address),
    settings,
    disks: disksOf(virtualMachine),
    configurationChange: change,
    restartCauses,
  };
}

const NO_CHANGE: ConfigurationChange = { kind: 'none', sections: [] };

/** Change of the configuration of a machine that stays. */
function changeOf(link: MachineLink): ConfigurationChange {
  const { virtualMachine } = link;
  const sent = sentConfiguration(link);
  if (sent === undefined) return NO_CHANGE;
  // a machine that goes takes its configuration with it
  if (virtualMachine !== undefined && virtualMachine.action !== 'none' && virtualMachine.action !== 'update')
    return NO_CHANGE;
  return configurationChange(sent);
}

function disksOf(virtualMachine: PlannedResource | undefined): readonly DiskChange[] {
  if (virtualMachine === undefined) return [];
  const { action, before, after } = virtualMachine;
  if (action === 'update') return diskChanges(before, after);
  return action === 'replace' || action === 'destroy' ? lostDisks(before) : [];
}

/** Why an update turns the machine off and on; nothing if it is off anyway, or if the restart is disabled. */
function restartsOf(virtualMachine: PlannedResource, settings: readonly SettingChange[]): readonly string[] {
  const { before, after } = virtualMachine;
  if (before?.started === false || after?.started === false || after?.reboot_after_update === false) return [];
  return [...settings.filter(({ restarts }) => restarts).map(({ words }) => words), ...diskRestarts(virtualMachine)];
}
