import * as z from 'zod';
import { dnsName, proxmoxName, textOf, textThat, wholeNumber } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import {
  writeCloudInitInterface,
  writeCpuFlag,
  writeCpuLimit,
  writeQemuMachine,
  writeSmbiosSerial,
  writeUuid,
} from './hardware-faults';
import type { HardwareIdentity, HardwareOptions, VgaOptions, WatchdogOptions } from './hardware-settings';
import { CPU_FLAGS, LAST_DRIVE, MAX_CPU_LIMIT, MAX_CPU_SOCKETS, MAX_CPU_UNITS, MAX_WATCHDOG_SECONDS } from './limits';

const qemuMachine = textOf(
  writeQemuMachine(),
  /^(?:q35(?:,viommu=(?:intel|virtio))?|pc|pc-(?:q35|i440fx)-\d+\.\d+(?:\+pve\d+)?)$/,
);

const cpuFlag = textThat(writeCpuFlag(CPU_FLAGS), (text) => /^[+-]/.test(text) && CPU_FLAGS.includes(text.slice(1)));

const cpuLimit = z
  .number({ error: writeCpuLimit(MAX_CPU_LIMIT) })
  .min(0.1, { error: writeCpuLimit(MAX_CPU_LIMIT) })
  .max(MAX_CPU_LIMIT, { error: writeCpuLimit(MAX_CPU_LIMIT) });

const cloudInitInterface = textThat(writeCloudInitInterface(), isDrive);

const uuid = textOf(writeUuid(), /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/);

const smbiosSerial = textOf(writeSmbiosSerial(), /^[\x21-\x7e](?:[\x20-\x7e]{0,62}[\x21-\x7e])?$/);

const vgaShape = shapeOf<VgaOptions>('VgaOptions')({
  type: z.enum(['std', 'virtio', 'virtio-gl', 'qxl', 'vmware', 'cirrus', 'serial0', 'none']),
  memoryMiB: wholeNumber(4, 512).optional(),
});

const watchdogShape = shapeOf<WatchdogOptions>('WatchdogOptions')({
  timeoutSeconds: wholeNumber(10, MAX_WATCHDOG_SECONDS).optional(),
  action: z.enum(['reset', 'shutdown', 'poweroff', 'pause', 'debug']).optional(),
});

/** Forms of `HardwareOptions`. */
export const hardwareForms = formsOf<HardwareOptions>()({
  qemuMachine: qemuMachine.optional(),
  cpuSockets: wholeNumber(1, MAX_CPU_SOCKETS).optional(),
  cpuFlags: z.array(cpuFlag).optional(),
  cpuLimit: cpuLimit.optional(),
  cpuUnits: wholeNumber(1, MAX_CPU_UNITS).optional(),
  numa: z.boolean().optional(),
  memoryMinimumMiB: wholeNumber(1).optional(),
  vga: vgaShape.optional(),
  serialConsole: z.boolean().optional(),
  watchdog: watchdogShape.optional(),
  tpm: z.boolean().optional(),
  firmwareDatastoreId: proxmoxName.optional(),
  cloudInitInterface: cloudInitInterface.optional(),
});

/** Forms of `HardwareIdentity`. */
export const hardwareIdentityForms = formsOf<HardwareIdentity>()({
  vmName: dnsName.optional(),
  smbiosUuid: uuid.optional(),
  smbiosSerial: smbiosSerial.optional(),
});

function isDrive(text: string): boolean {
  const [, bus = '', number = ''] = /^([a-z]+)(0|[1-9]\d*)$/.exec(text) ?? [];
  return Number(number) <= (LAST_DRIVE[bus] ?? -1);
}
