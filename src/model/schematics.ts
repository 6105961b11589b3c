import { locateFault } from '../cluster-file/cluster-spec-error';
import { unstableNumber } from '../values/schematic/faults';
import type { SchematicChoice, SchematicSpec } from '../cluster-file/schematic-settings';
import type { Draft } from '../values/draft';
import type { SpecSource } from '../cluster-file/spec-source';
import { yamlFileSlips } from '../cluster-file/yaml-slips';
import { yamlFileSource } from '../cluster-file/yaml-source';
import type { Fault } from '../values/fault';
import { Schematic } from '../values/schematic/schematic';
import type { SchematicContent } from '../values/schematic/schematic-content';
import { SchematicError } from '../values/schematic/schematic-error';
import { isPlainlyTyped } from '../values/schematic/schematic-file';
import type { Findings } from './findings';
import type { Path } from '../values/path';
import type { ProjectFiles } from './project-files';

/** Turns what the spec says of schematics into schematics, each once. */
export class Schematics {
  private readonly known = new Map<Draft<SchematicChoice>, Schematic | undefined>();

  constructor(
    private readonly files: ProjectFiles,
    private readonly findings: Findings,
    private readonly source: SpecSource | undefined,
  ) {}

  /**
   * A schematic from the spec.
   *
   * @param path where it stands; what is wrong with it is a fault there
   * @returns nothing if it is faulty
   */
  public read(choice: Draft<SchematicChoice>, path: Path): Schematic | undefined {
    if (!this.known.has(choice)) this.known.set(choice, this.load(choice, path));
    return this.known.get(choice);
  }

  private load(choice: Draft<SchematicChoice>, path: Path): Schematic | undefined {
    if (typeof choice === 'object' && this.hasUnstableScalar(choice, path)) return undefined;
    const file = typeof choice === 'string' ? choice : undefined;
    const text = file === undefined ? undefined : this.files.read(file, path);
    if (file !== undefined && text === undefined) return undefined;
    const slips = text === undefined ? [] : yamlFileSlips(text, file);
    this.findings.faultsElsewhere.push(...slips);
    if (slips.length > 0) return undefined;
    try {
      return text === undefined ? Schematic.of(choice as SchematicContent) : Schematic.fromYaml(text);
    } catch (error) {
      if (!(error instanceof SchematicError)) throw error;
      if (text === undefined) this.findings.faults.push(...inside(path, error.faults));
      else {
        const source = yamlFileSource(text, file ?? '');
        this.findings.faultsElsewhere.push(...error.faults.map((fault) => locateFault(fault, source)));
      }
      return undefined;
    }
  }

  /** True if a scalar without quotes, where text and numbers differ, is read in several ways: a fault at its place. */
  private hasUnstableScalar({ overlay, meta = [] }: Draft<SchematicSpec>, path: Path): boolean {
    const typed: readonly (readonly [Path, unknown])[] = [
      ...Object.entries(overlay?.options ?? {}).map(([name, value]) => [['overlay', 'options', name], value] as const),
      ...meta.map((each, index) => [['meta', index, 'key'], each?.key] as const),
    ];
    const unstable = typed.flatMap(([place, value]) => {
      const text = this.source?.plainText?.([...path, ...place], value);
      return text === undefined || isPlainlyTyped(text, value) ? [] : [{ place, text }];
    });
    for (const { place, text } of unstable) this.findings.addFault([...path, ...place], unstableNumber(text));
    return unstable.length > 0;
  }
}

function inside(path: Path, faults: readonly Fault[]): readonly Fault[] {
  return faults.map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
}
