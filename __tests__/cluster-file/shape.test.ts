import { draftSpec } from '../../src/cluster-file/spec-draft';
import { type Changes, changedSpec, faultsOf } from '../support/small-spec';

/** Changes of a good spec, and the lines that it is then refused with. */
const rows: readonly (readonly [string, Changes, string])[] = [
  [
    'a key that must be there',
    { 'talos.contract': undefined },
    'talos.contract: missing; write the Talos minor version that the cluster was made with, such as "v1.13"',
  ],
  ['a section that must be there', { network: undefined }, 'network: missing; write { subnet: … }'],
  [
    'nothing instead of a value',
    { 'talos.contract': null },
    'talos.contract: got null; write the Talos minor version that the cluster was made with, such as "v1.13"',
  ],
  [
    'a misspelt key',
    { 'nodes.work-00.memroyMiB': 4096 },
    'nodes.work-00.memroyMiB: unknown key "memroyMiB"; write "memoryMiB"',
  ],
  [
    'a key in the spelling of another tool',
    { 'nodes.work-00.cpu_cores': 2 },
    'nodes.work-00.cpu_cores: unknown key "cpu_cores"; write "cpuCores"',
  ],
  [
    'a key without the word before it',
    { 'nodes.work-00.labels': { tier: 'front' } },
    'nodes.work-00.labels: unknown key "labels"; write "nodeLabels"',
  ],
  [
    'the name of a machine inside of it',
    { 'nodes.work-00.hostname': 'work-00' },
    'nodes.work-00.hostname: unknown key "hostname"; remove it, the key above it is the name: work-00',
  ],
  [
    'a misspelt key that must be there is reported once',
    { 'nodes.work-00.address': undefined, 'nodes.work-00.adress': '10.0.0.21' },
    'nodes.work-00.adress: unknown key "adress"; write "address"',
  ],
  [
    'an unknown key among few',
    { 'outputs.colour': 'red' },
    'outputs.colour: unknown key "colour"; remove it, the keys here are machineSecrets, machineConfigurations, clientConfiguration, upgradeStatus, macAddresses, bootMedia, named, directory',
  ],
  [
    'an unknown key among many',
    { 'nodes.work-00.colour': 'red' },
    'nodes.work-00.colour: unknown key "colour"; remove it, docs/cluster-file.md lists the keys',
  ],
  [
    'a key that would hold a secret',
    { 'proxmox.endpoints.main.apiToken': 'root@pam!tofu=0123' },
    'proxmox.endpoints.main.apiToken: unknown key "apiToken"; secrets never go into a cluster file, set the variable proxmox_main_api_token instead',
  ],
  [
    'a word outside a closed set',
    { 'nodes.work-00.machineType': 'agent' },
    'nodes.work-00.machineType: got "agent"; write "controlplane" or "worker"',
  ],
  [
    'a single word',
    { 'state.backend': 'disk' },
    'state.backend: got "disk"; write "local", { s3: { bucket: … } }, { http: { address: … } }, { pg: … } or { kubernetes: … }',
  ],
  [
    'a number that is text',
    { 'nodes.work-00.memoryMiB': '4096' },
    'nodes.work-00.memoryMiB: got "4096"; write 4096 without quotes',
  ],
  [
    'a number out of range',
    { 'network.vlanId': 4095 },
    'network.vlanId: got 4095; write a whole number from 1 to 4094',
  ],
  [
    'a number with a fraction',
    { 'nodes.work-00.vmId': 800.5 },
    'nodes.work-00.vmId: got 800.5; write a whole number, 800 or 801',
  ],
  [
    'a truth value in words',
    { 'kubernetes.kubeProxy': 'off' },
    'kubernetes.kubeProxy: got "off"; write false, as YAML 1.2 reads off as text',
  ],
  [
    'text instead of a list',
    { 'network.dnsServers': '10.0.0.1' },
    'network.dnsServers: got "10.0.0.1"; write a list: ["10.0.0.1"]',
  ],
  [
    'a list instead of keys',
    { nodes: [] },
    'nodes: got []; write keys and values instead of a list, such as name: { … }',
  ],
  [
    'a version that YAML read as a number',
    { 'kubernetes.version': 1.36 },
    'kubernetes.version: got 1.36; write a Kubernetes version with three numbers, such as "v1.36.3"',
  ],
  [
    'a network that begins at a machine',
    { 'network.subnet': '10.0.0.1/24' },
    'network.subnet: got "10.0.0.1/24"; write a network with the length of its prefix, such as "10.0.0.0/24"',
  ],
  [
    'an address with prefix',
    { 'nodes.work-00.address': '10.0.0.21/24' },
    'nodes.work-00.address: got "10.0.0.21/24"; write an IPv4 or IPv6 address without prefix, such as "10.0.0.11"',
  ],
  [
    'a MAC address of a group',
    { 'nodes.work-00.macAddress': '01:00:5e:00:00:01' },
    'nodes.work-00.macAddress: got "01:00:5e:00:00:01"; write six pairs of hexadecimal digits, the second digit even, such as "BC:24:11:E6:BA:07", or "deterministic" for one made of the names of cluster and machine',
  ],
  [
    'an item of a list',
    { 'network.dnsServers': ['10.0.0.1', 'dns'] },
    'network.dnsServers[1]: got "dns"; write an IPv4 or IPv6 address without prefix, such as "10.0.0.11"',
  ],
  [
    'an empty list',
    { 'kubernetes.podSubnets': [] },
    'kubernetes.podSubnets: got []; write at least one item, or leave the key out',
  ],
  [
    'a label with a space',
    { 'machine.nodeLabels': { tier: 'front end' } },
    'machine.nodeLabels.tier: got "front end"; write at most 63 letters, digits, ".", "_" and "-", with a letter or digit at both ends',
  ],
  [
    'a choice that is meant by its key',
    { 'state.backend': { s3: { buckt: 'x', region: 'eu-central-1' } } },
    'state.backend.s3.buckt: unknown key "buckt"; write "bucket"',
  ],
  [
    'a choice with a misspelt key',
    { 'kubernetes.cni': { cillium: { version: 'v1.17.3' } } },
    'kubernetes.cni.cillium: unknown key "cillium"; write "cilium"',
  ],
  [
    'a patch that is neither a file nor keys',
    { patches: [5] },
    'patches[0]: got 5; write the path of a file of the project or keys and values',
  ],
  [
    'a setting that is a list',
    { 'machine.sysctls': { 'vm.swappiness': [1] } },
    'machine.sysctls.vm.swappiness: got [1]; write text, a whole number, true or false',
  ],
  [
    'a URL with a password, which is not repeated',
    { 'proxmox.endpoints.main.url': 'https://root:secret@pve1.example:8006' },
    'proxmox.endpoints.main.url: got "https://root:…@pve1.example:8006"; write a URL that begins with https:// and holds no password, such as "https://pve1.example:8006"',
  ],
  [
    'a long value, which is cut',
    { 'talos.version': 'v'.repeat(100) },
    `talos.version: got "${'v'.repeat(56)}…"; write a Talos version with three numbers, such as "v1.13.9"`,
  ],
];

test.each(rows)('fails for %s', (_title, changes, line) => {
  expect(faultsOf(changedSpec(changes))).toEqual([line]);
});

test.each([
  ['nothing', undefined, 'missing; write keys and values'],
  ['text', 'home', 'got "home"; write keys and values'],
  ['a list', ['home'], 'got ["home"]; write keys and values instead of a list, such as key: …'],
])('fails for %s instead of a spec', (_title, spec, line) => {
  expect(faultsOf(spec)).toEqual([line]);
});

test('fails for a name that no machine can have, and looks at the machine all the same', () => {
  const node = { machineType: 'worker', host: 'pve1', address: '10.0.0.11', vmId: 5 };
  expect(faultsOf(changedSpec({ 'nodes.Work_1': node }))).toEqual([
    `nodes.Work_1: the name "Work_1" can't be used; write at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends and not digits alone`,
    'nodes.Work_1.vmId: got 5; write a whole number from 100 to 999999999',
    'nodes.Work_1.address: got "10.0.0.11"; that is the address of ctrl-00, write another',
  ]);
});

test('fails for names inside names', () => {
  const changes = {
    'nodes.Work_1': { machineType: 'worker', host: 'pve1', address: '10.0.0.31', nodeLabels: { 'a b': 'c' } },
  };
  expect(faultsOf(changedSpec(changes)).map((line) => line.split(': ')[0])).toEqual([
    'nodes.Work_1',
    'nodes.Work_1.nodeLabels.a b',
  ]);
});

test('fails for a name of digits, which would lose its place', () => {
  expect(faultsOf(changedSpec({ 'nodes.7': { machineType: 'worker', host: 'pve1', address: '10.0.0.31' } }))).toEqual([
    `nodes.7: the name "7" can't be used; write at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends and not digits alone`,
  ]);
});

test('fails for keys that only look like keys', () => {
  const spec = JSON.parse(JSON.stringify(changedSpec({})).replace('"name":', '"__proto__":{"a":1},"name":')) as unknown;
  expect(faultsOf(spec)).toEqual(['__proto__: "__proto__" cannot be a key; write another name']);
});

test('a key without a value is no key', () => {
  expect(faultsOf(changedSpec({ 'nodes.work-00.memoryMiB': undefined, lifecycle: undefined }))).toEqual([]);
  const literal = { ...(changedSpec({}) as object), lifecycle: undefined };
  expect(faultsOf(literal)).toEqual([]);
});

describe('what is left of a faulty spec', () => {
  const draft = draftSpec(
    changedSpec({ 'talos.version': 1.13, 'nodes.work-00.memroyMiB': 1, 'network.dnsServers': ['10.0.0.1', 'x'] }),
  );

  test('has everything of the right form, and items of lists at their positions', () => {
    expect(draft.complete).toBeUndefined();
    const rest = { 'talos.version': undefined, 'network.dnsServers': ['10.0.0.1', undefined] };
    expect(draft.spec).toEqual(changedSpec(rest));
  });

  test('knows where it is less than what was meant', () => {
    expect(draft.isUncertain('talos')).toBe(true);
    expect(draft.isUncertain('talos', 'version')).toBe(true);
    expect(draft.isUncertain('talos', 'contract')).toBe(false);
    expect(draft.isUncertain('nodes', 'work-00', 'memoryMiB')).toBe(true);
    expect(draft.lacksEntries('nodes')).toBe(false);
  });
});
