import type { z } from 'zod';

type Schemas = Readonly<Record<string, z.core.$ZodType>>;

/** Keys that are shown of a map; of a larger one only those that must be there. */
const FEW = 4;

/** The keys of a map with known keys, and what each takes; nothing of any other schema. */
export function keysOfMap(schema: unknown): Schemas {
  const { def } = (schema as z.core.$ZodType | undefined)?._zod as unknown as {
    def: { innerType?: z.core.$ZodType; shape?: Schemas };
  };
  return def.innerType === undefined ? (def.shape ?? {}) : keysOfMap(def.innerType);
}

/** How a map is written, in one line: `{ cilium: { version: … } }`. Nothing if it would not be short. */
export function mapForm(schema: unknown): string {
  const keys = shownKeys(keysOfMap(schema));
  if (keys.length === 0 || keys.length > FEW) return '';
  return `{ ${keys.map(([key, inner]) => `${key}: ${mapForm(inner) || '…'}`).join(', ')} }`;
}

/** How an entry of a free map is written, if it is a map itself; nothing if it is a value. */
export function entryForm(schema: unknown): string {
  const { def } = (schema as z.core.$ZodType | undefined)?._zod as unknown as { def: { valueType?: z.core.$ZodType } };
  return def.valueType?._zod.def.type === 'object' ? 'name: { … }' : '';
}

function shownKeys(schemas: Schemas): readonly (readonly [string, z.core.$ZodType])[] {
  const all = Object.entries(schemas);
  const required = all.filter(([, schema]) => schema._zod.optin === undefined);
  return required.length > 0 ? required : all.slice(0, FEW + 1);
}
