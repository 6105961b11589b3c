import { checkPatches } from '../../../src/machine-config/patches/patch-check';
import { LONGHORN, clusterSettings, controlPlane, faultsOf, worker } from '../fixtures';

const HOSTNAME = { apiVersion: 'v1alpha1', kind: 'HostnameConfig' };

function takesAway(field: string): string {
  return `"$patch: delete" would take ${field} away, which this library writes; delete less, or change the setting that it comes from`;
}

describe('fails for a deletion', () => {
  test.each([
    [
      'of the installer image',
      { machine: { install: { $patch: 'delete' } } },
      'machine.install: ',
      'machine.install.image',
    ],
    [
      'of all names of the certificate',
      { machine: { certSANs: { $patch: 'delete' } } },
      'machine.certSANs: ',
      'machine.certSANs',
    ],
    ['of the name of the machine', { ...HOSTNAME, $patch: 'delete' }, '', 'document HostnameConfig'],
    ['of the field with the name', { ...HOSTNAME, hostname: { $patch: 'delete' } }, 'hostname: ', 'hostname'],
    [
      'of a volume',
      { apiVersion: 'v1alpha1', kind: 'UserVolumeConfig', name: 'longhorn', $patch: 'delete' },
      '',
      'document UserVolumeConfig/longhorn',
    ],
    [
      'of a mount that the kubelet needs',
      { machine: { kubelet: { extraMounts: [{ destination: '/var/lib/longhorn', $patch: 'delete' }] } } },
      'machine.kubelet.extraMounts.0: ',
      '/var/lib/longhorn of machine.kubelet.extraMounts',
    ],
  ])('%s', (_, content, place, field) => {
    const machine = worker({ volumes: [LONGHORN] });
    expect(faultsOf(content, 'v1.13', machine)).toEqual([`${place}${takesAway(field)}`]);
  });

  test('of the network in contracts where it is in the main document', () => {
    expect(faultsOf({ machine: { network: { $patch: 'delete' } } }, 'v1.11')).toEqual([
      `machine.network: ${takesAway('machine.network.hostname')}`,
    ]);
  });
});

test('takes a deletion of what an earlier patch added to a list of this library', () => {
  const extraMounts = [{ destination: '/var/extra', type: 'bind', source: '/var/extra' }];
  const cluster = clusterSettings('v1.13', {
    configPatches: [{ origin: 'first', content: { machine: { kubelet: { extraMounts } } } }],
  });
  const content = { machine: { kubelet: { extraMounts: [{ destination: '/var/extra', $patch: 'delete' }] } } };
  const machine = worker({ volumes: [LONGHORN], configPatches: [{ origin: 'second', content }] });
  expect(checkPatches(cluster, [machine])).toEqual([]);
});

test.each([
  ['v1.13', { ...HOSTNAME, hostname: 'other' }, 'hostname: '],
  ['v1.13', { ...HOSTNAME, hostname: '' }, 'hostname: '],
  ['v1.11', { machine: { network: { hostname: 'other' } } }, 'machine.network.hostname: '],
])('fails for another hostname with contract %s: %j', (contract, content, place) => {
  const got = place.startsWith('h') ? (content as { hostname: string }).hostname : 'other';
  expect(faultsOf(content, contract)).toEqual([
    `${place}the machine is work-00, got "${got}"; leave the hostname out, and name the machine under nodes`,
  ]);
});

test('a hostname for all machines is a fault once, as there is no such name', () => {
  const cluster = clusterSettings('v1.13', {
    configPatches: [{ origin: 'patches[0]', content: { ...HOSTNAME, hostname: 'work-00' } }],
  });
  const faults = checkPatches(cluster, [controlPlane(), worker(), worker({ hostname: 'work-01' })]);
  expect(faults.map(({ fault }) => fault.message)).toEqual([
    'the machine is ctrl-00, got "work-00"; leave the hostname out, and name the machine under nodes',
  ]);
});
