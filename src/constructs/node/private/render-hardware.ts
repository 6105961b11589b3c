import type { VirtualEnvironmentVmConfig } from '../../../../.gen/providers/proxmox/virtual-environment-vm';
import { nothingLeft } from '../../../values/nothing-left';
import type { ResolvedHardware, ResolvedWatchdog } from '../../../virtual-machine/hardware';
import type { VgaOptions } from '../../../virtual-machine/hardware-settings';
import type { ResolvedVirtualMachine } from '../../../virtual-machine/resolved';
import { nonEmpty } from '../../private/non-empty';

/** Settings that are rendered into the same blocks as those of the hardware. */
type Neighbours = Pick<ResolvedVirtualMachine, 'cpuType' | 'cpuCores' | 'memoryMiB' | 'bios'>;

/** Part of the resource that the hardware decides about. */
export type HardwareConfig = Pick<
  VirtualEnvironmentVmConfig,
  'machine' | 'cpu' | 'memory' | 'vga' | 'serialDevice' | 'watchdog' | 'efiDisk' | 'tpmState' | 'smbios'
>;

/** The blocks of the hardware. What it is called, and where its cloud-init data is, stands elsewhere. */
export function renderHardware(
  hardware: Omit<ResolvedHardware, 'vmName' | 'cloudInitInterface'>,
  { cpuType, cpuCores, memoryMiB, bios }: Neighbours,
): HardwareConfig {
  const {
    qemuMachine,
    cpuSockets,
    cpuFlags,
    cpuLimit,
    cpuUnits,
    numa,
    memoryMinimumMiB,
    vga,
    serialConsole,
    watchdog,
    tpm,
    firmwareDatastoreId,
    smbiosUuid,
    smbiosSerial,
    ...rest
  } = hardware;
  nothingLeft(rest);
  const hasIdentity = smbiosUuid !== undefined || smbiosSerial !== undefined;
  return {
    machine: qemuMachine,
    cpu: {
      type: cpuType,
      cores: cpuCores,
      sockets: cpuSockets,
      flags: nonEmpty([...(cpuFlags ?? [])]),
      limit: cpuLimit,
      units: cpuUnits,
      numa,
    },
    memory: { dedicated: memoryMiB, floating: memoryMinimumMiB },
    vga: vga && renderVga(vga),
    serialDevice: serialConsole ? [{ device: 'socket' }] : undefined,
    watchdog: watchdog && renderWatchdog(watchdog),
    // enrolled keys of Microsoft would keep Talos from enrolling its own
    efiDisk: bios === 'ovmf' ? { datastoreId: firmwareDatastoreId, type: '4m', preEnrolledKeys: false } : undefined,
    tpmState: tpm ? { datastoreId: firmwareDatastoreId, version: 'v2.0' } : undefined,
    smbios: hasIdentity ? { uuid: smbiosUuid, serial: smbiosSerial } : undefined,
  };
}

function renderVga({ type, memoryMiB, ...rest }: VgaOptions): NonNullable<HardwareConfig['vga']> {
  nothingLeft(rest);
  return { type, memory: memoryMiB };
}

/** The device that the kernel of Talos knows. How long it waits, Talos tells it. */
function renderWatchdog({
  action,
  timeoutSeconds: _ofTalos,
  ...rest
}: ResolvedWatchdog): NonNullable<HardwareConfig['watchdog']> {
  nothingLeft(rest);
  return { enabled: true, model: 'i6300esb', action };
}
