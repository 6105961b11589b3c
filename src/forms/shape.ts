import * as z from 'zod';

/** The form of a value that is written as `T`. */
export type Form<T> = z.ZodType<T, T>;

/** A type whose every part is read-only. */
type DeepReadonly<T> = T extends (infer Element)[]
  ? readonly DeepReadonly<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** A form if it takes exactly `T`: a word too many or too few is none. */
type Exactly<T, F> = F extends z.ZodType
  ? [T] extends [DeepReadonly<z.input<F>>]
    ? [DeepReadonly<z.input<F>>] extends [T]
      ? F
      : never
    : never
  : never;

/** One form for each key of `T`, optional where the key is; a key too many is none. */
export type Shape<T, F> = {
  readonly [K in keyof Required<T>]: Exactly<T[K], K extends keyof F ? F[K] : never>;
} & Readonly<Record<Exclude<keyof F, keyof T>, never>>;

/** Name of the interface that a shape is of; JSON Schema and reference find the words of its keys by it. */
export const interfaceNames = z.registry<{ readonly name: string }>();

/**
 * The forms of the keys of `T`, to be spread into the shape of an interface that extends it.
 *
 * @returns a function that takes the forms, as TypeScript cannot infer some type arguments only
 */
export function formsOf<T>(): <const F extends Readonly<Record<string, z.ZodType>>>(forms: F & Shape<T, F>) => F {
  return (forms) => forms;
}

/**
 * The form of `T`, which refuses unknown keys.
 *
 * @param name of the interface `T`
 */
export function shapeOf<T>(
  name: string,
): <const F extends Readonly<Record<string, z.ZodType>>>(forms: F & Shape<T, F>) => Form<T> {
  return (forms) =>
    z.strictObject(forms as Record<string, z.ZodType>).register(interfaceNames, { name }) as unknown as Form<T>;
}
