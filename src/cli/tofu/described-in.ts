import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where `init` and this repository keep cluster files. */
const CLUSTER_FILES = join('stacks', 'clusters');

/** Files that describe a cluster of this name, where cluster files usually lie. */
export function describedIn(cluster: string): readonly string[] {
  if (!existsSync(CLUSTER_FILES)) return [];
  const says = new RegExp(`^(?:  )?name: *['"]?${cluster.replaceAll('.', '\\.')}['"]?[ ,]*(?:#.*)?$`, 'm');
  return readdirSync(CLUSTER_FILES)
    .filter((name) => /\.(?:ya?ml|ts)$/.test(name))
    .map((name) => join(CLUSTER_FILES, name))
    .filter((path) => says.test(readFileSync(path, 'utf8')));
}
