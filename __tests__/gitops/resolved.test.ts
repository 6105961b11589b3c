import { resolvedFlux } from '../../src/gitops/resolved';
import type { FluxOptions } from '../../src/gitops/settings';

test('Flux has a path of the cluster and the namespace flux-system', () => {
  expect(resolvedFlux('home', {})).toEqual({
    branch: 'main',
    path: 'clusters/home',
    intervalSeconds: 60,
    namespace: 'flux-system',
    embeddedManifests: true,
  });
});

test('every option of Flux can be changed', () => {
  const options: FluxOptions = {
    branch: 'prod',
    path: 'k8s/home',
    intervalSeconds: 300,
    components: ['source-controller', 'kustomize-controller'],
    componentsExtra: ['image-automation-controller'],
    namespace: 'gitops',
    embeddedManifests: false,
    version: 'v2.8.5',
  };
  expect(resolvedFlux('home', options)).toEqual(options);
});

test('a release of its own is not taken from the provider', () => {
  expect(resolvedFlux('home', { version: 'v2.8.4' })).toMatchObject({ embeddedManifests: false });
});
