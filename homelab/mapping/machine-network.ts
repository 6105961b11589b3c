import ipaddr from 'ipaddr.js';

/** Third numbers from here on belong to the services of the homelab, not to machines. */
const FIRST_OF_SERVICES = 250;

/** Half of the third numbers: what lies among those of services is moved down by it. */
const HALF = 128;

/** Bits that tell machines apart on loopback. */
const ROOM = 16;

/** Shown by guest agents where machines have IPv6 addresses: the Proxmox provider takes no notice of loopback addresses. */
const SHOWN_FOR_IPV6 = '198.18.0.0/16';

/** A range of loopback addresses, and the range that guest agents tell in its place. */
export interface ShownRange {
  readonly loopback: string;
  readonly shown: string;
}

/** The network of the machines, and where its addresses lie on loopback. */
export class MachineNetwork {
  /** As the cluster file has it. */
  public readonly shown: string;
  /** Of the network on loopback. */
  public readonly prefixLength: number;
  /** Where it lies on loopback, in CIDR form. */
  public readonly loopback: string;
  private readonly block: number;
  private readonly network: [ipaddr.IPv4 | ipaddr.IPv6, number];
  private readonly isHigh: boolean;
  private readonly moved: Map<string, string>;
  private readonly taken: Set<string>;

  /**
   * @param subnet in CIDR form
   * @param known addresses of it that the cluster file names
   */
  constructor(block: number, subnet: string, known: readonly string[] = []) {
    this.block = block;
    this.shown = subnet;
    this.network = ipaddr.parseCIDR(subnet);
    this.moved = new Map();
    const [address, prefix] = this.network;
    const [, , third = 0] = address.toByteArray();
    this.isHigh = prefix > ROOM && third + 2 ** Math.max(0, 24 - prefix) > FIRST_OF_SERVICES;
    this.prefixLength = Math.max(ROOM, this.isIpv6 ? ROOM : prefix);
    this.loopback = this.keepsPlaces
      ? `${this.place(subnet.split('/')[0] ?? '')}/${prefix}`
      : `127.${block}.0.0/${ROOM}`;
    this.taken = new Set(known.filter((each) => this.hasPlace(each)).map((each) => this.place(each)));
  }

  /** If the machines have IPv6 addresses. */
  get isIpv6(): boolean {
    return this.network[0].kind() === 'ipv6';
  }

  /** If an address of the cluster file lies in the network. */
  contains(text: string): boolean {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.parse(text);
    return address.kind() === this.network[0].kind() && address.match(this.network);
  }

  /** If an address keeps its last numbers on loopback. */
  hasPlace(address: string): boolean {
    if (!this.keepsPlaces || !this.contains(address)) return false;
    return this.isHigh || Number(address.split('.')[2]) < FIRST_OF_SERVICES;
  }

  /** Where an address lies on loopback: by its last numbers, or else anywhere that is free. */
  map(address: string): string {
    const moved = ipaddr.isValid(address) ? this.moved.get(ipaddr.parse(address).toString()) : undefined;
    return moved ?? (this.hasPlace(address) ? this.place(address) : this.placeOfOther(address));
  }

  /** Where a network lies on loopback: one that holds that of the machines is that, one elsewhere stays as it is. */
  mapNetwork(text: string): string {
    const [address, prefix] = ipaddr.parseCIDR(text);
    const [own, ownPrefix] = this.network;
    if (prefix === 0 || address.kind() !== own.kind()) return text;
    if (prefix <= ownPrefix) return own.match([address, prefix] as [ipaddr.IPv4, number]) ? this.loopback : text;
    const isOneAddress = prefix === (this.isIpv6 ? 128 : 32);
    if (!this.contains(address.toString()) || !(this.keepsPlaces || isOneAddress)) return text;
    return `${this.map(address.toString())}/${this.isIpv6 ? 32 : prefix}`;
  }

  /**
   * Where addresses one after the other lie on loopback, one after the other too, whatever their last numbers are.
   *
   * @param addresses at least one
   * @throws RangeError if there is no room for them
   */
  mapRow(addresses: readonly string[]): readonly string[] {
    const places = this.freePlaces(addresses[0] ?? '', addresses.length);
    for (const [index, place] of places.entries())
      this.moved.set(ipaddr.parse(addresses[index] ?? '').toString(), place);
    return places;
  }

  /** Ranges that guest agents report in place of those on loopback. To be asked when everything is mapped. */
  get shownRanges(): readonly ShownRange[] {
    if (this.isIpv6) return [{ loopback: this.loopback, shown: SHOWN_FOR_IPV6 }];
    const single = [...this.moved].map(([shown, loopback]) => ({ loopback: `${loopback}/32`, shown: `${shown}/32` }));
    return this.keepsPlaces ? [...single, { loopback: this.loopback, shown: this.shown }] : single;
  }

  /** A text with the addresses that the cluster file has in place of those on loopback. */
  shownText(text: string): string {
    const others = new Map([...this.moved].map(([shown, loopback]) => [loopback, shown]));
    const network = ipaddr.parseCIDR(this.loopback) as [ipaddr.IPv4, number];
    return text.replace(/127(?:\.\d{1,3}){3}(?!\d)/g, (found) => {
      const other = others.get(found);
      if (other !== undefined || !this.keepsPlaces || !ipaddr.IPv4.isValidFourPartDecimal(found)) return other ?? found;
      const address = ipaddr.IPv4.parse(found);
      return address.match(network) ? this.shownPlace(found) : found;
    });
  }

  /** If the network lies on loopback as it is, but for its first numbers. */
  private get keepsPlaces(): boolean {
    return !this.isIpv6 && this.network[1] >= ROOM;
  }

  private place(address: string): string {
    const [, , third, fourth] = address.split('.');
    return `127.${this.block}.${Number(third) - (this.isHigh ? HALF : 0)}.${fourth}`;
  }

  private shownPlace(loopback: string): string {
    const [first, second] = this.network[0].toByteArray();
    const [, , third, fourth] = loopback.split('.');
    return `${first}.${second}.${Number(third) + (this.isHigh ? HALF : 0)}.${fourth}`;
  }

  private placeOfOther(text: string): string {
    const shown = ipaddr.parse(text).toString();
    const known = this.moved.get(shown);
    if (known !== undefined) return known;
    const [place = ''] = this.freePlaces(text, 1);
    this.moved.set(shown, place);
    return place;
  }

  /** Places that nobody has, one after the other, near those that the last numbers of an address name. */
  private freePlaces(text: string, count: number): readonly string[] {
    const [third = 0, fourth = 0] = ipaddr.parse(text).toByteArray().slice(-2);
    const places = FIRST_OF_SERVICES * 256;
    const wanted = Math.max(1, (third % FIRST_OF_SERVICES) * 256 + fourth);
    const inUse = new Set([...this.taken, ...this.moved.values()]);
    for (let index = 0; index < places; index++) {
      const first = (wanted + index) % places;
      if (first === 0 || first + count > places) continue;
      const row = Array.from({ length: count }, (_, number) => this.placeOf(first + number));
      if (!row.some((place) => inUse.has(place))) return row;
    }
    throw new RangeError(`${text}: no place is left on loopback for ${count === 1 ? 'it' : `${count} addresses`}`);
  }

  private placeOf(number: number): string {
    return `127.${this.block}.${Math.floor(number / 256)}.${number % 256}`;
  }
}
