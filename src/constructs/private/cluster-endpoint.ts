import { isDnsName } from '../../values/dns-name';
import { isIpAddress } from '../../values/ip-address';

/** Where a Kubernetes API listens. */
export interface Endpoint {
  /** Name or address, IPv6 without brackets. */
  readonly host: string;
  /** Port number. */
  readonly port: number;
}

const FORM = /^https:\/\/(?:\[([^\]]+)\]|([^:/[\]]+))(?::(\d{1,5}))?\/?$/;

/** Whether the text is the URL of a Kubernetes API: https, a host, a port at most. */
export function isClusterEndpoint(text: string): boolean {
  const [, address, name] = FORM.exec(text) ?? [];
  return address === undefined ? name !== undefined && (isIpAddress(name) || isDnsName(name)) : isIpAddress(address);
}

/** Host and port of a URL that `isClusterEndpoint` takes. */
export function endpointOf(clusterEndpoint: string): Endpoint {
  const [, address, name, port] = FORM.exec(clusterEndpoint) ?? [];
  return { host: address ?? name ?? '', port: Number(port ?? 443) };
}
