import { invalidSchematicText } from '../errors/rules';
import type { SchematicChoice } from '../spec/schematic-spec';
import type { Draft } from '../spec/spec-draft';
import { Schematic } from '../values/schematic';
import type { SchematicContent } from '../values/schematic-content';
import type { Findings, Path } from './findings';
import type { ProjectFiles } from './project-files';

/** Turns what the spec says of schematics into schematics, each once. */
export class Schematics {
  private readonly known = new Map<Draft<SchematicChoice>, Schematic | undefined>();

  constructor(
    private readonly files: ProjectFiles,
    private readonly findings: Findings,
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
    const text = typeof choice === 'string' ? this.files.read(choice, path) : undefined;
    if (typeof choice === 'string' && text === undefined) return undefined;
    try {
      return text === undefined ? Schematic.of(choice as SchematicContent) : Schematic.fromYaml(text);
    } catch (error) {
      const origin = typeof choice === 'string' ? choice : undefined;
      this.findings.addFault(
        path,
        invalidSchematicText(origin, error instanceof Error ? error.message : String(error)),
      );
      return undefined;
    }
  }
}
