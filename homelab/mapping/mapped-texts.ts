import { isIPv4, isIPv6 } from 'node:net';
import type { ServiceAddresses } from '../addresses';
import { outsideLocations } from './locations';
import type { MachineNetwork } from './machine-network';

/** A part of a cluster file, of which no more is known than that it is one. */
export type Section = Readonly<Record<string, any>>;

/** `10.0.0.1`, `10.0.0.1/24`, `10.0.0.1:80` or a URL on such an address; IPv6 in brackets before a port. */
const WITH_ADDRESS =
  /^([a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?)?(?:(\d+(?:\.\d+){3})|\[([0-9a-f:.]+)\]|([0-9a-f]*:[0-9a-f:.]+))((?:[:/?].*)?)$/is;

/** Texts with the addresses of a homelab. */
export class TextMapping {
  private readonly network: MachineNetwork;
  private readonly services: ServiceAddresses;
  private readonly hosts: Map<string, string>;

  constructor(network: MachineNetwork, services: ServiceAddresses) {
    this.network = network;
    this.services = services;
    this.hosts = new Map();
  }

  /** Texts of any depth: addresses of the network of the machines and what is made of them. */
  mapTexts<T>(value: T): T {
    return mapStrings(value, (text) => this.mapText(text));
  }

  /** An address of the network, alone or in a URL; every other text stays as it is. */
  mapText(text: string): string {
    if (text === this.network.shown) return this.network.loopback;
    const [, before = '', ipv4 = '', bracketed, bare = '', after = ''] = WITH_ADDRESS.exec(text) ?? [];
    const address = ipv4 || (bracketed ?? bare);
    if (!this.network.contains(address)) return text;
    return `${before}${this.network.map(address)}${after}`;
  }

  /**
   * A text without hosts that are not on loopback: an address where nobody listens stands for each.
   *
   * @param found called with each host, URL or address that was replaced
   */
  mapElsewhere(text: string, found: (part: string) => void): string {
    return outsideLocations(text).reduce((mapped, part) => {
      found(part);
      return mapped.replaceAll(part, this.onElsewhere(part));
    }, text);
  }

  /** @param part a URL, an address, a name with a port, or a user at a host */
  private onElsewhere(part: string): string {
    const [, scheme, user = '', authority = '', rest = ''] =
      /^([a-z][a-z0-9+.-]*:\/\/)([^@/?#]*@)?([^/?#]*)(.*)$/is.exec(part) ?? [];
    if (scheme !== undefined) return `${scheme}${user}${this.authority(authority)}${rest}`;
    const [, login, host] = /^([\w.-]+@)([\w.-]+):$/.exec(part) ?? [];
    if (login !== undefined && host !== undefined) return `${login}${this.place(host)}:`;
    const [address = '', prefix] = part.split('/');
    if (isIPv4(address) || isIPv6(address)) return `${this.place(address)}${prefix === undefined ? '' : `/${prefix}`}`;
    return this.authority(part);
  }

  private authority(text: string): string {
    const [, host = text, port = ''] = /^(.*?)(:\d+)?$/s.exec(text) ?? [];
    return `${this.place(host)}${port}`;
  }

  private place(host: string): string {
    const known = this.hosts.get(host);
    if (known !== undefined) return known;
    const place = this.services.elsewhere(this.hosts.size + 1);
    this.hosts.set(host, place);
    return place;
  }
}

/**
 * A URL with another server; user and path stay.
 *
 * @param server address and port
 * @param scheme as it is, unless given
 */
export function onServer(url: string, server: string, scheme?: string): string {
  return url.replace(
    /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^@/?#]*@)?[^/?#]*/,
    (_, was, user = '') => `${scheme ?? was}://${user}${server}`,
  );
}

/** A section with changes to keys that it has; those without a value stay so. */
export function changed(section: Section, changes: Readonly<Record<string, (value: any) => unknown>>): Section {
  return Object.fromEntries(
    Object.entries(section).map(([key, value]) => {
      const change = changes[key];
      return [key, value === undefined || change === undefined ? value : change(value)];
    }),
  );
}

/** A section with the same change of all its values. */
export function eachOf(section: Section, change: (value: any, key: string) => unknown): Section {
  return Object.fromEntries(
    Object.entries(section).map(([key, value]) => [key, value === undefined ? value : change(value, key)]),
  );
}

/** A value of any depth with other texts. */
export function mapStrings<T>(value: T, map: (text: string) => string): T {
  let mapped: unknown = value;
  if (typeof value === 'string') mapped = map(value);
  else if (Array.isArray(value)) mapped = value.map((item: unknown) => mapStrings(item, map));
  else if (typeof value === 'object' && value !== null) {
    mapped = Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapStrings(entry, map)]));
  }
  return mapped as T;
}
