import { madeUpEnvironment } from '../../homelab/try/made-up-environment';
import { copyOf, type EditableSpec } from '../support/cluster-stack';
import { projectRoot } from '../support/project';

function madeUp(change: (spec: EditableSpec) => void, environment: Readonly<Record<string, string>> = {}) {
  const spec = copyOf('home');
  change(spec);
  return madeUpEnvironment(spec, { directory: projectRoot, environment });
}

test('makes up values that fit their places, and lists them', () => {
  const { values, doubles } = madeUp((spec) => {
    spec.proxmox!.endpoints.main!.url = '${env.PVE_URL}';
    spec.network.endpoint = '${env.API_NAME}';
    spec.gitops = { flux: { repository: { ssh: { url: '${env.GIT_URL}' } } } };
    spec.nodes['work-00']!.description = 'of ${env.OWNER}';
  });
  expect(values).toEqual({
    API_NAME: 'made-up',
    GIT_URL: 'ssh://git@made-up.example.com/made/up.git',
    OWNER: 'made-up',
    PVE_URL: 'https://made-up.example.com',
  });
  expect(doubles).toContainEqual({
    place: 'nodes.work-00.description',
    part: '${env.OWNER}',
    playedBy: 'a made-up value, made-up',
  });
});

test('leaves what is set, and what no value fits', () => {
  const change = (spec: EditableSpec) => {
    spec.nodes['work-00']!.address = '${env.ADDRESS}';
    spec.nodes['work-01']!.description = '${env.OWNER}';
  };
  expect(madeUp(change, { OWNER: 'me' })).toEqual({ values: {}, doubles: [] });
  expect(madeUp(change, { OWNER: 'me', ADDRESS: '10.0.0.21' })).toEqual({ values: {}, doubles: [] });
});

test('has nothing to do where nothing is missing', () => {
  expect(madeUp(() => undefined)).toEqual({ values: {}, doubles: [] });
});
