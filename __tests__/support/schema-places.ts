import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project';

/** A part of the JSON Schema of cluster files. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const clusterSchema = JSON.parse(readFileSync(join(projectRoot, 'schemas', 'cluster.schema.json'), 'utf8')) as Schema;

/**
 * Every place of a cluster file whose schema is as asked for, each once: `any` for the key of a map, 0 for the item of a
 * list. Places in plain data are none.
 */
export function schemaPlaces(isAsked: (schema: Schema) => boolean): readonly string[] {
  return [...new Set(placesIn(clusterSchema, isAsked, []).map(({ place }) => place))];
}

/** Every place of a cluster file that holds a single value, with the schemas that the value may have. */
export function schemaLeaves(): ReadonlyMap<string, readonly Schema[]> {
  const leaves = new Map<string, readonly Schema[]>();
  for (const { place, schema } of placesIn(clusterSchema, isLeaf, [])) {
    leaves.set(place, [...(leaves.get(place) ?? []), schema]);
  }
  return leaves;
}

interface FoundPlace {
  readonly place: string;
  readonly schema: Schema;
}

function placesIn(
  schema: Schema,
  isAsked: (schema: Schema) => boolean,
  place: readonly string[],
): readonly FoundPlace[] {
  const name = (schema.$ref ?? schema.allOf?.[0]?.$ref)?.replace('#/definitions/', '');
  if (name === 'plainData') return [];
  if (name !== undefined) return placesIn(clusterSchema.definitions?.[name] ?? {}, isAsked, place);
  if (isAsked(schema)) return [{ place: place.join('.'), schema }];
  const { anyOf = [], properties = {}, additionalProperties, items } = schema;
  return [
    ...anyOf.flatMap((each) => placesIn(each, isAsked, place)),
    ...Object.entries(properties).flatMap(([key, each]) => placesIn(each, isAsked, [...place, key])),
    ...(typeof additionalProperties === 'object' ? placesIn(additionalProperties, isAsked, [...place, 'any']) : []),
    ...(items === undefined ? [] : placesIn(items, isAsked, [...place, '0'])),
  ];
}

/** Every place of a cluster file that holds a value and no keys of its own, or may do so. */
export function valuePlaces(): readonly string[] {
  return [...schemaLeaves().keys()];
}

/** The places in which something is written in a cluster file, in the words of the schema. */
export function writtenPlaces(spec: unknown): readonly string[] {
  const known = new Set(valuePlaces().flatMap(prefixes));
  return [...new Set(placesOf(spec, [], known))];
}

function placesOf(value: unknown, place: readonly string[], known: ReadonlySet<string>): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => placesOf(item, [...place, '0'], known));
  if (typeof value !== 'object' || value === null) return [place.join('.')];
  const inside = Object.entries(value).flatMap(([key, entry]) => {
    const named = [...place, key];
    return placesOf(entry, known.has(named.join('.')) ? named : [...place, 'any'], known);
  });
  return [place.join('.'), ...inside];
}

function prefixes(place: string): readonly string[] {
  const keys = place.split('.');
  return keys.map((_, index) => keys.slice(0, index + 1).join('.'));
}

function isLeaf({ anyOf, properties, additionalProperties, items }: Schema): boolean {
  return [anyOf, properties, items].every((part) => part === undefined) && typeof additionalProperties !== 'object';
}
