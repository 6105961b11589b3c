import { ClusterSpecError } from '../../cluster-file/cluster-spec-error';
import { parseClusterSpec } from '../../model/parse-cluster-spec';
import { isIpAddress } from '../../values/ip-address';
import { formatPath, type Path, valueAt } from '../../values/path';
import { type AnswerFault, choiceFaults, fluxFault, questionAt } from '../cluster-spec';
import { type Answers, defaultAnswers, type ImportedAnswers, NONE } from '../questions';
import { templateVersions } from '../template';
import { inputRefused } from './faults';
import { ImportedCluster, type MadeFault } from './imported-cluster';
import { fillMissing, isVirtual, missingQuestions, suggestions } from './missing-parts';

/** Places whose faults depend on the network. */
const OF_NETWORK = /\.address$|^network\./;

/**
 * Reads the files of another tool, without what the rules of cluster files refuse.
 *
 * @param path of a file, or of the directory with all of them
 * @param folder name of the directory of the new project
 * @throws if nothing is known there, or what is known is no cluster
 */
export function readImport(path: string, folder: string): ImportedCluster {
  let imported = ImportedCluster.read(path);
  for (;;) {
    const answers = defaultAnswers({}, { folder, imported: importedAnswers(imported) });
    const { open } = importedAnswers(imported);
    const { data } = imported;
    // an address may fit the network that is asked for, if it is one
    const isUndecided = ({ path }: MadeFault): boolean =>
      open.includes('subnet') && OF_NETWORK.test(formatPath(path)) && isIpAddress(String(valueAt(data, path)));
    const own = faultsOf(importedSpec(imported, answers)).filter((fault) => !isUndecided(fault));
    const next = imported.without(own);
    if (next === undefined) {
      const final = own.filter((fault) => !isOpen(fault.path, open));
      if (final.length === 0) return imported;
      const lines = final.map(
        (fault) => `${imported.originOf(fault.path) ?? formatPath(fault.path)}: ${fault.message}`,
      );
      throw new Error(inputRefused(imported.sourceName, [...imported.refusals(), ...lines]));
    }
    imported = next;
  }
}

/** Answers that the files give, and questions that they leave open. */
export function importedAnswers({ data }: ImportedCluster): ImportedAnswers {
  const open = missingQuestions(data);
  const name = valueAt(data, ['name']);
  const bucket = valueAt(data, ['state', 'backend', 's3', 'bucket']);
  return {
    open,
    suggested: suggestions(data),
    given: {
      ...(typeof name === 'string' && { name }),
      platform: isVirtual(data) ? 'proxmox' : 'bare-metal',
      ...(typeof bucket === 'string' && { stateBucket: bucket }),
    },
  };
}

/** The cluster file of the files and of the answers to what they leave open, as data. */
export function importedSpec(imported: ImportedCluster, answers: Answers): unknown {
  const { open } = importedAnswers(imported);
  const filled = fillMissing(imported.data, answers) as Readonly<Record<string, unknown>>;
  const { flux = NONE, stateBucket = NONE, stateEndpoint = NONE, stateRegion } = answers;
  const place = stateEndpoint === NONE ? { region: stateRegion } : { endpoint: stateEndpoint };
  const isBucket = open.includes('stateBucket') && stateBucket !== NONE;
  const spec = {
    ...filled,
    ...(open.includes('flux') &&
      flux !== NONE && {
        gitops: { flux: { repository: flux.startsWith('ssh:') ? { ssh: { url: flux } } : { https: { url: flux } } } },
      }),
    state: {
      ...(filled.state as object | undefined),
      ...(isBucket && { backend: { s3: { bucket: stateBucket, ...place } } }),
      encryption: 'on',
    },
  };
  return withSupport(withCilium(spec), imported);
}

/** Every fault of the answers to what the files leave open, and of what they make together. */
export function importedFaults(imported: ImportedCluster, answers: Answers): readonly AnswerFault[] {
  const { open } = importedAnswers(imported);
  const flux = fluxFault(answers.flux ?? NONE);
  const own = [...choiceFaults(answers), ...(flux === undefined ? [] : [flux])];
  if (own.length > 0) return own;
  return faultsOf(importedSpec(imported, answers)).map(({ path, message }) => {
    const asked = questionAt(path);
    if (asked !== undefined && open.includes(asked)) return { question: asked, message };
    const text = `${imported.originOf(path) ?? formatPath(path)}: ${message}`;
    return OF_NETWORK.test(formatPath(path)) && open.includes('subnet')
      ? { question: 'subnet', message: text }
      : { message: text };
  });
}

/** Warnings about the cluster file, without their places. */
export function importedWarnings(imported: ImportedCluster, answers: Answers): readonly string[] {
  return parseClusterSpec(importedSpec(imported, answers), { environment: {} }).warnings;
}

/** A Cilium without a version gets the one of new projects. */
function withCilium<T extends object>(spec: T): T {
  const path = ['kubernetes', 'cni', 'cilium'];
  const cilium = valueAt(spec, path) as Record<string, unknown> | undefined;
  if (cilium !== undefined) cilium.version ??= templateVersions().cilium;
  return spec;
}

/** A cluster that runs a Kubernetes version beyond what its Talos version supports goes on doing so. */
function withSupport(spec: object, imported: ImportedCluster): unknown {
  const version: Path = ['kubernetes', 'version'];
  const kubernetes = valueAt(spec, ['kubernetes']) as Record<string, unknown> | undefined;
  const isRefused = (): boolean =>
    faultsOf(spec).some(
      ({ path, message }) => formatPath(path) === formatPath(version) && message.includes('allowUnsupported'),
    );
  if (kubernetes !== undefined && imported.originOf(version) !== undefined && isRefused()) {
    kubernetes.allowUnsupported = true;
  }
  return spec;
}

function isOpen(path: Path, open: ImportedAnswers['open']): boolean {
  const question = questionAt(path);
  return question !== undefined && open.includes(question);
}

function faultsOf(spec: unknown): readonly MadeFault[] {
  try {
    // nothing of this machine's environment may stand for a value
    parseClusterSpec(spec, { environment: {} });
    return [];
  } catch (error) {
    if (!(error instanceof ClusterSpecError)) throw error;
    return error.faults;
  }
}
