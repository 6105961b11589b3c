import { quoteValue } from '../../errors/spec';

/** A file system that the image of a machine does not have. */
export function filesystemMissing(hostname: string, filesystem: string, extension: string): string {
  return `no image of ${hostname} has ${filesystem}; write ${quoteValue(extension)} under extensions of its schematic, or another file system`;
}
