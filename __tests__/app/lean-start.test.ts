import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../support/project';

/** Runs statements in a process of its own, as what is loaded once stays loaded; gives what they print as JSON. */
function run(...statements: readonly string[]): unknown {
  const leanStart = JSON.stringify(join(projectRoot, 'lib', 'src', 'app', 'lean-start'));
  const start = `const { startLean } = require(${leanStart});`;
  const print = 'const print = (value) => console.log(JSON.stringify(value));';
  const script = [start, print, ...statements].join('\n');
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: projectRoot, encoding: 'utf8' }));
}

const LOADED = 'Object.keys(require.cache).filter((path) => /archiver|zod.v4.locales/.test(path)).length';

describe('a lean start', () => {
  test('leaves the library for archives and the languages of zod out, but English', () => {
    // two placeholders and English
    expect(run('startLean();', "require('cdktf'); require('zod');", `print(${LOADED});`)).toBe(3);
  });

  test('changes no message of zod', () => {
    const message = "const { z } = require('zod'); print(z.string().safeParse(1).error.issues[0].message);";
    expect(run('startLean();', message)).toBe(run(message));
  });

  test('leaves a zod alone that somebody has loaded before', () => {
    const german = "print(z.locales.de().localeError({ code: 'invalid_type', expected: 'string', input: 1 }));";
    const loaded = "const { z } = require('zod');";
    expect(run(loaded, 'startLean();', german)).toBe(run(loaded, german));
  });
});
