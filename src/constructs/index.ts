export * from './bare-metal-node';
export * from './boot-media';
export type * from './proxmox-disk';
export * from './proxmox-host';
export * from './proxmox-node';
export type * from './proxmox-node-props';
export * from './talos-image';
export type * from './talos-image-props';
export type * from './talos-node';
