import { type FirstNetwork, ipArgument, isIpArgument } from '../values/gateway';
import { Schematic } from '../values/schematic/schematic';
import type { Written } from './versions';

/** A schematic of the machine's own, whose kernel argument gives the route; one that has such an argument stays. */
export function withIpArgument({ value, path }: Written<Schematic>, network: FirstNetwork): Written<Schematic> {
  const { extraKernelArgs = [] } = value.content;
  if (extraKernelArgs.some(isIpArgument)) return { value, path };
  const content = { ...value.content, extraKernelArgs: [...extraKernelArgs, ipArgument(network)] };
  return { value: Schematic.of(content), path };
}
