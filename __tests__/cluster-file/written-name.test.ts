import fc from 'fast-check';
import { parseClusterYaml } from '../../src/cluster-file';
import { writtenName } from '../../src/cluster-file/written-name';

function nameOf(text: string): unknown {
  try {
    return (parseClusterYaml(text, 'home.yaml').spec as Readonly<Record<string, unknown>>).name;
  } catch {
    return undefined;
  }
}

describe('the name that a cluster file has on a line of its own', () => {
  test.each([
    ['first', 'name: home\nnodes: {}\n'],
    ['last, without a line break', 'nodes: {}\nname: home'],
    ['with a comment', 'name: home # the flat\nnodes: {}\n'],
    ['with a comment below it', 'name: home\n  # the flat\nnodes: {}\n'],
    ['as Windows writes it', 'name: home\r\nnodes: {}\r\n'],
    ['beside faults', 'name: home\nnodes: [\n'],
  ])('%s', (_, text) => {
    expect(writtenName(text)).toBe('home');
  });

  test.each([
    ['none', 'nodes: {}\n'],
    ['in quotes', 'name: "home"\n'],
    ['of something else', 'kubernetes:\n  name: home\n'],
    ['that goes on in the next line', 'name: home\n  of us\n'],
    ['that goes on after an empty line', 'name: home\r\n\r\n  of us\r\n'],
    ['with more on the line', 'name: home of us\n'],
    ['that is no text', 'name: true\n'],
    ['that begins with a digit, as a number does', 'name: 1e3\n'],
    ['twice', 'name: home\nname: work\n'],
    ['from a variable', 'name: ${env.CLUSTER}\n'],
    ['in a map on one line', '{ name: home }\n'],
  ])('is not told: %s', (_, text) => {
    expect(writtenName(text)).toBeUndefined();
  });

  test('is the one that YAML has', () => {
    const lines = fc.constantFrom(
      'name: home',
      'name: null',
      'name: a-b # c',
      '  more',
      '',
      '# x',
      'nodes: |',
      '  x: y',
      'b: 1',
    );
    const files = fc.array(lines, { maxLength: 6 }).map((each) => each.join('\n'));
    fc.assert(
      fc.property(files, (text) => {
        const name = writtenName(text);
        const parsed = nameOf(text);
        // a file with faults has no other name
        if (name !== undefined && parsed !== undefined) expect(name).toBe(parsed);
      }),
    );
  });
});
