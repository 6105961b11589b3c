import compareVersions from 'semver/functions/compare';
import { notATalosVersion } from './faults';
import { readRelease } from './release';
import { TalosContract } from './talos-contract';

/** A release of Talos, such as `v1.13.9`. */
export class TalosVersion {
  /**
   * Reads a version, with or without `v`.
   *
   * @throws if the text is not a full version
   */
  public static of(text: string): TalosVersion {
    const release = readRelease(text);
    if (release === undefined) throw new Error(notATalosVersion(text));
    return new TalosVersion(release.version, TalosContract.of(release.minor), release.isPrerelease);
  }

  /** True if `of` accepts the text. */
  public static isValid(text: string): boolean {
    return readRelease(text) !== undefined;
  }

  /** The version with `v`, as image names carry it: `v1.13.9`. */
  public readonly tag: string;

  private constructor(
    private readonly version: string,
    /** The newest contract that the release understands. */
    public readonly contract: TalosContract,
    /** True for an alpha, a beta or a release candidate. */
    public readonly isPrerelease: boolean,
  ) {
    this.tag = `v${version}`;
  }

  /** Negative, zero or positive, as the version is older than, equal to or newer than the other. */
  public compare(other: TalosVersion): number {
    return compareVersions(this.version, other.version);
  }

  /** The tag. */
  public toString(): string {
    return this.tag;
  }
}
