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

test('what follows a repository is as it is written', () => {
  expect(modelOf({ gitops: undefined }).gitops).toEqual({});
  const flux = { repository: { ssh: { url: 'ssh://git@github.com/octo/home.git' } }, branch: 'prod' };
  expect(modelOf({ gitops: { flux } }).gitops).toEqual({ flux });
});

function host(key: string, nodeName: string, datastores: object) {
  return { key, nodeName, imageDatastoreId: 'local', networkBridge: 'vmbr0', ...datastores };
}
