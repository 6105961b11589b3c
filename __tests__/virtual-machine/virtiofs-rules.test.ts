import type { ProxmoxNodeProps } from '../../src/constructs/node/proxmox-node';
import { TalosContract } from '../../src/values/talos-contract';
import { cluster, node } from '../support/homelab';
import { testFaults } from '../support/rule-rows';
import { changedSpec, faultsOf } from '../support/small-spec';
import { testStack } from '../support/synth';

const MAPPINGS = 'proxmox.endpoints.main.directoryMappings';
const media = { media: { mapping: 'media' } };
const shares = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, { mapping: `share-${index}` }]));

testFaults([
  {
    title: 'each mapping is shared once',
    good: { 'nodes.work-00.virtiofs': { films: { mapping: 'media' }, music: { mapping: 'music' } } },
    bad: { 'nodes.work-00.virtiofs': { films: { mapping: 'media' }, music: { mapping: 'media' } } },
    line: 'nodes.work-00.virtiofs.music.mapping: "media" is shared as films already, and a machine tells directories by their mapping; leave one out, or make another mapping of the directory',
  },
  {
    title: 'access lists are extended attributes',
    good: { 'nodes.work-00.virtiofs': { films: { mapping: 'media', exposeAcl: true, exposeXattr: true } } },
    bad: { 'nodes.work-00.virtiofs': { films: { mapping: 'media', exposeAcl: true, exposeXattr: false } } },
    line: 'nodes.work-00.virtiofs.films.exposeXattr: access lists are extended attributes; leave exposeXattr out, or exposeAcl',
  },
  {
    title: 'the provider takes 8 of them',
    good: { 'nodes.work-00.virtiofs': shares(8) },
    bad: { 'nodes.work-00.virtiofs': shares(9) },
    line: expect.stringContaining('; write 8 at most, as the provider takes no more') as never,
  },
  {
    title: 'a mapping that is made has a directory on the host of the machine',
    both: { 'nodes.work-00.virtiofs': media },
    good: { [`${MAPPINGS}.media`]: { directories: [{ host: 'pve2', path: '/tank' }] } },
    bad: { [`${MAPPINGS}.media`]: { directories: [{ host: 'pve1', path: '/tank' }] } },
    line: 'nodes.work-00.virtiofs.media.mapping: got "media"; directoryMappings lists no directory for it on main/pve2, add one or choose another mapping',
  },
  {
    title: 'a directory is on a host of the endpoint',
    good: { [`${MAPPINGS}.media`]: { directories: [{ host: 'pve1', path: '/tank' }] } },
    bad: { [`${MAPPINGS}.media`]: { directories: [{ host: 'pve9', path: '/tank' }] } },
    line: 'proxmox.endpoints.main.directoryMappings.media.directories[0].host: got "pve9"; the endpoint main has no such host, write one of pve1, pve2',
  },
]);

const NEEDS_1_13 =
  'virtiofs: virtiofs is there from contract v1.13 on, and the cluster has v1.12; leave it out, or raise talos.contract';
const IS_TAKEN = 'virtiofs.media: /var/mnt/media is that of storage.userVolumes.media; choose another name';
const OLD = { 'talos.contract': 'v1.12', 'talos.version': 'v1.12.0', 'kubernetes.version': 'v1.32.3' };
const BESIDE = { userVolumes: { media: { type: 'directory' } } } as const;

test('older contracts mount none, and a name is taken once', () => {
  const shared = { 'nodes.work-00.virtiofs': media };
  expect(faultsOf(changedSpec({ ...OLD, ...shared }))).toEqual([`nodes.work-00.${NEEDS_1_13}`]);
  expect(faultsOf(changedSpec({ ...shared, 'nodes.work-00.storage': BESIDE }))).toEqual([`nodes.work-00.${IS_TAKEN}`]);
});

test('constructs refuse the same', () => {
  const faults = (contract: string, options: Partial<ProxmoxNodeProps>): string => {
    const { stack } = testStack();
    const machine = node(stack, { virtiofs: media, ...options });
    try {
      cluster(stack, { nodes: [machine], contract: TalosContract.of(contract) });
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(faults('v1.13', {})).toBe('');
  expect(faults('v1.12', {})).toBe(`test/cluster: machine cp1: ${NEEDS_1_13}`);
  expect(faults('v1.13', { storage: BESIDE })).toBe(`test/cluster: machine cp1: ${IS_TAKEN}`);
});

test('a mapping that is there already is not looked into', () => {
  expect(faultsOf(changedSpec({ 'nodes.work-00.virtiofs': media }))).toEqual([]);
});

test('any number of machines share one directory', () => {
  const mapped = { [`${MAPPINGS}.media`]: { directories: ['pve1', 'pve2'].map((host) => ({ host, path: '/tank' })) } };
  const both = { 'nodes.ctrl-00.virtiofs': media, 'nodes.work-00.virtiofs': media };
  expect(faultsOf(changedSpec({ ...mapped, ...both }))).toEqual([]);
});
