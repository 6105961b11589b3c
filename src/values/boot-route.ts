/** How an image gets onto the disk of a virtual machine. */
export enum BootRoute {
  /**
   * The Proxmox VE host downloads a qcow2 file (content type `import`) and the disk is imported from it.
   * An API token is enough.
   */
  IMPORT = 'import',
  /**
   * The Proxmox VE host downloads a compressed raw image (content type `iso`) and the provider copies it onto the disk
   * over SSH.
   */
  FILE = 'file',
  /**
   * The Proxmox VE host downloads the ISO (content type `iso`), which stands in the CD-ROM of the machine; Talos boots from
   * it and installs itself on the system disk. An API token is enough, but the machine fetches the installer image.
   */
  ISO = 'iso',
}
