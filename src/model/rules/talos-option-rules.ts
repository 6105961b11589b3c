import { PHYSICAL_LINK } from '../../machine-config/documents/link-name';
import type { JudgedMachine } from '../../machine-config/judged-machine';
import { MACHINE_RULES } from '../../machine-config/machine-rules';
import type { CardNames } from '../../values/deterministic-mac';
import { withoutSlash } from '../../virtual-machine/resolved';
import { type CardInterfaces, cardInterfaces } from '../../virtual-machine/network-devices';
import type { Draft } from '../../values/draft';
import { formatPath, type Path } from '../../values/path';
import { brokenSettings } from '../../values/setting-rule';
import type { Findings } from '../findings';
import { keySourcesOf } from '../machine';
import type { NodeFacts } from '../node-facts';
import { placeOfSetting, type NodeOptions } from '../node-options';
import { machineTalosOptions } from '../presets';
import type { SpecFacts } from '../spec-facts';

/** Checks the settings of Talos of each machine; what several have from one place is reported once. */
export function checkTalosOptions(facts: SpecFacts, findings: Findings): void {
  const reported = new Set<string>();
  for (const node of facts.nodes) {
    const isUncertain = (...at: Path): boolean => facts.isUncertain(...placeOf(node, at));
    const found = brokenSettings(MACHINE_RULES, { settings: judged(facts, node), isUncertain })
      .map((each) => ({ ...each, path: placeOf(node, each.path) }))
      .filter(({ path }) => !reported.has(formatPath(path)));
    findings.add(found);
    for (const { path } of found) reported.add(formatPath(path));
  }
}

/** Settings of the hardware that keys of volumes depend on. */
const OF_KEYS = ['host', 'tpm', 'smbiosUuid', 'disks', 'dhcp'];

function judged(facts: SpecFacts, node: NodeFacts): Draft<JudgedMachine> {
  const { spec, contract, subnet, isUncertain } = facts;
  const { name, kind, machineType, options } = node;
  return {
    ...machineTalosOptions(spec, options),
    hostname: name,
    machineType,
    contract: contract?.tag,
    subnet: subnet === undefined ? undefined : String(subnet),
    dhcp: options.dhcp,
    volumes: kind === 'physical' ? undefined : volumesOf(options),
    link: options.link ?? spec.network?.link ?? (kind === 'physical' ? PHYSICAL_LINK : undefined),
    gateway: spec.network?.gateway,
    isMade: kind !== 'physical',
    keySources:
      isUncertain('talos') || OF_KEYS.some((key) => node.places.some((place) => isUncertain(...place, key)))
        ? undefined
        : keySourcesOf(node, spec),
    dataDisks: kind === 'physical' ? undefined : dataDisksOf(options),
    shares: kind === 'physical' ? undefined : Object.keys(options.virtiofs ?? {}),
    interfaces: kind === 'physical' ? undefined : interfacesOf(options, { cluster: spec.name ?? '', hostname: name }),
  };
}

/** Disks without a place in the machine have no volume. */
function dataDisksOf({ disks = {} }: NodeOptions): readonly string[] {
  return Object.entries(disks).flatMap(([name, disk]) => (disk?.mountPath === undefined ? [] : [name]));
}

/** Those whose places are known. */
function volumesOf({ disks = {} }: NodeOptions): Draft<JudgedMachine>['volumes'] {
  return Object.entries(disks).flatMap(([name, disk]) =>
    disk?.mountPath === undefined ? [] : [{ name, mountPath: withoutSlash(disk.mountPath) }],
  );
}

/** A card without a slot has a fault of its own. */
function interfacesOf(options: NodeOptions, names: CardNames): CardInterfaces | undefined {
  return cardInterfaces(options as Parameters<typeof cardInterfaces>[0], names);
}

function placeOf(node: NodeFacts, [setting = '', ...below]: Path): Path {
  return placeOfSetting(node, setting as keyof NodeOptions, ...below);
}
