import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { homelabDamaged, homelabMissing, homelabNotFound, noHomelab, unpacking } from './faults';
import { HomelabKit, type Wanted } from './kit';

/** Where a ready homelab is looked for. */
export interface KitPlaces extends Wanted {
  /** An archive or a directory that a person has named. */
  readonly given?: string;
  /** Directory of everything that is made once for a user. */
  readonly cacheDirectory: string;
  /** Where an archive that was just downloaded may lie. */
  readonly workingDirectory: string;
  /**
   * Web page of the repository whose releases have archives.
   * @default - it is not known
   */
  readonly repository?: string;
  /** Called with a line about what takes its time. */
  readonly report: (line: string) => void;
}

/** Name of the archive that is attached to a release. */
export function archiveName({ version, platform }: Wanted): string {
  return `cdktf-proxmox-talos-homelab-${version}-${platform}.tar.gz`;
}

/**
 * Finds the homelab of a package: the one that was named, one in the cache, or its archive in the working directory. An
 * archive is unpacked into the cache, once.
 *
 * @throws if there is none, or it is damaged or another one
 */
export function findKit(places: KitPlaces): HomelabKit {
  const { given, cacheDirectory, workingDirectory } = places;
  const homelabs = join(cacheDirectory, 'homelabs');
  if (given !== undefined) return givenKit(resolve(workingDirectory, given), homelabs, places);
  const archive = join(workingDirectory, archiveName(places));
  const found = newestKit(homelabs, places);
  if (found !== undefined) return found;
  if (existsSync(archive)) return unpackedKit(archive, homelabs, places);
  throw new Error(homelabMissing(places.version, archiveName(places), places.platform, places.repository));
}

function givenKit(path: string, homelabs: string, wanted: KitPlaces): HomelabKit {
  if (!existsSync(path)) throw new Error(homelabNotFound(path));
  if (!statSync(path).isDirectory()) return unpackedKit(path, homelabs, wanted);
  const kit = HomelabKit.read(path);
  kit.require(wanted);
  return kit;
}

/** Of several of one version, as a clone makes them, the last one. */
function newestKit(homelabs: string, wanted: Wanted): HomelabKit | undefined {
  if (!existsSync(homelabs)) return undefined;
  return readdirSync(homelabs)
    .map((name) => join(homelabs, name))
    .filter((directory) => existsSync(join(directory, 'manifest.json')) && !directory.endsWith('.draft'))
    .map((directory) => ({ kit: HomelabKit.read(directory), time: statSync(directory).mtimeMs }))
    .filter(({ kit }) => kit.fits(wanted))
    .sort((a, b) => b.time - a.time)[0]?.kit;
}

function unpackedKit(archive: string, homelabs: string, wanted: KitPlaces): HomelabKit {
  if (!/\.(tar\.gz|tgz)$/.test(archive)) throw new Error(noHomelab(archive));
  const digest = createHash('sha256').update(readFileSync(archive)).digest('hex').slice(0, 16);
  const directory = join(homelabs, `archive-${digest}`);
  if (!existsSync(directory)) {
    wanted.report(unpacking(archive, homelabs));
    unpack(archive, homelabs, directory, wanted);
  }
  const kit = HomelabKit.read(directory);
  kit.require(wanted, archive);
  return kit;
}

/** Unpacks into a draft first: a kit that is not whole never gets the name that it is found by. */
function unpack(archive: string, homelabs: string, directory: string, wanted: Wanted): void {
  mkdirSync(homelabs, { recursive: true });
  const draft = mkdtempSync(`${directory}.`);
  try {
    const { error, status, stderr } = spawnSync('tar', ['-xzf', archive, '-C', draft], { encoding: 'utf8' });
    if (error !== undefined) throw error;
    if (status !== 0) throw new Error(homelabDamaged(archive, stderr.trim().split('\n')[0] ?? ''));
    const kit = HomelabKit.read(draft);
    kit.require(wanted, archive);
    kit.check(archive);
    // another process may have been faster
    if (!existsSync(directory)) renameSync(draft, directory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
