import type { ConfigPatch } from '../machine-config/config-patch';
import type { PatchChoice } from '../spec/patch-spec';
import { formatPath } from '../spec/cluster-spec-error';
import type { Draft } from '../spec/spec-draft';
import type { Path } from './findings';
import type { ProjectFiles } from './project-files';

/** Patches of the spec, with the texts of those that are files. */
export function configPatches(
  choices: readonly Draft<PatchChoice>[] | undefined,
  path: Path,
  files: ProjectFiles,
): readonly ConfigPatch[] | undefined {
  return choices?.flatMap((choice, index): readonly ConfigPatch[] => {
    const place = [...path, index];
    if (typeof choice !== 'string') {
      return [{ origin: formatPath(place), content: structuredClone(choice) }];
    }
    const content = files.read(choice, place);
    return content === undefined ? [] : [{ origin: choice, content }];
  });
}
