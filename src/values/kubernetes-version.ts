import compareVersions from 'semver/functions/compare';
import { notAKubernetesVersion } from './faults';
import { readRelease } from './release';

/** A release of Kubernetes, such as `v1.36.3`. */
export class KubernetesVersion {
  /**
   * Reads a version, with or without `v`.
   *
   * @throws if the text is not a full version
   */
  public static of(text: string): KubernetesVersion {
    const release = readRelease(text);
    if (release === undefined) throw new Error(notAKubernetesVersion(text));
    return new KubernetesVersion(release.version, release.minor);
  }

  /** True if `of` accepts the text. */
  public static isValid(text: string): boolean {
    return readRelease(text) !== undefined;
  }

  /** The version with `v`: `v1.36.3`. */
  public readonly tag: string;

  private constructor(
    private readonly version: string,
    /** The minor version without `v`: `1.36`. */
    public readonly minor: string,
  ) {
    this.tag = `v${version}`;
  }

  /** Negative, zero or positive, as the version is older than, equal to or newer than the other. */
  public compare(other: KubernetesVersion): number {
    return compareVersions(this.version, other.version);
  }

  /**
   * True if the minor version lies in a range, both ends included. Pre-releases count as their minor version.
   *
   * @param min oldest minor version, such as `1.31`
   * @param max newest minor version, such as `1.36`
   */
  public isMinorWithin(min: string, max: string): boolean {
    const minor = `${this.minor}.0`;
    return compareVersions(`${min}.0`, minor) <= 0 && compareVersions(minor, `${max}.0`) <= 0;
  }

  /** The tag. */
  public toString(): string {
    return this.tag;
  }
}
