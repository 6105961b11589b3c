/** For more devices than a machine has numbers for. */
export function writeFewerDevices(limit: number): string {
  return `write ${limit} at most, as Proxmox VE numbers them from 0 to ${limit - 1}`;
}
