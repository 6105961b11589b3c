import type { Complete } from '../values/complete';
import { nothingLeft } from '../values/nothing-left';
import type { HardwareIdentity, HardwareOptions, VgaOptions, WatchdogOptions } from './hardware-settings';
import { DEFAULT_CPU_CORES } from './limits';
import type { VirtualMachineOptions } from './settings';

/** Machine of QEMU that a virtual machine is unless it says otherwise. */
export const DEFAULT_QEMU_MACHINE = 'q35';

/** A watchdog with every default filled in. */
export interface ResolvedWatchdog extends Required<WatchdogOptions> {
  /** Time without a sign of life after which it acts. */
  readonly timeoutSeconds: number;
}

/** Hardware with every default filled in; what is left open is left to Proxmox VE. */
export interface ResolvedHardware extends HardwareOptions, HardwareIdentity {
  /** Machine that QEMU emulates. */
  readonly qemuMachine: string;
  /** If there is a serial port. */
  readonly serialConsole: boolean;
  /**
   * Watchdog of the machine.
   * @default - none
   */
  readonly watchdog?: ResolvedWatchdog;
  /** If there is a TPM. */
  readonly tpm: boolean;
  /** Datastore of the variables of UEFI and of the contents of the TPM. */
  readonly firmwareDatastoreId: string;
}

/**
 * Fills in what the settings of the hardware leave open.
 *
 * @param diskDatastoreId datastore of the system disk
 */
export function resolvedHardware(
  settings: HardwareOptions & HardwareIdentity,
  diskDatastoreId: string,
): Complete<ResolvedHardware> {
  const {
    vmName,
    smbiosUuid,
    smbiosSerial,
    qemuMachine = DEFAULT_QEMU_MACHINE,
    cpuSockets,
    cpuFlags,
    cpuLimit,
    cpuUnits,
    numa,
    memoryMinimumMiB,
    vga,
    serialConsole = true,
    watchdog,
    tpm = false,
    firmwareDatastoreId = diskDatastoreId,
    cloudInitInterface,
    ...rest
  } = settings;
  nothingLeft(rest);
  return {
    vmName,
    smbiosUuid,
    smbiosSerial,
    qemuMachine,
    cpuSockets,
    cpuFlags,
    cpuLimit,
    cpuUnits,
    numa,
    memoryMinimumMiB,
    vga: vga && resolvedVga(vga),
    serialConsole,
    watchdog: watchdog && resolvedWatchdog(watchdog),
    tpm,
    firmwareDatastoreId,
    cloudInitInterface,
  };
}

/** Processor cores of a machine, on all of its sockets. */
export function coresOfAllSockets({
  cpuCores = DEFAULT_CPU_CORES,
  cpuSockets = 1,
}: Pick<VirtualMachineOptions, 'cpuCores' | 'cpuSockets'>): number {
  return cpuCores * cpuSockets;
}

/** A watchdog with its defaults. */
export function resolvedWatchdog({
  timeoutSeconds = 60,
  action = 'reset',
  ...rest
}: WatchdogOptions): ResolvedWatchdog {
  nothingLeft(rest);
  return { timeoutSeconds, action };
}

/** If a machine of QEMU has PCI Express. */
export function isQ35(qemuMachine: string): boolean {
  return qemuMachine.includes('q35');
}

function resolvedVga({ type, memoryMiB, ...rest }: VgaOptions): VgaOptions {
  nothingLeft(rest);
  return { type, memoryMiB };
}
