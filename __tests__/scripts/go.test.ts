import { chmodSync } from 'node:fs';
import { delimiter } from 'node:path';
import { buildProgram } from '../../scripts/toolchain/go';
import { progressText } from '../../scripts/toolchain/go-build';
import { TemporaryProject } from '../support/project';

/** Writes what the source says into the program, and then does what a person may do meanwhile. */
const goThatIsFollowedBy = (then: string) => `#!/bin/sh
[ "$1" = version ] && echo 'go version go1.0 linux/amd64' && exit
while [ "$1" != -o ]; do shift; done
cp main.go "$2"
${then}
`;

describe('a program that is built', () => {
  const environment = { ...process.env };
  let project: TemporaryProject;
  let said: string[];
  const build = (go: string) => {
    project.write('bin/go', go);
    chmodSync(project.path('bin/go'), 0o755);
    const directory = project.path('module');
    const sources = [project.path('module/main.go')];
    return buildProgram({ name: 'tool', title: 'the tool', directory, target: '.', sources }, (line) =>
      said.push(line),
    );
  };

  beforeEach(() => {
    project = new TemporaryProject();
    said = [];
    process.env.PATH = [project.path('bin'), environment.PATH].join(delimiter);
    process.env.CDKTF_PROXMOX_TALOS_CACHE = project.path('cache');
    project.write('module/main.go', 'one');
  });
  afterEach(() => {
    process.env = { ...environment };
    project.remove();
  });

  test('is not kept when a source was changed meanwhile', () => {
    expect(() => build(goThatIsFollowedBy('echo two > main.go'))).toThrow(
      new Error('the tool: a source was changed while it was built; start again'),
    );
    project.write('module/main.go', 'one');
    build(goThatIsFollowedBy(''));
    expect(inWords(said)).toEqual([
      'the tool: building with go1.0 linux/amd64',
      'the tool: building with go1.0 linux/amd64',
      'the tool: built in a moment',
    ]);
  });

  test('says how long it took here before', () => {
    project.write('cache/times.json', '{ "tool": 227 }');
    build(goThatIsFollowedBy(''));
    expect(said[0]).toBe('the tool: building with go1.0 linux/amd64 (took 3 min 47 s here before)');
  });

  test('fails with what Go says, without the packages that it names', () => {
    const said = ['example.com/a/b', 'go: downloading example.com/c v1.2.3', './main.go:1:1: no package'];
    const go = goThatIsFollowedBy(`${said.map((line) => `echo '${line}' >&2`).join('\n')}\nexit 1`);
    expect(() => build(go)).toThrow(/the tool could not be built with Go:\n {2}\.\/main\.go:1:1: no package\n/);
  });

  test('is taken from the cache the next time', () => {
    build(goThatIsFollowedBy(''));
    build(goThatIsFollowedBy('exit 1'));
    expect(inWords(said)).toEqual([
      'the tool: building with go1.0 linux/amd64',
      'the tool: built in a moment',
      'the tool: ready',
    ]);
  });
});

test.each([
  [{ compiled: 0, downloaded: 12 }, '12 modules downloaded'],
  [{ compiled: 3, downloaded: 12 }, '3 packages compiled'],
  [{ compiled: 3, downloaded: 0, packages: 200 }, '3 of at most 200 packages compiled'],
])('progress %j is told as %s', (progress, words) => {
  expect(progressText(progress)).toBe(words);
});

function inWords(said: readonly string[]): readonly string[] {
  return said.map((line) => line.replace(/\d+\.\d+ s/, 'a moment'));
}
