import { checkPatches } from '../../src/machine-config/patch-check';
import type { ConfigPatch } from '../../src/machine-config/config-patch';
import { LONGHORN, clusterSettings, controlPlane, worker } from './fixtures';

/** What is wrong with a patch of one worker, each as `path: message`. */
function faultsOf(content: ConfigPatch['content'], contract = 'v1.13', machine = worker()): string[] {
  const patched = { ...machine, configPatches: [{ origin: 'patch.yaml', content }] };
  return checkPatches(clusterSettings(contract), [patched]).map(({ fault }) =>
    [fault.path.join('.'), fault.message].filter((part) => part !== '').join(': '),
  );
}

const HOSTNAME = 'apiVersion: v1alpha1\nkind: HostnameConfig\n';

describe('takes', () => {
  test.each<[string, ConfigPatch['content'], string?]>([
    ['a strategic merge patch as JSON', '{"machine":{"sysctls":{"vm.nr_hugepages":"1024"}}}'],
    ['a strategic merge patch as YAML', 'machine:\n  sysctls:\n    vm.nr_hugepages: "1024"\n'],
    ['a strategic merge patch as data', { machine: { sysctls: { 'vm.nr_hugepages': '1024' } } }],
    ['a document as JSON', '{"apiVersion":"v1alpha1","kind":"WatchdogTimerConfig","device":"/dev/watchdog0"}'],
    ['a document with a leading ---', `---\n${HOSTNAME}hostname: other\n`],
    ['a patch and documents in one text', `machine:\n  env: { a: b }\n---\n${HOSTNAME}auto: off\nhostname: other\n`],
    [
      'several JSON texts',
      `{"machine":{"sysctls":{"a":"1"}}}
---
{"apiVersion":"v1alpha1","kind":"HostnameConfig","hostname":"a"}`,
    ],
    ['"auto: off" and a hostname', `${HOSTNAME}auto: off\nhostname: other\n`],
    ['only a hostname, as "auto: off" is there', `${HOSTNAME}hostname: other\n`],
    ['a deletion of a section that is there', '{"cluster":{"discovery":{"$patch":"delete"}}}'],
    ['a deletion of a known field that is not there', { machine: { nodeTaints: { $patch: 'delete' } } }],
    ['a deletion of a document that is there', `${HOSTNAME}$patch: delete\n`],
    ['a literal ${…}', { machine: { sysctls: { a: '${x}' } } }],
    ['a Layer2VIPConfig', 'apiVersion: v1alpha1\nkind: Layer2VIPConfig\nname: 10.200.5.9\nlink: eth0\n'],
    [
      'an ExtensionServiceConfig',
      { apiVersion: 'v1alpha1', kind: 'ExtensionServiceConfig', name: 'a', environment: ['A=b'] },
    ],
    ['a ResolverConfig', 'apiVersion: v1alpha1\nkind: ResolverConfig\nnameservers: [{ address: 1.1.1.1 }]\n'],
    ['a UserVolumeConfig', 'apiVersion: v1alpha1\nkind: UserVolumeConfig\nname: a\nprovisioning: { minSize: 10GiB }\n'],
    [
      'a kind that the schema misspells',
      'apiVersion: v1alpha1\nkind: KubeSpanEndpointsConfig\nextraAnnouncedEndpoints: []\n',
    ],
    [
      'a kind that the schema lacks',
      'apiVersion: v1alpha1\nkind: ImageVerificationConfig\nrules: [{ image: "*", skip: true }]\n',
    ],
    [
      'fields that are only deprecated',
      'machine: { network: { interfaces: [{ interface: eth1, dhcp: true }] }, time: { servers: [a] } }',
    ],
    [
      'a size as text where the schema has a number',
      'machine: { disks: [{ device: /dev/sdb, partitions: [{ mountpoint: /a, size: 10 GB }] }] }',
    ],
    ['numbers and booleans where text is wanted', 'machine: { sysctls: { a: 1024 }, nodeLabels: { b: true } }'],
    ['octal permissions', 'machine: { files: [{ path: /var/a, permissions: 0644, op: create, content: a }] }'],
    ['old booleans', 'machine: { install: { wipe: yes } }'],
    ['sections without content', 'machine:\n  kubelet:\n'],
    ['the contract before documents', 'machine: { network: { hostname: other } }', 'v1.11'],
  ])('%s', (_, content, contract = 'v1.13') => {
    expect(faultsOf(content, contract)).toEqual([]);
  });

  test('a deletion of what only control planes have, on control planes', () => {
    const label = 'node.kubernetes.io/exclude-from-external-load-balancers';
    const patch = { machine: { nodeLabels: { [label]: { $patch: 'delete' } } } };
    expect(faultsOf(patch, 'v1.13', controlPlane())).toEqual([]);
    expect(faultsOf(patch)).toEqual([
      `machine.nodeLabels.${label}: "$patch: delete" finds nothing to delete on work-00, and the Talos provider fails; patch only machines that have it`,
    ]);
  });

  test('a deletion of what an earlier patch added', () => {
    const link = { apiVersion: 'v1alpha1', kind: 'LinkConfig', name: 'eth1' };
    const cluster = clusterSettings('v1.13', { workerPatches: [{ origin: 'first', content: { ...link, mtu: 9000 } }] });
    const patched = worker({ configPatches: [{ origin: 'second', content: { ...link, $patch: 'delete' } }] });
    expect(checkPatches(cluster, [patched])).toEqual([]);
  });

  test('a deletion of what this library made', () => {
    const volume = { apiVersion: 'v1alpha1', kind: 'UserVolumeConfig', name: 'longhorn', $patch: 'delete' };
    expect(faultsOf(volume, 'v1.13', worker({ volumes: [LONGHORN] }))).toEqual([]);
  });
});

describe('fails on', () => {
  test.each<[string, ConfigPatch['content'], string, string?]>([
    ['S-1 an empty text', '', 'the patch is empty; remove it, or write what it shall change'],
    ['S-1 blanks', ' \n ', 'the patch is empty; remove it, or write what it shall change'],
    ['S-1 only a comment', '# nothing\n', 'the patch is empty; remove it, or write what it shall change'],
    ['S-1 an empty map', '{}', 'the patch is empty; remove it, or write what it shall change'],
    ['S-1 empty data', {}, 'the patch is empty; remove it, or write what it shall change'],
    [
      'the name of a file',
      'patch.yaml',
      'the Talos provider would look for a file named "patch.yaml"; write the patch itself, such as "machine: { … }"',
    ],
    [
      'the name of a file with @',
      '@a b.yaml',
      'the Talos provider would look for a file named "@a b.yaml"; write the patch itself, such as "machine: { … }"',
    ],
    [
      'YAML that is none',
      'machine:\n  sysctls: [',
      'not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 13',
    ],
    ['a key twice', 'machine: {}\nmachine: {}\n', 'not valid YAML: Map keys must be unique at line 2, column 1'],
    [
      'S-11 operations as JSON',
      '[{"op":"add","path":"/machine/sysctls","value":{}}]',
      'a list of operations (JSON6902) is refused where a configuration has several documents; write a strategic merge patch, such as "machine: { … }"',
    ],
    [
      'S-11 operations as YAML',
      '- op: remove\n  path: /machine/sysctls\n',
      'a list of operations (JSON6902) is refused where a configuration has several documents; write a strategic merge patch, such as "machine: { … }"',
    ],
    ['a word', 'just words', 'a document of a machine configuration is a map; got "just words"'],
    [
      'a document twice',
      `${HOSTNAME}hostname: a\n---\n${HOSTNAME}hostname: b\n`,
      '1: the patch has document HostnameConfig twice; merge the two into one',
    ],
    [
      'the main document twice',
      '{"machine":{"sysctls":{"a":"1"}}}\n---\n{"cluster":{"discovery":{"enabled":false}}}',
      '1: the patch has document v1alpha1 twice; merge the two into one',
    ],
    [
      'an unknown kind',
      'apiVersion: v1alpha1\nkind: NopeConfig\n',
      'kind: contract v1.13 has no document of kind "NopeConfig"; write a kind that it has',
    ],
    [
      'a misspelt kind',
      'apiVersion: v1alpha1\nkind: LinksConfig\nname: eth0\n',
      'kind: contract v1.13 has no document of kind "LinksConfig"; did you mean LinkConfig?',
    ],
    [
      'S-5 a kind of a later contract',
      `${HOSTNAME}auto: off\nhostname: a\n`,
      'kind: contract v1.11 has no document of kind "HostnameConfig"; write a kind that it has',
      'v1.11',
    ],
    [
      'a deletion of a kind of a later contract',
      'apiVersion: v1alpha1\nkind: KubeFlannelCNIConfig\n$patch: delete\n',
      'kind: contract v1.13 has no document of kind "KubeFlannelCNIConfig"; write a kind that it has',
    ],
    [
      'no apiVersion',
      'kind: HostnameConfig\nhostname: a\n',
      'a document of kind HostnameConfig needs "apiVersion: v1alpha1"',
    ],
    ['no name', 'apiVersion: v1alpha1\nkind: LinkConfig\nmtu: 9000\n', 'a document of kind LinkConfig needs a name'],
    [
      'S-13 an unknown field',
      'machine: { nope: 1 }',
      expect.stringMatching(/^machine: contract v1\.13 has no field "nope" here; known are /) as string,
    ],
    [
      'S-13 a misspelt field',
      'machine: { kubelet: { extraArg: { a: b } } }',
      'machine.kubelet: contract v1.13 has no field "extraArg" here; did you mean "extraArgs"?',
    ],
    [
      'a text instead of a map',
      'cluster: { network: { cni: none } }',
      'cluster.network.cni: must be a map; got "none"',
    ],
    ['a map instead of text', 'machine: { sysctls: { a: { b: 1 } } }', 'machine.sysctls.a: must be text; got {"b":1}'],
    [
      'a text instead of a number',
      'machine: { features: { kubePrism: { port: "7445" } } }',
      'machine.features.kubePrism.port: must be a whole number; got "7445"',
    ],
    [
      'a negative number',
      'machine: { features: { kubePrism: { port: -1 } } }',
      'machine.features.kubePrism.port: must be a whole number; got -1',
    ],
    [
      'a text instead of a boolean',
      'machine: { install: { wipe: maybe } }',
      'machine.install.wipe: must be true or false; got "maybe"',
    ],
    [
      'a number without unit for a duration',
      'apiVersion: v1alpha1\nkind: WatchdogTimerConfig\ntimeout: 300\n',
      'timeout: must be a duration such as 1h30m; got 300',
    ],
    [
      'a word outside a set',
      'machine: { type: init }',
      'machine.type: must be one of "controlplane", "worker"; got "init"',
    ],
    [
      'an address without prefix',
      'apiVersion: v1alpha1\nkind: LinkConfig\nname: eth1\naddresses: [{ address: 10.0.0.1 }]\n',
      'addresses.0.address: must be an address with a prefix such as 10.0.0.0/24; got "10.0.0.1"',
    ],
    [
      'a map instead of text or a list',
      'machine: { kubelet: { extraArgs: { a: { b: c } } } }',
      'machine.kubelet.extraArgs.a: must be text or a list; got {"b":"c"}',
    ],
    [
      'an item that is nothing',
      'cluster: { inlineManifests: [~] }',
      'cluster.inlineManifests.0: must be something; got null',
    ],
    [
      'a field in a later document',
      `machine: { sysctls: {} }\n---\n${HOSTNAME}host: a\n`,
      '1: contract v1.13 has no field "host" here; did you mean "hostname"?',
    ],
    [
      'another directive',
      'machine: { sysctls: { $patch: replace } }',
      'machine.sysctls: the only directive is "$patch: delete"; got "replace"',
    ],
    [
      'a deletion of the main document',
      '{"$patch":"delete"}',
      '"$patch: delete" would delete the whole main document; write it below what shall go',
    ],
    [
      'a deletion of a document that is not there',
      'apiVersion: v1alpha1\nkind: LinkConfig\nname: eth1\n$patch: delete\n',
      '"$patch: delete" of document LinkConfig/eth1, which work-00 does not have, crashes the Talos provider; it has v1alpha1, HostnameConfig, LinkConfig/eth0',
    ],
    [
      'a deletion in a document that is not there',
      'apiVersion: v1alpha1\nkind: LinkConfig\nname: eth1\nmtu: { $patch: delete }\n',
      'mtu: "$patch: delete" of document LinkConfig/eth1, which work-00 does not have, crashes the Talos provider; it has v1alpha1, HostnameConfig, LinkConfig/eth0',
    ],
    [
      'a deletion of a key that is not there',
      { machine: { sysctls: { 'zz.y': { $patch: 'delete' } } } },
      'machine.sysctls.zz.y: "$patch: delete" finds nothing to delete on work-00, and the Talos provider fails; patch only machines that have it',
    ],
    [
      'a deletion of an item that is not there',
      'cluster: { inlineManifests: [{ name: a, $patch: delete }] }',
      'cluster.inlineManifests.0: "$patch: delete" finds nothing to delete on work-00, and the Talos provider fails; patch only machines that have it',
    ],
    [
      'a deletion of an item without its name',
      'cluster: { inlineManifests: [{ $patch: delete }] }',
      'cluster.inlineManifests.0: "$patch: delete" of an item needs the field that tells the item apart beside it, such as "name: …"',
    ],
    [
      'a deletion inside an item',
      'machine: { kubelet: { extraMounts: [{ destination: /a, options: { $patch: delete } }] } }',
      'machine.kubelet.extraMounts.0.options: "$patch: delete" can delete an item of a list, but nothing inside one; delete the item and write it anew',
    ],
    [
      'S-5 F-38 the old hostname beside the document',
      'machine: { network: { hostname: other } }',
      'a node refuses machine.network.hostname beside a HostnameConfig document; write it in a HostnameConfig document',
    ],
    [
      'F-38 the old switch for names beside the document',
      'machine: { features: { stableHostname: true } }',
      'a node refuses machine.features.stableHostname beside a HostnameConfig document; write it in a HostnameConfig document',
    ],
    [
      'F-38 a made-up name beside the fixed one',
      `${HOSTNAME}auto: stable\n`,
      'a node refuses a HostnameConfig with "auto: stable" and a hostname; leave auto out',
    ],
    [
      'one link in two documents',
      'apiVersion: v1alpha1\nkind: BondConfig\nname: eth0\nlinks: [eth1]\nbondMode: active-backup\n',
      'link eth0 is described by LinkConfig and BondConfig; write one document for it',
    ],
  ])('%s', (_, content, message, contract = 'v1.13') => {
    expect(faultsOf(content, contract)).toEqual([message]);
  });

  test('old resolver fields beside the document of the settings', () => {
    const machine = worker({ dnsServers: ['1.1.1.1'] });
    expect(faultsOf('machine: { network: { nameservers: [8.8.8.8] } }', 'v1.13', machine)).toEqual([
      'a node refuses machine.network.nameservers beside a ResolverConfig document; write it in a ResolverConfig document',
    ]);
  });
});

describe('checkPatches', () => {
  const bad = { origin: 'cluster.yaml', content: { machine: { sysctls: { a: { $patch: 'delete' } } } } };

  test('tells a fault that several machines share once', () => {
    const machines = ['work-00', 'work-01', 'work-02'].map((hostname) => worker({ hostname }));
    const faults = checkPatches(clusterSettings('v1.13', { configPatches: [bad] }), machines);
    expect(faults.map(({ patch, fault }) => [patch.origin, fault.path])).toEqual([
      ['cluster.yaml', ['machine', 'sysctls', 'a']],
    ]);
  });

  test('tells all faults of all patches', () => {
    const cluster = clusterSettings('v1.13', {
      configPatches: [{ origin: 'a', content: 'machine: { kublet: {}, sysctl: {} }' }],
      workerPatches: [{ origin: 'b', content: '' }],
    });
    const machines = [controlPlane({ configPatches: [{ origin: 'c', content: 'x' }] }), worker()];
    expect(checkPatches(cluster, machines).map(({ patch }) => patch.origin)).toEqual(['a', 'a', 'c', 'b']);
  });

  test('looks at patches of a machine type on machines of that type only', () => {
    const cluster = clusterSettings('v1.13', { controlPlanePatches: [{ origin: 'a', content: '' }] });
    expect(checkPatches(cluster, [worker()])).toEqual([]);
  });

  test('has nothing to say where there are no patches', () => {
    expect(checkPatches(clusterSettings('v1.13'), [controlPlane(), worker()])).toEqual([]);
  });

  test('leaves a contract that nobody can write to the rule about it', () => {
    expect(checkPatches(clusterSettings('v1.14', { configPatches: [bad] }), [worker()])).toEqual([]);
  });

  test('S-17 fields of etcd on workers are for the person to say', () => {
    expect(faultsOf('cluster: { etcd: { advertisedSubnets: [10.0.0.0/8] } }')).toEqual([]);
  });
});
