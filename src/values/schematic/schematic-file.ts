import type { Document, Scalar, YAMLParseError } from 'yaml';
import { emptySchematic, schematicYamlSyntax, severalSchematics, unstableNumber } from './faults';
import type { Fault } from '../fault';
import type { SchematicContent } from './schematic-content';
import { SchematicError } from './schematic-error';
import { contentOf, fileFields } from './schematic-fields';
import { yamlFault, yamlLibrary } from '../yaml-library';
import { resolvesToText } from '../yaml-scalar';

/** Fields whose scalars have a type; those of all others are text, whatever they look like. */
const TYPED_FIELDS: readonly (string | number)[] = ['key', 'sectorSize', 'includeWellKnownCertificates', 'options'];

/** Whole numbers that all releases of YAML read alike. */
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d*|0x[0-9a-fA-F]+)$/;

/**
 * Reads a schematic in the factory's own file format.
 *
 * @throws one error with all faults: syntax, unknown fields with the nearest known one, wrong types
 */
export function readSchematicFile(yaml: string): SchematicContent {
  const document = yamlLibrary().parseDocument(yaml);
  const [error] = document.errors;
  // what follows the first slip is mostly a consequence of it
  if (error !== undefined) throw new SchematicError([{ path: [], message: syntaxFault(error) }]);
  if (document.contents === null) throw new SchematicError([{ path: [], message: emptySchematic() }]);

  const numberFaults = readScalarsAsTheFactoryDoes(document);
  const file: unknown = withoutNulls(plainData(document));
  const faults = [...numberFaults, ...fileFields(file, [])];
  if (faults.length > 0) throw new SchematicError(faults);
  return contentOf(file);
}

function syntaxFault(error: Pick<YAMLParseError, 'code' | 'message'>): string {
  return error.code === 'MULTIPLE_DOCS' ? severalSchematics() : schematicYamlSyntax(yamlFault(error));
}

function plainData(document: Document): unknown {
  try {
    return document.toJS();
  } catch (aliasError) {
    if (!(aliasError instanceof ReferenceError)) throw aliasError;
    throw new SchematicError([{ path: [], message: schematicYamlSyntax(yamlFault(aliasError)) }]);
  }
}

/** Gives text fields the text that stands in the file, such as `1.10`, and finds numbers that YAML versions dispute. */
function readScalarsAsTheFactoryDoes(document: Document): readonly Fault[] {
  const faults: Fault[] = [];
  yamlLibrary().visit(document, {
    Scalar(role, node: Scalar, ancestors) {
      if (role === 'key' || node.source === undefined || node.value === null) return;
      const path = pathOf([...ancestors, node]);
      if (!path.some((key) => TYPED_FIELDS.includes(key))) {
        node.value = node.source;
      } else if (node.type === 'PLAIN' && !isPlainlyTyped(node.source, node.value)) {
        faults.push({ path, message: unstableNumber(node.source) });
      }
    },
  });
  return faults;
}

function pathOf(nodes: readonly unknown[]): readonly (string | number)[] {
  const { isPair, isScalar, isSeq } = yamlLibrary();
  return nodes.flatMap((node, index): (string | number)[] => {
    if (isSeq(node)) return [node.items.indexOf(nodes[index + 1])];
    return isPair(node) && isScalar(node.key) ? [String(node.key.value)] : [];
  });
}

/**
 * True if all releases of YAML read a scalar without quotes alike, in a field of any type.
 *
 * @param text what stands in the file
 * @param value what it was read as
 */
export function isPlainlyTyped(text: string, value: unknown): boolean {
  if (typeof value === 'number') return PLAIN_NUMBER.test(text) || !Number.isInteger(value);
  return typeof value === 'boolean' || resolvesToText(text);
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item) ?? '');
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutNulls(entry)]));
}
