import { autoBesideHostname, fieldBesideDocument, linkDescribedTwice } from '../faults';
import { fieldAt, type Fields } from './patch-text';

/** Fields of the main document that a node refuses beside a document of the same purpose. */
const REPLACED_FIELDS: readonly (readonly [kind: string, field: string])[] = [
  ['HostnameConfig', 'machine.network.hostname'],
  ['HostnameConfig', 'machine.features.stableHostname'],
  ['ResolverConfig', 'machine.network.nameservers'],
  ['ResolverConfig', 'machine.network.searchDomains'],
  ['ResolverConfig', 'machine.network.disableSearchDomain'],
  ['TimeSyncConfig', 'machine.time'],
  ['KubeSpanConfig', 'machine.network.kubespan'],
];

/** Kinds of documents that each describe a whole link. */
const LINK_KINDS = [
  'LinkConfig',
  'BondConfig',
  'BridgeConfig',
  'VLANConfig',
  'DummyLinkConfig',
  'VRFConfig',
  'WireguardConfig',
];

/**
 * What a node refuses although each document is right by itself. The provider does not look at this, so it would show
 * when the configuration is applied.
 */
export function nodeConflicts(documents: ReadonlyMap<string, Fields>): readonly string[] {
  return [...replacedFields(documents), ...hostnamePair(documents), ...linksDescribedTwice(documents)];
}

function replacedFields(documents: ReadonlyMap<string, Fields>): readonly string[] {
  const main = documents.get('v1alpha1');
  return REPLACED_FIELDS.filter(([kind, field]) => documents.has(kind) && isSet(fieldAt(main, field.split('.')))).map(
    ([kind, field]) => fieldBesideDocument(field, kind),
  );
}

function hostnamePair(documents: ReadonlyMap<string, Fields>): readonly string[] {
  const { auto, hostname } = documents.get('HostnameConfig') ?? {};
  return auto === 'stable' && isSet(hostname) ? [autoBesideHostname()] : [];
}

function linksDescribedTwice(documents: ReadonlyMap<string, Fields>): readonly string[] {
  const links = [...documents.keys()].map((key) => key.split('/')).filter(([kind = '']) => LINK_KINDS.includes(kind));
  const names = new Set(links.map(([, name = '']) => name));
  return [...names].flatMap((name) => {
    const kinds = links.filter(([, other]) => other === name).map(([kind = '']) => kind);
    return kinds.length > 1 ? [linkDescribedTwice(name, kinds)] : [];
  });
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}
