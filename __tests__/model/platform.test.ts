import { parseClusterSpec } from '../../src/model';
import { type Changes, changedSpec } from '../support/small-spec';

function modelOf(changes: Changes) {
  return parseClusterSpec(changedSpec(changes));
}

describe('endpoints', () => {
  test('G-8 F-25 each has its own URL, region and hosts, with every default', () => {
    const lab = {
      url: 'https://lab.example:8006',
      insecure: true,
      region: 'cellar',
      hosts: { pve1: { imageDatastoreId: 'nas', diskDatastoreId: 'tank', networkBridge: 'vmbr200' } },
    };
    expect(modelOf({ 'proxmox.endpoints.lab': lab, 'nodes.ctrl-00.host': 'main/pve1' }).endpoints).toEqual([
      {
        name: 'main',
        url: 'https://pve1.example:8006',
        insecure: false,
        region: 'main',
        hosts: [
          host('main/pve1', 'pve1', { diskDatastoreId: 'local-lvm' }),
          host('main/pve2', 'pve2', { diskDatastoreId: 'local-lvm' }),
        ],
        pciMappings: [],
      },
      {
        name: 'lab',
        url: 'https://lab.example:8006',
        insecure: true,
        region: 'cellar',
        hosts: [
          host('lab/pve1', 'pve1', { imageDatastoreId: 'nas', diskDatastoreId: 'tank', networkBridge: 'vmbr200' }),
        ],
        pciMappings: [],
      },
    ]);
  });

  test('SSH has every default', () => {
    const ssh = { nodes: { pve1: { address: '10.0.0.5' }, pve2: { address: 'pve2.example', port: 2222 } } };
    expect(modelOf({ 'proxmox.endpoints.main.ssh': ssh }).endpoints[0]?.ssh).toEqual({
      username: 'root',
      agent: false,
      nodes: [
        { name: 'pve1', address: '10.0.0.5', port: 22 },
        { name: 'pve2', address: 'pve2.example', port: 2222 },
      ],
    });
    expect(modelOf({ 'proxmox.endpoints.main.ssh': { username: 'tofu', agent: true } }).endpoints[0]?.ssh).toEqual({
      username: 'tofu',
      agent: true,
      nodes: [],
    });
  });

  test('G-24 mappings keep their devices', () => {
    const device = { path: '0000:00:02.0', id: '8086:46a6', subsystemId: '8086:7270', iommuGroup: 0 };
    const mappings = { iGPU: { devices: [{ host: 'pve1', ...device }] } };
    expect(modelOf({ 'proxmox.endpoints.main.pciMappings': mappings }).endpoints[0]?.pciMappings).toEqual([
      { name: 'iGPU', devices: [{ nodeName: 'pve1', ...device }] },
    ]);
  });
});

test('the state is as it is written', () => {
  expect(modelOf({ state: undefined }).state).toEqual({});
  expect(modelOf({ state: { encryption: 'on' } }).state).toEqual({ encryption: 'on' });
});

describe('GitOps', () => {
  const gitea = { url: 'https://gitea.example:3000', owner: 'octo', repository: 'fluxcd-demo' };

  test('Flux has a path of the cluster and the namespace flux-system', () => {
    expect(modelOf({ gitops: { flux: { repository: { gitea } } } }).gitops?.flux).toEqual({
      repository: { kind: 'gitea', ...gitea, sshHost: 'gitea.example' },
      branch: 'main',
      path: 'clusters/home',
      interval: '1m0s',
      namespace: 'flux-system',
      embeddedManifests: true,
    });
  });

  test('every setting of Flux can be changed', () => {
    const settings = {
      branch: 'prod',
      path: 'k8s/home',
      interval: '5m0s',
      components: ['source-controller', 'kustomize-controller'],
      componentsExtra: ['image-automation-controller'],
      namespace: 'gitops',
      embeddedManifests: false,
      version: 'v2.8.5',
    };
    const repository = { gitea: { ...gitea, sshHost: 'git.example:2222' } };
    expect(modelOf({ gitops: { flux: { repository, ...settings } } }).gitops?.flux).toEqual({
      repository: { kind: 'gitea', ...gitea, sshHost: 'git.example:2222' },
      ...settings,
    });
  });

  test('a release of its own is not taken from the provider', () => {
    const flux = { repository: { gitea }, version: 'v2.8.4' };
    expect(modelOf({ gitops: { flux } }).gitops?.flux).toMatchObject({ version: 'v2.8.4', embeddedManifests: false });
  });

  test('C-19 F-48 the repository may be anywhere', () => {
    const ssh = { url: 'ssh://git@github.com/octo/home.git' };
    const https = { url: 'https://gitlab.com/octo/home.git' };
    expect(modelOf({ gitops: { flux: { repository: { ssh } } } }).gitops?.flux?.repository).toEqual({
      kind: 'ssh',
      ...ssh,
    });
    expect(modelOf({ gitops: { flux: { repository: { https } } } }).gitops?.flux?.repository).toEqual({
      kind: 'https',
      ...https,
      username: 'git',
    });
  });

  test('an empty section is none', () => {
    expect(modelOf({ gitops: {} }).gitops).toBeUndefined();
  });
});

function host(key: string, nodeName: string, datastores: object) {
  return { key, nodeName, imageDatastoreId: 'local', networkBridge: 'vmbr0', ...datastores };
}
