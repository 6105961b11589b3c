import { plannedNeeds } from '../../src/preflight/planned-needs';
import {
  create,
  home,
  IMAGE,
  imported,
  keep,
  type MachineStory,
  planJson,
  replacedBy,
  superseded,
  update,
  vmAddress,
} from '../support/plan';

const WORKER = { role: 'worker', number: 23, config: create } as const;

/** Needs of a plan that adds a worker. */
const needsOf = (worker: Partial<MachineStory>) => plannedNeeds(home({ 'work-02': { ...WORKER, ...worker } }));

test.each<readonly [string, object]>([
  ['leaves everything as it is', home({})],
  ['changes machines', home({ 'work-00': { vm: update((vm) => (vm.memory = [{ dedicated: 8192 }])), config: keep } })],
  ['imports a machine', home({ 'work-02': { ...WORKER, vm: imported } })],
  [
    'makes a machine that is there, and is imported instead',
    home(
      {
        'work-02': {
          ...WORKER,
          vm: create,
          vmIs: (vm) => (vm.disk = [{ interface: 'scsi0', file_id: 'local:iso/a.img' }]),
        },
      },
      { seen: [{ vm_id: 823, name: 'work-02', node_name: 'pve2' }] },
    ),
  ],
])('a plan that %s asks nobody', (_, plan) => {
  expect(plannedNeeds(plan)).toEqual({ endpoints: [], factory: undefined });
});

test('a new machine', () => {
  const vm = (values: Record<string, unknown>): void => {
    values.pool_id = 'talos';
    values.startup = [{ order: 1 }];
    values.hostpci = [{ device: 'hostpci0', mapping: 'gpu' }];
    values.usb = [{ mapping: 'stick' }];
    values.virtiofs = [{ mapping: 'media' }];
    values.network_device = [
      { bridge: 'vmbr1', vlan_id: 20 },
      { bridge: 'vmbr0', vlan_id: 0 },
      { bridge: 'vmbr2', vlan_id: 5, trunks: '20;30' },
    ];
  };
  expect(needsOf({ vm: create, vmIs: vm, dataGiB: 100 }).endpoints).toEqual([
    {
      name: 'main',
      providerKey: 'proxmox.main',
      downloads: [],
      pciMappings: [],
      usbMappings: [],
      directoryMappings: [],
      objects: [],
      machines: [
        {
          name: 'work-02',
          hostName: 'pve1',
          vmId: 823,
          stackTag: 'stack-home',
          poolId: 'talos',
          memoryMiB: 4096,
          disks: [
            { datastoreId: 'local-lvm', sizeGiB: 20 },
            { datastoreId: 'local-lvm', sizeGiB: 100 },
            { datastoreId: 'local-lvm', sizeGiB: 0 },
            { datastoreId: 'local-lvm', sizeGiB: 0 },
          ],
          bridges: [
            { name: 'vmbr1', vlanId: 20 },
            { name: 'vmbr0' },
            { name: 'vmbr2', vlanId: 5 },
            { name: 'vmbr2', vlanId: 20 },
            { name: 'vmbr2', vlanId: 30 },
          ],
          pciMappings: ['gpu'],
          usbMappings: ['stick'],
          directoryMappings: ['media'],
          hasStartup: true,
          hasGuestAgent: true,
          hasCloudInit: true,
        },
      ],
    },
  ]);
});

test('what keeps a disk never runs, and a volume that is there takes no more room', () => {
  const keeper = needsOf({
    vm: create,
    vmIs: (values) => {
      values.tags = ['disk-vm', 'stack-home'];
    },
  });
  expect(keeper.endpoints[0]!.machines[0]).toMatchObject({
    stackTag: 'stack-home',
    memoryMiB: 0,
    disks: [{ sizeGiB: 0 }, { sizeGiB: 0 }, { sizeGiB: 0 }],
  });
  const user = needsOf({
    vm: create,
    vmIs: (values) => {
      const [system] = values.disk as readonly object[];
      values.disk = [
        system,
        { interface: 'scsi1', datastore_id: 'tank', size: 2000, path_in_datastore: 'vm-900-disk-0' },
      ];
    },
  });
  expect(user.endpoints[0]!.machines[0]!.disks).toContainEqual({ datastoreId: 'tank', sizeGiB: 0 });
});

test('a machine that is replaced where it is takes no more memory, space and ids than before', () => {
  const [machine] = needsOf({ vm: replacedBy('machine') }).endpoints[0]?.machines ?? [];
  expect(machine).toMatchObject({ memoryMiB: 0, disks: [{ sizeGiB: 0 }, { sizeGiB: 0 }, { sizeGiB: 0 }] });
  expect(machine?.vmId).toBeUndefined();
});

test.each([
  ['on another host', replacedBy('node_name', (vm) => (vm.node_name = 'pve2')), { hostName: 'pve2', memoryMiB: 4096 }],
  ['with another id', replacedBy('vm_id', (vm) => (vm.vm_id = 900)), { vmId: 900, memoryMiB: 0 }],
  ['while the old one goes on', superseded, { vmId: 823, memoryMiB: 4096 }],
] as const)('a machine that is replaced %s', (_, vm, needs) => {
  expect(needsOf({ vm }).endpoints[0]?.machines).toMatchObject([needs]);
});

describe('Image Factory', () => {
  const ID = 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515';
  const TALOS = { talos: { expressions: { image_factory_url: { constant_value: 'https://factory.talos.dev/' } } } };

  /** A plan that makes these resources, with the provider of Talos as it is given. */
  function planOf(resources: readonly object[], providers: object = TALOS): object {
    const plan = planJson({ machines: {} });
    return {
      ...plan,
      resource_changes: resources,
      configuration: { ...(plan.configuration as object), provider_config: providers },
    };
  }

  const made = (type: string, after: object) => ({
    address: `${type}.x`,
    mode: 'managed',
    type,
    name: 'x',
    change: { actions: ['create'], before: null, after, after_unknown: {} },
  });
  const download = made('proxmox_download_file', {
    url: `https://factory.talos.dev/image/${ID}/v1.13.9/nocloud-amd64.qcow2`,
    node_name: 'pve1',
    datastore_id: 'local',
    content_type: 'import',
  });
  const schematic = made('talos_image_factory_schematic', {
    schematic:
      'customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/qemu-guest-agent\n            - siderolabs/i915\n',
  });

  test('a schematic that is registered with its images', () => {
    expect(plannedNeeds(planOf([download, schematic])).factory).toEqual({
      url: 'https://factory.talos.dev',
      images: [{ version: 'v1.13.9' }],
      extensions: ['siderolabs/qemu-guest-agent', 'siderolabs/i915'],
    });
  });

  test('another image of a schematic that is registered', () => {
    expect(plannedNeeds(planOf([download])).factory).toEqual({
      url: 'https://factory.talos.dev',
      images: [{ version: 'v1.13.9', knownSchematicId: ID }],
      extensions: [],
    });
  });

  test('the release that physical machines are installed from', () => {
    const configuration = {
      ...made('talos_machine_configuration', {
        config_patches: [`{"machine":{"install":{"image":"factory.talos.dev/metal-installer/${ID}:v1.13.8"}}}`],
      }),
      mode: 'data',
    };
    configuration.change.actions = ['read'];
    expect(plannedNeeds(planOf([schematic, configuration])).factory?.images).toEqual([{ version: 'v1.13.8' }]);
  });

  test.each([
    ['there is no provider of Talos', {}],
    ['its URL is known late', { talos: { expressions: { image_factory_url: { references: ['var.x'] } } } }],
    ['its URL is a template', { talos: { expressions: { image_factory_url: { constant_value: '${var.x}' } } } }],
  ])('is not asked where %s', (_, providers) => {
    expect(plannedNeeds(planOf([download, schematic], providers)).factory).toBeUndefined();
  });

  test('is the public one unless the provider names another', () => {
    expect(plannedNeeds(planOf([schematic], { talos: {} })).factory?.url).toBe('https://factory.talos.dev');
  });
});

test('a machine whose image another host has downloaded, also in an earlier apply', () => {
  const plan = home({ 'work-02': { ...WORKER, vm: create } }) as {
    readonly resource_changes: readonly { readonly address: string; readonly change: Record<string, object> }[];
    readonly configuration: { readonly root_module: { readonly resources: Record<string, unknown>[] } };
  };
  const image = plan.resource_changes.find(({ address }) => address === IMAGE);
  for (const side of ['before', 'after']) {
    Object.assign(image?.change[side] ?? {}, { node_name: 'pve9', datastore_id: 'nas' });
  }
  const written = plan.configuration.root_module.resources.find(({ address }) => address === vmAddress('work-02'));
  Object.assign(written ?? {}, {
    expressions: { disk: [{ import_from: { references: [`${IMAGE}.id`, IMAGE] } }] },
  });
  expect(plannedNeeds(plan).endpoints[0]?.machines.map((machine) => machine.image)).toEqual([
    { hostName: 'pve9', datastoreId: 'nas' },
  ]);
});
