import { isDeepStrictEqual } from 'node:util';
import {
  type ConfigurationDocuments,
  fieldOf,
  type FieldPlace,
  inDocument,
  inMain,
  MAIN,
} from '../read/configuration-field';

/** A setting of a cluster that nothing can change while the cluster lives. */
export interface FixedSetting {
  /** Its name for a person: a key of the cluster file, or the field of the Talos configuration. */
  readonly name: string;
  /** The area that a change breaks. `network`: addresses and pods; `access`: who may log in; `secrets`: keys and certificates. */
  readonly kind: 'network' | 'access' | 'secrets';
  /** Only control planes have it, or only what they say counts. */
  readonly onControlPlanes?: true;
  /**
   * True for changes that are harmless.
   * @default - none does
   */
  readonly allows?: (from: unknown, to: unknown) => boolean;
  /** Its value in a configuration; nothing if it is not there. */
  readonly of: (documents: ConfigurationDocuments) => unknown;
}

/** A setting whose value is another one. */
export interface ChangedSetting {
  /** The setting. */
  readonly setting: FixedSetting;
  /** Value before, in words; nothing for a secret. */
  readonly from?: string;
  /** Value after, in words; nothing for a secret. */
  readonly to?: string;
}

const NETWORK = 'KubeNetworkConfig';

/**
 * Running nodes keep their pod network, services their addresses, and kubelets the domain they were started with. A CNI and
 * kube-proxy are installed once and never removed. The endpoint issues the service account tokens, so another one
 * makes the token of every pod invalid; and what was encrypted with one key is not read with another.
 */
const FIXED_SETTINGS: readonly FixedSetting[] = [
  network('kubernetes.podSubnets', [inMain('cluster.network.podSubnets'), inDocument(NETWORK, 'podSubnets')]),
  network('kubernetes.serviceSubnets', [
    inMain('cluster.network.serviceSubnets'),
    inDocument(NETWORK, 'serviceSubnets'),
  ]),
  network('kubernetes.dnsDomain', [inMain('cluster.network.dnsDomain'), inDocument(NETWORK, 'dnsDomain')]),
  {
    name: 'kubernetes.cni',
    kind: 'network',
    onControlPlanes: true,
    // Cilium is installed once and runs without its installer: it may be handed over to GitOps
    allows: (from, to) => from === 'cilium' && to === 'none',
    of: cniOf,
  },
  { name: 'kubernetes.kubeProxy', kind: 'network', onControlPlanes: true, of: kubeProxyOf },
  ...['node-cidr-mask-size', 'node-cidr-mask-size-ipv4', 'node-cidr-mask-size-ipv6', 'cluster-cidr'].map((argument) =>
    argumentOf('controllerManager', 'KubeControllerManagerConfig', argument, 'network'),
  ),
  argumentOf('apiServer', 'KubeAPIServerConfig', 'service-cluster-ip-range', 'network'),
  {
    name: 'network.endpoint',
    kind: 'access',
    of: (documents) =>
      withoutSlash(
        fieldOf(documents, [inMain('cluster.controlPlane.endpoint'), inDocument('KubeClusterConfig', 'endpoint')]),
      ),
  },
  argumentOf('apiServer', 'KubeAPIServerConfig', 'service-account-issuer', 'access'),
  ...[
    'cluster.id',
    'cluster.secret',
    'cluster.token',
    'cluster.ca',
    'cluster.aggregatorCA',
    'cluster.serviceAccount',
    'cluster.aescbcEncryptionSecret',
    'cluster.secretboxEncryptionSecret',
    'cluster.etcd.ca',
    'machine.ca',
    'machine.token',
  ].map(secret),
];

/** The settings that are other ones in the configuration that a machine gets. */
export function changedFixedSettings(
  before: ConfigurationDocuments,
  after: ConfigurationDocuments,
  isControlPlane: boolean,
): readonly ChangedSetting[] {
  return FIXED_SETTINGS.filter(({ onControlPlanes }) => isControlPlane || onControlPlanes !== true).flatMap(
    (setting): readonly ChangedSetting[] => {
      const [from, to] = [setting.of(before), setting.of(after)];
      if (isDeepStrictEqual(from, to) || setting.allows?.(from, to) === true) return [];
      // contract 1.14 has secrets in documents of their own, where they look different
      if (setting.kind === 'secrets') return from === undefined || to === undefined ? [] : [{ setting }];
      return [{ setting, from: shown(from), to: shown(to) }];
    },
  );
}

function network(name: string, places: readonly FieldPlace[]): FixedSetting {
  return { name, kind: 'network', of: (documents) => fieldOf(documents, places) };
}

function secret(name: string): FixedSetting {
  return { name, kind: 'secrets', of: (documents) => fieldOf(documents, [inMain(name)]) };
}

function argumentOf(section: string, document: string, argument: string, kind: FixedSetting['kind']): FixedSetting {
  const places: readonly FieldPlace[] = [
    { path: ['cluster', section, 'extraArgs', argument] },
    { kind: document, path: ['extraArgs', argument] },
  ];
  return {
    name: `cluster.${section}.extraArgs.${argument}`,
    kind,
    onControlPlanes: true,
    of: (documents) => fieldOf(documents, places),
  };
}

/** Flannel of Talos unless another one is named; without one it matters whether one of ours comes with the configuration. */
function cniOf(documents: ConfigurationDocuments): string {
  const written = fieldOf(documents, [inMain('cluster.network.cni.name')]);
  const builtIn = documents.has(NETWORK)
    ? documents.has('KubeFlannelCNIConfig')
    : written === undefined || written === 'flannel';
  if (builtIn) return 'flannel';
  if (manifestNames(documents).some((name) => name.startsWith('cilium-bootstrap'))) return 'cilium';
  return typeof written === 'string' ? written : 'none';
}

function manifestNames(documents: ConfigurationDocuments): readonly string[] {
  const listed = fieldOf(documents, [inMain('cluster.inlineManifests')]);
  const inMainDocument = (Array.isArray(listed) ? listed : []).flatMap((each: unknown) =>
    typeof each === 'object' && each !== null && 'name' in each && typeof each.name === 'string' ? [each.name] : [],
  );
  const prefix = 'KubeInlineManifestConfig ';
  const own = [...documents.keys()].filter((key) => key !== MAIN && key.startsWith(prefix));
  return [...inMainDocument, ...own.map((key) => key.slice(prefix.length))];
}

function kubeProxyOf(documents: ConfigurationDocuments): boolean {
  return (
    fieldOf(documents, [inMain('cluster.proxy.disabled')]) !== true &&
    fieldOf(documents, [inDocument('KubeProxyConfig', 'enabled')]) !== false
  );
}

function withoutSlash(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\/$/, '') : value;
}

function shown(value: unknown): string {
  if (value === undefined) return 'unset';
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
