import { formatPath } from '../../values/path';
import type { Findings } from '../findings';
import type { NodeFacts } from '../node-facts';
import { placeOfSetting } from '../node-options';
import type { SpecFacts } from '../spec-facts';
import { filesystemMissing } from './filesystem-faults';

/** Extension that brings a file system, where the kernel of Talos does not have it. */
const EXTENSIONS: Readonly<Record<string, string>> = { btrfs: 'siderolabs/btrfs' };

/** First contract whose volumes may have them. */
const OTHERS_SINCE = 'v1.14';

/** Checks that images have the file systems of volumes. */
export function checkFilesystems(facts: SpecFacts, findings: Findings): void {
  if (facts.contract?.isAtLeast(OTHERS_SINCE) !== true) return;
  const reported = new Set<string>();
  for (const node of facts.nodes) {
    for (const [volume, filesystem] of Object.entries(filesystemsOf(facts, node))) {
      const extension = EXTENSIONS[filesystem];
      if (extension === undefined || node.schematic?.value.hasExtension(extension) !== false) continue;
      const path = placeOfSetting(node, 'storage', 'userVolumes', volume, 'filesystem');
      if (reported.has(formatPath(path))) continue;
      reported.add(formatPath(path));
      findings.addFault(path, filesystemMissing(node.name, filesystem, extension));
    }
  }
}

function filesystemsOf({ spec }: SpecFacts, { options }: NodeFacts): Readonly<Record<string, string>> {
  const volumes = [spec.machine, options].flatMap((each) => Object.entries(each?.storage?.userVolumes ?? {}));
  return Object.fromEntries(
    volumes.flatMap(([name, volume]) => (volume?.filesystem === undefined ? [] : [[name, volume.filesystem]])),
  );
}
