import { type Changes, changedSpec, faultsOf } from '../../support/small-spec';
import { testFaults } from '../../support/rule-rows';

const both: Changes = { 'gitops.flux.repository': { ssh: { url: 'ssh://git@github.com/owner/cluster.git' } } };

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
