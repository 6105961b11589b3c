import compareVersions from 'semver/functions/compare';
import parseVersion from 'semver/functions/parse';
import { notATalosVersion } from '../errors/values';
import { TalosContract } from './talos-contract';

/** A release of Talos, such as `v1.13.9`. */
export class TalosVersion {
  /**
   * Reads a version, with or without `v`.
   *
   * @throws if the text is not a full version
   */
  public static of(text: string): TalosVersion {
    const version = parseVersion(text);
    if (version === null || version.build.length > 0) throw new Error(notATalosVersion(text));
    return new TalosVersion(
      version.version,
      TalosContract.of(`${version.major}.${version.minor}`),
      version.prerelease.length > 0,
    );
  }

  /** Whether `of` would take the text. */
  public static isValid(text: string): boolean {
    const version = parseVersion(text);
    return version !== null && version.build.length === 0;
  }

  /** The version with `v`, as image names carry it: `v1.13.9`. */
  public readonly tag: string;

  private constructor(
    private readonly version: string,
    /** The newest contract that the release understands. */
    public readonly contract: TalosContract,
    /** Whether it is an alpha, a beta or a release candidate. */
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
