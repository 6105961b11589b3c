import { isDnsName } from './dns-name';
import { isIpAddress } from './ip-address';

const FORM =
  /^([a-z][a-z0-9+.-]*):\/\/(?:([^\s/?#\\@]*)@)?(?:\[([^\]]+)\]|([A-Za-z0-9_.-]+))(?::(\d{1,5}))?(?:[/?#][^\s\\]*)?$/i;

/**
 * If a text is a URL of one of the schemes, with a host that is a name or an address, and without credentials: a URL
 * stands where everybody can read it. Only `ssh` may name a user.
 */
export function isPlainUrl(text: string, schemes: readonly string[]): boolean {
  const [, scheme = '', user, address, name, port] = FORM.exec(text) ?? [];
  return (
    schemes.includes(scheme.toLowerCase()) &&
    URL.canParse(text) &&
    (address === undefined ? name !== undefined && isHostName(name) : isIpAddress(address)) &&
    (port === undefined || isPort(port)) &&
    (user === undefined || (scheme.toLowerCase() === 'ssh' && /^[^:]+$/.test(user)))
  );
}

/** If a text is a name or an address with or without a port: `gitea.example:2222`, `[fd00::1]:22`. */
export function isHostWithPort(text: string): boolean {
  const [, address, name, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (port !== undefined && !isPort(port)) return false;
  return address === undefined ? name !== undefined && (isIpAddress(name) || isDnsName(name)) : isIpAddress(address);
}

/** If a text is a port number. */
export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

/** Underscores are no part of the names of hosts, but private DNS servers and containers have them. */
function isHostName(text: string): boolean {
  return text.split('.').every((label) => /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/.test(label));
}
