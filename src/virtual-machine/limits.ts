/**
 * Processor cores of a virtual machine at most, as the provider validates it.
 * @see https://registry.terraform.io/providers/bpg/proxmox/latest/docs/resources/virtual_environment_vm
 */
export const MAX_CPU_CORES = 2304;

/** PCI devices of a virtual machine at most: `hostpci0` to `hostpci15`. */
export const MAX_PCI_DEVICES = 16;
