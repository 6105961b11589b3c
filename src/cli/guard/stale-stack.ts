import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StackDirectory } from '../tofu/stack-directory';
import { describedIn } from '../tofu/described-in';

/** Written by every synth, also where no stack is different. */
const MANIFEST = 'manifest.json';

/** Cluster files that were changed after the last synth, which is what is planned. */
export function changedSinceSynth({ cluster, path }: StackDirectory): readonly string[] {
  const manifest = join(dirname(dirname(path)), MANIFEST);
  const synthesizedAt = statSync(manifest, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
  return describedIn(cluster).filter((file) => statSync(file).mtimeMs > synthesizedAt);
}
