import { chmodSync } from 'node:fs';
import { delimiter } from 'node:path';
import { buildProgram } from '../../scripts/toolchain/go';
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

function inWords(said: readonly string[]): readonly string[] {
  return said.map((line) => line.replace(/\d+\.\d+ s/, 'a moment'));
}
