import type { Document, YAMLError } from 'yaml';
import { duplicateKey, yamlSlip, yamlSyntax } from '../errors/spec';
import { keyNotText, oldYamlDirective, templateSigns } from '../errors/yaml-slips';

/** What is wrong with a document, and where in the text. */
export interface YamlProblem {
  /** The sentence. */
  readonly message: string;
  /** Number of the character in the text. */
  readonly offset: number;
  /**
   * Whether the parser is lost from there on.
   * @default false
   */
  readonly isSlip?: boolean;
}

/** What the parser has against a text, as a problem with a sentence of ours. */
export function yamlProblem(error: YAMLError, text: string): YamlProblem {
  const [offset] = error.pos;
  return { message: sentenceOf(error, text), offset, isSlip: error.code !== 'DUPLICATE_KEY' };
}

/** A directive that gives plain words like `on` another meaning than the one that cluster files have. */
export function directiveProblems({ directives }: Document, text: string): readonly YamlProblem[] {
  const { version, explicit } = directives?.yaml ?? {};
  if (version === undefined || version === '1.2' || explicit !== true) return [];
  return [{ message: oldYamlDirective(version), offset: Math.max(0, text.search(/^%YAML\b/m)), isSlip: true }];
}

function sentenceOf(error: YAMLError, text: string): string {
  const [offset] = error.pos;
  if (error.code === 'DUPLICATE_KEY') return duplicateKey(/^[^\s:]*/.exec(text.slice(offset))?.[0] ?? '');
  if (error.code !== 'NON_STRING_KEY') return yamlSlip(error.code, error.message);
  return /^[\s\S]?\{[{%]/.test(text.slice(Math.max(0, offset - 1))) ? templateSigns() : yamlSyntax(keyNotText());
}
