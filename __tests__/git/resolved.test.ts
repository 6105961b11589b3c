import { sshHostOf } from '../../src/git/resolved';

const gitea = { url: 'https://gitea.example:3000', owner: 'octo', repository: 'home' };

test('Gitea answers SSH at the host of its pages, unless another one is written', () => {
  expect(sshHostOf(gitea)).toBe('gitea.example');
  expect(sshHostOf({ ...gitea, sshHost: 'git.example:2222' })).toBe('git.example:2222');
});
