import { cidrHasHostBits, hostOutsideCidr, notACidr } from './faults';
import { ipFamily, isIpAddress } from './ip-address';
import { addressNumber, addressText } from './ip-number';

/** Networks that are kept; a cluster has fewer. */
const MOST_KNOWN = 64;

const FORM = /^([^/]+)\/(0|[1-9]\d{0,2})$/;

/** The network of all addresses of a family. */
export const ANY_ADDRESS = Object.freeze({ 4: '0.0.0.0/0', 6: '::/0' });

/** A network as an address and the length of its prefix, such as `10.200.0.0/16`. */
export class IpCidr {
  /**
   * Reads a network of IPv4 or IPv6.
   *
   * @throws if the text is no such network, or if its address is that of a host inside the network
   */
  public static of(text: string): IpCidr {
    const known = IpCidr.known.get(text);
    if (known !== undefined) return known;
    const parsed = parseCidr(text);
    if (parsed === undefined) throw new Error(notACidr(text));
    const cidr = IpCidr.around(parsed);
    if (cidr.first !== parsed.address) throw new Error(cidrHasHostBits(text, cidr.toString()));
    if (IpCidr.known.size >= MOST_KNOWN) IpCidr.known.clear();
    IpCidr.known.set(text, cidr);
    return cidr;
  }

  /** True if `of` accepts the text. */
  public static isValid(text: string): boolean {
    const parsed = parseCidr(text);
    if (parsed === undefined) return false;
    return networkOf(parsed) === parsed.address;
  }

  /**
   * The network that an address with a prefix lies in: `10.200.5.1/16` lies in `10.200.0.0/16`.
   *
   * @returns nothing if the text is no address with a prefix
   */
  public static tryParse(text: string): IpCidr | undefined {
    const parsed = parseCidr(text);
    return parsed && IpCidr.around(parsed);
  }

  /** Networks by their text: every machine of a cluster asks for the same few. */
  private static readonly known = new Map<string, IpCidr>();

  private static around(parsed: ParsedCidr): IpCidr {
    return new IpCidr(parsed.family, parsed.prefixLength, networkOf(parsed));
  }

  /** The first address of the network, in its normal spelling. */
  public readonly address: string;

  private constructor(
    /** Version of the Internet Protocol. */
    public readonly family: 4 | 6,
    /** Number of bits that all addresses of the network share. */
    public readonly prefixLength: number,
    private readonly first: bigint,
  ) {
    this.address = addressText(first, family);
  }

  /** Number of bits in which addresses of the network differ. */
  public get hostBits(): number {
    return bitsOf(this.family) - this.prefixLength;
  }

  /**
   * True if an address lies in the network; an address of the other family never does.
   *
   * @throws if the text is no IP address
   */
  public contains(address: string): boolean {
    const family = ipFamily(address);
    const { prefixLength } = this;
    return (
      family === this.family && networkOf({ address: addressNumber(address), family, prefixLength }) === this.first
    );
  }

  /** True if the two networks have an address in common. */
  public overlaps(other: IpCidr): boolean {
    const prefixLength = Math.min(this.prefixLength, other.prefixLength);
    const start = ({ family, first }: IpCidr): bigint => networkOf({ address: first, family, prefixLength });
    return this.family === other.family && start(this) === start(other);
  }

  /**
   * An address by its number in the network: `10.96.0.0/12` has `10.96.0.10` at 10.
   *
   * @throws if the network has no such address
   */
  public hostAt(index: number): string {
    const size = 1n << BigInt(bitsOf(this.family) - this.prefixLength);
    if (!Number.isSafeInteger(index) || index < 0 || BigInt(index) >= size) {
      throw new Error(hostOutsideCidr(this.toString(), index));
    }
    return addressText(this.first + BigInt(index), this.family);
  }

  /** The network in its normal spelling: `10.200.0.0/16`. */
  public toString(): string {
    return `${this.address}/${this.prefixLength}`;
  }
}

/** An address with a prefix. */
interface ParsedCidr {
  readonly family: 4 | 6;
  readonly prefixLength: number;
  readonly address: bigint;
}

function parseCidr(text: string): ParsedCidr | undefined {
  const [, address, length] = FORM.exec(text) ?? [];
  if (address === undefined || !isIpAddress(address)) return undefined;
  const family = address.includes(':') ? 6 : 4;
  const prefixLength = Number(length);
  return prefixLength > bitsOf(family) ? undefined : { family, prefixLength, address: addressNumber(address) };
}

function bitsOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

function networkOf({ address, family, prefixLength }: ParsedCidr): bigint {
  const hostBits = BigInt(bitsOf(family) - prefixLength);
  return (address >> hostBits) << hostBits;
}
