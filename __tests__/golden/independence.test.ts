import {
  copyOf,
  type EditableSpec,
  EXAMPLES,
  resourcesOf,
  synthCluster,
  type SynthesizedCluster,
} from '../support/cluster-stack';

/** Difference that an edit of the cluster file makes to the stack: addresses without hash. */
interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

function difference(name: keyof typeof EXAMPLES, change: (spec: EditableSpec) => void): Difference {
  const spec = copyOf(name);
  change(spec);
  return compare(synthCluster(EXAMPLES[name]), synthCluster(spec));
}

function compare(before: SynthesizedCluster, after: SynthesizedCluster): Difference {
  const [old, now] = [before.byAddress, after.byAddress];
  const isEqual = (address: string): boolean => JSON.stringify(old[address]) === JSON.stringify(now[address]);
  return {
    added: plain(Object.keys(now).filter((address) => !(address in old))),
    removed: plain(Object.keys(old).filter((address) => !(address in now))),
    changed: plain(Object.keys(old).filter((address) => address in now && !isEqual(address))),
  };
}

function plain(addresses: readonly string[]): readonly string[] {
  return addresses.map((address) => address.replace(/_[0-9A-F]{8}$/, '')).sort();
}

/** Client configuration; it knows every member of a cluster, changes with them and touches no machine. */
const TALOSCONFIG = 'talos_client_configuration.cluster_talosconfig';

/** Containers are listed while an id of the stack is missing, so the ids stand in the question; it touches no machine. */
const CONTAINERS = 'proxmox_virtual_environment_containers.containers_main';

describe('what is added to a cluster leaves everything else as it was', () => {
  test('HT-16 a worker', () => {
    const result = difference('home', (spec) => {
      spec.nodes['work-02'] = { machineType: 'worker', host: 'pve1', vmId: 812, address: '10.0.0.23' };
    });
    expect(result).toEqual({
      added: [
        'proxmox_virtual_environment_vm.nodes_work-02',
        'talos_machine_configuration.cluster_nodes_work-02_configuration',
        'talos_machine_configuration_apply.cluster_nodes_work-02_apply',
        'terraform_data.nodes_work-02_boot-image',
      ],
      removed: [],
      changed: [CONTAINERS, TALOSCONFIG],
    });
  });

  test('HT-16 a machine at the top of the list', () => {
    const result = difference('home', (spec) => {
      const first = { machineType: 'worker', host: 'pve1', vmId: 812, address: '10.0.0.23' } as const;
      spec.nodes = { 'a-worker': first, ...spec.nodes };
    });
    expect(result.changed).toEqual([CONTAINERS, TALOSCONFIG]);
    expect(result.removed).toEqual([]);
  });

  test('a network card changes its own machine only, and stands at the end', () => {
    const result = difference('homelab-tofu', (spec) => {
      spec.nodes['work-00'] = { ...spec.nodes['work-00']!, networkDevices: { storage: { slot: 1, bridge: 'vmbr1' } } };
    });
    expect(result).toEqual({
      added: [],
      removed: [],
      changed: [
        'proxmox_virtual_environment_vm.nodes_work-00',
        'talos_machine_configuration.cluster_nodes_work-00_configuration',
      ],
    });
  });

  test('S-20 F-14 a disk changes its own machine only, and stands at the end', () => {
    const result = difference('homelab-tofu', (spec) => {
      spec.nodes['work-01']!.disks = { a: { slot: 2, sizeGiB: 20 } };
    });
    expect(result).toEqual({ added: [], removed: [], changed: ['proxmox_virtual_environment_vm.nodes_work-01'] });
  });

  test('BC-6 F-3 a host with a machine adds one download', () => {
    const result = difference('home', (spec) => {
      spec.proxmox!.endpoints.main!.hosts = { 'a-host': { diskDatastoreId: 'tank' }, ...spec.proxmox!.endpoints.main!.hosts };
      spec.nodes['work-02'] = { machineType: 'worker', host: 'a-host', vmId: 812, address: '10.0.0.23' };
    });
    expect(result.added).toEqual([
      'proxmox_download_file.image_ce4c9805-v1139_main_a-host',
      'proxmox_virtual_environment_vm.nodes_work-02',
      'talos_machine_configuration.cluster_nodes_work-02_configuration',
      'talos_machine_configuration_apply.cluster_nodes_work-02_apply',
      'terraform_data.nodes_work-02_boot-image',
    ]);
    expect(result.changed).toEqual([CONTAINERS, TALOSCONFIG]);
  });

  test('HT-6 a host without a machine adds nothing at all', () => {
    const result = difference('home', (spec) => {
      spec.proxmox!.endpoints.main!.hosts.pve3 = { diskDatastoreId: 'tank' };
    });
    expect(result).toEqual({ added: [], removed: [], changed: [] });
  });

  test('F-25 G-8 an endpoint with a machine', () => {
    const result = difference('home', (spec) => {
      const hosts = { far: { diskDatastoreId: 'tank' } };
      spec.proxmox!.endpoints = { another: { url: 'https://far.example.com:8006', hosts }, ...spec.proxmox!.endpoints };
      spec.nodes['work-02'] = { machineType: 'worker', host: 'far', vmId: 812, address: '10.0.0.23' };
    });
    expect(result.added).toContain('proxmox_virtual_environment_vms.vms_another');
    expect(result.changed).toEqual([TALOSCONFIG]);
  });

  test('HT-16 a machine that goes takes nothing else along', () => {
    const result = difference('home', (spec) => {
      delete spec.nodes['work-00'];
    });
    expect(result).toEqual({
      added: [],
      removed: [
        'proxmox_virtual_environment_vm.nodes_work-00',
        'talos_machine_configuration.cluster_nodes_work-00_configuration',
        'talos_machine_configuration_apply.cluster_nodes_work-00_apply',
        'terraform_data.nodes_work-00_boot-image',
      ],
      changed: [CONTAINERS, TALOSCONFIG],
    });
  });

  test('a physical machine', () => {
    const result = difference('bare-metal', (spec) => {
      spec.nodes['a-worker'] = { machineType: 'worker', address: '192.168.50.212' };
    });
    expect(result).toEqual({
      added: [
        'local_sensitive_file.files_talos-machine-config-a-worker',
        'talos_machine_configuration.cluster_nodes_a-worker_configuration',
        'talos_machine_configuration_apply.cluster_nodes_a-worker_apply',
      ],
      removed: [],
      changed: [TALOSCONFIG],
    });
  });

  test('a machine of a pool with placement modulo, up to the end of its range', () => {
    const result = difference('prod-k8s', (spec) => {
      spec.pools!.work!.nodes = 4;
    });
    expect(result).toEqual({
      added: [
        'proxmox_virtual_environment_vm.nodes_work-03',
        'talos_machine_configuration.cluster_nodes_work-03_configuration',
        'talos_machine_configuration_apply.cluster_nodes_work-03_apply',
        'terraform_data.nodes_work-03_boot-image',
      ],
      removed: [],
      changed: [TALOSCONFIG],
    });
  });

  test('a disk and a card of one machine of a pool', () => {
    const result = difference('prod-k8s', (spec) => {
      const { 'work-01': own, ...others } = spec.pools!.work!.overrides!;
      const storage = { slot: 2, bridge: 'vmbr2' };
      const disks = { more: { slot: 2, sizeGiB: 50 } };
      const networkDevices = { ...own!.networkDevices, storage };
      spec.pools!.work!.overrides = { ...others, 'work-01': { ...own, disks, networkDevices } };
    });
    expect(result).toEqual({
      added: [],
      removed: [],
      changed: [
        'proxmox_virtual_environment_vm.nodes_work-01',
        'talos_machine_configuration.cluster_nodes_work-01_configuration',
      ],
    });
  });

  test('a host that shares the datastore of images adds nothing, as one host downloads for all', () => {
    const result = difference('prod-k8s', (spec) => {
      spec.proxmox!.endpoints.main!.hosts = { 'a-host': {}, ...spec.proxmox!.endpoints.main!.hosts };
      spec.nodes['work-09'] = { machineType: 'worker', host: 'a-host', address: '192.168.62.30' };
    });
    expect(result.added.filter((address) => address.startsWith('proxmox_download_file'))).toEqual([]);
    expect(result.removed).toEqual([]);
    expect(result.changed).toEqual([TALOSCONFIG]);
  });

  test('from one control plane to three, the first one only learns to leave etcd', () => {
    const spec = copyOf('blog-cluster');
    delete spec.nodes['ctrl-01'];
    delete spec.nodes['ctrl-02'];
    const [one, three] = [synthCluster(spec), synthCluster(EXAMPLES['blog-cluster'])];
    const { removed, changed } = compare(one, three);
    expect(removed).toEqual([]);
    expect(changed).toEqual([
      CONTAINERS,
      TALOSCONFIG,
      'talos_cluster_health.cluster_health', // read at every plan, of all members
      'talos_machine_bootstrap.cluster_bootstrap', // its order only, and it ignores every change
      'talos_machine_configuration_apply.cluster_nodes_ctrl-00_apply',
    ]);
    const [before, after] = [one, three].map((cluster) => resourcesOf(cluster, 'talos_machine_bootstrap')[0]);
    expect(before).toMatchObject({ lifecycle: { ignore_changes: 'all' } });
    expect(after).toEqual({ ...before, depends_on: after?.depends_on });
    const [alone, first] = [one, three].map(
      (cluster) => resourcesOf(cluster, 'talos_machine_configuration_apply')[0] as { on_destroy: object },
    );
    expect(alone?.on_destroy).toMatchObject({ graceful: false });
    expect(first).toEqual({ ...alone, on_destroy: { ...alone?.on_destroy, graceful: true } });
  });

  test('F-4 G-4 S-15 a new Talos version renames and replaces no machine', () => {
    const result = difference('home', (spec) => {
      spec.talos.version = 'v1.13.10';
    });
    expect(result.removed).toEqual([
      'proxmox_download_file.image_ce4c9805-v1139_main_pve1',
      'proxmox_download_file.image_ce4c9805-v1139_main_pve2',
    ]);
    expect(result.added).toEqual([
      'proxmox_download_file.image_ce4c9805-v11310_main_pve1',
      'proxmox_download_file.image_ce4c9805-v11310_main_pve2',
    ]);
    // the image that the system disk came from, which every machine ignores, the installer image, and what remembers both
    expect(result.changed.map((address) => address.split('.')[0])).toEqual([
      ...Array<string>(5).fill('proxmox_virtual_environment_vm'),
      ...Array<string>(5).fill('talos_machine_configuration'),
      ...Array<string>(5).fill('terraform_data'),
    ]);
  });
});
