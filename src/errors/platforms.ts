import { quoteValue } from './spec';

/** Refusal of an image that a virtual machine does not find its address with. */
export function platformNotForVirtualMachines(got: string): string {
  return `got ${quoteValue(got)}, but a virtual machine finds its address with "nocloud" only; write that, or leave platform out`;
}
