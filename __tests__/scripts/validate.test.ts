import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../support/project';

function validate(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join('scripts', 'validate.js'), ...args], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  return { exitCode: status, stdout, stderr };
}

test('validate tells how it is used', () => {
  const { exitCode, stdout, stderr } = validate('--help');
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^usage: npm run validate -- \[options\] \[cluster\.\.\.\]\n/);
});

test('validate refuses a cluster that no file describes', () => {
  const { exitCode, stdout, stderr } = validate('elsewhere');
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    'no cluster is called "elsewhere"; select one of bare-metal, talos-basic-example, home, talos, nova, prod-k8s, two-sites\n' +
      '1 fault; nothing is written, cdktf.out is as it was\n' +
      'nothing to validate: synth failed\n',
  );
});
