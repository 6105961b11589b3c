const FORM = /^(.*?)(\d{1,9})$/;

/**
 * Hostnames that count on from a first one: `work-00`, `work-01`, …; a number that needs more digits than the first one
 * has, has them.
 */
export class NameSeries {
  /**
   * The series that begins with a name.
   *
   * @returns nothing if the name does not end in a number
   */
  public static tryParse(first: string): NameSeries | undefined {
    const [, stem, digits] = FORM.exec(first) ?? [];
    return stem === undefined || digits === undefined ? undefined : new NameSeries(stem, Number(digits), digits.length);
  }

  private constructor(
    private readonly stem: string,
    private readonly start: number,
    private readonly width: number,
  ) {}

  /** A name by its number in the series, from 0. */
  public at(index: number): string {
    return `${this.stem}${String(this.start + index).padStart(this.width, '0')}`;
  }

  /** The number of a name in the series; nothing for any other name. */
  public indexOf(name: string): number | undefined {
    if (!name.startsWith(this.stem)) return undefined;
    const digits = name.slice(this.stem.length);
    const index = /^\d{1,15}$/.test(digits) ? Number(digits) - this.start : -1;
    return index >= 0 && this.at(index) === name ? index : undefined;
  }

  /**
   * The first name that both series have, each as far as it goes.
   *
   * @param length number of names of this series
   * @param other the other series
   * @param otherLength number of names of the other series
   */
  public firstShared(length: number, other: NameSeries, otherLength: number): string | undefined {
    if (this.stem !== other.stem) return undefined;
    // names of unequal width are equal once the number fills the wider one
    const wide = this.width === other.width ? 0 : 10 ** (Math.max(this.width, other.width) - 1);
    const number = Math.max(this.start, other.start, wide);
    const isShared = number < this.start + length && number < other.start + otherLength;
    return isShared ? this.at(number - this.start) : undefined;
  }
}
