import { ipFamily, isIpAddress } from './ip-address';
import { addressNumber, addressText } from './ip-number';

/** Addresses from a first to a last one, such as `10.0.0.31-10.0.0.60`; both belong to it. */
export class IpRange {
  /**
   * Reads a range of IPv4 or IPv6 addresses.
   *
   * @returns nothing if the text is no such range, or if its last address lies before its first
   */
  public static tryParse(text: string): IpRange | undefined {
    const [first = '', last = '', ...more] = text.split('-').map((part) => part.trim());
    if (more.length > 0 || !isIpAddress(first) || !isIpAddress(last)) return undefined;
    const family = ipFamily(first);
    const [from, to] = [addressNumber(first), addressNumber(last)];
    return family === ipFamily(last) && from <= to ? new IpRange(family, from, to) : undefined;
  }

  private constructor(
    /** Version of the Internet Protocol. */
    public readonly family: 4 | 6,
    private readonly from: bigint,
    private readonly to: bigint,
  ) {}

  /** The first address, in its normal spelling. */
  public get first(): string {
    return addressText(this.from, this.family);
  }

  /** The last address, in its normal spelling. */
  public get last(): string {
    return addressText(this.to, this.family);
  }

  /** Number of addresses; a range of more than a safe integer counts as that integer. */
  public get size(): number {
    const size = this.to - this.from + 1n;
    return size > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(size);
  }

  /** An address by its number, from 0; nothing behind the end. */
  public at(index: number): string | undefined {
    return index < this.size ? addressText(this.from + BigInt(index), this.family) : undefined;
  }

  /** True if an address lies in the range; one of the other family never does. */
  public contains(address: string): boolean {
    if (ipFamily(address) !== this.family) return false;
    const number = addressNumber(address);
    return this.from <= number && number <= this.to;
  }

  /** True if the two ranges have an address in common. */
  public overlaps(other: IpRange): boolean {
    return this.family === other.family && this.from <= other.to && other.from <= this.to;
  }

  /** The range in its normal spelling. */
  public toString(): string {
    return `${this.first}-${this.last}`;
  }
}
