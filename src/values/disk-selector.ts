/** Ways to say "not the system disk" in the condition of a disk selector. */
const NOT_SYSTEM_DISK = /!\s*system_disk\b|\bsystem_disk\s*==\s*false\b|\bsystem_disk\s*!=\s*true\b/g;

/** The ways in which a selector names the serial number of a disk. */
const SERIAL = /\bdisk\.serial\s*==\s*["']([^"']+)["']/g;

/** If the condition of a disk selector asks for the system disk. */
export function selectsSystemDisk(selector: string): boolean {
  return /\bsystem_disk\b/.test(selector.replace(NOT_SYSTEM_DISK, ''));
}

/**
 * If a disk selector may mean one of some disks: it names one of them, or no disk at all.
 *
 * @param selector nothing for the system disk
 * @param serials serial numbers of the disks
 */
export function maySelect(selector: string | undefined, serials: readonly string[]): boolean {
  if (serials.length === 0 || selector === undefined || selectsSystemDisk(selector)) return false;
  const named = [...selector.matchAll(SERIAL)].map(([, serial = '']) => serial);
  return named.length === 0 || named.some((serial) => serials.includes(serial));
}
