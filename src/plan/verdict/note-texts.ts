import type { PlannedBootMedia } from '../read/boot-media';

/** A tainted machine that may go. */
export function machineHasNoData(machine: string, isReplaced: boolean): string {
  return `${machine}: its create failed before it was configured, so it holds no data${isReplaced ? ' and is replaced' : ''}`;
}

/** A machine that is forgotten. */
export function machineForgotten(machine: string, kept: readonly string[]): string {
  const what = kept.length === 0 ? '' : ` with ${kept.join(' and ')}`;
  return `${machine}: keeps running as it is${what}, but OpenTofu no longer manages it`;
}

/** New settings that a running machine does not have. */
export function settingsWaitForRestart(machine: string, settings: readonly string[]): string {
  return (
    `${machine}: is not restarted, so it runs with the old values of ${settings.join(', ')} until you restart it, ` +
    'and no later plan shows that'
  );
}

/** A machine that goes to another host. */
export function machineMigrates(
  machine: string,
  from: string,
  to: string,
  { disks, cpuType, isRunning }: { disks: readonly string[]; cpuType: string | undefined; isRunning: boolean },
): string {
  const copied = disks.length === 0 ? '' : `, with its disks ${disks.join(', ')}`;
  const like = cpuType === 'host' && isRunning ? ' and a processor of the same kind' : '';
  return (
    `${machine}: moves from ${from} to ${to}${isRunning ? ' while it runs' : ''}${copied}; ` +
    `whatever is on a datastore that the hosts do not share is copied over the network, and ${to} needs datastores of the same names${like}`
  );
}

/** A machine that cannot leave its host while it runs. */
export function devicesStayAtHost(machine: string, from: string): string {
  return `${machine}: has devices of ${from}, so Proxmox VE does not move it while it runs and the apply fails there; shut it down first`;
}

/** A volume that stays behind. */
export function diskDetached(machine: string, disk: string): string {
  return `${machine}: the volume of ${disk} stays at the machine as an unused disk; attach or remove it in Proxmox VE`;
}

/** A machine that an interrupted create left behind. */
export function machineImported(machine: string, vmId: number): string {
  return `${machine}: already exists as VM ${vmId} and is not in the state; it is imported as it is`;
}

/** A physical machine that a person must boot. */
export function bootFirst(machine: string, addresses: readonly string[], media: PlannedBootMedia): string {
  const { iso, pxe, diskImage } = media;
  const from = [
    ...(iso === undefined ? [] : [`from ${iso}`]),
    ...(pxe === undefined ? [] : [`over the network with ${pxe}`]),
    ...(iso === undefined ? [`from a medium with ${diskImage}`] : []),
  ];
  const at = addresses.length === 0 ? 'answers' : `answers at ${addresses.join(', ')}`;
  return `${machine}: boot it ${from.join(', or ')}; the apply waits until it ${at}`;
}

/** Something that exists and comes into the state. */
export function resourceImported(address: string): string {
  return `${address}: already exists and is imported`;
}

/** Workers that are all away. */
export function allWorkersAway(names: readonly string[]): string {
  return `${names.join(', ')}: all workers restart at the same time, and nothing runs on them meanwhile`;
}

/** An accepted name that changes nothing. */
export function acceptedForNothing(name: string): string {
  return `--accept ${name} has no effect: nothing is refused because of ${name}`;
}

/** An accepted name that nothing has. */
export function acceptedUnknown(name: string, known: readonly string[]): string {
  return `--accept ${name} has no effect: there is ${known.join(', ')}`;
}

/** A cluster of one or two control planes, one of which restarts. */
export function apiAway(names: readonly string[]): string {
  return `${names.join(', ')}: the Kubernetes API does not answer while it restarts, as the others are no majority`;
}

/** Control planes that cannot all leave. */
export function resetsWaitForEachOther(names: readonly string[]): string {
  return (
    `${names.join(', ')}: each leaves etcd before it goes, and the last ones would wait for a majority that is gone; ` +
    'apply -var reset_on_destroy=false first, and destroy with the same'
  );
}

/** Taints that change. */
export interface TaintTexts {
  /** As `key=value:Effect`. */
  readonly set: readonly string[];
  /** As `key:Effect`. */
  readonly removed: readonly string[];
}

/** Taints of a worker that change after it has registered. */
export function taintsNeedKubectl(machine: string, { set, removed }: TaintTexts): string {
  const changes = [...set, ...removed.map((taint) => `${taint}-`)];
  const canBePasted = changes.every((change) => /^[A-Za-z0-9._/=:-]+$/.test(change));
  const command = canBePasted ? `kubectl taint nodes ${machine} --overwrite ${changes.join(' ')}` : 'kubectl taint';
  return `${machine}: a worker sets its taints only when it registers, and its node exists already; change them with ${command}`;
}
