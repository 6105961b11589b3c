import { faultsOfAnswers, surplusAnswers } from '../../src/scaffold/cluster-spec';
import { clusterFileData } from '../../src/scaffold/project-files';
import type { Answers } from '../../src/scaffold/questions';
import { answersOf } from './answers';

function faultsOf(given: Answers): readonly string[] {
  return faultsOfAnswers(answersOf(given), clusterFileData).map(
    ({ question, message }) => `${question ?? ''}: ${message}`,
  );
}

describe('answers are refused by the rules of cluster files, each at its question', () => {
  test.each<[Answers, string]>([
    [{ name: 'Home' }, 'name: got "Home"'],
    [{ name: '${env.HOME}' }, 'name: the environment variable HOME is not set'],
    [{ url: 'http://pve1' }, 'url: got "http://pve1"'],
    [{ hosts: 'pve 1' }, 'hosts: the name "pve 1" can\'t be used'],
    [{ imageDatastore: 'a b' }, 'imageDatastore: got "a b"'],
    [{ diskDatastore: 'a: b' }, 'diskDatastore: got "a: b"'],
    [{ bridge: 'x{' }, 'bridge: got "x{"'],
    [{ firstVmId: '99' }, 'firstVmId: got 99'],
    [{ firstVmId: 'x' }, 'firstVmId: got "x"'],
    [{ platform: 'bare-metal', installDisk: 'sda' }, 'installDisk: got "sda"'],
    [{ subnet: '10.0.0.5/24' }, 'subnet: got "10.0.0.5/24"'],
    [{ gateway: 'fd00::1' }, 'gateway: got "fd00::1"'],
    [{ vip: '10.0.0.1' }, 'vip: got "10.0.0.1"'],
    [{ firstAddress: '10.1.0.11' }, 'firstAddress: got "10.1.0.11"'],
    [{ firstAddress: '10.0' }, 'firstAddress: got "10.0"'],
    [{ firstAddress: '10.0.0.254' }, 'firstAddress: got "10.0.0.255"'],
    [{ flux: 'https://u:p@git.example/x.git' }, 'flux: got "https://u:…@git.example/x.git"'],
    [{ stateBucket: 'b', stateEndpoint: 'x' }, 'stateEndpoint: got "x"'],
  ])('%j', (given, message) => {
    expect(faultsOf(given)[0]).toContain(message);
  });

  test.each<[Answers, string]>([
    [{ platform: 'aws' }, 'platform: got "aws"; write one of proxmox, bare-metal'],
    [{ controlPlanes: '2' }, 'controlPlanes: got "2"; write one of 1, 3, 5'],
    [{ workers: '1e9' }, 'workers: got "1e9"; write a whole number from 0 to 100'],
    [{ workers: '-1' }, 'workers: got "-1"; write a whole number from 0 to 100'],
    [{ size: 'toString' }, 'size: got "toString"; write one of small, medium, large'],
    [{ hosts: ' , ' }, 'hosts: empty; write at least one name'],
    [
      { flux: 'git@github.com:o/n.git' },
      'flux: got "git@github.com:o/n.git"; write a URL such as ssh://git@github.com/owner/name.git or https://github.com/owner/name.git, or none',
    ],
  ])('and those that are none at all: %j', (given, message) => {
    expect(faultsOf(given)).toEqual([message]);
  });

  test('all of them together', () => {
    expect(faultsOf({ name: 'Home', subnet: 'x', bridge: 'a b' }).map((line) => line.split(':', 1)[0])).toEqual(
      expect.arrayContaining(['name', 'subnet', 'bridge']),
    );
  });
});

test('an answer that is not needed is refused, not ignored', () => {
  const given = { platform: 'bare-metal', bridge: 'vmbr0', stateRegion: 'auto' };
  expect(surplusAnswers(given, answersOf(given)).map(({ question }) => question)).toEqual(['bridge', 'stateRegion']);
  expect(surplusAnswers({ bridge: 'vmbr0' }, answersOf({ bridge: 'vmbr0' }))).toEqual([]);
});

test('machines go round the hosts, with ids and addresses one after the other', () => {
  const answers = answersOf({
    firstAddress: '10.0.0.11',
    hosts: 'a, b,c',
    firstVmId: '800',
    gateway: '10.0.0.12',
    url: 'https://10.0.0.14:8006',
  });
  expect((clusterFileData(answers) as { readonly nodes: unknown }).nodes).toEqual({
    'ctrl-00': { machineType: 'controlplane', host: 'a', vmId: 800, address: '10.0.0.11' },
    'ctrl-01': { machineType: 'controlplane', host: 'b', vmId: 801, address: '10.0.0.13' },
    'ctrl-02': { machineType: 'controlplane', host: 'c', vmId: 802, address: '10.0.0.15' },
    'work-00': { machineType: 'worker', host: 'a', vmId: 803, address: '10.0.0.16' },
    'work-01': { machineType: 'worker', host: 'b', vmId: 804, address: '10.0.0.17' },
  });
});
