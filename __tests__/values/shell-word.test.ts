import { spawnSync } from 'node:child_process';
import { shellWord } from '../../src/values/shell-word';

test.each([
  'cdktf.out/stacks/home',
  '-var-file=a.tfvars',
  '',
  'a b',
  "it's",
  '$HOME',
  '`id`',
  'a"b',
  'a\\b',
  '*',
  'é',
  'a\nb',
])('a shell takes %j as it is', (text) => {
  const { stdout } = spawnSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' });
  expect(stdout).toBe(text);
});

test('a plain word is not quoted', () => {
  expect(shellWord('../out/stacks/home-1')).toBe('../out/stacks/home-1');
});
