import { factMissing } from '../errors/rules';
import { machineShapes } from '../machine-config/machine-shapes';
import { checkPatches, type PatchFault } from '../machine-config/patches/patch-check';
import type { ClusterSpec } from '../cluster-file/cluster-settings';
import {
  ClusterSpecError,
  formatFault,
  locateFault,
  type LocatedFault,
  type SpecFault,
  sortFaults,
} from '../cluster-file/cluster-spec-error';
import { type ProcessEnvironment, resolveEnvironment } from '../cluster-file/environment';
import { draftSpec } from '../cluster-file/spec-draft';
import type { SpecSource } from '../cluster-file/spec-source';
import { withWrittenText } from '../cluster-file/written-text';
import type { Complete } from '../values/complete';
import type { Fault } from '../values/fault';
import { MAX_UNAVAILABLE } from '../values/max-unavailable';
import { nothingLeft } from '../values/nothing-left';
import { specFacts, type SpecFacts } from './spec-facts';
import type { ClusterModel, NodeModel } from './cluster-model';
import { clusterSettings, type ReadFiles } from './cluster-settings';
import { ConfigPatches } from './config-patches';
import { endpointModels } from './endpoints';
import { Findings } from './findings';
import { freezeData } from './freeze';
import { imageKey, imageModels } from './images';
import { isMachineSetting } from './judged-settings';
import type { RecallPlacement, RememberedPlacement } from './placement/placement-memory';
import { PatchesWithoutFaults } from './patches-without-faults';
import { machineSettings } from './machine';
import type { NodeFacts } from './node-facts';
import { placeOfSetting } from './node-options';
import { ProjectFiles } from './project-files';
import { DEFAULT_FACTORY_URL, withoutSlashes } from '../image/resolved';
import type { ClusterNetworkSettings } from '../network/settings';
import type { NetworkSpec } from '../cluster-file/network-settings';
import { checkRules } from './rules/rules';
import { Schematics } from './schematics';
import { resolvedOutputs } from './resolved-outputs';
import { vmModel } from './virtual-machine';
import { formatPath } from '../values/path';
import { isSecretText } from '../values/secret-reference';

/** Where a spec comes from, and what it refers to. */
export interface ParseOptions {
  /**
   * Where each part of the spec stands, for errors, warnings and advice.
   * @default - they name the path of keys only
   */
  readonly source?: SpecSource;
  /**
   * Directory that the paths of files in the spec are relative to.
   * @default - the working directory
   */
  readonly directory?: string;
  /**
   * Variables that `${env.NAME}` stands for.
   * @default - those of the process
   */
  readonly environment?: ProcessEnvironment;
  /**
   * Tells where machines of pools with `placement: spread` are already.
   * @default - they are placed as if there were none yet
   * @internal
   */
  readonly recallPlacement?: RecallPlacement;
}

/** A cluster description that was read, and where its parts are written. */
export interface ReadCluster {
  /** Its content, with every default filled in. */
  readonly model: ClusterModel;
  /** Gives a fault of a patch its place. */
  readonly locatePatch: (fault: PatchFault) => LocatedFault;
  /** Gives a fault of a setting of a machine its place: at the machine, under its defaults, or for all machines. */
  readonly locateSetting: (hostname: string, fault: Fault) => LocatedFault;
  /**
   * Known faults; the model is made of the rest.
   * @default - nothing
   */
  readonly faults?: readonly LocatedFault[];
  /**
   * Hosts of machines that have to be remembered.
   * @default - nothing has to be
   */
  readonly placement?: RememberedPlacement;
}

/** A cluster file that is refused, with the usable rest for those who find more faults. */
export class RefusedClusterError extends ClusterSpecError {
  constructor(
    faults: readonly LocatedFault[],
    /** The rest; nothing if it is no cluster. */
    public readonly rest: ReadCluster | undefined,
  ) {
    super(faults);
  }
}

/**
 * Reads a cluster description, fills every default, checks every rule and freezes the result.
 *
 * @param spec anything; typically the YAML or the literal that a person wrote
 * @throws {ClusterSpecError} with every fault, a line each: place, key path, what was got and what to write instead
 */
export function parseClusterSpec(spec: unknown, options: ParseOptions = {}): ClusterModel {
  return readCluster(spec, options).model;
}

/**
 * The same, for those who find more faults later.
 *
 * @throws {RefusedClusterError} with every fault
 */
export function readCluster(spec: unknown, options: ParseOptions = {}): ReadCluster {
  const { source, directory = process.cwd(), environment = process.env } = options;
  const resolved = resolveEnvironment(withWrittenText(spec, source), environment);
  const draft = draftSpec(resolved.spec);
  const findings = new Findings();
  const files = new ProjectFiles(directory, findings);
  const patches = new ConfigPatches(draft.spec, files, source);
  const facts = specFacts(draft, new Schematics(files, findings, source), options.recallPlacement);
  checkRules(facts, { files, patches, source }, findings);

  const writtenOut = patches.clearTextSecrets();
  const faults = [...resolved.faults, ...without(draft.faults, resolved.faults), ...findings.faults];
  const compose = (notes: Pick<ClusterModel, 'warnings' | 'advice'>): ClusterModel => {
    if (draft.complete === undefined) throw factMissing('spec');
    return clusterModel(draft.complete, facts, { files, patches, source }, notes);
  };
  const locateSetting: ReadCluster['locateSetting'] = (hostname, { path, message }) =>
    locateFault({ path: placeOfJudged(facts, hostname, path), message }, source);
  /** Refuses, with the usable rest unless something is missing. */
  const refuse = (located: readonly LocatedFault[], ownFaults: readonly PatchFault[]): never => {
    const isMissing = patches.isIncomplete || resolved.faults.length + findings.faultsElsewhere.length > 0;
    const rest = isMissing ? undefined : remainingCluster(compose, ownFaults, patches);
    throw new RefusedClusterError(sortFaults(located), rest && { ...rest, locateSetting, faults: located });
  };
  if (faults.length > 0 || findings.faultsElsewhere.length + patches.slips.length > 0) {
    const ownFaults = [...patches.faults(facts.contract), ...writtenOut];
    refuse(
      [
        ...locateAll(faults, source),
        ...locatePatches(ownFaults, patches),
        ...patches.slips,
        ...findings.faultsElsewhere,
      ],
      ownFaults,
    );
  }
  const warnings = [
    ...locateAll([...resolved.unreplaced, ...findings.warnings], source),
    ...findings.warningsElsewhere,
  ];
  const model = compose({ warnings: linesOf(warnings), advice: linesOf(locateAll(findings.advice, source)) });
  const machines = model.nodes.map(({ machine }) => machine);
  const patchFaults = [...checkPatches(model.cluster, machines, isSecretText), ...writtenOut];
  if (patchFaults.length > 0) refuse(locatePatches(patchFaults, patches), patchFaults);
  const { remembered } = facts.placement;
  const read = { model: freezeData(model), locatePatch: (fault: PatchFault) => patches.locate(fault), locateSetting };
  return remembered === undefined ? read : { ...read, placement: remembered };
}

/** The usable rest of a cluster with faults, without the faulty parts of its patches; nothing if that is no cluster. */
function remainingCluster(
  compose: (notes: Pick<ClusterModel, 'warnings' | 'advice'>) => ClusterModel,
  ownFaults: readonly PatchFault[],
  patches: ConfigPatches,
): Pick<ReadCluster, 'model' | 'locatePatch'> | undefined {
  const rest = new PatchesWithoutFaults(ownFaults);
  if (rest.isIncomplete) return undefined;
  try {
    const { cluster, nodes, ...model } = compose({ warnings: [], advice: [] });
    const remaining = {
      ...model,
      cluster: {
        ...cluster,
        configPatches: rest.rest(cluster.configPatches),
        controlPlanePatches: rest.rest(cluster.controlPlanePatches),
        workerPatches: rest.rest(cluster.workerPatches),
      },
      nodes: nodes.map(({ machine, ...node }) => ({
        ...node,
        machine: { ...machine, configPatches: rest.rest(machine.configPatches) },
      })),
    };
    machineShapes(
      remaining.cluster,
      remaining.nodes.map(({ machine }) => machine),
    );
    return {
      model: remaining,
      locatePatch: ({ patch, fault }) => patches.locate({ patch: rest.original(patch), fault }),
    };
  } catch {
    // its faults say why
    return undefined;
  }
}

/** Where a judged setting is written; the path of one that no machine has is that of the cluster file. */
function placeOfJudged({ nodes }: SpecFacts, hostname: string, path: Fault['path']): Fault['path'] {
  const [setting, key] = path;
  const node = nodes.find(({ name }) => name === hostname);
  if (node === undefined || !isMachineSetting(setting)) return path;
  return placeOfSetting(node, setting, ...(typeof key === 'string' ? [key] : []));
}

/** Faults but those of places that have a fault already. */
function without(faults: readonly SpecFault[], known: readonly SpecFault[]): readonly SpecFault[] {
  const places = new Set(known.map(({ path }) => formatPath(path)));
  return faults.filter(({ path }) => !places.has(formatPath(path)));
}

function locateAll(faults: readonly SpecFault[], source: SpecSource | undefined): readonly LocatedFault[] {
  return faults.map((fault) => locateFault(fault, source));
}

function linesOf(faults: readonly LocatedFault[]): readonly string[] {
  return sortFaults(faults).map(formatFault);
}

function locatePatches(faults: readonly PatchFault[], patches: ConfigPatches): readonly LocatedFault[] {
  return faults.map((fault) => patches.locate(fault));
}

function clusterModel(
  spec: ClusterSpec,
  facts: SpecFacts,
  read: ReadFiles,
  notes: Pick<ClusterModel, 'warnings' | 'advice'>,
): Complete<ClusterModel> {
  const { name, talos } = spec;
  return {
    name,
    cluster: clusterSettings(facts, spec, read),
    images: imageModels(name, talos, facts.nodes),
    endpoints: endpointModels(spec.proxmox),
    network: networkModel(spec.network),
    nodes: facts.nodes.map((node) => nodeModel(node, spec, read.patches)),
    lifecycle: spec.lifecycle ?? 'manual',
    maxUnavailableWorkers: spec.maxUnavailableWorkers ?? MAX_UNAVAILABLE,
    healthCheck: talos.healthCheck,
    timeouts: talos.timeouts,
    factoryUrl: withoutSlashes(talos.factoryUrl ?? DEFAULT_FACTORY_URL),
    imageMirror: talos.imageMirror,
    installerMirror: talos.installerMirror,
    state: spec.state ?? {},
    gitops: spec.gitops ?? {},
    outputs: resolvedOutputs(spec.outputs),
    secrets: Object.entries(spec.secrets ?? {}).map(([name, { sops, ...rest }]) => {
      nothingLeft(rest);
      return { name, ...(sops !== undefined && { sops }) };
    }),
    ...notes,
  };
}

/** Where clients find the cluster in the network, and who reaches it, are settings of the cluster. */
function networkModel(network: NetworkSpec): Complete<ClusterNetworkSettings> {
  const { vip: _vip, endpoint: _endpoint, firewall: _firewall, ...own } = network;
  const { subnet, gateway, dnsServers, searchDomains, link, vlanId, ...rest } = own;
  nothingLeft(rest);
  return { subnet, gateway, dnsServers, searchDomains, link, vlanId };
}

function nodeModel(facts: NodeFacts, spec: ClusterSpec, patches: ConfigPatches): Complete<NodeModel> {
  const { name, isUpdating, kind, hosts } = facts;
  const [host] = hosts;
  return {
    name,
    pool: facts.member?.pool.name,
    machine: machineSettings(facts, spec, patches),
    imageKey: imageKey(facts),
    updating: isUpdating,
    vm: kind === 'virtual' && host !== undefined ? vmModel(facts, host, spec, patches) : undefined,
  };
}
