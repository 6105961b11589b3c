import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  changing,
  configurationOf,
  copyOf,
  dataOf,
  type EditableSpec,
  EXAMPLES,
  resourcesOf,
  synthCluster,
} from '../support/cluster-stack';
import { differences, machinesOf } from '../support/homelab-tofu';
import { projectRoot } from '../support/project';

const nova = synthCluster(EXAMPLES.nova);
const SCHEMATIC = 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515';
const VMS = ['k8s-controlplane-1', 'k8s-worker-1'];
const NODES = ['controlplane', 'workload'];

const changed = changing('nova');

function textOf(name: string): string {
  return readFileSync(join(projectRoot, name), 'utf8');
}

test('is taken without a warning', () => {
  expect([nova.warnings, nova.stack.model.warnings]).toEqual([[], []]);
});

describe('remote state', () => {
  test('NV-4 NV-5 NV-6 it lies in a bucket of Cloudflare R2, without the checks of AWS', () => {
    expect(nova.json.terraform.backend).toEqual({
      s3: {
        bucket: 'home-ops-remote-state',
        key: 'infrastructure/hosts/hypnos/terraform.tfstate',
        region: 'auto',
        endpoints: { s3: 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com' },
        use_path_style: true,
        use_lockfile: true,
        skip_credentials_validation: true,
        skip_metadata_api_check: true,
        skip_region_validation: true,
        skip_requesting_account_id: true,
        skip_s3_checksum: true,
      },
    });
  });

  test('NV-6 the account can come from the environment', () => {
    const spec = copyOf('nova');
    const s3 = (spec.state!.backend as EditableSpec['state'] & { s3: { endpoint: string } }).s3;
    s3.endpoint = 'https://${env.CLOUDFLARE_ACCOUNT_ID}.r2.cloudflarestorage.com';
    process.env.CLOUDFLARE_ACCOUNT_ID = 'fedcba';
    try {
      expect(synthCluster(spec).text).toContain('"https://fedcba.r2.cloudflarestorage.com"');
    } finally {
      delete process.env.CLOUDFLARE_ACCOUNT_ID;
    }
  });

  test('NV-8 people and CI share it: it is locked while one of them works, and encrypted', () => {
    expect(nova.json.terraform.backend).toMatchObject({ s3: { use_lockfile: true } });
    expect(nova.json.terraform).toHaveProperty('encryption.state');
  });
});

describe('image', () => {
  test('NV-13 one ISO on the host, named by schematic and version, whose server has to prove itself', () => {
    const name = `nova-${SCHEMATIC}-v1.11.5-nocloud-amd64.iso`;
    const [download, ...others] = resourcesOf(nova, 'proxmox_download_file');
    expect(others).toEqual([]);
    expect(download).toMatchObject({
      node_name: 'hypnos',
      datastore_id: 'local',
      content_type: 'iso',
      file_name: name,
      url: `https://factory.talos.dev/image/${SCHEMATIC}/v1.11.5/nocloud-amd64.iso`,
    });
    expect(download).not.toHaveProperty('verify');
  });
});

describe('machines', () => {
  test('NV-14 NV-18 one for each entry: name, id, description, cores and memory', () => {
    expect(
      machinesOf(nova).map(({ name, vm_id, node_name, description, cpu, memory }) => ({
        name,
        vm_id,
        node_name,
        description,
        cpu,
        memory,
      })),
    ).toEqual(
      VMS.map((name, index) => ({
        name,
        vm_id: 100 + index,
        node_name: 'hypnos',
        description: 'Virtual machine running Talos OS',
        cpu: { cores: 2 + index, type: 'x86-64-v2-AES' },
        memory: { dedicated: 4096 },
      })),
    );
  });

  test('NV-15 the tags of the cluster are the same for both roles, beside those of role and stack', () => {
    expect(machinesOf(nova).map(({ tags }) => tags)).toEqual([
      ['control-plane', 'kubernetes', 'opentofu', 'stack-nova', 'talos'],
      ['kubernetes', 'opentofu', 'stack-nova', 'talos', 'worker'],
    ]);
    const plain = changed((spec) => (spec.proxmox!.roleTags = false));
    expect(machinesOf(plain).map(({ tags }) => tags)).toEqual(
      VMS.map(() => ['kubernetes', 'opentofu', 'stack-nova', 'talos']),
    );
  });

  test('NV-16 NV-17 the agent is on, a destroy stops them, and they start one after the other', () => {
    expect(machinesOf(nova)).toMatchObject(
      VMS.map((_, index) => ({
        agent: { enabled: true },
        stop_on_destroy: true,
        startup: { order: index + 1, up_delay: 30, down_delay: 30 },
      })),
    );
  });

  test('NV-19 NV-28 the ISO is in the CD-ROM, the disk is empty, and Talos is installed on it', () => {
    for (const machine of machinesOf(nova)) {
      expect(machine).toMatchObject({
        cdrom: { file_id: expect.stringMatching(/^\$\{proxmox_download_file\.image_ce4c9805-v1115_/) as string },
        disk: [{ interface: 'scsi0', datastore_id: 'vms1', size: 48 }],
      });
      expect((machine.disk as readonly object[])[0]).not.toHaveProperty('import_from');
    }
    for (const name of NODES) {
      expect(configurationOf(nova, name).machine.install).toEqual({
        disk: '/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_system',
        image: `factory.talos.dev/nocloud-installer/${SCHEMATIC}:v1.11.5`,
      });
    }
  });

  test('NV-20 the address comes from DHCP, on vmbr0, for a MAC address that is known beforehand', () => {
    const macs = nova.json.output.mac_addresses?.value as Readonly<Record<string, Readonly<Record<string, string>>>>;
    for (const [index, machine] of machinesOf(nova).entries()) {
      const [mac, ...others] = Object.values(macs[NODES[index] ?? ''] ?? {});
      expect(others).toEqual([]);
      expect(machine).toMatchObject({
        network_device: [{ bridge: 'vmbr0', mac_address: mac }],
        initialization: { ip_config: [{ ipv4: { address: 'dhcp' } }] },
        operating_system: { type: 'l26' },
      });
    }
    expect(configurationOf(nova, 'workload').machine.network.interfaces).toEqual([{ interface: 'eth0', dhcp: true }]);
  });

  test('NV-21 a node is one entry, and changes nothing of the others', () => {
    const more = changed((spec) => {
      spec.nodes['workload-2'] = { machineType: 'worker', host: 'hypnos', vmId: 102, address: '192.168.2.203' };
    });
    expect(differences(nova, more)).toEqual([
      'proxmox_virtual_environment_containers.containers_hypnos',
      'proxmox_virtual_environment_vm.nodes_workload-2',
      'talos_client_configuration.cluster_talosconfig',
      'talos_machine_configuration.cluster_nodes_workload-2_configuration',
      'talos_machine_configuration_apply.cluster_nodes_workload-2_apply',
      'terraform_data.cluster_nodes_workload-2_address',
      'terraform_data.nodes_workload-2_boot-image',
    ]);
  });

  test('NV-11 NV-12 a host of its own is an endpoint with its own URL and token', () => {
    const more = changed((spec) => {
      const hosts = { 'pve-01': { diskDatastoreId: 'vms1' } };
      spec.proxmox!.endpoints['pve-01'] = { url: 'https://pve-01.example.com:8006', hosts };
      spec.nodes['workload-2'] = { machineType: 'worker', host: 'pve-01', vmId: 101, address: '192.168.2.203' };
    });
    expect(more.json.provider.proxmox).toMatchObject([
      { alias: 'hypnos', endpoint: 'https://hypnos.example.com:8006', api_token: '${var.proxmox_hypnos_api_token}' },
      { alias: 'pve-01', endpoint: 'https://pve-01.example.com:8006', api_token: '${var.proxmox_pve_01_api_token}' },
    ]);
    expect(resourcesOf(more, 'proxmox_download_file').map(({ node_name }) => node_name)).toEqual(['hypnos', 'pve-01']);
  });
});

describe('Talos', () => {
  test('NV-22 NV-25 one file says all of the machines, and each is configured at its own address', () => {
    const applied = resourcesOf(nova, 'talos_machine_configuration_apply').map(({ node }) => node);
    expect(applied).toEqual(['192.168.2.58', '192.168.2.202']);
    for (const source of dataOf(nova, 'talos_machine_configuration')) {
      expect(source).toMatchObject({
        cluster_endpoint: 'https://192.168.2.58:6443',
        talos_version: 'v1.11',
        kubernetes_version: 'v1.34.0',
      });
    }
  });

  test('NV-23 a configuration for each machine is written to a directory that Git ignores', () => {
    const written = changed((spec) => (spec.outputs = { directory: 'output' }));
    const files = resourcesOf(written, 'local_sensitive_file').map(({ filename }) => String(filename));
    expect(files.filter((file) => file.includes('machine-config'))).toEqual(
      NODES.map((name) => `../../../output/talos-machine-config-${name}.yaml`),
    );
    for (const ignored of ['.gitignore', 'templates/init/gitignore']) {
      expect(textOf(ignored).split('\n')).toContain('/output/');
    }
  });

  test('NV-26 every node has the label of its place', () => {
    for (const name of NODES) {
      expect(configurationOf(nova, name).machine.nodeLabels).toMatchObject({ 'physical-location': 'nas' });
    }
  });

  test('NV-27 the control plane takes workloads', () => {
    expect(configurationOf(nova, 'controlplane').cluster.allowSchedulingOnControlPlanes).toBe(true);
  });

  test('NV-29 there is no CNI, no DNS and no GitOps afterwards, and DNS has its place among the services', () => {
    const { cluster } = configurationOf(nova, 'controlplane');
    expect(cluster).toMatchObject({
      network: { cni: { name: 'none' }, serviceSubnets: ['10.43.0.0/16'] },
      proxy: { disabled: true },
      coreDNS: { disabled: true },
    });
    expect(cluster).not.toHaveProperty('inlineManifests');
    expect(nova.resources.filter((type) => /^(flux|helm|kubernetes)_/.test(type))).toEqual([]);
    const other = changed((spec) => (spec.kubernetes.serviceSubnets = ['10.96.0.0/12']));
    expect(configurationOf(other, 'controlplane').cluster.network).toMatchObject({ serviceSubnets: ['10.96.0.0/12'] });
  });
});

describe('small forms', () => {
  test('one machine is a cluster', () => {
    const alone = changed((spec) => delete spec.nodes.workload);
    expect(machinesOf(alone).map(({ name }) => name)).toEqual(['k8s-controlplane-1']);
    expect(alone.stack.model.warnings).toEqual([]);
  });
});
