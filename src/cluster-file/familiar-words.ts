import {
  backendInstead,
  cniByManifests,
  pciByMapping,
  schematicByContent,
  unsupportedWord,
  upgradeByHand,
  usbByMapping,
} from './unknown-key-faults';
import type { Path } from '../values/path';

/** Words for something that this library does not do, where they are written, and what to use instead. */
const UNSUPPORTED: readonly (readonly [place: RegExp, words: RegExp, instead: string])[] = [
  [/^kubernetes\.cni$/, /^(?:antrea|calico|canal|kube-ovn|kube-router|weave)$/i, cniByManifests()],
  [/^state\.backend$/, /^(?:azurerm|cloud|consul|cos|gcs|gitlab|kubernetes|oss|pg|remote)$/i, backendInstead()],
  [/^lifecycle$/, /^(?:in-place|inPlace|external)$/, upgradeByHand()],
  [/\.pciDevices\.\d+$/, /./, pciByMapping()],
  [/\.usbDevices\.\d+$/, /./, usbByMapping()],
  [/\.schematic$/, /^[0-9a-f]{64}$/, schematicByContent()],
];

/** Advice on a text that names something this library does not do; nothing for any other value. */
export function familiarWord(path: Path, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const place = path.join('.');
  const found = UNSUPPORTED.find(([at, words]) => at.test(place) && words.test(value));
  return found && unsupportedWord(value, found[2]);
}
