/** Processor architecture of an image, as Image Factory spells it. */
export enum Architecture {
  AMD64 = 'amd64',
  ARM64 = 'arm64',
}
