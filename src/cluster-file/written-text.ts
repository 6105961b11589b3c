import type { z } from 'zod';
import { clusterShape } from './cluster-shape';
import { textSettings } from '../forms/scalars';
import type { SpecSource } from './spec-source';
import type { Path } from '../values/path';

/** A shape, as far as the way to what is in it goes. */
interface Shape {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly valueType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
}

/**
 * Gives settings that end as text the text that stands in the file: `1.10`, `0012345` and `True` are numbers and truth
 * values for YAML, and would be written in another way.
 *
 * @returns the same spec if there is nothing to change
 */
export function withWrittenText(spec: unknown, source: SpecSource | undefined): unknown {
  if (source?.plainText === undefined) return spec;
  const written = (value: unknown, path: Path): unknown => source.plainText?.(path, value) ?? value;
  return replaced(spec, clusterShape, [], written);
}

function replaced(
  value: unknown,
  schema: z.core.$ZodType,
  path: Path,
  written: (value: unknown, path: Path) => unknown,
): unknown {
  if (textSettings.has(schema)) {
    return typeof value === 'number' || typeof value === 'boolean' ? written(value, path) : value;
  }
  const { innerType, options = [], ...shape } = schema._zod.def as unknown as Shape;
  const inside = [...(innerType === undefined ? [] : [innerType]), ...options];
  if (inside.length > 0) return inside.reduce((each, inner) => replaced(each, inner, path, written), value);
  if (typeof value !== 'object' || value === null) return value;

  const entry = (key: string | number, each: unknown): unknown => {
    const known = Object.hasOwn(shape.shape ?? {}, key) ? shape.shape?.[key] : undefined;
    const inner = shape.element ?? shape.valueType ?? known;
    return inner === undefined ? each : replaced(each, inner, [...path, key], written);
  };
  if (Array.isArray(value)) return shape.element === undefined ? value : value.map((each, index) => entry(index, each));
  if (shape.element !== undefined) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, entry(key, each)]));
}
