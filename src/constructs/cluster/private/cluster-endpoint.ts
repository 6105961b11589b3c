import { Token } from 'cdktf';
import { isDnsName } from '../../../values/dns-name';
import { isIpAddress } from '../../../values/ip-address';
import { isPort } from '../../../values/url';

const FORM = /^https:\/\/(?:\[([^\]]+)\]|([^:/[\]]+))(?::(\d{1,5}))?\/?$/;

/** If a text is the URL of a Kubernetes API: https, a host, a port at most. A token is one until it is known. */
export function isClusterEndpoint(text: string): boolean {
  if (Token.isUnresolved(text)) return true;
  const [, address, name, port] = FORM.exec(text) ?? [];
  if (port !== undefined && !isPort(port)) return false;
  return address === undefined ? name !== undefined && (isIpAddress(name) || isDnsName(name)) : isIpAddress(address);
}

/** Name or address in a URL that `isClusterEndpoint` accepts, IPv6 without brackets; nothing for a token. */
export function endpointHost(clusterEndpoint: string): string | undefined {
  if (Token.isUnresolved(clusterEndpoint)) return undefined;
  const [, address, name] = FORM.exec(clusterEndpoint) ?? [];
  return address ?? name;
}
