const FORM = /^\s*([1-9]\d{2,8})\s*-\s*([1-9]\d{2,8})\s*$/;

/** Ids of virtual machines from a first to a last one, such as `800-829`; both belong to it. */
export class VmIdRange {
  /**
   * Reads a range of ids, each from 100 to 999999999.
   *
   * @returns nothing if the text is no such range, or if its last id lies before its first
   */
  public static tryParse(text: string): VmIdRange | undefined {
    const [, first, last] = FORM.exec(text) ?? [];
    if (first === undefined || last === undefined || Number(first) > Number(last)) return undefined;
    return new VmIdRange(Number(first), Number(last));
  }

  /** The range of one id. */
  public static of(id: number): VmIdRange {
    return new VmIdRange(id, id);
  }

  private constructor(
    /** The first id. */
    public readonly first: number,
    /** The last id. */
    public readonly last: number,
  ) {}

  /** Number of ids. */
  public get size(): number {
    return this.last - this.first + 1;
  }

  /** An id by its number, from 0; nothing behind the end. */
  public at(index: number): number | undefined {
    return index < this.size ? this.first + index : undefined;
  }

  /** True if an id lies in the range. */
  public contains(id: number): boolean {
    return this.first <= id && id <= this.last;
  }

  /** True if every id of another range lies in this one. */
  public holds(other: VmIdRange): boolean {
    return this.first <= other.first && other.last <= this.last;
  }

  /** The first ids of this range in a row that none of the others has; nothing if there are not so many. */
  public firstFree(taken: readonly VmIdRange[], size: number): VmIdRange | undefined {
    const sorted = [...taken].sort((a, b) => a.first - b.first);
    const first = sorted.reduce(
      (id, { first: from, last }) => (from < id + size && last >= id ? last + 1 : id),
      this.first,
    );
    return first + size - 1 <= this.last ? new VmIdRange(first, first + size - 1) : undefined;
  }

  /** True if the two ranges have an id in common. */
  public overlaps(other: VmIdRange): boolean {
    return this.first <= other.last && other.first <= this.last;
  }

  /** The range in its normal spelling. */
  public toString(): string {
    return `${this.first}-${this.last}`;
  }
}
