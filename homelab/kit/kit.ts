import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HomelabFiles } from '../homelab-files';
import { homelabDamaged, noHomelab, otherHomelab } from './faults';

/** How ready homelabs are laid out; `scripts/toolchain/kit.js` writes the same number. */
const LAYOUT = 2;

const MANIFEST = 'manifest.json';

/** Statement of a ready homelab about itself: its versions, its platform and the digests of its files. */
interface Manifest {
  readonly layout: number;
  /** Of the package that it belongs to. */
  readonly version: string;
  /** Such as `linux_amd64`. */
  readonly platform: string;
  /** Of the programs. */
  readonly versions: Readonly<Record<string, string>>;
  /** Digest of each file by its path. */
  readonly sha256: Readonly<Record<string, string>>;
}

/** A package and the computer that it runs on. */
export interface Wanted {
  readonly version: string;
  readonly platform: string;
}

/** A homelab that is ready to be started: programs, providers, schemas and manifests in a directory. */
export class HomelabKit {
  /** @throws if there is none in the directory */
  static read(directory: string): HomelabKit {
    const file = join(directory, MANIFEST);
    if (!existsSync(file)) throw new Error(noHomelab(directory));
    try {
      return new HomelabKit(directory, JSON.parse(readFileSync(file, 'utf8')) as Manifest);
    } catch {
      throw new Error(homelabDamaged(directory, `${MANIFEST} is no JSON`));
    }
  }

  /** Full path. */
  public readonly directory: string;
  private readonly manifest: Manifest;

  private constructor(directory: string, manifest: Manifest) {
    this.directory = directory;
    this.manifest = manifest;
  }

  /** If it belongs to a package. */
  fits({ version, platform }: Wanted): boolean {
    const { manifest } = this;
    return manifest.layout === LAYOUT && manifest.version === version && manifest.platform === platform;
  }

  /** @throws if it belongs to another package or computer */
  require(wanted: Wanted, path = this.directory): void {
    if (this.fits(wanted)) return;
    const { version, platform } = this.manifest;
    throw new Error(otherHomelab(path, `${version} for ${platform}`, `${wanted.version} for ${wanted.platform}`));
  }

  /**
   * Compares every file with its digest.
   *
   * @param path for the sentence
   * @throws if one is missing or different
   */
  check(path: string): void {
    for (const [name, digest] of Object.entries(this.manifest.sha256)) {
      const file = join(this.directory, name);
      if (!existsSync(file)) throw new Error(homelabDamaged(path, `${name} is missing`));
      const found = createHash('sha256').update(readFileSync(file)).digest('hex');
      if (found !== digest) throw new Error(homelabDamaged(path, `${name} is not what its digest says`));
    }
  }

  /** Path of a program. */
  program(name: 'tofu' | 'simulator' | 'kube-apiserver' | 'etcd' | 'judge'): string {
    return join(this.directory, 'bin', name);
  }

  /** Where OpenTofu finds the providers. */
  get mirror(): string {
    return join(this.directory, 'mirror');
  }

  /** Schemas and manifests of the kit, as the simulator reads them. */
  get data(): HomelabFiles {
    const schemaDirectory = join(this.directory, 'schemas');
    return {
      schemaDirectory,
      talosConfigDirectory: join(schemaDirectory, 'talos-config'),
      manifestDirectory: join(this.directory, 'manifests'),
    };
  }
}
