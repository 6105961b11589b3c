import type { z } from 'zod';
import * as scalars from '../../src/forms/scalars';

/** Accepted and refused values of each form. */
const forms: readonly (readonly [string, z.ZodType, readonly unknown[], readonly unknown[]])[] = [
  ['someText', scalars.someText, ['a', ' a'], ['', ' ', 1, null]],
  ['talosVersion', scalars.talosVersion, ['v1.13.9', '1.13.9', 'v1.14.0-rc.1'], ['v1.13', '1', 'latest', 1.13, '']],
  ['talosContract', scalars.talosContract, ['v1.13', '1.9'], ['v1.13.9', 'v1', 'latest', 1.13]],
  ['kubernetesVersion', scalars.kubernetesVersion, ['v1.36.3', '1.36.3'], ['v1.36', 'stable', 1.36]],
  ['ipAddress', scalars.ipAddress, ['10.0.0.1', 'fd00::1'], ['10.0.0.1/24', '10.0.0', '10.0.0.300', '010.0.0.1', 'a']],
  ['ipNetwork', scalars.ipNetwork, ['10.0.0.0/24', 'fd00::/64'], ['10.0.0.1/24', '10.0.0.0', '10.0.0.0/33', '/24']],
  [
    'macAddress',
    scalars.macAddress,
    ['bc:24:11:e6:ba:07', 'BC-24-11-E6-BA-07'],
    ['bc:24:11:e6:ba', 'bd:24:11:e6:ba:07'],
  ],
  ['dnsLabel', scalars.dnsLabel, ['a', 'ctrl-00', 'a'.repeat(63)], ['', 'A', 'a_b', 'a.b', '-a', 'a-', 'a'.repeat(64)]],
  ['nodeName', scalars.nodeName, ['ctrl-00', '0a'], ['0', '007', 'ctrl_00']],
  ['endpointName', scalars.endpointName, ['main', 'lab-2', 'a'.repeat(63)], ['', '1st', 'Main', 'a_b', 'a-', '-a']],
  ['dnsName', scalars.dnsName, ['example.com', 'a'], ['Example.com', 'a..b', '.a', '']],
  ['dnsNameOrAddress', scalars.dnsNameOrAddress, ['a.example', '10.0.0.1', '::1'], ['https://a', 'a:6443']],
  ['extensionName', scalars.extensionName, ['siderolabs/iscsi-tools'], ['iscsi-tools', 'a/b/c', 'siderolabs/']],
  ['overlayImage', scalars.overlayImage, ['siderolabs/sbc-raspberrypi'], ['rpi_generic', '']],
  [
    'labelKey',
    scalars.labelKey,
    ['tier', 'example.com/tier', 'A.b_c'],
    ['', '/tier', 'a/b/c', 'Example.com/tier', '-a'],
  ],
  ['labelValue', scalars.labelValue, ['a', '', 'A.b_c', 5, true], ['-a', 'a b', 'a'.repeat(64), 1.5, null]],
  ['labelText', scalars.labelText, ['eu-1', 'Home_1.a'], ['', 'my home', '-a', 'a'.repeat(64), 5]],
  ['argumentName', scalars.argumentName, ['feature-gates', 'v'], ['--feature-gates', '-v', '', 'v=2', 5]],
  ['taint', scalars.taint, ['NoSchedule', 'gpu:NoExecute', ':PreferNoSchedule'], ['noschedule', 'gpu:Never', '']],
  ['setting', scalars.setting, ['1024', '', 1024, false], [1.5, null, [], {}]],
  ['tag', scalars.tag, ['k8s', 'K8s', '_a', 'a-b.c+d'], ['', 'a b', 'a;b', '-a', 'ü']],
  [
    'hostReference',
    scalars.hostReference,
    ['pve1', 'main/pve1', 'main/pve-1.example'],
    ['', 'main/', '/pve1', 'a/b/c'],
  ],
  ['proxmoxName', scalars.proxmoxName, ['local-lvm', 'vmbr0', 'iGPU'], ['', 'a b', '-a']],
  ['diskName', scalars.diskName, ['longhorn', 'A1', 'a'.repeat(20), 'state'], ['', 'a_b', 'a-', 'STATE', 'EPHEMERAL']],
  ['serialNumber', scalars.serialNumber, ['longhorn', 'A1', 'a'.repeat(20)], ['', 'a_b', 'a-', 'a'.repeat(21)]],
  ['cpuType', scalars.cpuType, ['host', 'x86-64-v2-AES', 'EPYC-Rome', '486'], ['', 'a b', 'host,flags=+aes']],
  ['share', scalars.share, ['1%', '25%', '100%'], ['0%', '101%', '25', '2.5%', '']],
  ['dataFilePath', scalars.dataFilePath, ['patches/a.yaml', 'a b.yaml'], ['', ' ', 'machine: {}\n', 'a\nb']],
  [
    'directory',
    scalars.directory,
    ['output', './a/b', '..a', 'a/..b', '/run/secrets'],
    ['', '/run/../etc', '~/a', '..', '../a', 'a/../b', 'a/..', 'a b', 'C:\\a'],
  ],
  [
    'mountPath',
    scalars.mountPath,
    ['/var/lib/longhorn', '/var/mnt/data', '/var/mnt/data/', '/var/openebs', '/var/lib/etcd-backup'],
    [
      '/',
      '/etc',
      '/mnt/data',
      '/var',
      '/var/',
      '/var/lib',
      '/var/lib/',
      '/var/mnt',
      '/var/lib/etcd',
      '/var/lib/kubelet/pods',
      '/var/lib/containerd/',
      '/var/run',
      '/var/log/x',
      '/var/system',
      '/var/a/../lib/etcd',
      '/var//lib/etcd',
      '/var/a b',
      'var/a',
    ],
  ],
  ['pciPath', scalars.pciPath, ['0000:00:02.0', '0000:01:00'], ['00:02.0', '0000:00:02.g']],
  ['pciId', scalars.pciId, ['8086:46a6'], ['8086', '8086:46A6', '80864:6a6']],
  [
    'imageFileName',
    scalars.imageFileName,
    ['{schematic}_{version}', 'talos-{cluster}-{schematic}-{version}-{platform}-{architecture}'],
    [
      '{schematic}',
      '{version}',
      'talos',
      '{schematic}-{version}-{host}',
      '{schematic}/{version}',
      '{schematic}{version',
    ],
  ],
  ['absolutePath', scalars.absolutePath('/x'), ['/dev/sda', '/var/lib/longhorn'], ['dev/sda', '', '/a b']],
  ['otherVersion', scalars.otherVersion('1.2.3'), ['v1.17.3', '1.11.1', '1.2.3-rc.1'], ['1.17', 'latest', 1.17]],
  [
    'url',
    scalars.url('https://a', 'https'),
    ['https://pve1.example:8006', 'https://[fd00::1]:8006/'],
    ['http://a', 'pve1', '', 'https://', 'https://root:secret@pve1', 'https://token@pve1'],
  ],
  ['ssh URL', scalars.url('ssh://a', 'ssh'), ['ssh://git@a/b.git'], ['git@a:b.git', 'ssh://git:secret@a/b.git']],
  ['wholeNumber', scalars.wholeNumber(1, 4094), [1, 4094], [0, 4095, 1.5, '1', Number.NaN, Number.POSITIVE_INFINITY]],
  ['wholeNumber without end', scalars.wholeNumber(0), [0, 1e9], [-1, 0.5]],
];

describe.each(forms)('%s', (_name, form, taken, refused) => {
  test('takes what has the form', () => {
    expect(taken.filter((value) => !form.safeParse(value).success)).toEqual([]);
  });

  test('fails for anything else, and says what to write', () => {
    const messages = refused.map((value) => form.safeParse(value).error?.issues[0]?.message);
    expect(messages.filter((message) => message?.startsWith('write ') !== true)).toEqual([]);
  });
});
