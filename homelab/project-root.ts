import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Directory of the project, from the sources of the homelab and from their compiled form. */
export const projectRoot = rootAbove(__dirname);

function rootAbove(directory: string): string {
  return existsSync(join(directory, 'package.json')) ? directory : rootAbove(dirname(directory));
}
