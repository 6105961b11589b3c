import { createRequire } from 'node:module';
import type * as YamlLibrary from 'yaml';

const load = createRequire(__filename);

/** The YAML library. It is loaded at the first call, as it takes longer to load than a whole cluster takes to build. */
export function yamlLibrary(): typeof YamlLibrary {
  return load('yaml') as typeof YamlLibrary;
}
