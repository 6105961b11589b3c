import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compileHomelab } from '../support/compiled-homelab';
import { projectRoot } from '../support/project';

beforeAll(compileHomelab);

test.each([
  [['--all'], 'unknown --all; write\nnpm run test:faults -- [options]\n'],
  [['--config', 'large'], '--config large; write default or flux or replace\n'],
  [['--sample', '0', '--config', 'flux'], '--sample 0; write a number of at least 1\n'],
  [['--sample'], '--sample ; write a number of at least 1\n'],
  [
    ['--point', '3'],
    '--point counts the attempts of one cluster; write --config default or flux or replace beside it\n',
  ],
  [['--results'], '--results; write the path of a file\n'],
  [['--config', 'default', '--point', 'x'], '--point x; write a number of at least 1\n'],
])('the sweep of fault points refuses %j before it does anything', (args, message) => {
  const script = join(projectRoot, 'scripts', 'faults.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  expect(stderr.startsWith(message)).toBe(true);
  expect([status, stdout]).toEqual([1, '']);
});
