import { restrictedSettings } from '../../machine-config/node-restriction';
import type { SpecFacts } from '../spec-facts';
import type { Findings } from '../findings';
import type { NodeFacts } from '../node-facts';
import { joinMaps, placeOfSetting } from '../node-options';
import { formatPath } from '../../values/path';

type Settings = Readonly<Record<string, string | number | boolean | undefined>>;

/** Checks that each kubelet may set what its machine asks it to set on its own node; a setting of several is reported once. */
export function checkNodeRestriction({ nodes, spec }: SpecFacts, findings: Findings): void {
  const reported = new Set<string>();
  for (const node of nodes) {
    for (const restricted of restrictedOn(node, spec.machine)) {
      const path = placeOfSetting(node, restricted.setting, restricted.key);
      if (reported.has(formatPath(path))) continue;
      reported.add(formatPath(path));
      findings.addFault(path, restricted.message, 'key');
    }
  }
}

function restrictedOn({ name, machineType, options }: NodeFacts, machine: SpecFacts['spec']['machine'] = {}) {
  if (machineType === undefined) return [];
  return restrictedSettings({
    hostname: name,
    machineType,
    nodeLabels: known(joinMaps<Settings>(machine.nodeLabels, options.nodeLabels)),
    nodeTaints: known(options.nodeTaints),
    kubeletExtraArgs: known(joinMaps<Settings>(machine.kubeletExtraArgs, options.kubeletExtraArgs)),
  });
}

/** The entries of a setting that have the right form, as text. */
function known(settings: Settings = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );
}
