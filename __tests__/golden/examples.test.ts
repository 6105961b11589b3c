import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLES, synthCluster } from '../support/cluster-stack';
import { expectGoldenJson, expectGoldenText } from '../support/golden';
import { projectRoot } from '../support/project';

describe.each(Object.entries(EXAMPLES))('%s', (name, spec) => {
  const out = synthCluster(spec);

  test('G-30 is the stack that was read and agreed to', () => {
    expectGoldenJson(`${name}.tf.json`, out.json);
  });

  test('has the construct tree that was read and agreed to', () => {
    expectGoldenText(`${name}.tree.txt`, out.tree);
  });
});

test('every example has its goldens', () => {
  const files = readdirSync(join(projectRoot, 'stacks', 'clusters')).map((file) => file.replace(/\.\w+$/, ''));
  expect(files.sort()).toEqual(Object.keys(EXAMPLES));
});
