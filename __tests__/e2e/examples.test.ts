import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeExample, exampleNames } from '../support/example-run';

/** The file of an example that has more to show than that it comes up and goes away. */
function ownFile(name: string): string {
  return join(__dirname, `${name}.test.ts`);
}

for (const name of exampleNames()) {
  if (!existsSync(ownFile(name))) {
    describeExample(name);
    continue;
  }
  test(`the example ${name} is run in a file of its own`, () => {
    expect(readFileSync(ownFile(name), 'utf8')).toContain(`describeExample('${name}'`);
  });
}
