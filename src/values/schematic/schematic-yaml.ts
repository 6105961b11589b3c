import type { SchematicContent, SchematicOption } from './schematic-content';
import { yamlScalar } from '../yaml-scalar';

type Value = string | number | boolean | readonly Value[] | Fields;

interface Fields {
  readonly [key: string]: Value | undefined;
}

/** Spaces that Image Factory indents by. */
const INDENT = 4;

/**
 * The bytes that Image Factory hashes: fields in its order, four spaces of indentation, lists indented under their key,
 * nothing that is empty.
 *
 * @param content without empty values
 */
export function canonicalYaml(content: SchematicContent): string {
  const { overlay, extensions, sectorSize } = content;
  const file = {
    owner: content.owner,
    overlay: overlay && {
      image: overlay.image,
      name: overlay.name,
      options: overlay.options && sorted(overlay.options),
    },
    customization: {
      embeddedMachineConfiguration: content.embeddedMachineConfiguration,
      extraKernelArgs: content.extraKernelArgs,
      meta: content.meta?.map(({ key, value }) => ({ key, value })),
      systemExtensions: extensions && { officialExtensions: extensions },
      bootloader: content.bootloader,
      secureboot: content.secureboot && { ...content.secureboot },
      diskImage: sectorSize === undefined ? undefined : { sectorSize },
    },
  };
  return `${mapping(file, 0)}\n`;
}

function sorted(option: SchematicOption): SchematicOption {
  if (Array.isArray(option)) return option.map(sorted);
  if (typeof option !== 'object') return option;
  const entries = Object.entries(option).sort(([a], [b]) => compareKeys(a, b));
  return Object.fromEntries(entries.map(([key, value]) => [key, sorted(value)]));
}

/**
 * Order of map keys in go-yaml: runs of digits as numbers, letters after everything else but before it when a digit
 * stands in front of them.
 */
function compareKeys(a: string, b: string): number {
  const same = commonPrefix(a, b);
  const [left, right] = [a.slice(same.length), b.slice(same.length)];
  if (left === '' || right === '') return left.length - right.length;

  const [leftIsLetter, rightIsLetter] = [/^[a-z]/i.test(left), /^[a-z]/i.test(right)];
  if (leftIsLetter && rightIsLetter) return left < right ? -1 : 1;
  if (leftIsLetter || rightIsLetter) return leftIsLetter === /\d$/.test(same) ? -1 : 1;

  const [leftDigits, rightDigits] = [leadingDigits(left), leadingDigits(right)];
  const insideNumber = /[1-9]\d*$/.test(same) && (left.startsWith('0') || right.startsWith('0')) ? '1' : '';
  return (
    Number(insideNumber + leftDigits) - Number(insideNumber + rightDigits) ||
    leftDigits.length - rightDigits.length ||
    (left < right ? -1 : 1)
  );
}

function commonPrefix(a: string, b: string): string {
  const at = Array.from(a).findIndex((character, index) => character !== b[index]);
  return at === -1 ? a : a.slice(0, at);
}

function leadingDigits(text: string): string {
  return /^\d*/.exec(text)?.[0] ?? '';
}

function mapping(fields: Fields, indent: number): string {
  const inner = INDENT * Math.floor((indent + INDENT) / INDENT);
  return presentEntries(fields)
    .map(([key, value]) => `${yamlScalar(key, 0)}:${isFilled(value) ? `\n${pad(inner)}` : ' '}${write(value, inner)}`)
    .join(`\n${pad(indent)}`);
}

function sequence(items: readonly Value[], indent: number): string {
  return items.map((item) => `- ${write(item, indent + 2)}`).join(`\n${pad(indent)}`);
}

function write(value: Value, indent: number): string {
  if (typeof value === 'string') return yamlScalar(value, indent);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return isFilled(value) ? sequence(value, indent) : '[]';
  return isFilled(value) ? mapping(value, indent) : '{}';
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function isFilled(value: Value): boolean {
  return typeof value === 'object' && (isList(value) ? value : presentEntries(value)).length > 0;
}

function presentEntries(fields: Fields): readonly (readonly [string, Value])[] {
  return Object.entries(fields).filter((entry): entry is [string, Value] => entry[1] !== undefined);
}

function pad(indent: number): string {
  return ' '.repeat(indent);
}
