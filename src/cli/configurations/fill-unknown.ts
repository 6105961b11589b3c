import type { JsonSchema } from '../../data/talos-schema';
import type { PatchSchema } from '../../machine-config/patches/patch-schema';
import { isFields } from '../../machine-config/fields';
import { UnknownText, UnknownValue } from '../tofu/expression';
import type { Path } from '../../values/path';

/** A value that was put in the place of one that is known only later. */
export interface Filled {
  /** Where, in the document. */
  readonly path: Path;
  /** The expression that gives the value later. */
  readonly expression: string;
}

/** A document without unknown values, and where there were some. */
export interface FilledDocument {
  /** The document. */
  readonly document: unknown;
  /** The places, in order. */
  readonly filled: readonly Filled[];
}

/** 32 bytes as base64, as keys of WireGuard are written. */
const KEY = Buffer.alloc(32, 1).toString('base64');

/** Texts of all forms that fields have; the first that fits is taken. */
const SAMPLES = [
  'placeholder',
  '10.0.0.1',
  '10.0.0.1/24',
  'https://placeholder.example',
  '1m',
  '10.0.0.1:51820',
  'aa:bb:cc:dd:ee:ff',
  'tcp://10.0.0.1:514',
  '1',
];

/** Fields of the main document, whose schema says nothing of their form, by their names. */
const SAMPLES_BY_NAME: readonly (readonly [name: RegExp, sample: string])[] = [
  [/^(?:addresses|cidr|allowedIPs)$/, '10.0.0.1/24'],
  [/^(?:network|destination|.*Subnets?)$/, '10.0.0.0/24'],
  [/^(?:ip|gateway|source|nameservers|address)$/, '10.0.0.1'],
  [/^(?:privateKey|publicKey|presharedKey)$/, KEY],
  [/^(?:url|urls|endpoint|endpoints|extraManifests|manifests)$/, 'https://placeholder.example'],
  [/(?:timeout|interval|period|duration)$/i, '1m'],
];

/** Puts a value of the right type and form in the place of each one that is known only later. */
export function fillUnknown(document: unknown, schema: PatchSchema): FilledDocument {
  const filled: Filled[] = [];
  const kind = isFields(document) ? document.kind : undefined;

  const visit = (value: unknown, path: Path): unknown => {
    if (value instanceof UnknownValue) {
      filled.push({ path, expression: value.expression });
      return sampleOf(schema.at(kind, path), path, ['', '']);
    }
    if (value instanceof UnknownText) {
      const expressions = value.parts.filter((part) => part instanceof UnknownValue);
      filled.push(...expressions.map(({ expression }) => ({ path, expression })));
      return textOf(value, schema.at(kind, path), path);
    }
    if (Array.isArray(value)) return value.map((item: unknown, index) => visit(item, [...path, index]));
    if (!isFields(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, visit(entry, [...path, key])]));
  };

  return { document: visit(document, []), filled };
}

/** The text with one sample for all unknown parts, such that the whole has the form of the field. */
function textOf({ parts }: UnknownText, field: JsonSchema, path: Path): unknown {
  const textWith = (sample: string): string => parts.map((part) => (typeof part === 'string' ? part : sample)).join('');
  const [first = '', last = ''] = [parts[0], parts.at(-1)].map((part) => (typeof part === 'string' ? part : ''));
  return textWith(String(sampleOf(field, path, [first, last])));
}

function sampleOf(field: JsonSchema, path: Path, [before, after]: readonly [string, string]): unknown {
  const { type, pattern, enum: values, minimum = 1 } = field;
  if (values?.[0] !== undefined) return values[0];
  if (type === 'integer' || type === 'number') return Math.max(1, minimum);
  if (type === 'boolean') return true;
  if (type === 'array') return [];
  if (type === 'object') return {};
  if (pattern !== undefined) {
    const form = new RegExp(pattern, 'u');
    return SAMPLES.find((sample) => form.test(`${before}${sample}${after}`)) ?? SAMPLES[0];
  }
  const name = [...path].reverse().find((key) => typeof key === 'string') ?? '';
  const named = SAMPLES_BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
  if (named === undefined) return SAMPLES[0];
  // what the text says around it is not said again
  if (/^\/\d/.test(after)) return '10.0.0.1';
  return before.endsWith('://') ? 'placeholder.example' : named;
}
