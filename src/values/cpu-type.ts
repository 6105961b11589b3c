/**
 * Processors that QEMU offers and that lack x86-64-v2, without which Talos does not start.
 *
 * @see https://docs.siderolabs.com/talos/latest/platform-specific-installations/virtualized-platforms/proxmox
 */
const BELOW_X86_64_V2: ReadonlySet<string> = new Set([
  '486',
  'athlon',
  'Conroe',
  'core2duo',
  'coreduo',
  'kvm32',
  'kvm64',
  'Opteron_G1',
  'Opteron_G2',
  'Opteron_G3',
  'Penryn',
  'pentium',
  'pentium2',
  'pentium3',
  'phenom',
  'qemu32',
  'qemu64',
]);

/** True if Talos starts on a processor of this type; a custom type is trusted. */
export function startsTalos(cpuType: string): boolean {
  return !BELOW_X86_64_V2.has(cpuType);
}
