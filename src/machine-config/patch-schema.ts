import { createRequire } from 'node:module';
import type * as AjvLibrary from 'ajv/dist/2020';
import type { Ajv2020, ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import { MAIN_DOCUMENT, talosSchema, type TalosSchema } from '../data/talos-schema';
import { missingApiVersion, missingDocumentName, unknownKind } from '../errors/machine-config';
import type { Fault } from '../values/fault';
import { nearestName } from '../values/nearest-name';
import type { TalosContract } from '../values/talos-contract';
import { forPatches } from './partial-schema';
import type { Fields } from './patch-text';
import { schemaFaults } from './schema-faults';

const load = createRequire(__filename);

/** The Talos configuration schema of one contract. Each kind of document is compiled when it first occurs. */
export class PatchSchema {
  /** The schema of whole documents. */
  public readonly schema: TalosSchema;
  private readonly ajv: Ajv2020;
  private readonly validators = new Map<string, ValidateFunction>();

  /** @param contract one that the provider writes */
  constructor(private readonly contract: TalosContract) {
    this.schema = talosSchema(contract);
    this.ajv = createAjv();
    const definitions = Object.entries(this.schema.$defs).map(([name, schema]) => [name, forPatches(schema)]);
    this.ajv.addSchema({ $id: 'talos', $defs: Object.fromEntries(definitions) as object });
  }

  /**
   * What the schema has against a document, in words.
   *
   * @param document without directives
   */
  public check(document: Fields): readonly Fault[] {
    const { kind, apiVersion, name } = document;
    if (kind === undefined) return this.checkAgainst(MAIN_DOCUMENT, document);

    const kindName = typeof kind === 'string' ? kind : JSON.stringify(kind);
    const definition = this.schema.kinds[kindName];
    if (definition === undefined) {
      const nearest = nearestName(kindName, Object.keys(this.schema.kinds));
      return [{ path: ['kind'], message: unknownKind(kindName, this.contract.tag, nearest) }];
    }
    if (apiVersion === undefined) return [{ path: [], message: missingApiVersion(kindName) }];
    const needsName = this.schema.$defs[definition]?.required?.includes('name') === true;
    if (needsName && name === undefined) return [{ path: [], message: missingDocumentName(kindName) }];
    return this.checkAgainst(definition, document);
  }

  private checkAgainst(definition: string, document: Fields): readonly Fault[] {
    const validate = this.validators.get(definition) ?? this.ajv.compile({ $ref: `talos#/$defs/${definition}` });
    this.validators.set(definition, validate);
    const errors: readonly ErrorObject[] = validate(document) ? [] : (validate.errors ?? []);
    return schemaFaults(errors, this.contract.tag);
  }
}

/** The validator is loaded at the first patch: it takes longer to load than a whole cluster takes to build. */
function createAjv(): Ajv2020 {
  const { Ajv2020: Validator } = load('ajv/dist/2020') as typeof AjvLibrary;
  return new Validator({
    allErrors: true,
    verbose: true,
    strict: false,
    validateFormats: false,
    unicodeRegExp: false,
    // the schema is our own and each validator runs a few times: checking the one and tuning the other would cost most
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  });
}
