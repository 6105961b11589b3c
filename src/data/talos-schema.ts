import type { MachineType } from '../values/machine-type';
import type { TalosContract } from '../values/talos-contract';
import { schemaFile } from './schema-file';
import { writableContracts } from './support';

/** A JSON Schema, as far as machine configurations use it. */
export interface JsonSchema {
  /** Type of the value; the schemas name one. */
  readonly type?: string;
  /** Where the schema stands instead, such as `#/$defs/network.RouteConfig`. */
  readonly $ref?: string;
  /** Known fields of a map. */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** Whether a map takes other fields, and of which form. */
  readonly additionalProperties?: boolean | JsonSchema;
  /** Fields of a map by pattern of their name. */
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  /** Fields that a whole map has. */
  readonly required?: readonly string[];
  /** Items of a list. */
  readonly items?: JsonSchema;
  /** All values there are. */
  readonly enum?: readonly unknown[];
  /** Form of a text. */
  readonly pattern?: string;
  /** Known format of a text. */
  readonly format?: string;
  /** Forms of which one holds. */
  readonly oneOf?: readonly JsonSchema[];
}

/** The machine configuration of one contract: definitions by name, and which of them each kind of document has. */
export interface TalosSchema {
  /** All definitions; references start with `#/$defs/`. */
  readonly $defs: Readonly<Record<string, JsonSchema>>;
  /** Name of the definition of each kind of document. */
  readonly kinds: Readonly<Record<string, string>>;
}

/** Definition of the document without a kind. */
export const MAIN_DOCUMENT = 'v1alpha1.Config';

interface CorrectionsFile {
  readonly kinds: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly definitions: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
}

interface GeneratedFile {
  readonly documents: Readonly<Record<string, Readonly<Record<MachineType, readonly Record<string, unknown>[]>>>>;
}

type Definitions = Readonly<Record<string, JsonSchema>>;

/**
 * The schema of the machine configuration of a contract, with the faults of the published one mended: kinds have the
 * names that Talos knows, fields have the types that Talos reads, and fields of the main document that are only
 * deprecated are still there.
 *
 * @param contract one that the provider writes
 */
export function talosSchema(contract: TalosContract): TalosSchema {
  const corrections = schemaFile('talos-config/corrections.json') as CorrectionsFile;
  const definitions = { ...definitionsWithDeprecated(contract), ...corrections.definitions[contract.tag] };
  const entries = Object.entries(definitions).map(([name, definition]): KindEntry => {
    const fields = { ...definition.properties, ...corrections.fields[name] };
    const [published] = fields.kind?.enum ?? [];
    if (typeof published !== 'string') return { name, definition: { ...definition, properties: fields } };
    const kind = corrections.kinds[published] ?? published;
    return { name, kind, definition: { ...definition, properties: { ...fields, kind: { enum: [kind] } } } };
  });
  return {
    $defs: Object.fromEntries(entries.map(({ name, definition }) => [name, definition])),
    kinds: Object.fromEntries(entries.flatMap(({ kind, name }) => (kind === undefined ? [] : [[kind, name]]))),
  };
}

/**
 * What Talos generates before any patch, by structure: values are there only where they tell items of a list apart.
 *
 * @param contract one that the provider writes
 */
export function generatedDocuments(
  contract: TalosContract,
  machineType: MachineType,
): readonly Readonly<Record<string, unknown>>[] {
  const { documents } = schemaFile('talos-config/generated.json') as GeneratedFile;
  return documents[contract.tag]?.[machineType] ?? [];
}

interface KindEntry {
  readonly name: string;
  readonly kind?: string;
  readonly definition: JsonSchema;
}

/** Definitions of a contract, and the parts of the main document that older contracts had: Talos still takes them. */
function definitionsWithDeprecated(contract: TalosContract): Definitions {
  const older = writableContracts()
    .filter((other) => other.compare(contract) < 0)
    .sort((a, b) => b.compare(a));
  return older.reduce((definitions, other) => addMissing(definitions, definitionsOf(other)), definitionsOf(contract));
}

function definitionsOf({ tag }: TalosContract): Definitions {
  return (schemaFile(`talos-config/${tag}.json`) as { readonly $defs: Definitions }).$defs;
}

function addMissing(definitions: Definitions, older: Definitions): Definitions {
  const added = Object.entries(older)
    .filter(([name]) => name.startsWith('v1alpha1.'))
    .map(([name, definition]): [string, JsonSchema] => {
      const newer = definitions[name];
      return [name, { ...definition, ...newer, properties: { ...definition.properties, ...newer?.properties } }];
    });
  return { ...definitions, ...Object.fromEntries(added) };
}
