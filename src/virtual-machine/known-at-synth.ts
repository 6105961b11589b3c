import { addressingKnownAtSynth, vlansKnownAtSynth } from '../network/known-at-synth';
import type { Path } from '../values/path';

/**
 * Settings whose values decide at synth how the resource is made, so that OpenTofu can't bring them later, and with them
 * all that is around them; `*` stands for any key. All others may be values that only OpenTofu knows.
 */
export const KNOWN_AT_SYNTH: readonly Path[] = [
  ['hostname'],
  ['machineType'],
  // one word stands for whatever interface there is
  ['link'],
  // the prefix of the address and the family of the gateway come from it
  ['network', 'subnet'],
  ['host', 'endpointName'],
  ['host', 'nodeName'],
  ['image', 'platform'],
  ['image', 'architecture'],
  ['image', 'guestAgent'],
  ['image', 'bootRoute'],
  ['image', 'secureBoot'],
  ['bios'],
  ['scsiHardware'],
  ['guestAgent'],
  ['holdsEphemeral'],
  ['onHostChange'],
  ['protection'],
  ['roleTag'],
  // Proxmox VE keeps tags in lower case and sorted
  ['tags', '*'],
  ['osDisk', 'bus'],
  ['osDisk', 'discard'],
  ['osDisk', 'speed'],
  ['disks', '*', 'bus'],
  ['disks', '*', 'discard'],
  ['disks', '*', 'speed'],
  // disks stand in the order of their slots, and with the bus the slot names the interface
  ['disks', '*', 'slot'],
  // a serial number and a mount path stand in the Talos configuration as part of longer texts
  ['disks', '*', 'serial'],
  ['disks', '*', 'mountPath'],
  // another machine is made or not, and a volume is taken apart
  ['disks', '*', 'diskVm', 'protection'],
  ['disks', '*', 'existingVolume'],
  // Talos has them as parts of longer texts, or they decide about which documents there are
  ['dhcp'],
  ['primaryNetworkDevice', 'trunks', '*'],
  ['primaryNetworkDevice', 'mtu'],
  ...vlansKnownAtSynth(['primaryNetworkDevice']),
  ['networkDevices', '*', 'slot'],
  ['networkDevices', '*', 'macAddress'],
  ['networkDevices', '*', 'trunks', '*'],
  ['networkDevices', '*', 'mtu'],
  ['networkDevices', '*', 'gateway'],
  ...addressingKnownAtSynth(['networkDevices', '*']),
  ...vlansKnownAtSynth(['networkDevices', '*']),
  ['startup'],
  ['pciDevices', '*'],
  ['usbDevices', '*'],
  // Talos has what it is mounted by as part of a longer text
  ['virtiofs', '*'],
  ...['mapping', 'readOnly', 'secure', 'disableAccessTime'].map((setting) => ['virtiofs', '*', setting]),
  ['qemuMachine'],
  ['numa'],
  ['cpuFlags', '*'],
  ['vga'],
  ['serialConsole'],
  ['watchdog', 'action'],
  // it stands in the Talos configuration as part of a longer text
  ['watchdog', 'timeoutSeconds'],
  ['tpm'],
  ['cloudInitInterface'],
];
