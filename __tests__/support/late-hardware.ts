import type { InstallDiskSelector } from '../../src/values/install-disk-settings';

const SPEED = {
  readMiBPerSecond: 100,
  readBurstMiBPerSecond: 200,
  writeMiBPerSecond: 100,
  writeBurstMiBPerSecond: 200,
  readIops: 100,
  readBurstIops: 200,
  writeIops: 100,
  writeBurstIops: 200,
};
/** Every option of a disk. */
export const DISK = {
  cache: 'none',
  discard: true,
  ssd: true,
  ioThread: false,
  backup: true,
  replicate: true,
  aio: 'native',
  queues: 4,
  speed: SPEED,
};

/** A directory of a host. */
export const DIRECTORY = { host: 'pve1', path: '/tank/media' };

/** Directories of the host with every option. */
export const SHARES = {
  films: {
    mapping: 'media',
    cache: 'never',
    directIo: true,
    exposeAcl: true,
    exposeXattr: true,
    readOnly: true,
    secure: true,
    disableAccessTime: true,
  },
};

/** Data disks with every option. */
export const DISKS = {
  data: {
    slot: 1,
    sizeGiB: 10,
    bus: 'scsi',
    datastoreId: 'tank',
    serial: 'data',
    mountPath: '/var/mnt/data',
    diskVm: { vmId: 900, vmName: 'keeper', protection: false },
    ...DISK,
  },
};

/** A data disk that is there already. */
export const VOLUMES = { data: { slot: 1, sizeGiB: 10, existingVolume: 'tank:vm-901-disk-0' } };

/** Every setting of the hardware of a machine. */
export const HARDWARE = {
  vmName: 'k8s-1',
  smbiosUuid: '6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55',
  smbiosSerial: 'rack-1',
  qemuMachine: 'q35',
  cpuSockets: 1,
  cpuFlags: ['+aes'],
  cpuLimit: 2,
  cpuUnits: 100,
  numa: false,
  memoryMinimumMiB: 2048,
  vga: { type: 'std', memoryMiB: 16 },
  serialConsole: true,
  watchdog: { timeoutSeconds: 60, action: 'reset' },
  tpm: true,
  firmwareDatastoreId: 'tank',
  cloudInitInterface: 'ide2',
};

/** A PCI device of a host. */
export const DEVICE = { host: 'pve1', path: '0000:00:02.0', id: '8086:4680', subsystemId: '8086:0001', iommuGroup: 1 };

/** A USB device of a host. */
export const USB = { host: 'pve1', id: '1a86:55d4', path: '1-4' };

/** A host, but for its provider. */
export const HOST_OF = {
  endpointName: 'main',
  nodeName: 'pve1',
  imageHost: 'pve1',
  imageDatastoreId: 'local',
  diskDatastoreId: 'tank',
};

/** A disk to install on, with all that may be known of it. */
export const INSTALL_DISK: InstallDiskSelector = {
  type: 'nvme',
  size: '> 1TB',
  model: 'a',
  serial: 'b',
  wwid: 'c',
  uuid: 'd',
  modalias: 'e',
  busPath: 'f',
};
