import type { Architecture } from '../values/architecture';
import type { MachineType } from '../values/machine-type';
import type { BootRoute } from '../values/boot-route';
import type { Platform } from '../values/platform';
import type { VirtualMachineSettings } from './settings';

/** Properties of an image that decide which machines can boot it. */
export interface ImageTraits {
  /** Platform that the image is built for. */
  readonly platform: `${Platform}`;
  /** Processor architecture of the image. */
  readonly architecture: `${Architecture}`;
  /** If the image holds the extension `siderolabs/qemu-guest-agent`. */
  readonly guestAgent: boolean;
  /** Kernel arguments of the image, beside those of Talos. */
  readonly extraKernelArgs: readonly string[];
  /**
   * How the image gets onto the disk of the machine.
   * @default import
   */
  readonly bootRoute?: `${BootRoute}`;
  /**
   * If the image is signed for secure boot.
   * @default false
   */
  readonly secureBoot?: boolean;
}

/** Names of a Proxmox VE host, and what a machine takes from it unless it says otherwise. */
export interface HostTraits {
  /** The Proxmox VE API that the host belongs to. */
  readonly endpointName: string;
  /** Name of the host in Proxmox VE. */
  readonly nodeName: string;
  /** Datastore for the disks of machines. */
  readonly diskDatastoreId: string;
  /** Bridge that machines are attached to. */
  readonly networkBridge: string;
}

/** Network of a machine, as cloud-init gets it. */
export interface CloudInitNetwork {
  /** Network that the address lies in. */
  readonly subnet: string;
  /**
   * Address of the default gateway.
   * @default - no default route
   */
  readonly gateway?: string;
}

/** A virtual machine together with what stands around it: all that its rules look at. Plain data. */
export interface PlacedVirtualMachine extends VirtualMachineSettings {
  /** Name of the machine. */
  readonly hostname: string;
  /** Role of the machine in the cluster. */
  readonly machineType: `${MachineType}`;
  /** The machine's own IP address, without prefix. */
  readonly address: string;
  /**
   * If the address comes from a DHCP server, which has it reserved.
   * @default false
   */
  readonly dhcp?: boolean;
  /** Network of the machine. */
  readonly network: CloudInitNetwork;
  /**
   * DNS servers of the machine.
   * @default - what Talos asks by itself
   */
  readonly dnsServers?: readonly string[];
  /**
   * Network interface that carries the address.
   * @default eth0
   */
  readonly link?: string;
  /** Host that the machine is made on. */
  readonly host: HostTraits;
  /** Image that the machine boots. */
  readonly image: ImageTraits;
}
