import { type Changes, changedSpec, faultsOf } from '../../support/small-spec';
import { testFaults } from '../../support/rule-rows';

const both: Changes = { 'gitops.flux.repository': { ssh: { url: 'ssh://git@github.com/owner/cluster.git' } } };

const gitea = 'gitops.flux.repository.gitea';

testFaults([
  {
    title: 'Flux needs what fetches the repository and what applies it',
    both,
    good: { 'gitops.flux.components': ['source-controller', 'kustomize-controller'] },
    bad: { 'gitops.flux.components': ['helm-controller'] },
    line: 'gitops.flux.components: without source-controller and kustomize-controller Flux follows no repository; write them too, or leave components out',
  },
  {
    title: 'one of the two is not enough',
    both,
    good: { 'gitops.flux.components': ['kustomize-controller', 'helm-controller', 'source-controller'] },
    bad: { 'gitops.flux.components': ['kustomize-controller', 'helm-controller'] },
    line: 'gitops.flux.components: without source-controller Flux follows no repository; write it too, or leave components out',
  },
  {
    title: 'extra controllers are those that are not installed anyway',
    both,
    good: {
      'gitops.flux.componentsExtra': ['image-reflector-controller', 'image-automation-controller', 'source-watcher'],
    },
    bad: { 'gitops.flux.componentsExtra': ['helm-controller'] },
    line: 'gitops.flux.componentsExtra[0]: got "helm-controller"; write "image-reflector-controller", "image-automation-controller" or "source-watcher"',
  },
  {
    title: 'a release of Flux has a name as on GitHub',
    both,
    good: { 'gitops.flux.version': 'v2.8.4' },
    bad: { 'gitops.flux.version': '2.8.4' },
    line: 'gitops.flux.version: got "2.8.4"; write a version with three numbers, such as "v2.8.5"',
  },
  {
    title: 'a branch has a name that Git takes',
    both,
    good: { 'gitops.flux.branch': 'team/prod-1' },
    bad: { 'gitops.flux.branch': 'a b' },
    line: 'gitops.flux.branch: got "a b"; write the name of a Git branch, such as "main"',
  },
  {
    title: 'a folder of the repository begins at its root',
    both,
    good: { 'gitops.flux.path': 'clusters/home' },
    bad: { 'gitops.flux.path': '/clusters/home' },
    line: 'gitops.flux.path: got "/clusters/home"; write a folder of the repository without a slash at its start, such as "clusters/home"',
  },
  {
    title: 'a folder of the repository does not lead out of it',
    both,
    good: { 'gitops.flux.path': '..clusters' },
    bad: { 'gitops.flux.path': 'clusters/../..' },
    line: 'gitops.flux.path: got "clusters/../.."; write a folder of the repository without a slash at its start, such as "clusters/home"',
  },
  {
    title: 'an interval is a number of seconds',
    both,
    good: { 'gitops.flux.intervalSeconds': 90 },
    bad: { 'gitops.flux.intervalSeconds': 0 },
    line: 'gitops.flux.intervalSeconds: got 0; write a whole number, 1 or more',
  },
  {
    title: 'Gitea answers SSH at a host',
    good: { [`${gitea}.sshHost`]: 'git.example:2222' },
    both: { [gitea]: { url: 'https://gitea.example', owner: 'octo', repository: 'home' } },
    bad: { [`${gitea}.sshHost`]: 'a b' },
    line: `${gitea}.sshHost: got "a b"; write a name or an address, with a port if that is not 22, such as "gitea.example.com:2222"`,
  },
  {
    title: 'the URL of a repository names more than a host',
    good: { 'gitops.flux.repository.https': { url: 'https://github.com/octo/home.git' } },
    bad: { 'gitops.flux.repository.https': { url: 'https://github.com' } },
    line: 'gitops.flux.repository.https.url: got "https://github.com"; write the URL of a repository that begins with https:// and holds no password, such as "https://github.com/owner/name.git"',
  },
  {
    title: 'the provider holds one release of Flux only',
    both: { ...both, 'gitops.flux.version': 'v2.8.4' },
    good: { 'gitops.flux.embeddedManifests': false },
    bad: { 'gitops.flux.embeddedManifests': true },
    line: 'gitops.flux.version: got "v2.8.4", but the provider holds one release only and embeddedManifests is true; remove one of the two',
  },
]);

test('a misspelt controller may be the one that would be missed', () => {
  const spec = changedSpec({ ...both, 'gitops.flux.components': ['source-controler', 'kustomize-controller'] });
  expect(faultsOf(spec)).toEqual([
    'gitops.flux.components[0]: got "source-controler"; write "source-controller", "kustomize-controller", "helm-controller" or "notification-controller"',
  ]);
});

test('C-19 F-48 the repository may be anywhere', () => {
  const repositories = [
    { ssh: { url: 'ssh://git@github.com/octo/home.git' } },
    { https: { url: 'https://gitlab.com/group/team/home.git' } },
    { gitea: { url: 'https://gitea.example:3000', owner: 'octo', repository: 'home' } },
  ];
  for (const repository of repositories) {
    expect(faultsOf(changedSpec({ gitops: { flux: { repository } } }))).toEqual([]);
  }
});
