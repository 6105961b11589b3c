import { knownEndpoint } from '../../src/scaffold/known-endpoint';
import { datastore, endpointNeeds, endpointState, host } from '../preflight/state';
import { answersOf } from './answers';

const volumes = (...ids: readonly string[]) =>
  ids.map((id) => ({ id, isActive: id !== 'asleep', isShared: false, availableBytes: 1 }));

const state = endpointState(endpointNeeds(), {
  datastores: [
    datastore('fast', { content: ['images'] }),
    datastore('asleep', { content: ['images', 'import'] }),
    datastore('off', { content: ['images', 'import'], isDisabled: true }),
    datastore('elsewhere', { content: ['images'], hostNames: ['pve9'] }),
    datastore('nas', { content: ['import', 'iso'] }),
    datastore('only-b', { content: ['images', 'import'] }),
  ],
  hosts: new Map([
    [
      'b',
      host({
        datastores: volumes('only-b', 'nas', 'fast'),
        bridges: [
          { name: 'vmbr1', isVnet: false },
          { name: 'vmbr0', isVnet: false, cidr: '192.168.7.3/24' },
        ],
      }),
    ],
    [
      'a',
      host({
        datastores: volumes('fast', 'asleep', 'off', 'elsewhere', 'nas'),
        bridges: [{ name: 'vmbr0', isVnet: false, cidr: '192.168.7.2/24', gateway: '192.168.7.254' }],
      }),
    ],
    ['down', { isOnline: false }],
  ]),
});

test('hosts that are online, with active datastores by what they take', () => {
  expect(knownEndpoint(state, 200)).toEqual({
    firstVmId: 200,
    hosts: [
      {
        name: 'a',
        imageDatastores: ['nas'],
        diskDatastores: ['fast'],
        bridges: [{ name: 'vmbr0', isVnet: false, cidr: '192.168.7.2/24', gateway: '192.168.7.254' }],
      },
      expect.objectContaining({ name: 'b', imageDatastores: ['nas', 'only-b'], diskDatastores: ['fast', 'only-b'] }),
    ],
  });
});

test('defaults are what all chosen hosts have, and the network of the bridge', () => {
  const endpoint = knownEndpoint(state, 200);
  expect(answersOf({}, { endpoint })).toMatchObject({
    hosts: 'a,b',
    imageDatastore: 'nas',
    diskDatastore: 'fast',
    bridge: 'vmbr0',
    firstVmId: '200',
    subnet: '192.168.7.0/24',
    gateway: '192.168.7.254',
    vip: '192.168.7.10',
    firstAddress: '192.168.7.11',
  });
  const [host] = endpoint.hosts;
  const busy = { ...endpoint, hosts: [{ ...host!, bridges: [{ ...host!.bridges[0]!, cidr: '192.168.7.12/24' }] }] };
  expect(answersOf({}, { endpoint: busy })).toMatchObject({ vip: '192.168.7.20', firstAddress: '192.168.7.21' });
  expect(answersOf({ hosts: 'b' }, { endpoint })).toMatchObject({ bridge: 'vmbr1', subnet: '10.0.0.0/24' });
});
