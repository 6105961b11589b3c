import fc from 'fast-check';
import { type JsonSchema, MAIN_DOCUMENT, talosSchema, type TalosSchema } from '../../../src/data/talos-schema';
import { TalosContract } from '../../../src/values/talos-contract';

/** A schema with what an arbitrary reads of it beside the rest. */
interface ValueSchema extends JsonSchema {
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly ValueSchema[];
}

/** Texts that are right somewhere in a machine configuration, and some that are right nowhere. */
const TEXTS: readonly string[] = [
  '',
  'a',
  'bad value',
  'eth1',
  '/var/mnt/a',
  '/dev/sdb',
  '10.9.0.1',
  '10.9.0.0/24',
  '10.9.0.0/33',
  'fd00::1/64',
  'example.com',
  'https://example.com',
  'tcp://10.9.0.1:514',
  'bc:24:11:00:00:01',
  '1m',
  '10GiB',
  '50%',
  'true',
  '100',
  'active-backup',
  'luks2',
  '!system_disk',
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
];

const NUMBERS: readonly number[] = [0, 1, 2, 100, 1500, 4095, 65_535, 70_000, -1];

/** How far down a document fields are made; what lies deeper is left out. */
const DEPTH = 5;

/**
 * A document with some of the fields that a contract knows, as JSON. Types are right, values are often not, so most of
 * these patches are refused: when they are loaded, when they are applied, or by the machine.
 */
export function randomPatch(contract: string): fc.Arbitrary<string> {
  const schema = talosSchema(TalosContract.of(contract));
  const main = schema.$defs[MAIN_DOCUMENT] ?? {};
  const kinds = Object.entries(schema.kinds).filter(([, definition]) => definition !== MAIN_DOCUMENT);
  const section = fc
    .constantFrom('machine', 'cluster')
    .chain((key) => value(schema, main.properties?.[key] ?? {}, DEPTH).map((content) => ({ [key]: content })));
  const document = fc.constantFrom(...kinds).chain(([kind, definition]) =>
    value(schema, schema.$defs[definition] ?? {}, DEPTH).map((content) => ({
      ...(content as object),
      apiVersion: 'v1alpha1',
      kind,
    })),
  );
  return fc.oneof(section, document, deletion(schema, main)).map((content) => JSON.stringify(content));
}

/** Takes a part of the main document away, or says that it is nothing. */
function deletion(schema: TalosSchema, main: JsonSchema): fc.Arbitrary<unknown> {
  const places = ['machine', 'cluster'].flatMap((key) => fieldsBelow(schema, main.properties?.[key] ?? {}, [key], 2));
  return fc
    .tuple(fc.constantFrom(...places), fc.constantFrom({ $patch: 'delete' }, null))
    .map(([place, content]) => [...place].reverse().reduce<unknown>((inside, key) => ({ [key]: inside }), content));
}

function fieldsBelow(
  schema: TalosSchema,
  part: JsonSchema,
  place: readonly string[],
  levels: number,
): readonly (readonly string[])[] {
  const { properties = {} } = part.$ref === undefined ? part : (schema.$defs[part.$ref.replace('#/$defs/', '')] ?? {});
  return Object.entries(properties).flatMap(([key, each]) => {
    const inside = [...place, key];
    return [inside, ...(levels <= 1 ? [] : fieldsBelow(schema, each, inside, levels - 1))];
  });
}

function value(schema: TalosSchema, part: ValueSchema, depth: number): fc.Arbitrary<unknown> {
  if (part.$ref !== undefined) return value(schema, schema.$defs[part.$ref.replace('#/$defs/', '')] ?? {}, depth);
  if (part.enum !== undefined) return fc.constantFrom(...part.enum);
  if (part.anyOf !== undefined) return fc.oneof(...part.anyOf.map((each) => value(schema, each, depth)));
  switch (part.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.constantFrom(...NUMBERS);
    case 'array':
      return fc.array(value(schema, part.items ?? {}, depth - 1), { maxLength: 2 });
    case 'string':
      return fc.constantFrom(...TEXTS);
    default:
      return fields(schema, part, depth);
  }
}

/** A few fields of those that are known, or of any where none is. */
function fields(schema: TalosSchema, part: ValueSchema, depth: number): fc.Arbitrary<unknown> {
  const { properties, patternProperties = {} } = part;
  const keys = depth <= 0 ? [] : Object.keys(properties ?? {}).filter((key) => key !== 'apiVersion' && key !== 'kind');
  if (keys.length > 0) {
    return fc
      .subarray(keys, { minLength: 1, maxLength: Math.min(3, keys.length) })
      .chain((chosen) =>
        fc.record(Object.fromEntries(chosen.map((key) => [key, value(schema, properties?.[key] ?? {}, depth - 1)]))),
      );
  }
  const [entry] = Object.values(patternProperties);
  return fc.dictionary(
    fc.constantFrom('a', 'example.com/a', 'bad key', 'net.core.somaxconn'),
    entry === undefined ? fc.constantFrom<unknown>(...TEXTS, ...NUMBERS) : value(schema, entry, depth - 1),
    { maxKeys: 2 },
  );
}
