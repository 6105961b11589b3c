import { quoteValue, yamlSyntax } from '../errors/spec';
import { writeTemplateValue } from '../forms/form-texts';

/** Signs of a template language. */
export function templateSigns(): string {
  return `templates are not filled in; ${writeTemplateValue()}`;
}

/** A directive that would give words another meaning. */
export function oldYamlDirective(version: string): string {
  return `cluster files are YAML 1.2; remove the line %YAML ${version}, with which on and no would be truth values`;
}

/** A key that is no text. */
export function keyNotText(): string {
  return 'a key is a map or a list here; write text as the key, or quote what stands before ":"';
}

/** A cluster file without content. */
export function fileEmpty(): string {
  return 'the file is empty; describe a cluster, beginning with its name';
}

/** A cluster file with more than one document. */
export function severalDocuments(): string {
  return 'a second document begins here, after ---; write one cluster per file';
}

/** Common slips of YAML and what to write instead, by the error code of the parser. */
const YAML_SLIPS: ReadonlyMap<string, string> = new Map([
  ['BLOCK_AS_IMPLICIT_KEY', 'a map begins in the middle of a line; quote the text if ": " is part of it'],
  ['MULTILINE_IMPLICIT_KEY', 'a key and its ":" must be on one line; put them there, or quote the text'],
  ['TAB_AS_INDENT', 'a tab indents the line; write spaces'],
  ['BAD_INDENT', 'the line does not begin where those beside it do; align it'],
  ['BAD_SCALAR_START', "a text can't begin with this character; quote the text"],
  ['UNEXPECTED_TOKEN', 'this belongs to nothing above; quote the whole text, or correct where the line begins'],
]);

/** A slip in YAML; a rare one is reported in the words of the parser. */
export function yamlSlip(code: string, reason: string): string {
  if (reason.startsWith('Flow ')) {
    const closing = reason.slice(-1);
    return yamlSyntax(`a ${closing} is missing; write it at the end of what ${closing === ']' ? '[' : '{'} opened`);
  }
  if (reason.startsWith('Missing closing')) return yamlSyntax('a quote is not closed; close it');
  return yamlSyntax(YAML_SLIPS.get(code) ?? reason);
}

/** An alias without its anchor. */
export function yamlAlias(name: string): string {
  return `there is no anchor &${name} above; write the value itself, or put the anchor above`;
}

/** A merge key with something else than maps. */
export function yamlMerge(): string {
  return '"<<" merges the keys of another map; write an alias of a map, such as "<<: *name", or a list of them';
}

/** A tag of YAML that nothing gives a meaning to. */
export function yamlTag(reason: string): string {
  return `${reason}; write plain YAML without tags`;
}

/** A key that stands twice in one map. */
export function duplicateKey(key: string): string {
  return `the key ${quoteValue(key)} appears twice; keep one of the two`;
}
