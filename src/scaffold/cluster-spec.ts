import type { LocatedFault } from '../cluster-file/cluster-spec-error';
import { ClusterSpecError } from '../cluster-file/cluster-spec-error';
import type { ClusterSpec } from '../cluster-file/cluster-settings';
import { parseClusterSpec } from '../model/parse-cluster-spec';
import { formatPath, type Path } from '../values/path';
import { followingAddresses } from './addresses';
import { answeredByFiles, answerNotNeeded, emptyList, notAChoice, notACount, notARepository } from './faults';
import { type Answers, namesIn, NONE, type QuestionName, QUESTIONS } from './questions';
import { SIZES } from './sizes';

/** More would be no first cluster, and each takes an address. */
const MOST_WORKERS = 100;

/** Name of the endpoint: the alias of its provider, and part of its variables. */
export const ENDPOINT = 'main';

/** A fault of an answer, or of what follows from all of them. */
export interface AnswerFault {
  /** The question; nothing if it cannot be said. */
  readonly question?: QuestionName;
  /** The problem, the value and what to write instead. */
  readonly message: string;
}

/** The parts of a cluster file that the answers decide about; versions come from its template. */
export type AnsweredSpec = Pick<
  ClusterSpec,
  'name' | 'network' | 'proxmox' | 'nodeDefaults' | 'nodes' | 'gitops' | 'state'
>;

/** The cluster of answers, of which every question that applies must have one. */
export function answeredSpec(answers: Answers): AnsweredSpec {
  const { name = '', subnet = '', gateway, vip } = answers;
  return {
    name,
    network: { subnet, gateway, ...(vip !== NONE && { vip }) },
    ...(isOnProxmox(answers) && { proxmox: proxmoxOf(answers), nodeDefaults: sizeOf(answers) }),
    nodes: nodesOf(answers),
    ...(answers.flux !== NONE && { gitops: { flux: { repository: repositoryOf(answers.flux ?? '') } } }),
    state: stateOf(answers),
  } as AnsweredSpec;
}

/** True if the machines are virtual ones. */
export function isOnProxmox({ platform }: Answers): boolean {
  return platform === 'proxmox';
}

/** True if control planes run everything. */
export function hasNoWorkers({ workers }: Answers): boolean {
  return workers === '0';
}

/**
 * Faults of answers to questions that do not arise.
 *
 * @param open questions that files of another tool leave open; all are, without such files
 */
export function surplusAnswers(
  given: Answers,
  answers: Answers,
  open?: readonly QuestionName[],
): readonly AnswerFault[] {
  const isSurplus = (name: QuestionName): boolean => answers[name] === undefined || open?.includes(name) === false;
  return QUESTIONS.filter(({ name }) => given[name] !== undefined && isSurplus(name)).map(({ name }) => ({
    question: name,
    message: open === undefined ? answerNotNeeded() : answeredByFiles(),
  }));
}

/**
 * Every fault of the answers.
 *
 * @param fileOf the whole cluster file as data, for the rules of cluster files
 */
export function faultsOfAnswers(answers: Answers, fileOf: (answers: Answers) => unknown): readonly AnswerFault[] {
  const own: AnswerFault[] = choiceFaults(answers);
  const { workers = '', flux = NONE } = answers;
  if (!isCount(workers)) own.push({ question: 'workers', message: notACount(workers, MOST_WORKERS) });
  const repository = fluxFault(flux);
  if (repository !== undefined) own.push(repository);
  if (own.length > 0) return own;
  try {
    // nothing of this machine's environment may stand for an answer
    parseClusterSpec(fileOf(answers), { environment: {} });
    return [];
  } catch (error) {
    if (!(error instanceof ClusterSpecError)) throw error;
    return oncePerQuestion(error.faults.map(answerFault));
  }
}

/** A repository that Flux cannot follow. */
export function fluxFault(flux: string): AnswerFault | undefined {
  const isRepository = flux === NONE || /^(?:ssh|https):\/\//.test(flux);
  return isRepository ? undefined : { question: 'flux', message: notARepository(flux) };
}

/** Answers that are none of those there are. */
export function choiceFaults(answers: Answers): AnswerFault[] {
  return QUESTIONS.flatMap(({ name, only, several }): readonly AnswerFault[] => {
    const got = answers[name];
    if (got === undefined) return [];
    const known = only?.map(({ value }) => value);
    if (known !== undefined && !known.includes(got)) return [{ question: name, message: notAChoice(got, known) }];
    return several === true && namesIn(got).length === 0 ? [{ question: name, message: emptyList() }] : [];
  });
}

function isCount(text: string): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) <= MOST_WORKERS;
}

/** The same answer may stand at many machines. */
function oncePerQuestion(faults: readonly AnswerFault[]): readonly AnswerFault[] {
  return faults.filter(
    ({ question }, index) =>
      question === undefined || faults.findIndex((fault) => fault.question === question) === index,
  );
}

/** The question whose answer stands at a place of the cluster file; nothing if there is none. */
export function questionAt(path: Path): QuestionName | undefined {
  return PLACES.find(([pattern]) => pattern.test(formatPath(path)))?.[1];
}

function answerFault({ path, message }: LocatedFault): AnswerFault {
  const question = questionAt(path);
  return question === undefined ? { message: `${formatPath(path)}: ${message}` } : { question, message };
}

/** Which answer stands at a place of the cluster file. */
const PLACES: readonly (readonly [RegExp, QuestionName])[] = [
  [/^name$/, 'name'],
  [/^talos\.(?:version|contract)$/, 'talosVersion'],
  [/^kubernetes\.version$/, 'kubernetesVersion'],
  [/^gitops/, 'flux'],
  [/\.url$/, 'url'],
  [/\.imageDatastoreId$/, 'imageDatastore'],
  [/\.diskDatastoreId$/, 'diskDatastore'],
  [/\.networkBridge$/, 'bridge'],
  [/^proxmox\.endpoints\.main\.hosts|\.host$/, 'hosts'],
  [/\.vmId$/, 'firstVmId'],
  [/\.installDisk$/, 'installDisk'],
  [/\.link$/, 'link'],
  [/^network\.subnet$/, 'subnet'],
  [/^network\.gateway$/, 'gateway'],
  [/^network\.vip$/, 'vip'],
  [/\.address$/, 'firstAddress'],
  [/\.s3\.bucket$/, 'stateBucket'],
  [/\.s3\.endpoint$/, 'stateEndpoint'],
  [/\.s3\.region$/, 'stateRegion'],
];

function proxmoxOf({ url, hosts, imageDatastore, diskDatastore, bridge }: Answers): unknown {
  const host = { imageDatastoreId: imageDatastore, diskDatastoreId: diskDatastore, networkBridge: bridge };
  const named = Object.fromEntries(namesIn(hosts).map((name) => [name, host]));
  return { endpoints: { [ENDPOINT]: { url, hosts: named } } };
}

function sizeOf({ size = '' }: Answers): unknown {
  const { controlplane, worker } = SIZES[size] ?? {};
  return { controlplane, worker };
}

function nodesOf(answers: Answers): unknown {
  const {
    controlPlanes,
    workers,
    firstAddress = '',
    firstVmId = NONE,
    gateway,
    vip,
    url,
    hosts,
    installDisk,
    link,
  } = answers;
  const [first = 0, second = 0] = [controlPlanes, workers].map((text = '') => (isCount(text) ? Number(text) : 0));
  const taken = [gateway, vip, url !== undefined && URL.canParse(url) ? new URL(url).hostname : undefined];
  const addresses = followingAddresses(
    firstAddress,
    first + second,
    taken.filter((address) => address !== undefined),
  );
  const hostNames = namesIn(hosts);
  const names = [...numbered('ctrl', first), ...numbered('work', second)];
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      {
        machineType: index < first ? 'controlplane' : 'worker',
        ...(isOnProxmox(answers)
          ? // workers start again with the first host
            { host: hostNames[(index < first ? index : index - first) % hostNames.length] }
          : { installDisk, link }),
        ...(isOnProxmox(answers) && firstVmId !== NONE && { vmId: vmIdAt(firstVmId, index) }),
        address: addresses[index] ?? firstAddress,
      },
    ]),
  );
}

/** A text that is no number stays as it is: the rules of cluster files judge it. */
function vmIdAt(first: string, index: number): number | string {
  return /^\d+$/.test(first) ? Number(first) + index : first;
}

function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(2, '0')}`);
}

function repositoryOf(url: string): unknown {
  return url.startsWith('ssh:') ? { ssh: { url } } : { https: { url } };
}

function stateOf({ stateBucket = NONE, stateEndpoint = NONE, stateRegion }: Answers): unknown {
  if (stateBucket === NONE) return { encryption: 'on' };
  const place = stateEndpoint === NONE ? { region: stateRegion } : { endpoint: stateEndpoint };
  return { backend: { s3: { bucket: stateBucket, ...place } }, encryption: 'on' };
}
