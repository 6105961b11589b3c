import { join } from 'node:path';
import { shownPath } from '../../src/process/shown-path';

test.each([
  [process.cwd(), '.'],
  [join(process.cwd(), 'stacks', 'home'), join('stacks', 'home')],
  [join(process.cwd(), '..', 'else'), join('..', 'else')],
])('%s', (path, shown) => {
  expect(shownPath(path)).toBe(shown);
});
