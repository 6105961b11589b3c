import type { Document, Scalar } from 'yaml';
import { emptySchematic, invalidSchematic, schematicYamlSyntax, unstableNumber } from '../errors/values';
import type { Fault } from './fault';
import type { SchematicContent } from './schematic-content';
import { contentOf, fileFields, type SchematicFile } from './schematic-fields';
import { yamlLibrary } from './yaml-library';
import { resolvesToText } from './yaml-scalar';

/** Fields whose scalars have a type; those of all others are text, whatever they look like. */
const TYPED_FIELDS: readonly unknown[] = ['key', 'sectorSize', 'includeWellKnownCertificates', 'options'];

/** Whole numbers that all releases of YAML read alike. */
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d*|0x[0-9a-fA-F]+)$/;

/**
 * Reads a schematic in the factory's own file format.
 *
 * @throws one error with all faults: syntax, unknown fields with the nearest known one, wrong types
 */
export function readSchematicFile(yaml: string): SchematicContent {
  const document = yamlLibrary().parseDocument(yaml);
  if (document.errors.length > 0) {
    throw invalidSchematic(document.errors.map(({ message }) => ({ path: [], message: schematicYamlSyntax(message) })));
  }
  if (document.contents === null) throw invalidSchematic([{ path: [], message: emptySchematic() }]);

  const numberFaults = readScalarsAsTheFactoryDoes(document);
  const file: unknown = withoutNulls(document.toJS());
  const faults = [...numberFaults, ...fileFields(file, [])];
  if (faults.length > 0) throw invalidSchematic(faults);
  return contentOf(file as SchematicFile);
}

/** Gives text fields the text that stands in the file, such as `1.10`, and finds numbers that YAML versions dispute. */
function readScalarsAsTheFactoryDoes(document: Document): readonly Fault[] {
  const { isPair, isScalar, visit } = yamlLibrary();
  const faults: Fault[] = [];
  visit(document, {
    Scalar(role, node: Scalar, ancestors) {
      if (role === 'key' || node.source === undefined || node.value === null) return;
      const keys = ancestors.map((ancestor) => (isPair(ancestor) && isScalar(ancestor.key) ? ancestor.key.value : ''));
      if (!keys.some((key) => TYPED_FIELDS.includes(key))) {
        node.value = node.source;
      } else if (node.type === 'PLAIN' && !isPlainlyTyped(node)) {
        faults.push({ path: keys.filter((key) => key !== '').map(String), message: unstableNumber(node.source) });
      }
    },
  });
  return faults;
}

function isPlainlyTyped({ source = '', value }: Scalar): boolean {
  if (typeof value === 'number') return PLAIN_NUMBER.test(source);
  return typeof value === 'boolean' || resolvesToText(source);
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item) ?? '');
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutNulls(entry)]));
}
