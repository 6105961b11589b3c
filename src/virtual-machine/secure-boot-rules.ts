import type { SettingRule } from '../values/setting-rule';
import { DEFAULT_QEMU_MACHINE, isQ35 } from './hardware';
import { secureBootNeedsOvmf, secureBootNeedsQ35 } from './hardware-faults';
import type { PlacedVirtualMachine } from './placed';

/** Conditions of a machine that boots signed images only. */
export const SECURE_BOOT_RULES: readonly SettingRule<PlacedVirtualMachine>[] = [
  {
    at: () => ['bios'],
    condition: ({ settings: { bios, image } }) => image?.secureBoot !== true || bios !== 'seabios',
    message: ({ settings: { bios = '' } }) => secureBootNeedsOvmf(bios),
  },
  {
    at: () => ['qemuMachine'],
    // the firmware that checks signatures needs the system management mode of a q35
    condition: ({ settings: { qemuMachine = DEFAULT_QEMU_MACHINE, image }, isUncertain }) =>
      image?.secureBoot !== true || isUncertain('qemuMachine') || isQ35(qemuMachine),
    message: ({ settings: { qemuMachine = '' } }) => secureBootNeedsQ35(qemuMachine),
  },
];
