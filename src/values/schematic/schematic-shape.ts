import {
  notABoolean,
  notAList,
  notAMap,
  missingField,
  notAText,
  notAWholeNumber,
  notAnExtension,
  notOneOf,
  unknownField,
  unstableKey,
  unstableText,
  unstableWord,
} from './faults';
import type { Fault } from '../fault';
import { nearestName } from '../nearest-name';
import { isReproducibleScalar } from '../yaml-scalar';
import type { Path } from '../path';

/** Keys whose order and spelling all releases of go-yaml agree on. */
const SIMPLE_KEY = /^[A-Za-z_][\w.-]{0,99}$/;

/** The publisher and the name of an extension, as the factory lists them. */
const EXTENSION = /^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9._-]*$/;

/** Finds what is wrong with a value at a path. */
export type Shape = (value: unknown, path: Path) => readonly Fault[];

/** Text that the factory writes the same way in each of its versions. */
export const text: Shape = (value, path) => {
  if (typeof value !== 'string') return [{ path, message: notAText(value) }];
  return isReproducibleScalar(value) ? [] : [{ path, message: unstableText(value) }];
};

/** Full name of an official extension, such as `siderolabs/qemu-guest-agent`. */
export const extensionName: Shape = (value, path) => {
  if (typeof value !== 'string') return [{ path, message: notAText(value) }];
  return EXTENSION.test(value) ? text(value, path) : [{ path, message: notAnExtension(value) }];
};

/** `true` or `false`. */
export const boolean: Shape = (value, path) =>
  typeof value === 'boolean' ? [] : [{ path, message: notABoolean(value) }];

/** A whole number in a range, both ends included. */
export function wholeNumber(min: number, max: number): Shape {
  return (value, path) =>
    Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max
      ? []
      : [{ path, message: notAWholeNumber(value, min, max) }];
}

/** One of a few words. */
export function oneOf(...words: readonly string[]): Shape {
  return (value, path) =>
    typeof value === 'string' && words.includes(value)
      ? text(value, path)
      : [{ path, message: notOneOf(value, words) }];
}

/** Text that is read in upper and lower case alike. */
export function inAnyCase(shape: Shape): Shape {
  return (value, path) => shape(typeof value === 'string' ? value.toLowerCase() : value, path);
}

/** A list whose items all have one shape. */
export function list(item: Shape): Shape {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((entry, index) => item(entry, [...path, index]))
      : [{ path, message: notAList(value) }];
}

/** A map with known fields; all may be left out but those named in `required`. */
export function fields(shapes: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape {
  return (value, path) => {
    if (!isMap(value)) return [{ path, message: notAMap(value) }];
    const missing = required.filter((name) => (ownValue(value, name) ?? '') === '');
    return [
      ...missing.map((name) => ({ path, message: missingField(name) })),
      ...Object.entries(value).flatMap(([name, entry]) => {
        const shape = ownValue(shapes, name);
        if (shape === undefined) {
          const known = Object.keys(shapes);
          return [
            {
              path: [...path, name],
              part: 'key' as const,
              message: unknownField(name, known, nearestName(name, known)),
            },
          ];
        }
        return entry === undefined || missing.includes(name) ? [] : shape(entry, [...path, name]);
      }),
    ];
  };
}

/** A map with free keys, or a list, or a scalar: what an overlay takes as settings. */
export const settings: Shape = (value, path) => {
  if (typeof value === 'boolean') return [];
  if (typeof value === 'number') return wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)(value, path);
  if (Array.isArray(value)) return list(settings)(value, path);
  if (isMap(value)) {
    return Object.entries(value).flatMap(([key, entry]) => [
      ...keyFaults(key, path),
      ...settings(entry, [...path, key]),
    ]);
  }
  return text(value, path);
};

function keyFaults(key: string, path: Path): readonly Fault[] {
  const place = { path: [...path, key], part: 'key' as const };
  if (!SIMPLE_KEY.test(key)) return [{ ...place, message: unstableKey(key) }];
  return isReproducibleScalar(key) ? [] : [{ ...place, message: unstableWord(key) }];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a key; nothing for the names that every object has. */
function ownValue<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
