import type { Path } from '../../values/path';

/** Where something stands in the files of another tool. */
export interface InputPlace {
  /** File, from the directory that was named. */
  readonly file: string;
  /** Line, from 1. */
  readonly line: number;
}

/** A value that is written out: text, a number, a truth value, or nothing. */
export interface ScalarInput {
  /** Its kind. */
  readonly kind: 'scalar';
  /** The value. */
  readonly value: string | number | boolean | null;
  /** Where it stands. */
  readonly place: InputPlace;
}

/** A value that only the other tool can compute: an expression, a reference, code. */
export interface ExpressionInput {
  /** Its kind. */
  readonly kind: 'expression';
  /** As it is written, on one line. */
  readonly text: string;
  /** Where it stands. */
  readonly place: InputPlace;
}

/** A list of values. */
export interface ListInput {
  /** Its kind. */
  readonly kind: 'list';
  /** Its values. */
  readonly items: readonly InputValue[];
  /** Where it begins. */
  readonly place: InputPlace;
}

/** Values by key. */
export interface MapInput {
  /** Its kind. */
  readonly kind: 'map';
  /** Its values, in the order of the file. */
  readonly entries: ReadonlyMap<string, InputValue>;
  /** Where it begins. */
  readonly place: InputPlace;
}

/** Anything that stands in a file of another tool. */
export type InputValue = ScalarInput | ExpressionInput | ListInput | MapInput;

/** A value without values in it, and its keys from the outside in. */
export interface InputLeaf {
  /** The value; a list or a map is empty. */
  readonly value: InputValue;
  /** Its keys. */
  readonly path: Path;
}

/** Values directly in a value, with their keys. */
export function childrenOf(value: InputValue): readonly (readonly [string | number, InputValue])[] {
  if (value.kind === 'map') return [...value.entries];
  return value.kind === 'list' ? value.items.map((item, index) => [index, item] as const) : [];
}

/** Every value in a value that has none in it; the value itself if it has none. */
export function leavesOf(value: InputValue, path: Path = []): readonly InputLeaf[] {
  const children = childrenOf(value);
  if (children.length === 0) return [{ value, path }];
  return children.flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

/** The value as plain data; nothing if there is an expression in it. */
export function plainData(value: InputValue): unknown {
  if (leavesOf(value).some((leaf) => leaf.value.kind === 'expression')) return undefined;
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'list') return value.items.map(plainData);
  return Object.fromEntries(childrenOf(value).map(([key, child]) => [key, plainData(child)]));
}
