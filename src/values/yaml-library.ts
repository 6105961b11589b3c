import type * as YamlLibrary from 'yaml';

const loaded: { library?: typeof YamlLibrary } = {};

/** The YAML library. It is loaded at the first call, as it takes longer to load than a whole cluster takes to build. */
export function yamlLibrary(): typeof YamlLibrary {
  // Node looks a package up anew each time, which takes longer than to read a line of YAML
  loaded.library ??= require('yaml') as typeof YamlLibrary;
  return loaded.library;
}

/** A message of the library: the fault, what stands there, and the place. */
const MESSAGE = /^(.*?)(?:(?<=\S): .*?)?(?:( at line \d+, column \d+).*)?$/s;

/** Message of the library about a text, without repeating any of the text: it may be a file of another purpose. */
export function yamlFault({ message }: Pick<Error, 'message'>): string {
  const [, fault = '', place = ''] = MESSAGE.exec(message) ?? [];
  return `${fault}${place}`;
}
