import { ClusterSpecError, parseClusterYaml } from '../../src/cluster-file';

/** The value that a text is read as, or the lines that it is refused with. */
function readOrFaults(text: string): unknown {
  try {
    return parseClusterYaml(text, 'home.yaml').spec;
  } catch (error) {
    if (error instanceof ClusterSpecError) return error.message.split('\n');
    throw error;
  }
}

test.each([
  ['a line that ends a document', 'name: home\n---\n'],
  ['such a line and a comment', 'name: home\n---\n# nothing\n'],
  ['a line that begins it', '---\nname: home\n'],
  ['an empty document before it', '---\n---\nname: home\n'],
  ['the end of a document', 'name: home\n...\n'],
  ['the version that is read', '%YAML 1.2\n---\nname: home\n'],
])('%s is no second document', (_title, text) => {
  expect(readOrFaults(text)).toEqual({ name: 'home' });
});

const TEMPLATE = 'templates are not filled in; write the value, or "${env.NAME}" for a variable of the environment';

test.each([
  [
    'a document after an empty one',
    'name: home\n---\n---\nname: away\n',
    'home.yaml:4:1: a second document begins here, after ---; write one cluster per file',
  ],
  [
    'nothing but empty documents',
    '---\n---\n',
    'home.yaml: the file is empty; describe a cluster, beginning with its name',
  ],
  [
    'another version of YAML',
    '# mine\n%YAML 1.1\n---\nname: home\nstate: { encryption: on }\n',
    'home.yaml:2:1: cluster files are YAML 1.2; remove the line %YAML 1.1, with which on and no would be truth values',
  ],
  ['a value of a template', 'name: {{ name }}\n', `home.yaml:1:8: ${TEMPLATE}`],
  ['a statement of a template', 'name: home\n{% if a %}\n', `home.yaml:2:1: ${TEMPLATE}`],
  [
    'a map as a key',
    'name: home\n{ a: b }: c\n',
    'home.yaml:2:1: this is not YAML: a key is a map or a list here; write text as the key, or quote what stands before ":"',
  ],
])('fails for %s', (_title, text, line) => {
  expect(readOrFaults(text)).toEqual([line]);
});
