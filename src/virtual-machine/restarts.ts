/**
 * Effect of a changed attribute on a machine that runs: `never` restarts it, `always` needs it off and on again, and the
 * others do so unless the machine has that hotplug feature.
 */
export type Restart = 'never' | 'always' | 'without-cpu-hotplug' | 'without-memory-hotplug' | 'without-disk-hotplug';

/** Hotplug features of a machine that names none, as Proxmox VE has them. */
export const DEFAULT_HOTPLUG = 'network,disk,usb';

/**
 * Attributes of `proxmox_virtual_environment_vm` by the effect of their change. Attributes of blocks that stand once have
 * their block before them. One that is not listed restarts the machine.
 *
 * @see https://pve.proxmox.com/wiki/Hotplug_(qemu_disk,nic,cpu,memory)
 */
export const RESTARTS: Readonly<Record<string, Restart>> = {
  agent: 'always',
  bios: 'always',
  boot_order: 'always',
  cdrom: 'never',
  cpu: 'always',
  'cpu.hotplugged': 'without-cpu-hotplug',
  delete_unreferenced_disks_on_destroy: 'never',
  description: 'never',
  efi_disk: 'always',
  hook_script_file_id: 'never',
  hostpci: 'always',
  hotplug: 'never',
  initialization: 'always',
  machine: 'always',
  memory: 'always',
  'memory.dedicated': 'without-memory-hotplug',
  'memory.floating': 'without-memory-hotplug',
  'memory.shared': 'without-memory-hotplug',
  migrate: 'never',
  name: 'never',
  network_device: 'never',
  node_name: 'never',
  on_boot: 'never',
  operating_system: 'always',
  pool_id: 'never',
  protection: 'never',
  purge_on_destroy: 'never',
  reboot: 'never',
  reboot_after_update: 'never',
  scsi_hardware: 'always',
  serial_device: 'always',
  smbios: 'never',
  started: 'never',
  startup: 'never',
  stop_on_destroy: 'never',
  tags: 'never',
  tpm_state: 'always',
  usb: 'always',
  vga: 'always',
  virtiofs: 'always',
  vm_id: 'always',
  watchdog: 'always',
};

/** Attributes of a disk by the effect of their change; one that is not listed restarts nothing. */
const DISK_RESTARTS: Readonly<Record<string, Restart>> = {
  aio: 'always',
  datastore_id: 'always',
  queues: 'always',
  size: 'without-disk-hotplug',
};

/**
 * Effect of a changed attribute of the virtual machine.
 *
 * @param attribute its name in the provider's schema, such as `memory.dedicated`
 */
export function restartBy(attribute: string): Restart {
  const [block = ''] = attribute.split('.');
  return RESTARTS[attribute] ?? RESTARTS[block] ?? 'always';
}

/** Effect of a changed attribute of one of its disks. */
export function diskRestartBy(attribute: string): Restart {
  return DISK_RESTARTS[attribute] ?? 'never';
}
