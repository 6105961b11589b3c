import type { ConfigPatch } from '../../../src/machine-config/settings/config-patch';

const HOSTNAME = 'apiVersion: v1alpha1\nkind: HostnameConfig\n';

/** One patch of a worker. */
export interface PatchCase {
  /** Name of the case. */
  readonly name: string;
  readonly content: ConfigPatch['content'];
  /** The fault. */
  readonly message?: string;
  /** @default v1.13 */
  readonly contract?: string;
}

/** Patches that must be taken. */
export const TAKEN: readonly PatchCase[] = [
  { name: 'a strategic merge patch as JSON', content: '{"machine":{"sysctls":{"vm.nr_hugepages":"1024"}}}' },
  { name: 'a strategic merge patch as YAML', content: 'machine:\n  sysctls:\n    vm.nr_hugepages: "1024"\n' },
  { name: 'a strategic merge patch as data', content: { machine: { sysctls: { 'vm.nr_hugepages': '1024' } } } },
  {
    name: 'a document as JSON',
    content: '{"apiVersion":"v1alpha1","kind":"WatchdogTimerConfig","device":"/dev/watchdog0"}',
  },
  { name: 'a document with a leading ---', content: `---\n${HOSTNAME}hostname: work-00\n` },
  {
    name: 'a patch and documents in one text',
    content: `machine:\n  env: { a: b }\n---\n${HOSTNAME}auto: off\nhostname: work-00\n`,
  },
  {
    name: 'several JSON texts',
    content: `{"machine":{"sysctls":{"a":"1"}}}
---
{"apiVersion":"v1alpha1","kind":"HostnameConfig","hostname":"work-00"}`,
  },
  { name: '"auto: off" and a hostname', content: `${HOSTNAME}auto: off\nhostname: work-00\n` },
  { name: 'only a hostname, as "auto: off" is there', content: `${HOSTNAME}hostname: work-00\n` },
  { name: 'a deletion of a section that is there', content: '{"cluster":{"discovery":{"$patch":"delete"}}}' },
  { name: 'a deletion of a known field that is not there', content: { machine: { nodeTaints: { $patch: 'delete' } } } },
  { name: 'a literal ${…}', content: { machine: { sysctls: { a: '${x}' } } } },
  { name: 'a Layer2VIPConfig', content: 'apiVersion: v1alpha1\nkind: Layer2VIPConfig\nname: 10.200.5.9\nlink: eth0\n' },
  {
    name: 'an ExtensionServiceConfig',
    content: { apiVersion: 'v1alpha1', kind: 'ExtensionServiceConfig', name: 'a', environment: ['A=b'] },
  },
  {
    name: 'a ResolverConfig',
    content: 'apiVersion: v1alpha1\nkind: ResolverConfig\nnameservers: [{ address: 1.1.1.1 }]\n',
  },
  {
    name: 'a UserVolumeConfig',
    content:
      'apiVersion: v1alpha1\nkind: UserVolumeConfig\nname: a\nprovisioning: { diskSelector: { match: disk.transport == "nvme" }, minSize: 10GiB }\n',
  },
  {
    name: 'a kind that the schema misspells',
    content: 'apiVersion: v1alpha1\nkind: KubeSpanEndpointsConfig\nextraAnnouncedEndpoints: []\n',
  },
  {
    name: 'a kind that the schema lacks',
    content: 'apiVersion: v1alpha1\nkind: ImageVerificationConfig\nrules: [{ image: "*", skip: true }]\n',
  },
  {
    name: 'fields that are only deprecated',
    content: 'machine: { network: { interfaces: [{ interface: eth1, dhcp: true }] }, time: { servers: [a] } }',
  },
  {
    name: 'a size as text where the schema has a number',
    content: 'machine: { disks: [{ device: /dev/sdb, partitions: [{ mountpoint: /a, size: 10 GB }] }] }',
  },
  {
    name: 'numbers and booleans where text is wanted',
    content: 'machine: { sysctls: { a: 1024 }, nodeLabels: { b: true } }',
  },
  {
    name: 'octal permissions',
    content: 'machine: { files: [{ path: /var/a, permissions: 0644, op: create, content: a }] }',
  },
  {
    name: 'numbers as only Talos writes them',
    content: 'machine: { files: [{ path: /var/a, permissions: 0b110_100_100, op: create, content: a }] }',
  },
  { name: 'a date where Talos takes text', content: 'machine: { nodeAnnotations: { a: 2026-01-31 } }' },
  {
    name: 'a date in quotes where Talos knows no fields',
    content: 'machine: { kubelet: { extraConfig: { a: "2026-01-31" } } }',
  },
  {
    name: 'a TimeSyncConfig alone',
    content: 'apiVersion: v1alpha1\nkind: TimeSyncConfig\nntp: { servers: [b.example] }\n',
  },
  { name: 'machine.time alone', content: 'machine: { time: { servers: [a.example] } }' },
  { name: 'merge keys', content: 'machine: { sysctls: &s { a: "1" }, sysfs: { <<: *s, b: "2" } }' },
  { name: 'numbers as keys', content: 'machine: { nodeAnnotations: { 0x10: a, True: b } }' },
  { name: 'old booleans', content: 'machine: { install: { wipe: yes } }' },
  { name: 'sections without content', content: 'machine:\n  kubelet:\n' },
  {
    name: 'more of what this library lists',
    content:
      'machine: { certSANs: [a.example.com], kubelet: { nodeIP: { validSubnets: ["!10.200.9.0/24"] }, extraArgs: { a: b } } }',
  },
  { name: 'the contract before documents', content: 'machine: { network: { hostname: work-00 } }', contract: 'v1.11' },
];

/** Patches that must be refused. */
export const REFUSED: readonly PatchCase[] = [
  { name: 'S-1 an empty text', content: '', message: 'the patch is empty; remove it, or write what it shall change' },
  { name: 'S-1 blanks', content: ' \n ', message: 'the patch is empty; remove it, or write what it shall change' },
  {
    name: 'S-1 only a comment',
    content: '# nothing\n',
    message: 'the patch is empty; remove it, or write what it shall change',
  },
  { name: 'S-1 an empty map', content: '{}', message: 'the patch is empty; remove it, or write what it shall change' },
  { name: 'S-1 empty data', content: {}, message: 'the patch is empty; remove it, or write what it shall change' },
  {
    name: 'the name of a file',
    content: 'patch.yaml',
    message:
      'the Talos provider would take this text for the name of a file; write the patch itself, such as "machine: { … }"',
  },
  {
    name: 'the name of a file with @',
    content: '@a b.yaml',
    message:
      'the Talos provider would take this text for the name of a file; write the patch itself, such as "machine: { … }"',
  },
  {
    name: 'YAML that is none',
    content: 'machine:\n  sysctls: [',
    message:
      'not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ] at line 2, column 13',
  },
  {
    name: 'a merge key with something else than a map',
    content: 'machine: { sysctls: { <<: 1 } }',
    message: 'not valid YAML: Merge sources must be maps or map aliases',
  },
  {
    name: 'a date where Talos knows no fields',
    content: 'machine: { kubelet: { extraConfig: { a: [{ b: 2026-01-31 }] } } }',
    message:
      'machine.kubelet.extraConfig.a.0.b: a date without quotes crashes the Talos provider here; write it in quotes',
  },
  {
    name: 'a number that only looks like one for Talos',
    content: 'machine: { files: [{ path: /var/a, permissions: 0b12, op: create, content: a }] }',
    message: 'machine.files.0.permissions: must be a whole number; got "0b12"',
  },
  {
    name: 'a key twice',
    content: 'machine: {}\nmachine: {}\n',
    message: 'not valid YAML: Map keys must be unique at line 2, column 1',
  },
  {
    name: 'S-11 operations as JSON',
    content: '[{"op":"add","path":"/machine/sysctls","value":{}}]',
    message:
      'a list of operations (JSON6902) is refused where a configuration has several documents; write a strategic merge patch, such as "machine: { … }"',
  },
  {
    name: 'S-11 operations as YAML',
    content: '- op: remove\n  path: /machine/sysctls\n',
    message:
      'a list of operations (JSON6902) is refused where a configuration has several documents; write a strategic merge patch, such as "machine: { … }"',
  },
  {
    name: 'a word',
    content: 'just words',
    message: 'a document of a machine configuration is a map of keys and values; got a text',
  },
  {
    name: 'a key that is no patch, without repeating it',
    content: '-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n-----END OPENSSH PRIVATE KEY-----\n',
    message: 'a document of a machine configuration is a map of keys and values; got a text',
  },
  {
    name: 'several slips by the first one',
    content: 'a: 1\n  b: 3\n- x\n',
    message: 'not valid YAML: Nested mappings are not allowed in compact mappings at line 1, column 4',
  },
  {
    name: 'a header of text that goes on, without repeating it',
    content: 'machine: |hunter2 x\n',
    message: 'not valid YAML: Block scalar header includes extra characters at line 1, column 11',
  },
  {
    name: 'an unknown alias, without repeating it',
    content: 'machine: *hunter2\n',
    message: 'not valid YAML: Unresolved alias (the anchor must be set before the alias)',
  },
  {
    name: 'a document twice',
    content: `${HOSTNAME}hostname: a\n---\n${HOSTNAME}hostname: b\n`,
    message: '1: the patch has document HostnameConfig twice; merge the two into one',
  },
  {
    name: 'the main document twice',
    content: '{"machine":{"sysctls":{"a":"1"}}}\n---\n{"cluster":{"discovery":{"enabled":false}}}',
    message: '1: the patch has document v1alpha1 twice; merge the two into one',
  },
  {
    name: 'an unknown kind',
    content: 'apiVersion: v1alpha1\nkind: NopeConfig\n',
    message: 'kind: contract v1.13 has no document of kind "NopeConfig"; write a kind that it has',
  },
  {
    name: 'a misspelt kind',
    content: 'apiVersion: v1alpha1\nkind: LinksConfig\nname: eth0\n',
    message: 'kind: contract v1.13 has no document of kind "LinksConfig"; did you mean LinkConfig?',
  },
  {
    name: 'a kind that every object of JavaScript has',
    content: 'apiVersion: v1alpha1\nkind: constructor\n',
    message: 'kind: contract v1.13 has no document of kind "constructor"; write a kind that it has',
  },
  {
    name: 'S-5 a kind of a later contract',
    content: `${HOSTNAME}auto: off\nhostname: a\n`,
    message: 'kind: contract v1.11 has no document of kind "HostnameConfig"; write a kind that it has',
    contract: 'v1.11',
  },
  {
    name: 'a deletion of a kind of a later contract',
    content: 'apiVersion: v1alpha1\nkind: KubeFlannelCNIConfig\n$patch: delete\n',
    message: 'kind: contract v1.13 has no document of kind "KubeFlannelCNIConfig"; write a kind that it has',
  },
  {
    name: 'no apiVersion',
    content: 'kind: HostnameConfig\nhostname: a\n',
    message: 'a document of kind HostnameConfig needs "apiVersion: v1alpha1"',
  },
  {
    name: 'no name',
    content: 'apiVersion: v1alpha1\nkind: LinkConfig\nmtu: 9000\n',
    message: 'a document of kind LinkConfig needs a name',
  },
  {
    name: 'S-13 an unknown field',
    content: `${HOSTNAME}nope: 1\n`,
    message:
      'nope: the configuration of Talos v1.13 has no field "nope" here; known are apiVersion, auto, hostname, kind',
  },
  {
    name: 'S-13 a misspelt field',
    content: 'machine: { kubelet: { extraArg: { a: b } } }',
    message:
      'machine.kubelet.extraArg: the configuration of Talos v1.13 has no field "extraArg" here; did you mean "extraArgs"?',
  },
  {
    name: 'a text instead of a map',
    content: 'cluster: { network: { cni: none } }',
    message: 'cluster.network.cni: must be a map; got "none"',
  },
  {
    name: 'a map instead of text',
    content: 'machine: { sysctls: { a: { b: 1 } } }',
    message: 'machine.sysctls.a: must be text; got {"b":1}',
  },
  {
    name: 'a text instead of a number',
    content: 'machine: { features: { kubePrism: { port: "7445" } } }',
    message: 'machine.features.kubePrism.port: must be a whole number; got "7445"',
  },
  {
    name: 'a negative number',
    content: 'machine: { features: { kubePrism: { port: -1 } } }',
    message: 'machine.features.kubePrism.port: must be a whole number; got -1',
  },
  {
    name: 'a text instead of a boolean',
    content: 'machine: { install: { wipe: maybe } }',
    message: 'machine.install.wipe: must be true or false; got "maybe"',
  },
  {
    name: 'a number without unit for a duration',
    content: 'apiVersion: v1alpha1\nkind: WatchdogTimerConfig\ntimeout: 300\n',
    message: 'timeout: must be a duration such as 1h30m; got 300',
  },
  {
    name: 'a word outside a set',
    content: 'machine: { type: init }',
    message: 'machine.type: must be one of "controlplane", "worker"; got "init"',
  },
  {
    name: 'an address without prefix',
    content: 'apiVersion: v1alpha1\nkind: LinkConfig\nname: eth1\naddresses: [{ address: 10.0.0.1 }]\n',
    message: 'addresses.0.address: must be an address with a prefix such as 10.0.0.0/24; got "10.0.0.1"',
  },
  {
    name: 'a map instead of text or a list',
    content: 'machine: { kubelet: { extraArgs: { a: { b: c } } } }',
    message: 'machine.kubelet.extraArgs.a: must be text or a list; got {"b":"c"}',
  },
  {
    name: 'an item that is nothing',
    content: 'cluster: { inlineManifests: [~] }',
    message: 'cluster.inlineManifests.0: must be something; got null',
  },
  {
    name: 'a field in a later document',
    content: `machine: { sysctls: {} }\n---\n${HOSTNAME}host: a\n`,
    message: '1.host: the configuration of Talos v1.13 has no field "host" here; did you mean "hostname"?',
  },
  {
    name: 'another directive',
    content: 'machine: { sysctls: { $patch: replace } }',
    message: 'machine.sysctls: the only directive is "$patch: delete"; got "replace"',
  },
  {
    name: 'a deletion of the main document',
    content: '{"$patch":"delete"}',
    message: '"$patch: delete" would delete the whole main document; write it below what shall go',
  },
  {
    name: 'a deletion of a document that is not there',
    content: 'apiVersion: v1alpha1\nkind: LinkConfig\nname: eth1\n$patch: delete\n',
    message:
      '"$patch: delete" of document LinkConfig/eth1, which work-00 does not have, crashes the Talos provider; it has v1alpha1, HostnameConfig, LinkConfig/eth0',
  },
  {
    name: 'a deletion in a document that is not there',
    content: 'apiVersion: v1alpha1\nkind: LinkConfig\nname: eth1\nmtu: { $patch: delete }\n',
    message:
      'mtu: "$patch: delete" of document LinkConfig/eth1, which work-00 does not have, crashes the Talos provider; it has v1alpha1, HostnameConfig, LinkConfig/eth0',
  },
  {
    name: 'a deletion of a key that is not there',
    content: { machine: { sysctls: { 'zz.y': { $patch: 'delete' } } } },
    message:
      'machine.sysctls.zz.y: "$patch: delete" finds nothing to delete on work-00, and the Talos provider fails; patch only machines that have it',
  },
  {
    name: 'a deletion of an item that is not there',
    content: 'cluster: { inlineManifests: [{ name: a, $patch: delete }] }',
    message:
      'cluster.inlineManifests.0: "$patch: delete" finds nothing to delete on work-00, and the Talos provider fails; patch only machines that have it',
  },
  {
    name: 'a deletion of an item without its name',
    content: 'cluster: { inlineManifests: [{ $patch: delete }] }',
    message:
      'cluster.inlineManifests.0: "$patch: delete" of an item needs the field that tells the item apart beside it, such as "name: …"',
  },
  {
    name: 'a deletion inside an item',
    content: 'machine: { kubelet: { extraMounts: [{ destination: /a, options: { $patch: delete } }] } }',
    message:
      'machine.kubelet.extraMounts.0.options: "$patch: delete" can delete an item of a list, but nothing inside one; delete the item and write the whole item again',
  },
  {
    name: 'S-42 an old installation beside the document',
    content: 'machine: { install: { extraKernelArgs: [quiet] } }',
    message:
      'a node refuses machine.install beside an UnattendedInstallConfig document; write it in an UnattendedInstallConfig document',
    contract: 'v1.14',
  },
  {
    name: 'S-5 F-38 the old hostname beside the document',
    content: 'machine: { network: { hostname: other } }',
    message:
      'a node refuses machine.network.hostname beside a HostnameConfig document; write it in a HostnameConfig document',
  },
  ...(
    [
      [
        'machine.time',
        'machine: { time: { servers: [a.example] } }',
        'TimeSyncConfig',
        'ntp: { servers: [b.example] }',
      ],
      [
        'machine.network.kubespan',
        'machine: { network: { kubespan: { enabled: true } } }',
        'KubeSpanConfig',
        'enabled: true',
      ],
      [
        'machine.network.nameservers',
        'machine: { network: { nameservers: [1.1.1.1] } }',
        'ResolverConfig',
        'nameservers: [{ address: 8.8.8.8 }]',
      ],
      [
        'machine.network.disableSearchDomain',
        'machine: { network: { disableSearchDomain: true } }',
        'ResolverConfig',
        'nameservers: [{ address: 8.8.8.8 }]',
      ],
    ] as const
  ).map(([field, main, kind, fields]) => ({
    name: `S-5 ${field} beside a ${kind}`,
    content: `${main}\n---\napiVersion: v1alpha1\nkind: ${kind}\n${fields}\n`,
    message: `1: a node refuses ${field} beside a ${kind} document; write it in a ${kind} document`,
  })),
  {
    name: 'F-38 the old switch for names beside the document',
    content: 'machine: { features: { stableHostname: true } }',
    message:
      'a node refuses machine.features.stableHostname beside a HostnameConfig document; write it in a HostnameConfig document',
  },
  {
    name: 'F-38 a made-up name beside the fixed one',
    content: `${HOSTNAME}auto: stable\n`,
    message: 'a node refuses a HostnameConfig with "auto: stable" and a hostname; leave auto out',
  },
  {
    name: 'one link in two documents',
    content: 'apiVersion: v1alpha1\nkind: BondConfig\nname: eth0\nlinks: [eth1]\nbondMode: active-backup\n',
    message: 'link eth0 is described by LinkConfig and BondConfig; write one document for it',
  },
];
