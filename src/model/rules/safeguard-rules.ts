import { readPatch } from '../../machine-config/patches/patch-text';
import { type Fields, isFields } from '../../machine-config/fields';
import { KUBERNETES_DOCUMENTS } from '../../machine-config/contract-rules';
import { formatPath } from '../../values/path';
import type { ConfigPatches } from '../config-patches';
import type { Findings } from '../findings';
import type { NodeFacts } from '../node-facts';
import { placeOfSetting } from '../node-options';
import { machineTalosOptions, presetsOf } from '../presets';
import type { SpecFacts } from '../spec-facts';
import { executablesUndecided, isolationUndecided } from './safeguard-faults';

/** Extension with which pods reach iSCSI of the machine. */
const ISCSI = 'siderolabs/iscsi-tools';

/** The other one that Longhorn asks for. */
const UTIL_LINUX = 'siderolabs/util-linux-tools';

/** Decisions about the safeguards of new clusters, as settings or patches have them. */
interface Decisions {
  readonly isolation: boolean;
  readonly executables: boolean;
}

/**
 * Checks that what Talos generates since contract v1.14 and storage such as Longhorn does not survive is decided on: a
 * cluster whose contract is raised would lose its volumes with the next restart.
 */
export function checkSafeguards(facts: SpecFacts, patches: ConfigPatches, findings: Findings): void {
  const { contract } = facts;
  if (contract?.isAtLeast(KUBERNETES_DOCUMENTS) !== true || patches.isIncomplete) return;
  const reported = new Set<string>();
  for (const node of facts.nodes) {
    const { schematic } = node;
    const extensions = schematic?.value.content.extensions ?? [];
    const index = extensions.indexOf(ISCSI);
    if (schematic === undefined || index === -1 || isUncertain(facts, node)) continue;
    const { isolation, executables } = decisionsOf(facts, node, patches);
    const messages = [
      ...(isolation ? [] : [isolationUndecided(contract.tag)]),
      ...(executables || !extensions.includes(UTIL_LINUX) ? [] : [executablesUndecided(contract.tag)]),
    ];
    const preset = presetsOf(facts.spec, node.options).find((each) => each.extensions.includes(ISCSI));
    const path = preset ? placeOfSetting(node, 'presets', preset.name) : [...schematic.path, 'extensions', index];
    for (const message of messages.filter((each) => !reported.has(`${formatPath(path)} ${each}`))) {
      reported.add(`${formatPath(path)} ${message}`);
      findings.addFault(path, message);
    }
  }
}

function decisionsOf({ spec }: SpecFacts, node: NodeFacts, patches: ConfigPatches): Decisions {
  const { safeguards, storage } = machineTalosOptions(spec, node.options);
  const documents = patches.of(node).flatMap((patch) => readPatch(patch).documents.map(({ content }) => content));
  return {
    isolation:
      safeguards?.workloadIsolation !== undefined ||
      documents.some(
        ({ kind, workloadIsolation }) => kind === 'SecurityProfileConfig' && workloadIsolation !== undefined,
      ),
    executables: storage?.systemVolumes?.EPHEMERAL?.secure !== undefined || documents.some(decidesExecutables),
  };
}

function decidesExecutables({ kind, name, mount }: Fields): boolean {
  return kind === 'VolumeConfig' && name === 'EPHEMERAL' && isFields(mount) && mount.secure !== undefined;
}

function isUncertain(facts: SpecFacts, { places }: NodeFacts): boolean {
  return [['machine'], ...places].some(
    (place) => facts.isUncertain(...place, 'safeguards') || facts.isUncertain(...place, 'storage'),
  );
}
