const stdout = process.stdout as { isTTY?: boolean };
const before = { env: process.env, isTTY: stdout.isTTY };

afterEach(() => {
  process.env = before.env;
  stdout.isTTY = before.isTTY;
});

/** A word as it is painted where the output is a terminal, or not. */
function painted(isTerminal: boolean, env: Readonly<Record<string, string>>): string {
  process.env = { TERM: 'xterm', ...env };
  // a pipe has no such property
  stdout.isTTY = isTerminal || undefined;
  const found = { word: '' };
  jest.isolateModules(() => {
    const { paint } = jest.requireActual<typeof import('../../src/cli/paint')>('../../src/cli/paint');
    found.word = paint.red('no');
  });
  return found.word;
}

test.each<readonly [string, boolean, Readonly<Record<string, string>>, boolean]>([
  ['a terminal', true, {}, true],
  ['a terminal, with NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['a file', false, {}, false],
  ['a file in CI', false, { CI: 'true' }, false],
  ['a file, with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
])('colours on %s', (_, isTerminal, env, isColoured) => {
  expect(painted(isTerminal, env)).toBe(isColoured ? '\u001b[31mno\u001b[39m' : 'no');
});
