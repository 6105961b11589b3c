import { Construct } from 'constructs';
import {
  VirtualEnvironmentVm,
  type VirtualEnvironmentVmConfig,
} from '../../../../.gen/providers/proxmox/virtual-environment-vm';
import { DISK_VM_TAG } from '../../../values/disk-volume';
import type { ResolvedDataDisk, ResolvedDiskVm, ResolvedVirtualMachine } from '../../../virtual-machine/resolved';
import { nothingLeft } from '../../../values/nothing-left';
import { madeBeforeMachines } from '../../private/made-before';
import { nonEmpty } from '../../private/non-empty';
import { resourceReference } from '../../private/plain-reference';
import type { ProxmoxHost } from '../../proxmox/proxmox-host';
import { vmIdPreconditions } from './vm-id-guard';

/** A machine whose disks are kept by others. */
export interface DiskOwner {
  /** Its name in Talos. */
  readonly hostname: string;
  /** The machine, with every default filled in. */
  readonly settings: ResolvedVirtualMachine;
  /** Host that it is made on. */
  readonly host: ProxmoxHost;
}

/**
 * Makes a virtual machine for each disk that shall outlive the machine. One has one disk, so that no volume is known by its
 * position among others.
 *
 * @returns the volume of each disk as a token, by the name of the disk
 */
export function createDiskVms(node: Construct, owner: DiskOwner): ReadonlyMap<string, string> {
  const kept = owner.settings.dataDisks.filter(({ diskVm }) => diskVm !== undefined);
  if (kept.length === 0) return new Map();
  const scope = new Construct(node, 'disk-vms');
  return new Map(
    kept.map((disk) => {
      const own = new Construct(scope, disk.name);
      const config = renderDiskVm(own, disk, disk.diskVm as ResolvedDiskVm, owner);
      const keeper = new VirtualEnvironmentVm(own, 'Resource', config);
      return [disk.name, `\${${resourceReference(keeper, 'disk[0].path_in_datastore')}}`];
    }),
  );
}

/** It is never started. */
function renderDiskVm(
  scope: Construct,
  { name, datastoreId, sizeGiB }: ResolvedDataDisk,
  { vmId, vmName, protection, ...rest }: ResolvedDiskVm,
  { hostname, settings, host }: DiskOwner,
): VirtualEnvironmentVmConfig {
  nothingLeft(rest);
  const { stackTag, poolId, onHostChange } = settings;
  return {
    provider: host.provider,
    dependsOn: nonEmpty(madeBeforeMachines(host.provider)),
    nodeName: host.nodeName,
    migrate: onHostChange === 'migrate' ? true : undefined,
    vmId,
    name: vmName ?? `${settings.vmName ?? hostname}-${name}`,
    description: `Keeps the disk ${name} of ${hostname}. Do not start it.`,
    tags: [DISK_VM_TAG, stackTag].sort(),
    poolId,
    started: false,
    onBoot: false,
    protection: protection ? true : undefined,
    operatingSystem: { type: 'l26' },
    memory: { dedicated: 64 },
    // the machine that uses the disk says whether it is in backups
    disk: [{ interface: 'scsi0', datastoreId, size: sizeGiB, fileFormat: 'raw', backup: false }],
    lifecycle: {
      preventDestroy: protection ? true : undefined,
      ignoreChanges: onHostChange === 'ignore' ? ['node_name'] : undefined,
      precondition: nonEmpty(vmIdPreconditions(scope, host, vmId, stackTag)),
    },
  };
}
