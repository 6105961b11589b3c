import { isIPv4, isIPv6 } from 'node:net';

/** A host, and nothing else, in one of the places that hold one. */
const REFERENCE =
  /^\$\{(?!(?:var|local|each|path|count|self)\.)(?:data\.|ephemeral\.)?[a-z]\w*\.[\w-]+(?:\.\w+|\[\d+\])*\}$/;

const URL_IN_TEXT = /[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>\\]*/gi;
const IPV4_IN_TEXT = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)/g;
const NAME_WITH_PORT = /(?<![\w./@-])[a-z0-9-]*[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+:\d{2,5}(?![\w.])/gi;
const ONLY_NAME_WITH_PORT = /^[a-z][a-z0-9-]*:\d{2,5}$/i;
const DEVICE_OF_BASH = /\/dev\/(?:tcp|udp)\/([^/\s]+)/g;
const USER_AT_HOST = /[\w.-]+@([\w.-]+):(?=[\w~/])/g;

/** Parts of a text that name a host which is not on loopback: URLs, addresses, names with a port. */
export function outsideLocations(text: string): string[] {
  const urls = text.match(URL_IN_TEXT) ?? [];
  const rest = text.replace(URL_IN_TEXT, ' ');
  return [
    ...urls.filter((url) => !isHostOnLoopback(hostOfUrl(url), true)),
    ...(rest.match(IPV4_IN_TEXT) ?? []).filter((address) => isIPv4(address) && !isOnLoopback(address)),
    ...rest.split(/[\s"'`,;=()[\]{}]+/).filter((word) => isIPv6(word.replace(/\/\d+$/, ''))),
    ...(rest.match(NAME_WITH_PORT) ?? []).filter((name) => !isIPv4(name.replace(/:\d+$/, ''))),
    ...(ONLY_NAME_WITH_PORT.test(rest) ? [rest] : []),
    ...[...rest.matchAll(DEVICE_OF_BASH)].map(([, host = '']) => host).filter((host) => !isOnLoopback(host)),
    ...[...rest.matchAll(USER_AT_HOST)].filter(([, host = '']) => !isOnLoopback(host)).map(([found]) => found),
  ];
}

/**
 * If a value at a place that is dialled stays on loopback: an address, with or without port or around it a URL, or
 * a reference to an attribute of the stack.
 */
export function isLoopbackDial(value: string): boolean {
  if (REFERENCE.test(value)) return true;
  const host = value.includes('://') ? hostOfUrl(value) : value.replace(/:\d+$/, '').replace(/\/\d+$/, '');
  return isHostOnLoopback(host, false);
}

/** @param mayBeNone a URL without host leads nowhere: `file:///` */
function isHostOnLoopback(host: string, mayBeNone: boolean): boolean {
  return host === '' ? mayBeNone : isOnLoopback(host);
}

function hostOfUrl(url: string): string {
  const [, authority = ''] = /^[^:]+:\/\/([^/?#]*)/.exec(url) ?? [];
  return authority.replace(/^.*@/, '').replace(/:\d*$/, '');
}

function isOnLoopback(host: string): boolean {
  return isIPv4(host) && host.startsWith('127.');
}
