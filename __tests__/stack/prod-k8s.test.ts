import {
  changing,
  configurationOf,
  dataOf,
  type EditableSpec,
  EXAMPLES,
  patchesOf,
  resourcesOf,
  synthCluster,
} from '../support/cluster-stack';
import { neededImages } from '../../src/cli/cluster-images';
import { differences, machinesOf } from '../support/homelab-tofu';

const prod = synthCluster(EXAMPLES['prod-k8s']);
const HOSTS = ['alpha', 'charlie', 'foxtrot'];
const CONTROL_PLANES = ['ctrl-00', 'ctrl-01', 'ctrl-02'];
const WORKERS = ['work-00', 'work-01', 'work-02'];
const MACHINES = [...CONTROL_PLANES, ...WORKERS];
const EXTENSIONS = ['lldpd', 'qemu-guest-agent', 'util-linux-tools', 'iscsi-tools', 'nfs-utils'];

interface Machine {
  readonly name: string;
  readonly node_name: string;
  readonly disk: readonly { readonly interface: string; readonly size: number; readonly datastore_id: string }[];
  readonly memory: { readonly dedicated: number };
}

const changed = changing('prod-k8s');

const machines = machinesOf(prod) as readonly unknown[] as readonly Machine[];

/** Documents of one kind in the configuration of a machine. */
function documentsOf(name: string, kind: string, of = prod): readonly Readonly<Record<string, unknown>>[] {
  return patchesOf(of, name)
    .map((text) => JSON.parse(text) as Readonly<Record<string, unknown>>)
    .filter((document) => document.kind === kind);
}

test('is taken without a warning', () => {
  expect([prod.warnings, prod.stack.model.warnings]).toEqual([[], []]);
});

test('PK-1 one apply makes ISO, machines, configurations, bootstrap and kubeconfig', () => {
  expect(prod.resources).toEqual([
    'proxmox_download_file',
    ...Array<string>(6).fill('proxmox_virtual_environment_vm'),
    'talos_cluster_kubeconfig',
    'talos_image_factory_schematic',
    'talos_machine_bootstrap',
    ...Array<string>(6).fill('talos_machine_configuration_apply'),
    'talos_machine_secrets',
    ...Array<string>(6).fill('terraform_data'), // image of each machine
  ]);
});

describe('image', () => {
  const id = prod.stack.images[0]?.schematicId ?? '';

  test('PK-4 PK-5 the schematic holds the full names of the extensions', () => {
    expect(resourcesOf(prod, 'talos_image_factory_schematic')[0]?.schematic).toBe(
      [
        'customization:',
        '    systemExtensions:',
        '        officialExtensions:',
        ...EXTENSIONS.map((name) => `            - siderolabs/${name}`),
        '',
      ].join('\n'),
    );
    expect(() => changed((spec) => (spec.talos.schematic = { extensions: ['siderolabs/lldp'] }))).toThrow(
      'siderolabs/lldp',
    );
  });

  test('PK-3 PK-6 PK-7 PK-8 one ISO, under its name, on the shared datastore, through the mirror', () => {
    expect(resourcesOf(prod, 'proxmox_download_file')).toEqual([
      expect.objectContaining({
        node_name: 'alpha',
        datastore_id: 'nas',
        content_type: 'iso',
        file_name: `talos-prod-k8s-v1.12.4-${id}.iso`,
        url: `https://proxy.example.com/factory.talos.dev/image/${id}/v1.12.4/nocloud-amd64.iso`,
      }),
    ]);
  });

  test('PK-9 machines install from the registry, with schematic and version', () => {
    for (const name of MACHINES) {
      expect(configurationOf(prod, name).machine.install).toMatchObject({
        image: `harbor.example.com/talos/nocloud-installer/${id}:v1.12.4`,
      });
    }
  });
});

describe('machines', () => {
  test('PK-10 PK-11 PK-12 PK-13 each has its size, on the datastore of its host', () => {
    expect(machines.map(({ name }) => name)).toEqual(MACHINES);
    expect(machinesOf(prod)).toMatchObject([
      ...CONTROL_PLANES.map(() => ({
        agent: { enabled: true },
        cpu: { cores: 4 },
        memory: { dedicated: 8192 },
        disk: [{ interface: 'scsi0', size: 128, datastore_id: 'local-lvm' }],
      })),
      ...WORKERS.map(() => ({
        agent: { enabled: true },
        cpu: { cores: 10 },
        memory: { dedicated: 49152 },
        disk: [
          { interface: 'scsi0', size: 128, datastore_id: 'local-lvm' },
          { interface: 'scsi1', size: 512, datastore_id: 'local-lvm' },
        ],
      })),
    ]);
    expect(machines.map(({ disk }) => disk.length)).toEqual([1, 1, 1, 2, 2, 2]);
    const other = changed((spec) => (spec.proxmox!.endpoints.main!.hosts.charlie = { diskDatastoreId: 'tank' }));
    expect(machinesOf(other).map(({ disk }) => (disk as Machine['disk'])[0]?.datastore_id)).toEqual(
      [...HOSTS, ...HOSTS].map((host) => (host === 'charlie' ? 'tank' : 'local-lvm')),
    );
  });

  test('PK-15 each host has exactly one control plane and one worker, with 57344 MB together', () => {
    expect(machines.map(({ node_name: host }) => host)).toEqual([...HOSTS, ...HOSTS]);
    const totals = HOSTS.map((host) =>
      machines.reduce((sum, { node_name: own, memory }) => sum + (own === host ? memory.dedicated : 0), 0),
    );
    expect(totals).toEqual([57_344, 57_344, 57_344]);
  });

  test('PK-16 PK-17 six workers go round the hosts of their own pool', () => {
    const six = changed((spec) => {
      Object.assign(spec.pools!.work!, { nodes: 6, hosts: ['foxtrot', 'alpha'] });
    });
    const hosts = machinesOf(six).map(({ node_name: host }) => host);
    expect(hosts).toEqual([...HOSTS, 'foxtrot', 'alpha', 'foxtrot', 'alpha', 'foxtrot', 'alpha']);
  });
});

describe('network', () => {
  test('PK-18 a card for each network, by its bridge', () => {
    for (const machine of machinesOf(prod)) {
      expect(machine.network_device).toMatchObject([{ bridge: 'dmz' }, { bridge: 'vmbr1' }]);
    }
  });

  test('PK-19 PK-20 each machine has its own addresses, static, and a route by the first card only', () => {
    MACHINES.forEach((name, index) => {
      const [first, second, ...others] = documentsOf(name, 'LinkConfig');
      expect(others).toEqual([]);
      expect(first).toMatchObject({
        addresses: [{ address: `192.168.62.${21 + index}/24` }],
        routes: [{ gateway: '192.168.62.1' }],
      });
      expect(second).toMatchObject({ addresses: [{ address: `192.168.192.${21 + index}/24` }] });
      expect(second).not.toHaveProperty('routes');
    });
    expect(prod.text).not.toMatch(/dhcp/i);
  });

  test('PK-21 control planes share the VIP, and it may be left out', () => {
    expect(MACHINES.map((name) => documentsOf(name, 'Layer2VIPConfig').map((document) => document.name))).toEqual([
      ...CONTROL_PLANES.map(() => ['192.168.62.20']),
      ...WORKERS.map(() => []),
    ]);
    const without = changed((spec) => delete spec.network.vip);
    expect(without.text).not.toContain('Layer2VIPConfig');
  });
});

describe('Talos', () => {
  test('PK-22 the versions of Talos and Kubernetes are written apart', () => {
    for (const source of dataOf(prod, 'talos_machine_configuration')) {
      expect(source).toMatchObject({ kubernetes_version: 'v1.35.0', talos_version: 'v1.12' });
    }
    expect(prod.stack.images.map(({ talosVersion }) => talosVersion.tag)).toEqual(['v1.12.4']);
  });

  test('PK-23 every machine has all five mirrors', () => {
    const mirrors = {
      'ghcr.io': 'gh',
      'registry.k8s.io': 'k8s',
      'docker.io': 'dh',
      'quay.io': 'qi',
      'factory.talos.dev': 'talos',
    };
    for (const name of MACHINES) {
      expect(documentsOf(name, 'RegistryMirrorConfig')).toEqual(
        Object.entries(mirrors).map(([registry, project]) => ({
          apiVersion: 'v1alpha1',
          kind: 'RegistryMirrorConfig',
          name: registry,
          endpoints: [{ url: `https://harbor.example.com/v2/${project}`, overridePath: true }],
        })),
      );
    }
  });

  test('PK-24 no CNI of Talos, no kube-proxy, no workloads on control planes', () => {
    for (const name of CONTROL_PLANES) {
      const { cluster } = configurationOf(prod, name);
      expect(cluster).toMatchObject({ network: { cni: { name: 'none' } }, proxy: { disabled: true } });
      expect(cluster.allowSchedulingOnControlPlanes).not.toBe(true);
    }
  });

  test('PK-25 nothing that the machines need is outside of the mirrors, but for the chart of Cilium', () => {
    const { images, urls } = neededImages(prod.stack);
    const mirrored = documentsOf('work-00', 'RegistryMirrorConfig').map(({ name }) => String(name));
    const registries = [...new Set(images.map((image) => image.split('/')[0] ?? ''))];
    expect(registries.length).toBeGreaterThan(1);
    expect(registries.filter((each) => ![...mirrored, 'harbor.example.com'].includes(each))).toEqual([]);
    expect(urls.filter((url) => !url.startsWith('https://proxy.example.com/'))).toEqual(['https://helm.cilium.io']);
  });

  test('PK-31 without gitops there is none', () => {
    expect(prod.resources.filter((type) => /^(flux|helm|kubernetes|tls)_/.test(type))).toEqual([]);
    const { inlineManifests } = configurationOf(prod, 'ctrl-00').cluster;
    expect(inlineManifests.map(({ name }) => name)).toEqual(['cilium-values', 'cilium-bootstrap']);
  });

  test('PK-33 secrets, image, machine, configuration of all machines, bootstrap, kubeconfig', () => {
    const [bootstrap] = resourcesOf(prod, 'talos_machine_bootstrap');
    const [kubeconfig] = resourcesOf(prod, 'talos_cluster_kubeconfig');
    const applied = Object.keys(prod.json.resource.talos_machine_configuration_apply ?? {});
    expect(applied).toHaveLength(6);
    const ofControlPlanes = applied.filter((id) => id.startsWith('cluster_nodes_ctrl-'));
    expect(bootstrap?.depends_on).toEqual(
      expect.arrayContaining(ofControlPlanes.map((id) => `talos_machine_configuration_apply.${id}`)),
    );
    expect(kubeconfig?.depends_on).toEqual([expect.stringMatching(/^talos_machine_bootstrap\./)]);
    for (const name of MACHINES) {
      const apply =
        prod.byAddress[`talos_machine_configuration_apply.${applied.find((id) => id.includes(name)) ?? ''}`];
      const needed = JSON.stringify(apply);
      expect(needed).toMatch(new RegExp(`proxmox_virtual_environment_vm\\.nodes_${name}_`));
      expect(needed).toContain(`data.talos_machine_configuration.cluster_nodes_${name}_configuration`);
    }
  });
});

describe('outputs', () => {
  test('PK-34 kubeconfig and talosconfig are put out, as secrets', () => {
    expect(prod.json.output).toMatchObject({ kube_config: { sensitive: true }, talos_config: { sensitive: true } });
  });

  test('PK-34 PK-35 they are files only where a directory is named', () => {
    expect(resourcesOf(prod, 'local_sensitive_file')).toEqual([]);
    const files = changed((spec) => (spec.outputs = { directory: 'output' }));
    expect(resourcesOf(files, 'local_sensitive_file').map(({ filename }) => filename)).toEqual(
      expect.arrayContaining(['../../../output/kube-config.yaml', '../../../output/talos-config.yaml']),
    );
  });
});

describe('small forms', () => {
  /** One control plane and one worker on the same hosts, with the same VIP. */
  function small(spec: EditableSpec): void {
    spec.pools!.ctrl!.nodes = 1;
    spec.pools!.work!.nodes = 1;
    spec.pools!.ctrl!.overrides = { 'ctrl-00': spec.pools!.ctrl!.overrides!['ctrl-00']! };
    spec.pools!.work!.overrides = { 'work-00': spec.pools!.work!.overrides!['work-00']! };
  }

  test('one control plane and one worker, in the same pools', () => {
    const two = changed(small);
    expect(machinesOf(two).map(({ name, node_name: host }) => [name, host])).toEqual([
      ['ctrl-00', 'alpha'],
      ['work-00', 'alpha'],
    ]);
    expect(documentsOf('ctrl-00', 'Layer2VIPConfig', two)).toHaveLength(1);
    expect(two.stack.model.warnings).toEqual([]);
    // it grows into the whole without touching what is there
    expect(differences(two, prod).filter((address) => /[._](ctrl|work)-00_/.test(address))).toEqual([]);
  });
});
