import { extensionLifetime, knownExtensions } from '../../data/extensions';
import { formatPath } from '../../values/path';
import type { Findings } from '../findings';
import type { NodeFacts } from '../node-facts';
import { placeOfSetting } from '../node-options';
import { presetsOf } from '../presets';
import type { SpecFacts } from '../spec-facts';
import { presetNeedsVersion } from './preset-faults';

/** Checks that the Talos version of each machine has the extensions of its presets; a preset of several is reported once. */
export function checkPresets({ nodes, spec }: SpecFacts, findings: Findings): void {
  const reported = new Set<string>();
  for (const node of nodes) {
    for (const { name, extension, minor } of missingExtensions(node, spec)) {
      const path = placeOfSetting(node, 'presets', name);
      if (reported.has(formatPath(path))) continue;
      reported.add(formatPath(path));
      findings.addFault(path, presetNeedsVersion(extension, minor, extensionLifetime(extension)?.since), 'key');
    }
  }
}

function missingExtensions({ options, talosVersion }: NodeFacts, spec: SpecFacts['spec']) {
  if (talosVersion === undefined) return [];
  const { contract } = talosVersion.value;
  const known = knownExtensions(contract);
  return presetsOf(spec, options).flatMap(({ name, extensions }) =>
    extensions
      .filter((extension) => known?.includes(extension) === false)
      .map((extension) => ({ name, extension, minor: contract.tag })),
  );
}
