/**
 * Platform that a Talos image is built for. It decides how a machine finds its first network settings.
 *
 * @see https://www.talos.dev/latest/talos-guides/install/cloud-platforms/nocloud/
 */
export enum Platform {
  /** Virtual machines with a cloud-init drive; the first network interface is called `eth0`. */
  NOCLOUD = 'nocloud',
  /** Physical machines; the first boot uses DHCP. */
  METAL = 'metal',
}
