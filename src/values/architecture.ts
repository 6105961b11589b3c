/** Processor architecture of an image, as Image Factory spells it. */
export enum Architecture {
  /** 64-bit x86; the only one of virtual machines here. */
  AMD64 = 'amd64',
  /** 64-bit ARM, such as single-board computers. */
  ARM64 = 'arm64',
}
