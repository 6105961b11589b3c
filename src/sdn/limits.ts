/** The largest VLAN. */
export const LARGEST_VLAN = 4094;

/** The largest VXLAN id that Proxmox VE takes. */
export const LARGEST_VXLAN = 16_777_215;

/** The smallest packet that every host has to take. */
export const SMALLEST_MTU = 576;

/** The largest packet of a Linux bridge. */
export const LARGEST_MTU = 65_520;
