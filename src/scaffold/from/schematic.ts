import { type Path, valueAt } from '../../values/path';
import type { Draft } from './draft';
import { Entry } from './entry';
import { fileNotFound, hasToBeComputed, schematicById } from './left-over-texts';
import type { SourceInput } from './source';
import { readYaml } from './yaml-input';

/** Where the schematic of Image Factory has what the cluster file calls so. */
const KEYS: readonly (readonly [key: string, from: readonly string[]])[] = [
  ['extensions', ['customization', 'systemExtensions', 'officialExtensions']],
  ['extraKernelArgs', ['customization', 'extraKernelArgs']],
  ['meta', ['customization', 'meta']],
  ['overlay', ['overlay']],
];

/** Puts a schematic in the form of Image Factory into the cluster file. */
export function putSchematic(draft: Draft, path: Path, schematic: Entry | undefined): void {
  if (schematic === undefined) return;
  for (const [key, from] of KEYS) draft.put([...path, key], schematic.at(...from));
}

/** Puts the schematic of a YAML file into the cluster file. */
export function putSchematicFile({ files, draft, addFile }: SourceInput, path: Path, name: Entry | undefined): void {
  if (name === undefined) return;
  const file = name.text ?? fileOf(name);
  if (file === undefined) {
    draft.leave(name, hasToBeComputed());
    return;
  }
  if (files.text(file) === undefined) {
    draft.leave(name, fileNotFound(file));
    return;
  }
  for (const document of files.yaml(file)) putSchematic(draft, path, addFile(document));
  draft.agree(name);
}

/** Puts the text of a schematic into the cluster file. */
export function putSchematicText(input: SourceInput, path: Path, text: Entry | undefined): void {
  if (text === undefined) return;
  if (fileOf(text) !== undefined || text.text === undefined) {
    putSchematicFile(input, path, text);
    return;
  }
  const { place } = text.value;
  for (const document of readYaml(text.text, place.file, place.line + 1)) {
    const schematic = new Entry(document, []);
    for (const [key, from] of KEYS) {
      const value = valueAt(schematic.data, from);
      if (value !== undefined) input.draft.set([...path, key], value, text);
    }
  }
}

/** Leaves an installer image or a schematic of which only the id is there. */
export function leaveSchematicId(draft: Draft, entry: Entry | undefined): void {
  draft.leave(entry, schematicById());
}

/** Name of the file that an expression reads, such as `file("${path.module}/schematic.yaml")`; nothing if it does not. */
export function fileOf({ value }: Entry): string | undefined {
  if (value.kind !== 'expression') return undefined;
  return /^file\("(?:\$\{path\.(?:module|root|cwd)\}\/)?([^"$%]+)"\)$/.exec(value.text)?.[1];
}
