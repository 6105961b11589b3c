/** Smallest largest packet that IPv4 knows, in bytes. */
export const MIN_MTU = 576;

/** Largest packet that Proxmox VE gives a network card, in bytes. */
export const MAX_MTU = 65_520;
