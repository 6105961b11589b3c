import {
  documentValidators,
  type DocumentValidator,
  type JsonSchema,
  MAIN_DOCUMENT,
  talosSchema,
  type TalosSchema,
} from '../../data/talos-schema';
import { missingApiVersion, missingDocumentName, unknownKind } from '../faults';
import type { Fault } from '../../values/fault';
import { nearestName } from '../../values/nearest-name';
import type { TalosContract } from '../../values/talos-contract';
import type { Fields } from '../fields';
import { type Path, valueAt } from '../../values/path';
import { placeOf, schemaFaults } from './schema-faults';

/** If a value is one that is known later: it may be of any form. */
export type IsUnknown = (value: unknown) => boolean;

/** The Talos configuration schema of one contract. */
export class PatchSchema {
  /** The schema of whole documents. */
  public readonly schema: TalosSchema;
  private readonly validators: Readonly<Record<string, DocumentValidator>>;

  /**
   * @param contract one that the provider writes
   * @param isUnknown if nothing is asked of a value; without it every value is known
   */
  constructor(
    private readonly contract: TalosContract,
    private readonly isUnknown: IsUnknown = () => false,
  ) {
    this.schema = talosSchema(contract);
    this.validators = documentValidators(contract);
  }

  /**
   * Faults of a document against the schema, in words.
   *
   * @param document without directives
   */
  public check(document: Fields): readonly Fault[] {
    const { kind, apiVersion, name } = document;
    if (kind === undefined) return this.checkAgainst(MAIN_DOCUMENT, document);

    const kindName = typeof kind === 'string' ? kind : JSON.stringify(kind);
    const { $defs, kinds } = this.schema;
    const definition = Object.hasOwn(kinds, kindName) ? kinds[kindName] : undefined;
    if (definition === undefined) {
      const nearest = nearestName(kindName, Object.keys(kinds));
      return [{ path: ['kind'], message: unknownKind(kindName, this.contract.tag, nearest) }];
    }
    if (apiVersion === undefined) return [{ path: [], message: missingApiVersion(kindName) }];
    const needsName = $defs[definition]?.required?.includes('name') === true;
    if (needsName && name === undefined) return [{ path: [], message: missingDocumentName(kindName) }];
    return this.checkAgainst(definition, document);
  }

  /**
   * If Talos knows no fields at a place and hands on what stands there, as it does with the configuration of other
   * programs.
   *
   * @param kind kind of the document; the main one has none
   */
  public isHandedOn(kind: unknown, path: readonly (string | number)[]): boolean {
    const definition = typeof kind === 'string' ? this.schema.kinds[kind] : MAIN_DOCUMENT;
    let around = this.resolve(this.schema.$defs[definition ?? '']);
    for (const key of path) {
      const { properties = {}, additionalProperties, patternProperties, type } = around;
      if (type === 'object' && additionalProperties === undefined && Object.keys(properties).length === 0) {
        return patternProperties === undefined;
      }
      around = this.inside(around, key);
    }
    return false;
  }

  /**
   * The schema of a place; nothing where it knows no field.
   *
   * @param kind kind of the document; the main one has none
   */
  public at(kind: unknown, path: readonly (string | number)[]): JsonSchema {
    const definition = typeof kind === 'string' ? this.schema.kinds[kind] : MAIN_DOCUMENT;
    return path.reduce<JsonSchema>(
      (around, key) => this.inside(around, key),
      this.resolve(this.schema.$defs[definition ?? '']),
    );
  }

  private inside(
    { properties = {}, additionalProperties, patternProperties, items }: JsonSchema,
    key: string | number,
  ) {
    if (Object.hasOwn(properties, key)) return this.resolve(properties[key]);
    const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
    return this.resolve(items ?? others ?? Object.values(patternProperties ?? {})[0]);
  }

  private resolve(schema: JsonSchema = {}): JsonSchema {
    return schema.$ref === undefined ? schema : (this.schema.$defs[schema.$ref.replace('#/$defs/', '')] ?? {});
  }

  private checkAgainst(definition: string, document: Fields): readonly Fault[] {
    const validate = this.validators[definition];
    const errors = validate?.(document) === false ? validate.errors : undefined;
    const known = (errors ?? []).filter(({ instancePath }) => !this.isUnknownAt(document, placeOf(instancePath)));
    return schemaFaults(known, this.contract.tag);
  }

  private isUnknownAt(document: Fields, path: Path): boolean {
    return [...path, ''].some((_, length) => this.isUnknown(valueAt(document, path.slice(0, length))));
  }
}
