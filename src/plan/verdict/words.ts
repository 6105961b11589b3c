import type { ConfigurationChange } from '../read/machine-configuration';
import { causeOf } from '../rules/disk-rules';
import type { DiskChange } from '../read/disk-changes';
import { hasNoData, isReplacedAsTainted, type PlannedMachine } from '../read/machines';
import type { Plan } from '../read/plan-json';
import { createdTriggers } from '../rules/trigger-rules';
import { numberOf } from '../read/attributes';
import type { Refusal } from '../rules/refusal';

/** Changes of a machine in words, without its disks. */
export function detailsOf(plan: Plan, machine: PlannedMachine): readonly string[] {
  const { outcome, virtualMachine, settings, configurationChange } = machine;
  switch (outcome) {
    case 'replaced':
      if (isReplacedAsTainted(machine)) return ['because its create failed halfway'];
      return [
        createdTriggers(plan, machine).length > 0
          ? 'because the trigger that remembers its image is new'
          : causeOf(virtualMachine),
      ];
    case 'superseded':
      return [`the old machine keeps running${keptText(machine)}`];
    case 'destroyed':
      return [causeOf(virtualMachine)];
    case 'wiped':
      return ['its Talos configuration goes, and the reset on destroy wipes the machine'];
    case 'created':
    case 'forgotten':
    case 'unchanged':
      return [];
    case 'changed':
    case 'restarted':
    case 'stopped':
      return [...settings.map(({ words }) => words), ...configurationWords(configurationChange)];
  }
}

/** The parts that a forgotten machine keeps, such as ` with VM id 811 and address 10.0.0.11`. */
function keptText(machine: PlannedMachine): string {
  const kept = keptBy(machine);
  return kept.length === 0 ? '' : ` with ${kept.join(' and ')}`;
}

/** Id and addresses that a machine has, in words. */
export function keptBy({ virtualMachine, addressesBefore }: PlannedMachine): readonly string[] {
  const vmId = numberOf(virtualMachine?.before, 'vm_id');
  return [...(vmId === undefined ? [] : [`VM id ${vmId}`]), ...addressesBefore.map((address) => `address ${address}`)];
}

function configurationWords({ kind, sections }: ConfigurationChange): readonly string[] {
  const what = sections.length === 0 ? '' : `: ${sections.join(', ')}`;
  switch (kind) {
    case 'none':
      return [];
    case 'reapplied':
      return ['the same Talos configuration is applied again'];
    case 'live':
      return [`Talos configuration changes without a reboot${what}`];
    case 'reboot':
      return [`Talos configuration changes with a reboot${what}`];
    case 'staged':
      return [`Talos configuration changes at the next reboot${what}`];
    case 'unknown':
      return ['Talos configuration changes in a way that is known only during the apply'];
    case 'unreadable':
      return ['Talos configuration changes, and cannot be read'];
  }
}

/** A change of a disk in words, such as `disk scsi1 grown from 100 to 200 GiB`. */
export function diskWords({ kind, interface: name, fromGiB, sizeGiB, settings }: DiskChange): string {
  const size = sizeGiB === undefined ? '' : ` (${sizeGiB} GiB)`;
  switch (kind) {
    case 'added':
      return `disk ${name} added${size}`;
    case 'grown':
      return `disk ${name} grown from ${fromGiB ?? '?'} to ${sizeGiB ?? '?'} GiB`;
    case 'shrunk':
      return `disk ${name} shrunk from ${fromGiB ?? '?'} to ${sizeGiB ?? '?'} GiB`;
    case 'moved':
      return `disk ${name} moved to another datastore${size}`;
    case 'changed':
      return `disk ${name} changed: ${settings.join(', ')}`;
    case 'detached':
      return `disk ${name} detached${size}`;
    case 'lost':
      return `disk ${name} lost${size}`;
  }
}

/** Everything that a plan permanently removes, whether it is refused or accepted. */
export function lossesOf(machines: readonly PlannedMachine[], found: readonly Refusal[]): readonly string[] {
  const kinds = new Set(found.map(({ kind }) => kind));
  return [
    ...machines.filter((machine) => !hasNoData(machine)).flatMap(lossOf),
    ...(kinds.has('quorum-lost') || kinds.has('cluster-destroyed')
      ? ['the majority of etcd, and with it everything that Kubernetes knows']
      : []),
    ...(kinds.has('secrets-replaced') || kinds.has('cluster-destroyed')
      ? ['the machine secrets: every certificate, key and token of the cluster']
      : []),
  ];
}

function lossOf({ name, outcome, disks }: PlannedMachine): readonly string[] {
  if (outcome === 'wiped') return [`${name}: what Talos holds on its system disk`];
  const lost = disks.filter(({ kind }) => kind === 'lost');
  if (lost.length === 0) return [];
  return [`${name}: ${lost.map(({ interface: disk, sizeGiB }) => `${disk} (${sizeGiB ?? '?'} GiB)`).join(', ')}`];
}
