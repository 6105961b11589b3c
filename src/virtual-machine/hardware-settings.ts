/** Hardware of a virtual machine that several may have alike, beside cores, memory and disks. */
export interface HardwareOptions {
  /**
   * Machine that QEMU emulates: `q35`, or `pc`, which is i440fx; the newest one of the host, or one version of it, such as
   * `pc-q35-10.0+pve1`. `q35,viommu=intel` and `q35,viommu=virtio` add an IOMMU.
   * @default q35
   */
  readonly qemuMachine?: string;
  /**
   * Number of processor sockets; each has `cpuCores` cores.
   * @default 1
   */
  readonly cpuSockets?: number;
  /**
   * Flags of the processor that are switched on or off, such as `+aes` and `-pcid`; Proxmox VE takes some of them only.
   * @default - those of the processor type
   */
  readonly cpuFlags?: readonly string[];
  /**
   * Time of processors that the machine gets at most: 1.5 is that of one and a half.
   * @default - no limit
   */
  readonly cpuLimit?: number;
  /**
   * Share of processor time beside other machines of the host. Written once it stays; 100 is what Proxmox VE gives.
   * @default - that of Proxmox VE
   */
  readonly cpuUnits?: number;
  /**
   * Present one NUMA node for each socket.
   * @default false
   */
  readonly numa?: boolean;
  /**
   * Memory that the machine keeps when its host runs short and the balloon takes the rest. Talos was not made for memory
   * that goes away: the kubelet counts with all of `memoryMiB`.
   * @default - none is ever taken
   */
  readonly memoryMinimumMiB?: number;
  /**
   * Graphics card of the console in Proxmox VE. Written once it stays; `std` is what Proxmox VE has.
   * @default - that of Proxmox VE
   */
  readonly vga?: VgaOptions;
  /**
   * A serial port, on which Talos writes its log: `qm terminal <id>` shows it.
   * @default true
   */
  readonly serialConsole?: boolean;
  /**
   * Watchdog that acts on a machine which hangs; Talos keeps it quiet. Both ends are made: the device and the document
   * `WatchdogTimerConfig`.
   * @default - none
   */
  readonly watchdog?: WatchdogOptions;
  /**
   * A TPM of version 2.0. Keys in it are lost with the machine: disks that they encrypt do not outlive a replacement.
   * @default false
   */
  readonly tpm?: boolean;
  /**
   * Datastore of the variables of UEFI and of the contents of the TPM.
   * @default - that of the system disk
   */
  readonly firmwareDatastoreId?: string;
  /**
   * Drive of the cloud-init data, such as `scsi30`, where no disk is. Written once it stays; `ide2` is what the provider
   * takes.
   * @default ide2
   */
  readonly cloudInitInterface?: string;
}

/** Names of a virtual machine in the world of hardware, which it has alone. */
export interface HardwareIdentity {
  /**
   * Name of the machine in Proxmox VE.
   * @default - that in Talos
   */
  readonly vmName?: string;
  /**
   * UUID of the machine, which keys of the kind `nodeID` are made of: with one of its own a machine that is replaced reads
   * the disks that it encrypted. It counts from the next start on. Taken away later, no other takes its place.
   * @default - made by Proxmox VE
   */
  readonly smbiosUuid?: string;
  /**
   * Serial number of the machine. Needs `smbiosUuid`, as Proxmox VE makes none beside it.
   * @default - none
   */
  readonly smbiosSerial?: string;
}

/** Graphics card of a virtual machine. */
export interface VgaOptions {
  /** Kind of card: `serial0` shows the serial port in place of a screen, and `none` nothing. */
  readonly type: 'std' | 'virtio' | 'virtio-gl' | 'qxl' | 'vmware' | 'cirrus' | 'serial0' | 'none';
  /**
   * Memory of the card.
   * @default 16
   */
  readonly memoryMiB?: number;
}

/** Watchdog of a virtual machine. */
export interface WatchdogOptions {
  /**
   * Time without a sign of life after which it acts.
   * @default 60
   */
  readonly timeoutSeconds?: number;
  /**
   * Its action: `reset`, `shutdown` and `poweroff` the machine, `pause` it, or `debug`, which only tells the log.
   * @default reset
   */
  readonly action?: 'reset' | 'shutdown' | 'poweroff' | 'pause' | 'debug';
}
