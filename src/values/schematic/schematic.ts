import { createHash } from 'node:crypto';
import type { SchematicContent } from './schematic-content';
import { SchematicError } from './schematic-error';
import { contentFields, withoutEmpty } from './schematic-fields';
import { readSchematicFile } from './schematic-file';
import { canonicalYaml } from './schematic-yaml';

/** Extension with which a virtual machine tells Proxmox VE its addresses and shuts down when asked to. */
export const QEMU_GUEST_AGENT = 'siderolabs/qemu-guest-agent';

/**
 * A recipe from which Image Factory builds images. Its id is known without asking the factory.
 *
 * @see https://github.com/siderolabs/image-factory
 */
export class Schematic {
  /** Talos as released. */
  public static vanilla(): Schematic {
    return Schematic.of({});
  }

  /** Talos with official extensions, such as `siderolabs/qemu-guest-agent`; their order is part of the id. */
  public static withExtensions(...names: string[]): Schematic {
    return Schematic.of({ extensions: names });
  }

  /**
   * A schematic from plain data.
   *
   * @throws one error with all faults: unknown fields, wrong types, text whose spelling depends on the factory's version
   */
  public static of(content: SchematicContent): Schematic {
    const faults = contentFields(content, []);
    if (faults.length > 0) throw new SchematicError(faults);
    return new Schematic(withoutEmpty(content));
  }

  /**
   * A schematic from a file in the factory's own format. How the file is laid out does not matter to the id.
   *
   * @throws one error with all faults: syntax, unknown fields, wrong types
   */
  public static fromYaml(yaml: string): Schematic {
    return Schematic.of(readSchematicFile(yaml));
  }

  /** Content of the schematic, without empty settings. */
  public readonly content: SchematicContent;
  /** The bytes that the factory stores and hashes. */
  public readonly yaml: string;
  /** The id that the factory gives the schematic: 64 hexadecimal digits. */
  public readonly id: string;
  /** First 8 digits of the id, for names that people read. */
  public readonly shortId: string;

  private constructor(content: SchematicContent) {
    this.content = content;
    this.yaml = canonicalYaml(content);
    this.id = createHash('sha256').update(this.yaml).digest('hex');
    this.shortId = this.id.slice(0, 8);
  }

  /** True if an extension is included, by its full name. */
  public hasExtension(name: string): boolean {
    return this.content.extensions?.includes(name) ?? false;
  }
}
