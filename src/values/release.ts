import parseVersion from 'semver/functions/parse';

/** A full version of three numbers, with or without a pre-release. */
export interface Release {
  /** The version without `v`: `1.13.9`. */
  readonly version: string;
  /** The minor version without `v`: `1.13`. */
  readonly minor: string;
  /** True for an alpha, a beta or a release candidate. */
  readonly isPrerelease: boolean;
}

/** Reads a version with or without `v`; nothing if it is not a full one, or names a build. */
export function readRelease(text: string): Release | undefined {
  const parsed = parseVersion(text);
  if (parsed === null || parsed.build.length > 0) return undefined;
  const { version, major, minor, prerelease } = parsed;
  return { version, minor: `${major}.${minor}`, isPrerelease: prerelease.length > 0 };
}
