import { IpCidr } from '../values/ip-cidr';
import { isDnsLabel } from '../values/dns-name';
import { addressAt, suggestedAddresses } from './addresses';
import { type KnownBridge, type KnownEndpoint, type KnownHost, namesInCommon } from './known-endpoint';
import { SIZES } from './sizes';
import { templateVersions } from './template';

/** Stands for no value. */
export const NONE = 'none';

/** Names of the questions; the option of a command has the same name. */
export type QuestionName =
  | 'name'
  | 'platform'
  | 'url'
  | 'hosts'
  | 'imageDatastore'
  | 'diskDatastore'
  | 'bridge'
  | 'firstVmId'
  | 'installDisk'
  | 'link'
  | 'subnet'
  | 'gateway'
  | 'vip'
  | 'firstAddress'
  | 'controlPlanes'
  | 'workers'
  | 'size'
  | 'cni'
  | 'flux'
  | 'stateBucket'
  | 'stateEndpoint'
  | 'stateRegion'
  | 'secrets'
  | 'talosVersion'
  | 'kubernetesVersion';

/** Answers so far, as they are typed; lists have commas between their entries. */
export type Answers = Readonly<Partial<Record<QuestionName, string>>>;

/** Facts that defaults and choices come from. */
export interface Surroundings {
  /** Name of the directory of the project. */
  readonly folder: string;
  /**
   * URL of Proxmox VE in the environment.
   * @default - none
   */
  readonly url?: string;
  /**
   * The endpoint, if it could be read.
   * @default - not read
   */
  readonly endpoint?: KnownEndpoint;
  /**
   * Answers from another tool's files; most of the questions need not be asked then.
   * @default - everything is asked
   */
  readonly imported?: ImportedAnswers;
}

/** The part of another tool's files that questions are about. */
export interface ImportedAnswers {
  /** Questions that they leave open. */
  readonly open: readonly QuestionName[];
  /** Answers that they suggest to those. */
  readonly suggested: Answers;
  /** Answers that they give. */
  readonly given: Answers;
}

/** An answer to choose. */
export interface Choice {
  /** The answer. */
  readonly value: string;
  /** Its explanation. */
  readonly hint?: string;
}

/** A question about a new project. */
export interface Question {
  /** Its name. */
  readonly name: QuestionName;
  /** Name and placeholder of the option that answers it. */
  readonly option: string;
  /** The question, as a noun phrase. */
  readonly text: string;
  /**
   * True if the answer is needed, given the answers before.
   * @default - always
   */
  readonly applies?: (answers: Answers) => boolean;
  /** Answer unless there is another one. */
  readonly fallback: (answers: Answers, surroundings: Surroundings) => string;
  /**
   * All answers that there are.
   * @default - any text
   */
  readonly only?: readonly Choice[];
  /**
   * Answers that the endpoint offers; others may be given.
   * @default - none
   */
  readonly offered?: (answers: Answers, endpoint: KnownEndpoint) => readonly Choice[];
  /** True if several answers may be given. */
  readonly several?: boolean;
}

const onProxmox = ({ platform }: Answers): boolean => platform === 'proxmox';

/** Every question, in the order in which they are asked; a default may depend on the answers before it. */
export const QUESTIONS: readonly Question[] = [
  {
    name: 'name',
    option: '--name <name>',
    text: 'name of the cluster',
    fallback: (_, { folder }) => (isDnsLabel(folder) ? folder : 'home'),
  },
  {
    name: 'platform',
    option: '--platform <platform>',
    text: 'where the machines are',
    only: [
      { value: 'proxmox', hint: 'virtual machines on Proxmox VE' },
      { value: 'bare-metal', hint: 'physical machines' },
    ],
    fallback: () => 'proxmox',
  },
  {
    name: 'url',
    option: '--url <url>',
    text: 'URL of Proxmox VE',
    applies: onProxmox,
    fallback: (_, { url }) => url ?? 'https://pve1.example.com:8006',
  },
  {
    name: 'hosts',
    option: '--hosts <names>',
    text: 'hosts of Proxmox VE, with commas between them',
    applies: onProxmox,
    several: true,
    offered: (_, { hosts }) => hosts.map(({ name }) => ({ value: name })),
    fallback: (_, { endpoint }) => joined(endpoint?.hosts.map(({ name }) => name)) ?? 'pve1',
  },
  {
    name: 'imageDatastore',
    option: '--image-datastore <id>',
    text: 'datastore for images (content type import)',
    applies: onProxmox,
    offered: (answers, endpoint) => choices(answers, endpoint, (host) => host.imageDatastores),
    fallback: (answers, { endpoint }) => first(answers, endpoint, (host) => host.imageDatastores) ?? 'local',
  },
  {
    name: 'diskDatastore',
    option: '--disk-datastore <id>',
    text: 'datastore for disks',
    applies: onProxmox,
    offered: (answers, endpoint) => choices(answers, endpoint, (host) => host.diskDatastores),
    fallback: (answers, { endpoint }) => first(answers, endpoint, (host) => host.diskDatastores) ?? 'local-lvm',
  },
  {
    name: 'bridge',
    option: '--bridge <name>',
    text: 'bridge of the machines',
    applies: onProxmox,
    offered: (answers, endpoint) => choices(answers, endpoint, bridgeNames),
    fallback: (answers, { endpoint }) => first(answers, endpoint, bridgeNames) ?? 'vmbr0',
  },
  {
    name: 'firstVmId',
    option: '--first-vm-id <id>',
    text: 'VM id of the first machine, or none',
    applies: onProxmox,
    fallback: (_, { endpoint }) => (endpoint?.firstVmId === undefined ? NONE : String(endpoint.firstVmId)),
  },
  {
    name: 'installDisk',
    option: '--install-disk <device>',
    text: 'disk that Talos is installed on',
    applies: (answers) => !onProxmox(answers),
    fallback: () => '/dev/sda',
  },
  {
    name: 'link',
    option: '--link <name>',
    text: 'network interface of the machines',
    applies: (answers) => !onProxmox(answers),
    fallback: () => 'eno1',
  },
  {
    name: 'subnet',
    option: '--subnet <network>',
    text: 'network of the machines',
    fallback: (answers, { endpoint }) => networkOf(chosenBridge(answers, endpoint)) ?? '10.0.0.0/24',
  },
  {
    name: 'gateway',
    option: '--gateway <address>',
    text: 'default gateway',
    fallback: (answers, { endpoint }) =>
      chosenBridge(answers, endpoint)?.gateway ?? addressAt(answers.subnet ?? '', 1) ?? '10.0.0.1',
  },
  {
    name: 'vip',
    option: '--vip <address>',
    text: 'address that control planes share, or none',
    fallback: (answers, { endpoint }) =>
      suggestedAddresses(answers.subnet ?? '', takenIn(answers, endpoint)).vip ?? NONE,
  },
  {
    name: 'firstAddress',
    option: '--first-address <address>',
    text: 'address of the first machine; others follow',
    fallback: firstAddress,
  },
  {
    name: 'controlPlanes',
    option: '--control-planes <number>',
    text: 'control planes',
    only: [{ value: '1' }, { value: '3', hint: 'one may fail' }, { value: '5', hint: 'two may fail' }],
    fallback: ({ hosts }) => (namesIn(hosts).length >= 3 ? '3' : '1'),
  },
  { name: 'workers', option: '--workers <number>', text: 'workers', fallback: () => '2' },
  {
    name: 'size',
    option: '--size <size>',
    text: 'size of the machines',
    applies: onProxmox,
    only: Object.entries(SIZES).map(([value, { hint }]) => ({ value, hint })),
    fallback: () => 'small',
  },
  {
    name: 'cni',
    option: '--cni <name>',
    text: 'network of the pods',
    only: [{ value: 'flannel', hint: 'as Talos brings it' }, { value: 'cilium' }],
    fallback: () => 'flannel',
  },
  {
    name: 'flux',
    option: '--flux <url>',
    text: 'Git repository for Flux, or none',
    fallback: () => NONE,
  },
  {
    name: 'stateBucket',
    option: '--state-bucket <name>',
    text: 'S3 bucket for the state, or none for a file',
    fallback: () => NONE,
  },
  {
    name: 'stateEndpoint',
    option: '--state-endpoint <url>',
    text: 'URL of the S3 store, or none for AWS',
    applies: ({ stateBucket }) => stateBucket !== NONE,
    fallback: () => NONE,
  },
  {
    name: 'stateRegion',
    option: '--state-region <region>',
    text: 'region of the bucket',
    applies: ({ stateBucket, stateEndpoint }) => stateBucket !== NONE && stateEndpoint === NONE,
    fallback: () => 'us-east-1',
  },
  {
    name: 'secrets',
    option: '--secrets <where>',
    text: 'where secrets are kept',
    only: [
      { value: 'env', hint: 'in the file .env, which stays out of Git' },
      { value: 'sops', hint: 'in Git too, encrypted with SOPS and a key of age that is made now' },
    ],
    fallback: () => 'env',
  },
  {
    name: 'talosVersion',
    option: '--talos-version <version>',
    text: 'version of Talos, with --from',
    applies: () => false,
    fallback: () => templateVersions().talos,
  },
  {
    name: 'kubernetesVersion',
    option: '--kubernetes-version <version>',
    text: 'version of Kubernetes, with --from',
    applies: () => false,
    fallback: () => templateVersions().kubernetes,
  },
];

/** Answers to all questions that apply: the given ones, and the defaults of the others. */
export function defaultAnswers(given: Answers, surroundings: Surroundings): Answers {
  const { imported } = surroundings;
  return QUESTIONS.reduce<Answers>((answers, { name, applies, fallback }) => {
    const isAsked = imported === undefined ? applies?.(answers) !== false : isOpen(imported, name, answers);
    if (!isAsked) return answers;
    const suggested = imported?.suggested[name] ?? fallback(answers, surroundings);
    return { ...answers, [name]: given[name] ?? suggested };
  }, imported?.given ?? {});
}

/** True if files of another tool leave a question open; those about a bucket depend on each other as ever. */
function isOpen({ open }: ImportedAnswers, name: QuestionName, answers: Answers): boolean {
  const isOfBucket = name === 'stateEndpoint' || name === 'stateRegion';
  const question = QUESTIONS.find((each) => each.name === name);
  return open.includes(name) && (!isOfBucket || question?.applies?.(answers) !== false);
}

/** Entries of an answer that is a list. */
export function namesIn(answer = ''): readonly string[] {
  return answer
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function bridgeNames({ bridges }: KnownHost): readonly string[] {
  return bridges.map(({ name }) => name);
}

function chosenHosts({ hosts }: Answers, endpoint: KnownEndpoint | undefined): readonly KnownHost[] {
  const chosen = namesIn(hosts);
  return (endpoint?.hosts ?? []).filter(({ name }) => chosen.includes(name));
}

function choices(
  answers: Answers,
  endpoint: KnownEndpoint,
  namesOf: (host: KnownHost) => readonly string[],
): readonly Choice[] {
  return namesInCommon(chosenHosts(answers, endpoint), namesOf).map((value) => ({ value }));
}

function first(
  answers: Answers,
  endpoint: KnownEndpoint | undefined,
  namesOf: (host: KnownHost) => readonly string[],
): string | undefined {
  return namesInCommon(chosenHosts(answers, endpoint), namesOf)[0];
}

/** The chosen bridge on the first host that has an address on it. */
function chosenBridge(answers: Answers, endpoint: KnownEndpoint | undefined): KnownBridge | undefined {
  return chosenHosts(answers, endpoint)
    .flatMap(({ bridges }) => bridges)
    .find(({ name, cidr }) => name === answers.bridge && cidr !== undefined);
}

function firstAddress(answers: Answers, { endpoint }: Surroundings): string {
  const { subnet = '' } = answers;
  return suggestedAddresses(subnet, takenIn(answers, endpoint)).first ?? addressAt(subnet, 2) ?? '10.0.0.11';
}

/** Addresses that are known to be in use: those of the gateway and of all hosts on their bridges. */
function takenIn({ gateway = '' }: Answers, endpoint: KnownEndpoint | undefined): readonly string[] {
  const bridges = (endpoint?.hosts ?? []).flatMap((host) => host.bridges);
  return [gateway, ...bridges.map(({ cidr = '' }) => cidr.split('/')[0] ?? '')];
}

function networkOf(bridge: KnownBridge | undefined): string | undefined {
  const network = bridge?.cidr === undefined ? undefined : IpCidr.tryParse(bridge.cidr);
  return network && String(network);
}

function joined(names: readonly string[] | undefined): string | undefined {
  return names === undefined || names.length === 0 ? undefined : names.join(',');
}
