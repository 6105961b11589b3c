import { parseClusterSpec } from '../../src/model';
import { type Changes, changedSpec } from '../support/small-spec';

function modelOf(changes: Changes) {
  return parseClusterSpec(changedSpec(changes));
}

describe('endpoints', () => {
  test('G-8 F-25 each is as it is written, and its region is its name unless another is written', () => {
    const settings = {
      url: 'https://lab.example:8006',
      insecure: true,
      hosts: { pve1: { imageDatastoreId: 'nas', diskDatastoreId: 'tank', networkBridge: 'vmbr200' } },
    };
    const lab = { ...settings, region: 'cellar' };
    expect(modelOf({ 'proxmox.endpoints.lab': lab, 'nodes.ctrl-00.host': 'main/pve1' }).endpoints).toEqual([
      {
        name: 'main',
        region: 'main',
        url: 'https://pve1.example:8006',
        hosts: { pve1: { diskDatastoreId: 'local-lvm' }, pve2: { diskDatastoreId: 'local-lvm' } },
        capacities: { pve1: {}, pve2: {} },
      },
      { name: 'lab', region: 'cellar', ...settings, capacities: { pve1: {} } },
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
