import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLES, synthCluster } from '../support/cluster-stack';
import { projectRoot } from '../support/project';

const page = readFileSync(join(projectRoot, 'docs', 'examples.md'), 'utf8');
const examples = Object.entries(EXAMPLES).map(([name, spec]) => ({ name, ...synthCluster(spec) }));

/** Rows of the tables that begin with a word in backticks. */
const rows = page.split('\n').filter((line) => line.startsWith('| `'));

describe('the list of example stacks', () => {
  test('has every cluster file with what it makes', () => {
    const files = readdirSync(join(projectRoot, 'stacks', 'clusters')).sort();
    const expected = examples.map(({ stack, resources, json }, index) => {
      const dataSources = Object.values(json.data ?? {}).flatMap((byId) => Object.keys(byId));
      const { length: machines } = stack.nodes;
      const path = `stacks/clusters/${files[index] ?? ''}`;
      return `| \`${path}\` | \`${stack.node.id}\` | ${machines} | ${resources.length} | ${dataSources.length} |`;
    });
    expect(rows.filter((row) => row.includes('stacks/clusters/'))).toEqual(expected);
  });

  test('counts the resources of each type', () => {
    const types = [...new Set(examples.flatMap(({ resources }) => resources))].sort();
    const expected = types.map((type) => {
      const counts = examples.map(({ resources }) => resources.filter((each) => each === type).length);
      return `| \`${type}\` |${counts.map((count) => (count === 0 ? ' |' : ` ${count} |`)).join('')}`;
    });
    expect(rows.filter((row) => !row.includes('stacks/clusters/'))).toEqual(expected);
  });

  test('names the variables that each example needs', () => {
    for (const { name, json } of examples) {
      const section = page.split('\n## ').find((text) => text.startsWith(`${name}\n`)) ?? '';
      const needed = Object.entries(json.variable ?? {}).filter(([, variable]) => !('default' in variable));
      const [, sentence = ''] = /It needs the variables (.*)\.$/m.exec(section) ?? [];
      const named = [...sentence.matchAll(/`(\w+)`/g)].map(([, variable]) => variable);
      expect([name, named.sort()]).toEqual([name, needed.map(([variable]) => variable).sort()]);
    }
  });
});
