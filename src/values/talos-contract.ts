import { notATalosContract } from './faults';

const FORM = /^v?(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})$/;

/**
 * The Talos minor version that a machine configuration is written for, such as `v1.13`.
 *
 * It is chosen when a cluster is made and stays when the image moves on.
 */
export class TalosContract {
  /**
   * Reads a contract, with or without `v`.
   *
   * @throws if the text is not two numbers with a dot between them
   */
  public static of(text: string): TalosContract {
    const match = FORM.exec(text);
    if (match === null) throw new Error(notATalosContract(text));
    return new TalosContract(Number(match[1]), Number(match[2]));
  }

  /** True if `of` accepts the text. */
  public static isValid(text: string): boolean {
    return FORM.test(text);
  }

  /** The contract with `v`: `v1.13`. */
  public readonly tag: string;

  private constructor(
    private readonly major: number,
    private readonly minor: number,
  ) {
    this.tag = `v${major}.${minor}`;
  }

  /** Negative, zero or positive, as the contract is older than, equal to or newer than the other. */
  public compare(other: TalosContract): number {
    return this.major - other.major || this.minor - other.minor;
  }

  /**
   * True if the contract is that of the tag or a newer one.
   *
   * @param tag a contract, such as `v1.12`
   */
  public isAtLeast(tag: string): boolean {
    return this.compare(TalosContract.of(tag)) >= 0;
  }

  /** The tag. */
  public toString(): string {
    return this.tag;
  }
}
