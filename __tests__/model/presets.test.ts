import { writableContracts } from '../../src/data/support';
import { parseClusterSpec } from '../../src/model';
import { RELEASES } from '../support/corpus/cluster-frame';
import { expectTalosSilent } from '../support/judged-model';
import { type Changes, changedSpec, faultsOf } from '../support/small-spec';
import { describeWithJudge } from '../support/tofu';

const AGENT = 'siderolabs/qemu-guest-agent';
const TAILSCALE = { tailscale: { authKey: { secret: 'key' }, routes: ['10.0.0.0/24', '10.1.0.0/24'] } };

const parsed = (changes: Changes) => parseClusterSpec(changedSpec(changes), { environment: {} });

/** What a preset makes of the worker, and the extensions of its image. */
function worker(presets: object, changes: Changes = {}) {
  const { nodes, images } = parsed({ 'nodes.work-00.presets': presets, ...changes });
  const node = nodes.find(({ name }) => name === 'work-00')!;
  const image = images.find(({ key }) => key === node.imageKey)!;
  const { nodeLabels = {}, ...machine } = node.machine;
  const { kernelModules, sysctls, nodeAnnotations, kubelet, storage, safeguards, extensionServices } = machine;
  const labels = Object.fromEntries(Object.entries(nodeLabels).filter(([key]) => !key.startsWith('topology.')));
  const { extensions } = image.schematic.content;
  const settings = { kernelModules, sysctls, nodeAnnotations, kubelet, storage, safeguards, extensionServices };
  return { extensions, labels, ...settings };
}

const NOTHING = {
  kernelModules: undefined,
  sysctls: undefined,
  labels: {},
  nodeAnnotations: undefined,
  kubelet: undefined,
  storage: undefined,
  safeguards: undefined,
  extensionServices: undefined,
};
const LABEL = { 'node.longhorn.io/create-default-disk': 'true' };
const MOUNT = { source: '/var/lib/longhorn' };

const CONTRACT_1_14 = { 'talos.version': 'v1.14.1', 'talos.contract': 'v1.14' };
const OFF = { safeguards: { workloadIsolation: false } };

/** Label and annotation of the place where Longhorn keeps its data. */
const dataAt = (path: string) => ({
  labels: { 'node.longhorn.io/create-default-disk': 'config' },
  nodeAnnotations: { 'node.longhorn.io/default-disks-config': `[{"path":"${path}","allowScheduling":true}]` },
});

describe('a preset sets what belongs together', () => {
  test('F-49 longhorn', () => {
    expect(worker({ longhorn: true })).toEqual({
      ...NOTHING,
      extensions: [AGENT, 'siderolabs/iscsi-tools', 'siderolabs/util-linux-tools'],
      labels: LABEL,
      kubelet: { mounts: [MOUNT] },
    });
  });

  test('nvidia', () => {
    expect(worker({ nvidia: {} })).toEqual({
      ...NOTHING,
      extensions: [
        AGENT,
        'siderolabs/nvidia-open-gpu-kernel-modules-production',
        'siderolabs/nvidia-container-toolkit-production',
      ],
      kernelModules: ['nvidia', 'nvidia_uvm', 'nvidia_drm', 'nvidia_modeset'],
      sysctls: { 'net.core.bpf_jit_harden': '1' },
    });
    expect(worker({ nvidia: { branch: 'lts', openKernelModules: false } }).extensions).toEqual([
      AGENT,
      'siderolabs/nonfree-kmod-nvidia-lts',
      'siderolabs/nvidia-container-toolkit-lts',
    ]);
  });

  test.each([
    ['intel-gpu', 'siderolabs/i915'],
    ['amd-gpu', 'siderolabs/amdgpu'],
    ['iscsi', 'siderolabs/iscsi-tools'],
    ['nfs', 'siderolabs/nfs-utils'],
  ])('%s', (name, extension) => {
    expect(worker({ [name]: true })).toEqual({ ...NOTHING, extensions: [AGENT, extension] });
  });

  test('tailscale, whose key is named and never written out', () => {
    expect(worker(TAILSCALE, { secrets: { key: {} } })).toEqual({
      ...NOTHING,
      extensions: [AGENT, 'siderolabs/tailscale'],
      extensionServices: {
        tailscale: {
          environment: {
            TS_AUTHKEY: '⟦secret key⟧',
            TS_AUTH_ONCE: 'true',
            TS_ROUTES: '10.0.0.0/24,10.1.0.0/24',
          },
        },
      },
    });
  });
});

describe('with contract v1.14', () => {
  test('C-18 Longhorn takes the safeguards away that it does not survive, and has a directory where the kubelet looks', () => {
    expect(worker({ longhorn: true }, CONTRACT_1_14)).toEqual({
      ...NOTHING,
      ...OFF,
      ...dataAt('/var/mnt/longhorn'),
      extensions: [AGENT, 'siderolabs/iscsi-tools', 'siderolabs/util-linux-tools'],
      storage: {
        systemVolumes: { EPHEMERAL: { secure: false } },
        userVolumes: { longhorn: { type: 'directory' } },
      },
    });
  });

  test('iscsi takes away what keeps pods from it, unless somebody decided', () => {
    expect(worker({ iscsi: true }, CONTRACT_1_14)).toEqual({
      ...NOTHING,
      ...OFF,
      extensions: [AGENT, 'siderolabs/iscsi-tools'],
    });
    const decided = { ...CONTRACT_1_14, 'machine.safeguards': { workloadIsolation: true } };
    expect(worker({ iscsi: true }, decided).safeguards).toEqual({ workloadIsolation: true });
  });

  test('what is written of a volume of Talos stays beside the decision', () => {
    const changes = {
      ...CONTRACT_1_14,
      'machine.storage': { systemVolumes: { EPHEMERAL: { maxSize: '80GiB' } } },
      'nodes.work-00.storage': { systemVolumes: { EPHEMERAL: { minSize: '20GiB' } } },
    };
    expect(worker({ longhorn: true }, changes).storage?.systemVolumes).toEqual({
      EPHEMERAL: { secure: false, maxSize: '80GiB', minSize: '20GiB' },
    });
  });

  test('fails for iscsi beside the other extension of Longhorn, at the preset', () => {
    const spec = changedSpec({
      ...CONTRACT_1_14,
      'talos.schematic.extensions': [AGENT, 'siderolabs/util-linux-tools'],
      'machine.presets': { iscsi: true },
    });
    expect(faultsOf(spec)).toEqual([
      expect.stringMatching(/^machine\.presets\.iscsi: contract v1\.14 mounts \/var without executable files/),
    ]);
  });
});

describe('the place of the data of Longhorn', () => {
  const VOLUME = { type: 'directory' };

  test.each([
    [
      'a data disk of its name',
      { 'nodes.work-00.disks.longhorn': { slot: 1, sizeGiB: 10, mountPath: '/var/mnt/longhorn' } },
    ],
    ['a volume of its name', { 'machine.storage': { userVolumes: { longhorn: VOLUME } } }],
  ])('is that of %s, with both forms of contracts', (_, changes) => {
    for (const contract of [{}, CONTRACT_1_14]) {
      const { labels, nodeAnnotations, storage } = worker({ longhorn: true }, { ...contract, ...changes });
      expect({ labels, nodeAnnotations }).toEqual(dataAt('/var/mnt/longhorn'));
      expect(storage?.userVolumes).toEqual('machine.storage' in changes ? { longhorn: VOLUME } : undefined);
    }
  });

  test('is that of a volume that is there already', () => {
    const volume = { volumeSelector: 'volume.partition_label == "data"' };
    const changes = { ...CONTRACT_1_14, 'machine.storage': { existingVolumes: { longhorn: volume } } };
    const { storage, ...others } = worker({ longhorn: true }, changes);
    expect(others).toMatchObject(dataAt('/var/mnt/longhorn'));
    expect(storage).toEqual({ systemVolumes: { EPHEMERAL: { secure: false } }, existingVolumes: { longhorn: volume } });
  });
});

describe('what Longhorn does not survive is refused beside its preset', () => {
  const sentence = (value: string): string =>
    `Longhorn does not work with ${value}, and the preset longhorn is set; write false, leave it out, or write presets.longhorn: false`;

  test.each([
    ['safeguards.workloadIsolation', { safeguards: { workloadIsolation: true } }],
    ['storage.systemVolumes.EPHEMERAL.secure', { storage: { systemVolumes: { EPHEMERAL: { secure: true } } } }],
  ])('%s, for all machines once and at one machine', (place, settings) => {
    const [key = ''] = Object.keys(settings);
    const message = sentence(`${place.split('.').at(-1)}: true`);
    for (const at of ['machine', 'nodes.work-00']) {
      const changes = {
        ...CONTRACT_1_14,
        'machine.presets': { longhorn: true },
        [`${at}.${key}`]: Reflect.get(settings, key) as unknown,
      };
      expect(faultsOf(changedSpec(changes))).toEqual([`${at}.${place}: ${message}`]);
      expect(faultsOf(changedSpec({ ...changes, 'machine.presets': { longhorn: false } }))).toEqual([]);
    }
  });
});

describe('presets of several places', () => {
  test('those of all machines are those of each, and false takes one away', () => {
    const changes = {
      'machine.presets': { longhorn: true, iscsi: true },
      'nodeDefaults.controlplane.presets': { longhorn: false },
    };
    const { nodes, images } = parsed(changes);
    const extensions = nodes.map(
      (node) => images.find(({ key }) => key === node.imageKey)!.schematic.content.extensions,
    );
    expect(extensions).toEqual([
      [AGENT, 'siderolabs/iscsi-tools'],
      [AGENT, 'siderolabs/iscsi-tools', 'siderolabs/util-linux-tools'],
    ]);
  });

  test('two that need one extension have it once', () => {
    expect(worker({ longhorn: true, iscsi: true }).extensions).toEqual(worker({ longhorn: true }).extensions);
  });

  test('an extension that the schematic has stays in its place', () => {
    const changes = { 'talos.schematic.extensions': ['siderolabs/util-linux-tools', AGENT] };
    expect(worker({ longhorn: true }, changes).extensions).toEqual([
      'siderolabs/util-linux-tools',
      AGENT,
      'siderolabs/iscsi-tools',
    ]);
  });
});

describe('what is written beside a preset is stronger', () => {
  test.each([['machine'], ['nodes.work-00']])('under %s', (place) => {
    const own = worker(
      { nvidia: {}, longhorn: true, ...TAILSCALE },
      {
        secrets: { key: {} },
        [`${place}.sysctls`]: { 'net.core.bpf_jit_harden': 2, 'vm.swappiness': 1 },
        [`${place}.nodeLabels`]: { 'node.longhorn.io/create-default-disk': 'config' },
        [`${place}.extensionServices`]: { tailscale: { environment: { TS_AUTH_ONCE: false, TS_HOSTNAME: 'w' } } },
        [`${place}.kernelModules`]: ['nvme_tcp'],
      },
    );
    expect(own.sysctls).toEqual({ 'net.core.bpf_jit_harden': '2', 'vm.swappiness': '1' });
    expect(own.labels).toEqual({ 'node.longhorn.io/create-default-disk': 'config' });
    expect(own.kernelModules).toEqual(['nvidia', 'nvidia_uvm', 'nvidia_drm', 'nvidia_modeset', 'nvme_tcp']);
    expect(own.extensionServices?.tailscale?.environment).toMatchObject({ TS_AUTH_ONCE: 'false', TS_HOSTNAME: 'w' });
  });

  test('Longhorn has one mount, that of a data disk or a written one where there is one', () => {
    const disk = { 'nodes.work-00.disks.data': { slot: 1, sizeGiB: 10, mountPath: '/var/lib/longhorn' } };
    expect(worker({ longhorn: true }, disk).kubelet).toBeUndefined();
    const mounts = [{ source: '/var/mnt/fast', destination: '/var/lib/longhorn' }];
    expect(worker({ longhorn: true }, { 'nodes.work-00.kubelet': { mounts } }).kubelet).toEqual({ mounts });
    const other = [{ source: '/var/mnt/fast' }];
    expect(worker({ longhorn: true }, { 'machine.kubelet': { mounts: other } }).kubelet).toEqual({
      mounts: [...other, MOUNT],
    });
  });
});

test('a preset whose extension the Talos version lacks is refused where it is written, once', () => {
  const old = { 'talos.version': 'v1.11.6', 'talos.contract': 'v1.11', 'kubernetes.version': 'v1.33.4' };
  const message =
    'the preset needs the extension siderolabs/nfs-utils, which Talos v1.11 does not have; leave it out, or write v1.12 or newer of Talos';
  expect(faultsOf(changedSpec({ ...old, 'machine.presets': { nfs: true } }))).toEqual([
    `machine.presets.nfs: ${message}`,
  ]);
  expect(faultsOf(changedSpec({ ...old, 'nodes.work-00.presets': { nfs: true } }))).toEqual([
    `nodes.work-00.presets.nfs: ${message}`,
  ]);
  expect(faultsOf(changedSpec({ 'machine.presets': { nfs: true } }))).toEqual([]);
  expect(faultsOf(changedSpec({ ...old, 'machine.presets': { nfs: false } }))).toEqual([]);
});

test('a key of a tailnet that is written out is refused', () => {
  expect(faultsOf(changedSpec({ 'machine.presets': { tailscale: { authKey: 'tskey-1' } } }))).toEqual([
    expect.stringContaining('machine.presets.tailscale.authKey: '),
  ]);
});

const EVERY = [
  { longhorn: true },
  { nvidia: {} },
  { nvidia: { branch: 'lts', openKernelModules: false } },
  { 'intel-gpu': true },
  { 'amd-gpu': true },
  TAILSCALE,
  { iscsi: true },
  { nfs: true },
];
const cases = EVERY.flatMap((presets) =>
  writableContracts()
    .filter((contract) => !('nfs' in presets) || contract.isAtLeast('v1.12'))
    .map(({ tag }) => ({ presets, names: Object.keys(presets).join(), contract: tag })),
);

describeWithJudge("Talos' own validation", () => {
  test.each(cases)('takes $names, contract $contract, without a word', ({ presets, contract }) => {
    const release = RELEASES.find((each) => each.contract === contract)!;
    const model = parsed({
      'talos.version': release.talosVersions[0],
      'talos.contract': contract,
      'kubernetes.version': release.kubernetesVersion,
      'machine.presets': presets,
      ...('tailscale' in presets && { secrets: { key: {} } }),
    });
    expectTalosSilent(model);
  });
});
