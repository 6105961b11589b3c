import { IpCidr } from '../../values/ip-cidr';
import type { Path } from '../../values/path';
import { TalosVersion } from '../../values/talos-version';
import type { Draft } from './draft';
import type { Entry } from './entry';

/** Name of the endpoint: the alias of its provider, and part of its variables. */
export const ENDPOINT = 'main';

/** Place of the endpoint in the cluster file. */
export const ENDPOINT_PATH: Path = ['proxmox', 'endpoints', ENDPOINT];

/** Place of a host in the cluster file. */
export function hostPath(host: string): Path {
  return [...ENDPOINT_PATH, 'hosts', host];
}

/** The Talos version, and the contract of the same minor version, which is what all of these tools write for. */
export function putTalosVersion(draft: Draft, version: Entry | undefined): void {
  draft.put(['talos', 'version'], version, asVersion);
  const text = version?.text ?? '';
  if (version !== undefined && TalosVersion.isValid(text)) {
    draft.set(['talos', 'contract'], TalosVersion.of(text).contract.tag, version);
  }
}

/** The network that an address is in, by a prefix length that stands beside it. */
export function putSubnet(draft: Draft, address: Entry | undefined, prefix: Entry | string | undefined): void {
  const length = typeof prefix === 'string' ? prefix : (prefix?.text ?? '');
  const network = IpCidr.tryParse(`${address?.text ?? ''}/${length}`);
  if (network === undefined || address === undefined || prefix === undefined) return;
  draft.set(['network', 'subnet'], String(network), ...(typeof prefix === 'string' ? [] : [prefix]));
}

/** Text of a version; YAML reads `1.30` as a number. */
export function asVersion(data: unknown): unknown {
  return typeof data === 'number' ? undefined : data;
}

/** A number that may be written as text. */
export function asNumber(data: unknown): unknown {
  return typeof data === 'string' && /^\d+$/.test(data) ? Number(data) : data;
}

/** Host and port of a URL, or of an address alone. */
export function hostOfUrl(text: string): { readonly host: string; readonly port: string } | undefined {
  const url = /^https?:\/\//.test(text)
    ? text
    : `https://${text.includes(':') && !text.includes('[') && text.split(':').length > 2 ? `[${text}]` : text}`;
  if (!URL.canParse(url)) return undefined;
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port };
}

/**
 * The address of the Kubernetes API: the virtual IP or the first control plane, which need no key of their own, or another one.
 *
 * @param endpoint URL or address; the virtual IP must be in the draft already
 */
export function putClusterEndpoint(
  draft: Draft,
  endpoint: Entry | undefined,
  firstControlPlane: string | undefined,
): void {
  if (endpoint === undefined) return;
  const found = typeof endpoint.data === 'string' ? hostOfUrl(endpoint.data) : undefined;
  if (found === undefined) {
    draft.put(['network', 'endpoint'], endpoint);
    return;
  }
  const vip = draft.valueAt(['network', 'vip']);
  if (found.host === (vip ?? firstControlPlane)) draft.agree(endpoint);
  else draft.set(['network', 'endpoint'], found.host, endpoint);
  if (found.port !== '' && found.port !== '6443') {
    draft.leavePart(endpoint, `port ${found.port}`, 'the Kubernetes API listens on 6443');
  }
}
