export * from './bare-metal-node';
export * from './boot-media';
export * from './proxmox-disk';
export * from './proxmox-host';
export * from './proxmox-node';
export * from './talos-image';
export * from './talos-node';
