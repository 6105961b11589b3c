import {
  contractAboveImage,
  emptyUpdate,
  kubernetesUnsupported,
  kubernetesUnsupportedAllowed,
  unknownTalosVersion,
  updateEqualsCurrent,
  updateDowngrades,
  updateSkipsMinors,
  updateWithoutMachine,
  workerAheadOfControlPlanes,
} from './version-faults';
import { type KubernetesRange, supportedKubernetes, writableContracts } from '../../data/support';
import { CONTRACT_RULES } from '../../machine-config/rules';
import type { KubernetesVersion } from '../../values/kubernetes-version';
import { MachineType } from '../../values/machine-type';
import { TalosContract } from '../../values/talos-contract';
import type { TalosVersion } from '../../values/talos-version';
import { lacksMachines, type SpecFacts } from '../spec-facts';
import { distinct } from '../distinct';
import type { Findings, SpecRule } from '../findings';
import type { NodeFacts } from '../node-facts';
import type { MachineVersions, Written } from '../versions';

/** An image in use, and the contract if it can be written at all. */
interface VersionFacts {
  readonly version: Written<TalosVersion>;
  readonly contract: TalosContract | undefined;
}

const VERSION_RULES: readonly SpecRule<VersionFacts>[] = [
  {
    path: () => ['talos', 'contract'],
    condition: ({ version, contract }) => contract === undefined || contract.compare(version.value.contract) <= 0,
    message: ({ version, contract }) =>
      contractAboveImage(contract?.tag ?? '', version.value.tag, version.value.contract.tag),
  },
  {
    path: ({ version }) => version.path,
    severity: 'warning',
    condition: ({ version }) => supportedKubernetes(version.value.contract) !== undefined || isOld(version.value),
    message: ({ version }) => unknownTalosVersion(version.value.tag),
  },
];

/** A Talos and a Kubernetes version on one machine. */
interface PairFacts {
  readonly talos: TalosVersion;
  readonly kubernetes: Written<KubernetesVersion>;
  readonly range: KubernetesRange | undefined;
  readonly allowUnsupported: boolean;
}

const PAIR_RULES: readonly SpecRule<PairFacts>[] = [
  {
    path: ({ kubernetes }) => kubernetes.path,
    condition: (pair) => pair.allowUnsupported || isSupported(pair),
    message: ({ talos, kubernetes, range }) =>
      kubernetesUnsupported(kubernetes.value.tag, talos.tag, range?.min ?? '', range?.max ?? ''),
  },
  {
    path: ({ kubernetes }) => kubernetes.path,
    severity: 'advice',
    condition: (pair) => !pair.allowUnsupported || isSupported(pair),
    message: ({ talos, kubernetes, range }) =>
      kubernetesUnsupportedAllowed(kubernetes.value.tag, talos.tag, range?.min ?? '', range?.max ?? ''),
  },
];

const UPDATE_RULES: readonly SpecRule<SpecFacts>[] = [
  {
    path: () => ['talos', 'update'],
    condition: ({ spec: { talos }, isUncertain }) =>
      talos?.update === undefined ||
      talos.update.version !== undefined ||
      talos.update.schematic !== undefined ||
      isUncertain('talos', 'update'),
    message: emptyUpdate,
  },
  {
    path: () => ['talos', 'update'],
    condition: ({ spec: { talos }, versions: { current, update } }) =>
      talos?.update === undefined || Object.keys(talos.update).length === 0 || !isSameImage(current, update),
    message: ({ versions }) =>
      updateEqualsCurrent('talos.version and talos.schematic', versions.current.talosVersion?.value.tag ?? ''),
  },
  {
    path: () => ['kubernetes', 'update'],
    condition: ({ spec: { kubernetes }, versions: { current, update } }) =>
      kubernetes?.update === undefined ||
      current.kubernetesVersion === undefined ||
      update.kubernetesVersion?.value.compare(current.kubernetesVersion.value) !== 0,
    message: ({ versions }) =>
      updateEqualsCurrent('kubernetes.version', versions.current.kubernetesVersion?.value.tag ?? ''),
  },
  ...(['talos', 'kubernetes'] as const).map((section): SpecRule<SpecFacts> => ({
    path: () => [section, 'update'],
    severity: 'advice',
    condition: ({ spec, nodes }) => spec[section]?.update === undefined || nodes.some(({ isUpdating }) => isUpdating),
    message: updateWithoutMachine,
  })),
];

/** A version, and the one that an update brings. */
interface Step<Version> {
  readonly current: Version;
  readonly update: Version;
}

const TALOS_STEP_RULES: readonly SpecRule<Step<TalosVersion>>[] = [
  {
    path: () => ['talos', 'update', 'version'],
    condition: ({ current, update }) => update.compare(current) >= 0,
    message: ({ current, update }) => updateDowngrades(update.tag, 'talos.version', current.tag),
  },
  {
    path: () => ['talos', 'update', 'version'],
    severity: 'warning',
    condition: ({ current, update }) => update.contract.compare(nextContract(current.contract)) <= 0,
    message: ({ current, update }) => updateSkipsMinors(update.tag, current.tag, nextContract(current.contract).tag),
  },
];

const KUBERNETES_STEP_RULE: SpecRule<Step<KubernetesVersion>> = {
  path: () => ['kubernetes', 'update', 'version'],
  condition: ({ current, update }) => update.compare(current) >= 0,
  message: ({ current, update }) => updateDowngrades(update.tag, 'kubernetes.version', current.tag),
};

/** A worker, and the newest Kubernetes of all control planes. */
interface WorkerFacts {
  readonly written: NodeFacts['written'];
  readonly version: KubernetesVersion;
  readonly newest: KubernetesVersion;
}

const WORKER_RULE: SpecRule<WorkerFacts> = {
  path: ({ written }) => written('update'),
  condition: ({ version, newest }) => version.isMinorWithin('0.0', newest.minor),
  message: ({ version, newest }) => workerAheadOfControlPlanes(version.tag, newest.tag),
};

/** Checks contract and versions against what is known of Talos, for every image in use. */
export function checkVersions(facts: SpecFacts, findings: Findings): void {
  const { spec, isUncertain } = facts;
  findings.checkSettings(CONTRACT_RULES, { settings: spec.talos ?? {}, isUncertain }, ['talos']);
  findings.check(UPDATE_RULES, [facts]);
  findings.check(TALOS_STEP_RULES, stepsOf(facts, 'talosVersion'));
  findings.check([KUBERNETES_STEP_RULE], stepsOf(facts, 'kubernetesVersion'));
  findings.check([WORKER_RULE], workersOf(facts));
  findings.check(VERSION_RULES, versionsInUse(facts));
  findings.check(PAIR_RULES, pairsInUse(facts));
}

/** True if an update brings the very image that all machines have; not where one of the two is not known. */
function isSameImage(current: MachineVersions, update: MachineVersions): boolean {
  const [version, schematic] = [update.talosVersion?.value, update.schematic?.value.id];
  if (current.talosVersion === undefined || version === undefined || schematic === undefined) return false;
  return version.compare(current.talosVersion.value) === 0 && schematic === current.schematic?.value.id;
}

function versionsInUse({ nodes, contract }: SpecFacts): readonly VersionFacts[] {
  const versions = nodes.flatMap(({ talosVersion }) => (talosVersion === undefined ? [] : [talosVersion]));
  const writable = writableContracts().find((each) => contract?.compare(each) === 0);
  return distinct(versions, ({ value }) => value.tag).map((version) => ({ version, contract: writable }));
}

function stepsOf<Key extends 'talosVersion' | 'kubernetesVersion'>({ versions }: SpecFacts, key: Key) {
  type Version = NonNullable<SpecFacts['versions']['current'][Key]>['value'];
  const current = versions.current[key]?.value as Version | undefined;
  const update = versions.update[key]?.value as Version | undefined;
  return current === undefined || update === undefined ? [] : [{ current, update }];
}

function nextContract({ tag }: TalosContract): TalosContract {
  const [major = '', minor] = tag.split('.');
  return TalosContract.of(`${major}.${Number(minor) + 1}`);
}

/** Workers, once it is certain what all control planes run. */
function workersOf(facts: SpecFacts): readonly WorkerFacts[] {
  const { nodes, controlPlanes } = facts;
  const versions = controlPlanes.map(({ kubernetesVersion }) => kubernetesVersion?.value);
  const isCertain = nodes.every(({ machineType }) => machineType !== undefined) && !lacksMachines(facts);
  const [newest] = versions.flatMap((version) => version ?? []).sort((a, b) => b.compare(a));
  if (newest === undefined || versions.includes(undefined) || !isCertain) return [];
  return nodes.flatMap(({ machineType, written, kubernetesVersion }) =>
    machineType !== MachineType.WORKER || kubernetesVersion === undefined
      ? []
      : [{ written, version: kubernetesVersion.value, newest }],
  );
}

/** Versions that machines run together, and those of the update even while no machine takes it. */
function pairsInUse({ nodes, spec, versions }: SpecFacts): readonly PairFacts[] {
  const allowUnsupported = spec.kubernetes?.allowUnsupported ?? false;
  const updates = spec.kubernetes?.update?.version === undefined ? [] : [versions.update];
  const pairs = [...nodes, ...updates].flatMap(({ talosVersion, kubernetesVersion }) =>
    talosVersion === undefined || kubernetesVersion === undefined
      ? []
      : [{ talos: talosVersion.value, kubernetes: kubernetesVersion }],
  );
  return distinct(pairs, ({ talos, kubernetes }) => `${talos.tag} ${kubernetes.value.tag}`).map((pair) => ({
    ...pair,
    range: supportedKubernetes(pair.talos.contract),
    allowUnsupported,
  }));
}

function isSupported({ kubernetes, range }: PairFacts): boolean {
  return range === undefined || kubernetes.value.isMinorWithin(range.min, range.max);
}

/** True if a version is older than every contract; the rules of the contract refuse it. */
function isOld(version: TalosVersion): boolean {
  return writableContracts().every((contract) => version.contract.compare(contract) < 0);
}
