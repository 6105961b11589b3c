import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../support/project';

const RUN = JSON.stringify(join(projectRoot, 'scripts', 'lib', 'run'));

/** A program that runs another one quietly, and ends as it does. */
function runQuietly(program: string): readonly unknown[] {
  const call = `require(${RUN}).runQuietly(process.execPath, ['-e', ${JSON.stringify(program)}])`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', `process.exitCode = ${call} ? 0 : 1`], {
    encoding: 'utf8',
  });
  return [status, stdout, stderr];
}

describe('a program that is run quietly', () => {
  test('is not heard when it succeeds', () => {
    expect(runQuietly("console.log('made'); console.error('warning')")).toEqual([0, '', '']);
  });

  test('is heard when it fails', () => {
    expect(runQuietly("console.log('made'); console.error('fault'); process.exitCode = 3")).toEqual([1, '', 'fault\n']);
  });
});
