import type { MachineType } from '../values/machine-type';
import type { TalosContract } from '../values/talos-contract';
import { schemaFile } from './schema-file';

/** A JSON Schema, as far as more than validators reads it. */
export interface JsonSchema {
  /** Type of the value; the schemas name one. */
  readonly type?: string;
  /** Where the schema stands instead, such as `#/$defs/network.RouteConfig`. */
  readonly $ref?: string;
  /** Known fields of a map. */
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  /** Other fields of a map. */
  readonly additionalProperties?: boolean | JsonSchema;
  /** Fields of a map by the form of their names. */
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  /** Items of a list. */
  readonly items?: JsonSchema;
  /** All values there are. */
  readonly enum?: readonly unknown[];
  /** Form of a text. */
  readonly pattern?: string;
  /** Least number. */
  readonly minimum?: number;
  /** Fields that a whole map has. */
  readonly required?: readonly string[];
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

/** A schema as the validators have it: made for patches. */
export interface PatchFieldSchema {
  /** The type that Talos reads it as. */
  readonly expects?: string;
  /** Known fields of a map. */
  readonly properties?: Readonly<Record<string, PatchFieldSchema>>;
  /** All values there are; nothing is always one. */
  readonly enum?: readonly unknown[];
  /** Form of a text. */
  readonly pattern?: string;
  /** Forms of which one holds. */
  readonly anyOf?: readonly PatchFieldSchema[];
}

/** An objection of a validator to one place of a document. */
export interface SchemaError {
  /** Where it is, as a JSON pointer; empty for the document itself. */
  readonly instancePath: string;
  /** The keyword that does not hold, as a path in the schema. */
  readonly schemaPath: string;
  /** The keyword, such as `type`. */
  readonly keyword: string;
  /** Parameters of the keyword, such as the name of an unknown field. */
  readonly params: { readonly additionalProperty?: string };
  /** The validator's own sentence. */
  readonly message?: string;
  /** The schema that the keyword is part of. */
  readonly parentSchema: PatchFieldSchema;
  /** The value at that place. */
  readonly data: unknown;
}

/** Checks documents of one kind, as parts of patches: nothing is required, and whatever Talos reads is right. */
export interface DocumentValidator {
  /** True if the document is valid. */
  (document: unknown): boolean;
  /** Errors of the last document. */
  readonly errors?: readonly SchemaError[] | null;
}

interface SchemaFile extends TalosSchema {
  readonly documents: Readonly<Record<MachineType, readonly Readonly<Record<string, unknown>>[]>>;
}

/**
 * The schema of the machine configuration of a contract, with the faults of the published one mended: kinds have the
 * names that Talos knows, fields have the types that Talos reads, and fields of the main document that are only
 * deprecated are still there.
 *
 * @param contract one that the provider writes
 */
export function talosSchema(contract: TalosContract): TalosSchema {
  return file(contract);
}

/**
 * The validator of each kind of document, by name of its definition. They are code that the build makes from the schema,
 * as making it takes longer than all the rest of a synth.
 *
 * @param contract one that the provider writes
 */
export function documentValidators(contract: TalosContract): Readonly<Record<string, DocumentValidator>> {
  return schemaFile(`talos-config/${contract.tag}.validators.js`) as Readonly<Record<string, DocumentValidator>>;
}

/**
 * Documents that Talos generates before any patch, by structure: values are there only to identify items of a list.
 *
 * @param contract one that the provider writes
 */
export function generatedDocuments(
  contract: TalosContract,
  machineType: `${MachineType}`,
): readonly Readonly<Record<string, unknown>>[] {
  return file(contract).documents[machineType];
}

function file(contract: TalosContract): SchemaFile {
  return schemaFile(`talos-config/${contract.tag}.schema.json`) as SchemaFile;
}
