/** Sentences about ready homelabs. */

/**
 * No homelab of this version.
 *
 * @param repository web page of the repository with the releases, if it is known
 */
export function homelabMissing(version: string, archive: string, platform: string, repository?: string): string {
  const way =
    repository === undefined
      ? `  download ${archive}, which is attached to the release v${version} of cdktf-proxmox-talos,\n` +
        '    and name it once: try <cluster> --homelab <file>\n'
      : '  download it, and run this again here, where it is found:\n' +
        `    curl --fail --location --remote-name ${repository}/releases/download/v${version}/${archive}\n`;
  return (
    `no homelab of version ${version} for ${platform} is here. There are two ways to one:\n` +
    way +
    `  or, with Go 1.26 or newer, in a clone of cdktf-proxmox-talos at v${version}: npm ci && npm run toolchain`
  );
}

/** A path that is no homelab. */
export function noHomelab(path: string): string {
  return `${path} is no homelab: it is neither an archive .tar.gz of one nor a directory with its manifest.json`;
}

/** A path that is not there. */
export function homelabNotFound(path: string): string {
  return `${path}: there is no such file or directory`;
}

/** A homelab of another version or for another computer. */
export function otherHomelab(path: string, got: string, wanted: string): string {
  return `${path} is a homelab of ${got}; this package needs that of ${wanted}`;
}

/** An archive that was damaged or cut off. */
export function homelabDamaged(path: string, reason: string): string {
  return `${path} is damaged: ${reason}; download it again`;
}

/** Printed while an archive is unpacked and its files are compared with their digests. */
export function unpacking(archive: string, directory: string): string {
  return `unpacking ${archive} into ${directory}, once`;
}
