import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Toolchain } from '../../scripts/toolchain/provide';

/**
 * Replaces the backend of a stack by a local one, which needs no network and still has the state encryption checked.
 *
 * @param directory of the stack, which must be a copy: a file is written into it
 */
export function useLocalBackend(directory: string): void {
  const backend = { terraform: { backend: { local: { path: 'local.tfstate' } } } };
  writeFileSync(join(directory, 'backend_override.tf.json'), JSON.stringify(backend));
}

/** The part of a stack that says which providers it needs. */
interface StackFile {
  readonly terraform?: {
    readonly required_providers?: Readonly<Record<string, { readonly source: string; readonly version?: string }>>;
  };
}

/**
 * Lets a stack take pre-releases of its providers, which no range selects.
 *
 * @param directory of the stack, which must be a copy: a file is written into it
 */
export function admitPrereleases(prereleases: Toolchain['prereleases'], directory: string): void {
  if (prereleases.size === 0) return;
  const stack = join(directory, 'cdk.tf.json');
  const { terraform } = existsSync(stack) ? (JSON.parse(readFileSync(stack, 'utf8')) as StackFile) : {};
  const required = Object.entries(terraform?.required_providers ?? {}).flatMap(([name, { source }]) => {
    const version = prereleases.get(source);
    return version === undefined ? [] : [[name, { source, version }] as const];
  });
  if (required.length === 0) return;
  const override = { terraform: { required_providers: Object.fromEntries(required) } };
  writeFileSync(join(directory, 'providers_override.tf.json'), JSON.stringify(override));
}
