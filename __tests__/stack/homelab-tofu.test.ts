import { configurationOf, dataOf, resourcesOf } from '../support/cluster-stack';
import {
  changed,
  CONTROL_PLANES,
  differences,
  homelabTofu as out,
  machinesOf,
  SCHEMATIC,
  WORKERS,
} from '../support/homelab-tofu';

test('HT-4 HT-6 HT-16 six machines, one image, three data disks, no second schematic', () => {
  expect(out.resources.filter((type) => !type.startsWith('local_'))).toEqual([
    'proxmox_download_file',
    ...Array<string>(6).fill('proxmox_virtual_environment_vm'),
    'talos_cluster_kubeconfig',
    'talos_image_factory_schematic',
    'talos_machine_bootstrap',
    ...Array<string>(6).fill('talos_machine_configuration_apply'),
    'talos_machine_secrets',
    ...Array<string>(6).fill('terraform_data'), // image of each machine
  ]);
  const disks = machinesOf(out).flatMap(({ disk }) =>
    (disk as readonly { interface: string; size: number }[]).slice(1),
  );
  expect(disks.map(({ interface: slot, size }) => [slot, size])).toEqual([
    ['scsi1', 180],
    ['scsi1', 180],
    ['scsi1', 180],
  ]);
});

describe('image', () => {
  test('HT-1 HT-2 HT-3 extensions, file name, URL and form are those of the original', () => {
    expect(resourcesOf(out, 'talos_image_factory_schematic')[0]?.schematic).toBe(
      [
        'customization:',
        '    systemExtensions:',
        '        officialExtensions:',
        '            - siderolabs/qemu-guest-agent',
        '            - siderolabs/iscsi-tools',
        '            - siderolabs/util-linux-tools',
        '',
      ].join('\n'),
    );
    expect(resourcesOf(out, 'proxmox_download_file')).toEqual([
      expect.objectContaining({
        node_name: 'host3',
        datastore_id: 'local',
        content_type: 'iso',
        decompression_algorithm: 'gz',
        overwrite: false,
        file_name: `talos-${SCHEMATIC}_v1.9.5-nocloud-amd64.img`,
        url: `https://factory.talos.dev/image/${SCHEMATIC}/v1.9.5/nocloud-amd64.raw.gz`,
      }),
    ]);
  });

  test('HT-4 HT-5 HT-45 F-5 S-8 S-9 update on work-00 adds exactly one schematic and one download, and changes no other machine', () => {
    const more = changed((spec) => {
      spec.talos.update = { version: 'v1.10.1', schematic: { extensions: ['siderolabs/qemu-guest-agent'] } };
      spec.nodes['work-00']!.update = true;
    });
    expect(differences(out, more)).toEqual([
      'proxmox_download_file.image_ce4c9805-v1101_kube_host3',
      'proxmox_virtual_environment_vm.nodes_work-00',
      'talos_image_factory_schematic.schematics_ce4c9805',
      'talos_machine_configuration.cluster_nodes_work-00_configuration',
      'terraform_data.nodes_work-00_boot-image',
    ]);
  });

  test('HT-4 S-8 an update to another version of the same schematic adds the download only', () => {
    const more = changed((spec) => {
      spec.nodes['work-00']!.update = true;
    });
    expect(differences(out, more)).toEqual([
      expect.stringMatching(/^proxmox_download_file\.image_[0-9a-f]{8}-v1101_kube_host3$/),
      'proxmox_virtual_environment_vm.nodes_work-00',
      'talos_machine_configuration.cluster_nodes_work-00_configuration',
      'terraform_data.nodes_work-00_boot-image',
    ]);
  });

  test('S-3 S-34 F-10 each machine boots the version and the schematic that its installer image has', () => {
    const more = changed((spec) => {
      spec.nodes['work-00']!.update = true;
    });
    const files = Object.entries(more.json.resource.proxmox_download_file ?? {});
    for (const machine of machinesOf(more)) {
      const [disk] = machine.disk as readonly { readonly file_id: string }[];
      const [, file] = files.find(([id]) => disk?.file_id.includes(id)) ?? [];
      const [, schematic, version] = /image\/([0-9a-f]{64})\/(v[^/]+)\//.exec(String(file?.url)) ?? [];
      expect(configurationOf(more, String(machine.name)).machine.install).toEqual({
        image: `factory.talos.dev/nocloud-installer/${schematic ?? ''}:${version ?? ''}`,
      });
    }
  });

  test('HT-6 F-3 S-9 each host that runs a machine gets the image', () => {
    const more = changed((spec) => {
      spec.proxmox!.endpoints.kube!.hosts.host4 = { diskDatastoreId: 'velocity' };
      spec.nodes['work-01']!.host = 'host4';
    });
    expect(resourcesOf(more, 'proxmox_download_file').map(({ node_name }) => node_name)).toEqual(['host3', 'host4']);
  });
});

describe('order', () => {
  test('HT-40 HT-42 bootstrap and kubeconfig go to the first control plane; health waits three minutes', () => {
    expect(resourcesOf(out, 'talos_machine_bootstrap')).toMatchObject([{ node: '10.25.150.11' }]);
    expect(resourcesOf(out, 'talos_cluster_kubeconfig')).toMatchObject([
      { node: '10.25.150.11', timeouts: { create: '1m' } },
    ]);
    expect(dataOf(out, 'talos_cluster_health')).toMatchObject([{ timeouts: { read: '3m' } }]);
  });

  test('HT-41 F-31 the configuration of a machine is applied again when the machine was replaced', () => {
    const applies = resourcesOf(out, 'talos_machine_configuration_apply');
    expect(applies.map(({ lifecycle }) => lifecycle)).toEqual(
      [...CONTROL_PLANES, ...WORKERS].map((name) => ({
        replace_triggered_by: [
          expect.stringMatching(new RegExp(`^proxmox_virtual_environment_vm\\.nodes_${name}_\\w+\\.id$`)) as string,
        ],
      })),
    );
  });
});

describe('outputs and files', () => {
  test('HT-43 kubeconfig and talosconfig are put out, sensitive', () => {
    expect(out.json.output).toMatchObject({ kube_config: { sensitive: true }, talos_config: { sensitive: true } });
  });

  test('HT-44 the files have the names of the original, and only their owner can read them', () => {
    const files = resourcesOf(out, 'local_sensitive_file');
    expect(files.map(({ filename }) => filename)).toEqual([
      '../../../output/kube-config.yaml',
      '../../../output/talos-config.yaml',
      ...[...CONTROL_PLANES, ...WORKERS].map((name) => `../../../output/talos-machine-config-${name}.yaml`),
    ]);
    expect(new Set(files.map(({ file_permission }) => file_permission))).toEqual(new Set(['0600']));
  });

  test('HT-45 the status tells which machines are marked and what each one has', () => {
    const more = changed((spec) => {
      spec.nodes['ctrl-01']!.update = true;
    });
    expect(more.json.output.upgrade_status).toMatchObject({
      value: {
        current_version: 'v1.9.5',
        target_version: 'v1.10.1',
        nodes_marked_for_upgrade: ['ctrl-01'],
        pending_upgrades: ['ctrl-00', 'ctrl-02', ...WORKERS],
        node_versions: { 'ctrl-00': { talos: 'v1.9.5' }, 'ctrl-01': { talos: 'v1.10.1', kubernetes: 'v1.33.0' } },
      },
    });
  });
});

test('what the system does against advice draws no warning', () => {
  expect(out.warnings).toEqual([]);
  const advice = out.advice.join('\n');
  expect(advice).toContain('all 3 control planes run on kube/host3');
  expect(advice).toContain('Talos v1.9.5 supports Kubernetes 1.27 to 1.32 only');
});
