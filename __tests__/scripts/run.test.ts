import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../support/project';

const RUN = JSON.stringify(join(projectRoot, 'scripts', 'lib', 'run'));

/** A program that runs another one without its output, and ends as it does. */
function runWithoutOutput(program: string): readonly unknown[] {
  const call = `require(${RUN}).runWithoutOutput(process.execPath, ['-e', ${JSON.stringify(program)}])`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', `process.exitCode = ${call} ? 0 : 1`], {
    encoding: 'utf8',
  });
  return [status, stdout, stderr];
}

describe('a program that is run without its output', () => {
  test('is heard where it warns', () => {
    expect(runWithoutOutput("console.log('made'); console.error('warning')")).toEqual([0, '', 'warning\n']);
  });

  test('is heard where it fails', () => {
    const program = "console.log('made'); console.error('fault'); process.exitCode = 3";
    expect(runWithoutOutput(program)).toEqual([1, '', 'fault\n']);
  });
});
