import { z } from 'zod';

/**
 * A zod object that refuses unknown keys. Unlike `z.strictObject` its type keeps the shape as it was written, so the
 * doc comments of the properties reach declaration files, and with them the editors of the package's users.
 */
export function strictObject<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape);
}

/**
 * Base of the interface of a schema, beside the schema's type. Only an interface is printed by its name in the
 * declaration file of another module; anything else is printed in full there, without its doc comments.
 */
export interface NamedSchema {
  /** The description that zod keeps of a schema. */
  description?: string;
}

/** A type whose every part is read-only. */
export type DeepReadonly<T> = T extends (infer Element)[]
  ? readonly DeepReadonly<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;
