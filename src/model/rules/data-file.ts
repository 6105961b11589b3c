import { isPlainObject } from '../../values/plain-object';
import { yamlSyntax } from '../../errors/spec';
import type { LocatedFault } from '../../cluster-file/cluster-spec-error';
import { yamlFileSlips } from '../../cluster-file/yaml-slips';
import type { Path } from '../../values/path';
import { yamlLibrary } from '../../values/yaml-library';
import type { Findings } from '../findings';
import type { ProjectFiles } from '../project-files';

/** Data with keys. */
export type FileData = Readonly<Record<string, unknown>>;

/** Something that stands in the cluster file, or in a file of its own. */
export interface DataChoice {
  /** The data, or the path of the file. */
  readonly choice: string | FileData | undefined;
  /** Where it is written. */
  readonly path: Path;
  /** Sentence for a file that holds no keys and values. */
  readonly notAMap: (file: string) => string;
}

/**
 * The data itself.
 *
 * @returns nothing if there is none, or if its file can't be read, which is a fault
 */
export function readData(
  { choice, path, notAMap }: DataChoice,
  files: ProjectFiles,
  findings: Findings,
): FileData | undefined {
  if (typeof choice !== 'string') return choice;
  const text = files.read(choice, path);
  if (text === undefined) return undefined;
  const { objects, slips } = parseYaml(text, choice);
  findings.faultsElsewhere.push(...slips);
  if (slips.length > 0) return undefined;
  const [data] = objects;
  if (isPlainObject(data)) return data;
  findings.addFault(path, notAMap(choice));
  return undefined;
}

/** The documents of a text, and the faults of its YAML. */
export interface ParsedYaml {
  /** Data of each document. */
  readonly objects: readonly unknown[];
  /** Faults. */
  readonly slips: readonly LocatedFault[];
}

/** Reads YAML. */
export function parseYaml(text: string, file: string | undefined): ParsedYaml {
  const slips = yamlFileSlips(text, file);
  if (slips.length > 0) return { objects: [], slips };
  const documents = [...yamlLibrary().parseAllDocuments(text, { merge: true })];
  try {
    return { objects: documents.map((document): unknown => document.toJS()), slips };
  } catch (reason) {
    // aliases that grow beyond reason
    const message = yamlSyntax(reason instanceof Error ? reason.message : String(reason));
    return { objects: [], slips: [{ path: [], message, file }] };
  }
}
