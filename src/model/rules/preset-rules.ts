import { extensionLifetime, knownExtensions } from '../../data/extensions';
import { formatPath, type Path, valueAt } from '../../values/path';
import type { Findings } from '../findings';
import type { NodeFacts } from '../node-facts';
import { type NodeOptions, placeOfSetting } from '../node-options';
import { machineTalosOptions, presetsOf } from '../presets';
import type { SpecFacts } from '../spec-facts';
import { longhornNeedsOff, presetNeedsVersion } from './preset-faults';

/** Safeguards that Longhorn does not survive. */
const AGAINST_LONGHORN: readonly (readonly [keyof NodeOptions, ...string[]])[] = [
  ['safeguards', 'workloadIsolation'],
  ['storage', 'systemVolumes', 'EPHEMERAL', 'secure'],
];

/**
 * Checks that the Talos version of each machine has the extensions of its presets, and that nothing beside a preset keeps
 * it from working. What several machines have from one place is reported once.
 */
export function checkPresets({ nodes, spec }: SpecFacts, findings: Findings): void {
  const reported = new Set<string>();
  const add = (path: Path, message: string, part?: 'key'): void => {
    if (reported.has(formatPath(path))) return;
    reported.add(formatPath(path));
    findings.addFault(path, message, part);
  };
  for (const node of nodes) {
    for (const { name, extension, minor } of missingExtensions(node, spec)) {
      const message = presetNeedsVersion(extension, minor, extensionLifetime(extension)?.since);
      add(placeOfSetting(node, 'presets', name), message, 'key');
    }
    for (const [setting, ...below] of safeguardsOn(node, spec)) {
      add(placeOfSetting(node, setting, ...below), longhornNeedsOff(`${below.at(-1)}: true`));
    }
  }
}

function safeguardsOn({ options }: NodeFacts, spec: SpecFacts['spec']): typeof AGAINST_LONGHORN {
  if (!presetsOf(spec, options).some(({ name }) => name === 'longhorn')) return [];
  const settings = machineTalosOptions(spec, options);
  return AGAINST_LONGHORN.filter((path) => valueAt(settings, path) === true);
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
