import { type Changes, changedSpec, faultsOf } from '../support/small-spec';

const work = 'nodes.work-00';
const gitea = 'gitops.flux.repository.gitea';

/** Values that mean something of the right form, and the form that is asked for. */
const rows: readonly (readonly [title: string, changes: Changes, line: string])[] = [
  ['a number in quotes', { [`${work}.vmId`]: '810' }, `${work}.vmId: got "810"; write 810 without quotes`],
  [
    'a number in quotes that is out of range',
    { [`${work}.vmId`]: '81' },
    `${work}.vmId: got "81"; write a whole number from 100 to 999999999`,
  ],
  [
    'a size with its unit',
    { [`${work}.memoryMiB`]: '4GiB' },
    `${work}.memoryMiB: got "4GiB"; write 4096, as the key counts in MiB`,
  ],
  [
    'a size with the unit of the key',
    { [`${work}.diskGiB`]: '20 G' },
    `${work}.diskGiB: got "20 G"; write 20, as the key counts in GiB`,
  ],
  [
    'a size that is no whole number of the unit',
    { [`${work}.diskGiB`]: '100M' },
    `${work}.diskGiB: got "100M"; write a whole number, 1 or more`,
  ],
  [
    'a duration with its unit',
    { 'talos.timeouts': { applySeconds: '10m' } },
    'talos.timeouts.applySeconds: got "10m"; write 600, as the key counts in seconds',
  ],
  [
    'a number with a fraction',
    { [`${work}.memoryMiB`]: 4096.5 },
    `${work}.memoryMiB: got 4096.5; write a whole number, 4096 or 4097`,
  ],
  [
    'a name that YAML reads as a number',
    { [`${work}.host`]: 10 },
    `${work}.host: got 10; write "10", with the quotes, as YAML reads it as something other than text`,
  ],
  [
    'a version that YAML reads as another number',
    { 'talos.contract': 1.1 },
    'talos.contract: got 1.1; write the Talos minor version that the cluster was made with, such as "v1.13"',
  ],
  [
    'a truth value in quotes',
    { 'kubernetes.kubeProxy': 'true' },
    'kubernetes.kubeProxy: got "true"; write true without quotes',
  ],
  [
    'a truth value of YAML 1.1',
    { 'kubernetes.kubeProxy': 'yes' },
    'kubernetes.kubeProxy: got "yes"; write true, as YAML 1.2 reads yes as text',
  ],
  [
    'another word for a truth value',
    { 'kubernetes.kubeProxy': 'sure' },
    'kubernetes.kubeProxy: got "sure"; write true or false',
  ],
  [
    'several items as text',
    { 'network.dnsServers': '1.1.1.1, 9.9.9.9' },
    'network.dnsServers: got "1.1.1.1, 9.9.9.9"; write a list: ["1.1.1.1", "9.9.9.9"]',
  ],
  [
    'a map instead of a list',
    { patches: { machine: {} } },
    'patches: got {"machine":{}}; write a list, with "- " before each item',
  ],
  [
    'a list of machines',
    { nodes: [{ hostname: 'ctrl-00' }] },
    'nodes: got [{"hostname":"ctrl-00"}]; write keys and values instead of a list, such as ctrl-00: { … }',
  ],
  [
    'a list of names',
    { 'proxmox.endpoints.main.hosts': ['pve1'] },
    'proxmox.endpoints.main.hosts: got ["pve1"]; write keys and values instead of a list, such as pve1: { … }',
  ],
  [
    'a list of maps without names',
    { 'proxmox.endpoints': [{ url: 'https://pve1.example:8006' }] },
    'proxmox.endpoints: got [{"url":"https://pve1.example:8006"}]; write keys and values instead of a list, such as name: { … }',
  ],
  [
    'a list of labels',
    { 'machine.nodeLabels': ['tier=front'] },
    'machine.nodeLabels: got ["tier=front"]; write keys and values instead of a list, such as tier: front',
  ],
  [
    'a list of settings',
    { 'machine.sysctls': [{ 'vm.swappiness': 1 }] },
    'machine.sysctls: got [{"vm.swappiness":1}]; write keys and values instead of a list, such as vm.swappiness: 1',
  ],
  [
    'a list of taints as Kubernetes has it',
    { [`${work}.nodeTaints`]: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] },
    `${work}.nodeTaints: got [{"key":"gpu","value":"yes","effect":"NoSchedule"}]; write keys and values instead of a list, such as gpu: yes:NoSchedule`,
  ],
  [
    'an alternative by its name alone',
    { 'kubernetes.cni': 'cilium' },
    'kubernetes.cni: got "cilium"; write cilium: { version: … }',
  ],
  ['another alternative by its name', { 'state.backend': 's3' }, 'state.backend: got "s3"; write s3: { bucket: … }'],
  [
    'a URL instead of a map',
    { 'gitops.flux.repository': 'https://git.example.com/a/b.git' },
    'gitops.flux.repository: got "https://git.example.com/a/b.git"; write { gitea: { url: …, owner: …, repository: … } }, { ssh: { url: … } } or { https: { url: … } }',
  ],
  [
    'an extension without its vendor',
    { 'talos.schematic.extensions': ['siderolabs/qemu-guest-agent', 'iscsi-tools'] },
    'talos.schematic.extensions[1]: got "iscsi-tools"; write the full name of an official extension, such as "siderolabs/iscsi-tools"',
  ],
  [
    'an extension that is near another one',
    { 'talos.schematic.extensions': ['siderolabs/qemu-guest-agent', 'siderolabs/iscsi'] },
    'talos.schematic.extensions[1]: got "siderolabs/iscsi"; Talos v1.13 has no such extension, write "siderolabs/iscsi-tools"',
  ],
  [
    'a repository with its owner',
    { [gitea]: { url: 'https://git.example.com', owner: 'octo', repository: 'octo/home' } },
    `${gitea}.repository: got "octo/home"; write the name of the repository alone, such as "home"; its owner stands under owner`,
  ],
  [
    'a repository as its URL ends',
    { [gitea]: { url: 'https://git.example.com', owner: 'octo', repository: 'home.git' } },
    `${gitea}.repository: got "home.git"; write the name of the repository alone, such as "home"; its owner stands under owner`,
  ],
  [
    'an owner with a repository',
    { [gitea]: { url: 'https://git.example.com', owner: 'octo/home', repository: 'home' } },
    `${gitea}.owner: got "octo/home"; write the name of the owner alone, such as "octo"`,
  ],
  [
    'a network of multicast addresses, and nothing of what lies in it',
    { 'network.subnet': '224.0.0.0/24' },
    'network.subnet: got "224.0.0.0/24", which has multicast addresses; write a private network, such as "10.0.0.0/24"',
  ],
  [
    'a patch as one line of text',
    { patches: ['machine: { sysctls: { vm.swappiness: "1" } }'] },
    'patches[0]: got "machine: { sysctls: { vm.swappiness: \\"1\\" } }"; write keys and values here instead of text, or the path of a file of the project',
  ],
  [
    'a patch as JSON text',
    { patches: ['{"machine":{}}'] },
    'patches[0]: got "{\\"machine\\":{}}"; write keys and values here instead of text, or the path of a file of the project',
  ],
  [
    'a patch as talosctl names files',
    { patches: ['@patches/a.yaml'] },
    'patches[0]: got "@patches/a.yaml"; write the path alone: "patches/a.yaml"',
  ],
  [
    'a schematic as one line of text',
    { 'talos.schematic': 'customization: {}' },
    'talos.schematic: got "customization: {}"; write keys and values here instead of text, or the path of a file of the project',
  ],
  [
    'values of a chart as one line of text',
    { 'kubernetes.cni': { cilium: { version: 'v1.17.3', values: 'kubeProxyReplacement: true' } } },
    'kubernetes.cni.cilium.values: got "kubeProxyReplacement: true"; write keys and values here instead of text, or the path of a file of the project',
  ],
  [
    'a value of a template',
    { 'talos.version': '{{ talos_version }}' },
    'talos.version: got "{{ talos_version }}"; write the value, or "${env.NAME}" for a variable of the environment',
  ],
  [
    'a variable as a shell has it',
    { 'talos.version': '${TALOS_VERSION}' },
    'talos.version: got "${TALOS_VERSION}"; OpenTofu would read ${ as an expression, write ${env.TALOS_VERSION} if a variable of the environment is meant',
  ],
];

test.each(rows)('fails for %s', (_title, changes, line) => {
  expect(faultsOf(changedSpec(changes))).toEqual([line]);
});
