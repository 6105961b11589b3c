import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { textOf } from '../../plan/read/attributes';
import type { PlannedResource, Values } from '../../plan/read/plan-json';
import { blockOf, providerOf } from '../../plan/read/written-stack';
import { RESOURCE_TYPES } from '../../resource-types';
import { findStackDirectory, STACK_FILE, type StackDirectory } from '../tofu/stack-directory';
import { LocalState } from '../tofu/state-files';

/** An image file that other stacks have on the same host. */
export interface SharedImage {
  /** Address of its resource. */
  readonly address: string;
  /** Name of the file. */
  readonly fileName: string;
  /** Host that it lies on. */
  readonly hostName: string;
  /** Names of the other stacks. */
  readonly stacks: readonly string[];
}

/**
 * Finds image files that another stack of the project has too: the same file on the same host. A stack whose local state is
 * not there was never applied, and has none.
 */
export function sharedImages(
  images: readonly PlannedResource[],
  { path, cluster, stack }: StackDirectory,
): readonly SharedImage[] {
  const others = otherStacks(path, cluster);
  return images.flatMap(({ address, before, providerKey = '' }) => {
    const place = before && placeOf(stack, { ...before, provider: providerKey });
    const stacks = others
      .filter((other) => placesOf(other).some((each) => each === place))
      .map((other) => other.cluster);
    const [fileName = '', hostName = ''] = [textOf(before, 'file_name'), textOf(before, 'node_name')];
    return place === undefined || stacks.length === 0 ? [] : [{ address, fileName, hostName, stacks }];
  });
}

function otherStacks(path: string, cluster: string): readonly StackDirectory[] {
  const folder = dirname(path);
  return readdirSync(folder)
    .filter((name) => name !== cluster && existsSync(join(folder, name, STACK_FILE)))
    .sort()
    .map((name) => findStackDirectory(dirname(folder), name))
    .filter((directory) => LocalState.of(directory)?.isMissing !== true);
}

function placesOf({ stack }: StackDirectory): readonly (string | undefined)[] {
  const files = blockOf(stack, 'resource', RESOURCE_TYPES.downloadFile) ?? {};
  return Object.values(files).map((file) => placeOf(stack, file as Values));
}

/** Where a file lies, as something to compare: endpoints may have other names elsewhere. */
function placeOf(stack: unknown, file: Values): string | undefined {
  const url = textOf(providerOf(stack, 'proxmox', textOf(file, 'provider')), 'endpoint');
  const parts = ['node_name', 'datastore_id', 'content_type', 'file_name'].map((name) => textOf(file, name));
  return url === undefined || parts.includes(undefined) ? undefined : JSON.stringify([url, ...parts]);
}
