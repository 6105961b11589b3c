import type { Path } from '../../values/path';
import { formatPath } from '../../values/path';
import { Entry } from './entry';
import { fileNotFound, hasToBeComputed, operationWithoutMerge, patchWithSecret, unknownHere } from './left-over-texts';
import { secretsIn } from './secrets';
import type { SourceInput } from './source';
import { readYaml } from './yaml-input';

/** The machine configuration without a number in a list: `/machine/kubelet/extraArgs`. */
const PLAIN_POINTER = /^(?:\/(?!-$|\d+$|-\/|\d+\/)[^/]+)+$/;

/**
 * Puts patches of machine configurations into the cluster file: data, text in YAML, or `@` with the name of a file. Operations
 * of JSON6902 become merges where they can.
 *
 * @param path list of patches in the cluster file
 * @param directory of files that are named
 */
export function putPatches(input: SourceInput, path: Path, patches: Entry | undefined, directory = '.'): void {
  if (patches === undefined) return;
  if (patches.value.kind !== 'list') {
    putPatch(input, path, patches);
    return;
  }
  for (const patch of patches.children()) {
    const { data } = patch;
    if (typeof data === 'string') putPatchText(input, path, patch, data, directory);
    else putPatch(input, path, patch);
  }
  if (patches.children().length === 0) input.draft.agree(patches);
}

/** Puts the patches of a file, or those that stand in a text. */
export function putPatchText(input: SourceInput, path: Path, patch: Entry, text: string, directory = '.'): void {
  if (!text.startsWith('@')) {
    putDocuments(input, path, patch, text, undefined);
    return;
  }
  const file = `${directory}/${text.slice(1)}`.replace(/\/\.\//g, '/').replace(/^\.\//, '');
  const content = input.files.text(file);
  if (content === undefined) input.draft.leave(patch, fileNotFound(file));
  else putDocuments(input, path, patch, content, file);
}

/** @param file nothing for a text that stands in the input itself */
function putDocuments(input: SourceInput, path: Path, patch: Entry, text: string, file: string | undefined): void {
  if (file !== undefined) {
    for (const document of input.files.yaml(file)) putPatch(input, path, input.addFile(document));
    input.draft.agree(patch);
    return;
  }
  const { place } = patch.value;
  for (const document of readYaml(text, place.file, place.line + 1)) {
    putPatch(input, path, new Entry(document, patch.path), patch);
  }
}

/** @param origin value that the patch comes from */
function putPatch({ draft }: SourceInput, path: Path, patch: Entry, origin = patch): void {
  const { data, value } = patch;
  const secret = secretsIn(value)[0];
  if (secret !== undefined) {
    draft.leave(origin, patchWithSecret(formatPath(secret)));
    return;
  }
  if (data === undefined) {
    draft.leave(origin, hasToBeComputed());
    return;
  }
  if (typeof data !== 'object' || data === null) {
    draft.leave(origin, unknownHere());
    return;
  }
  const operations: readonly Operation[] = Array.isArray(data) ? (data as readonly Operation[]) : [];
  const merges = Array.isArray(data) ? operations.map(mergeOf).filter((merge) => merge !== undefined) : [data];
  for (const merge of merges) draft.add(path, merge, origin);
  for (const operation of operations.filter((each) => mergeOf(each) === undefined)) {
    const shown = `${String(operation.op)} ${String(operation.path)}`;
    if (merges.length === 0) draft.leave(origin, operationWithoutMerge(shown));
    else draft.leavePart(origin, shown, operationWithoutMerge(shown));
  }
}

/** An operation of JSON6902, not checked. */
interface Operation {
  readonly op?: unknown;
  readonly path?: unknown;
  readonly value?: unknown;
}

/** The strategic merge patch that says the same; nothing if there is none. */
function mergeOf({ op, path, value }: Operation): unknown {
  if ((op !== 'add' && op !== 'replace') || typeof path !== 'string' || value === undefined) return undefined;
  return PLAIN_POINTER.test(path) ? merged(path, value) : undefined;
}

function merged(pointer: string, value: unknown): unknown {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}
