import { createRequire } from 'node:module';

const load = createRequire(__filename);

/**
 * One file of `schemas/`, which stands beside `src/` both in the sources and in the package. It is read when it is first
 * asked for; Node keeps it.
 *
 * @param path below `schemas/`, such as `support.json`
 */
export function schemaFile(path: string): unknown {
  return load(`../../schemas/${path}`);
}
