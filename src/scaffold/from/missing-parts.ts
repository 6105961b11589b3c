import { supportedKubernetes } from '../../data/support';
import { IpCidr } from '../../values/ip-cidr';
import { isIpAddress } from '../../values/ip-address';
import { type Path, valueAt } from '../../values/path';
import { TalosContract } from '../../values/talos-contract';
import { TalosVersion } from '../../values/talos-version';
import { addressAt } from '../addresses';
import type { QuestionName } from '../questions';
import { ENDPOINT_PATH } from './nodes';

/** A part of the cluster file that the input may lack, and the question that is asked for it. */
interface MissingPart {
  readonly question: QuestionName;
  /** Places of the cluster file that lack it. */
  readonly places: (data: unknown) => readonly Path[];
}

/** One place that everything needs. */
const always =
  (...path: Path) =>
  (data: unknown): readonly Path[] =>
    valueAt(data, path) === undefined ? [path] : [];

const PARTS: readonly MissingPart[] = [
  { question: 'name', places: always('name') },
  { question: 'talosVersion', places: always('talos', 'version') },
  { question: 'kubernetesVersion', places: always('kubernetes', 'version') },
  { question: 'url', places: (data) => (isVirtual(data) ? always(...ENDPOINT_PATH, 'url')(data) : []) },
  {
    question: 'diskDatastore',
    places: (data) =>
      Object.keys(record(valueAt(data, [...ENDPOINT_PATH, 'hosts']))).flatMap((host) =>
        always(...ENDPOINT_PATH, 'hosts', host, 'diskDatastoreId')(data),
      ),
  },
  {
    question: 'installDisk',
    places: (data) =>
      Object.entries(record(valueAt(data, ['nodes']))).flatMap(([name, node]) =>
        valueAt(node, ['host']) === undefined ? always('nodes', name, 'installDisk')(data) : [],
      ),
  },
  { question: 'subnet', places: always('network', 'subnet') },
  { question: 'gateway', places: always('network', 'gateway') },
];

/** Questions that everybody is asked, unless the input answers them. */
const OTHERS: readonly (readonly [QuestionName, Path])[] = [
  ['flux', ['gitops', 'flux']],
  ['stateBucket', ['state', 'backend']],
  ['stateEndpoint', ['state', 'backend']],
  ['stateRegion', ['state', 'backend']],
];

/** Questions for what the input does not say. */
export function missingQuestions(data: unknown): readonly QuestionName[] {
  return [
    ...PARTS.filter(({ places }) => places(data).length > 0).map(({ question }) => question),
    ...OTHERS.filter(([, path]) => valueAt(data, path) === undefined).map(([question]) => question),
    'secrets',
  ];
}

/** The cluster file with answers in the places of what is missing. */
export function fillMissing(data: unknown, answers: Readonly<Partial<Record<QuestionName, string>>>): unknown {
  const filled = structuredClone(JSON.parse(JSON.stringify(data))) as Record<string, unknown>;
  for (const { question, places } of PARTS) {
    const answer = answers[question];
    if (answer !== undefined) for (const path of places(filled)) setAt(filled, path, answer);
  }
  const version = valueAt(filled, ['talos', 'version']);
  const hasContract = valueAt(filled, ['talos', 'contract']) !== undefined;
  if (!hasContract && typeof version === 'string' && TalosVersion.isValid(version)) {
    setAt(filled, ['talos', 'contract'], TalosVersion.of(version).contract.tag);
  }
  return filled;
}

/** Defaults of what is missing: what the addresses of the machines suggest. */
export function suggestions(data: unknown): Readonly<Partial<Record<QuestionName, string>>> {
  const addresses = Object.values(record(valueAt(data, ['nodes']))).map((node) => valueAt(node, ['address']));
  const first = addresses.find((address): address is string => typeof address === 'string' && isIpAddress(address));
  const kubernetesVersion = supportedBy(valueAt(data, ['talos', 'contract']));
  if (first === undefined) return { kubernetesVersion };
  const known = valueAt(data, ['network', 'subnet']);
  const subnet =
    typeof known === 'string' ? known : String(IpCidr.tryParse(`${first}/${first.includes(':') ? 64 : 24}`));
  return { subnet, gateway: addressAt(subnet, 1), kubernetesVersion };
}

/** True if one of the machines is a virtual one. */
export function isVirtual(data: unknown): boolean {
  return Object.values(record(valueAt(data, ['nodes']))).some((node) => valueAt(node, ['host']) !== undefined);
}

/** The newest Kubernetes that a Talos version runs; nothing if that is not known. */
function supportedBy(contract: unknown): string | undefined {
  if (typeof contract !== 'string' || !TalosContract.isValid(contract)) return undefined;
  const range = supportedKubernetes(TalosContract.of(contract));
  return range && `v${range.max}.0`;
}

function setAt(data: Record<string, unknown>, path: Path, value: unknown): void {
  let at = data;
  for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as Record<string, unknown>;
  at[path.at(-1) ?? ''] = value;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
