import { addWorker, blogCluster as out, changed } from '../support/blog-cluster';
import { configurationOf, dataOf, resourcesOf } from '../support/cluster-stack';

const GUEST_AGENT = 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515';

test('BC-6 BC-42 BC-44 S-11 three machines on one host make these resources', () => {
  expect(out.resources).toEqual([
    'flux_bootstrap_git', // one bootstrap of Flux
    'gitea_repository_key', // one deploy key in the repository
    'proxmox_download_file', // one image, as all machines are on one host
    'proxmox_virtual_environment_vm',
    'proxmox_virtual_environment_vm',
    'proxmox_virtual_environment_vm',
    'talos_cluster_kubeconfig',
    'talos_image_factory_schematic', // registered once
    'talos_machine_bootstrap',
    'talos_machine_configuration_apply',
    'talos_machine_configuration_apply',
    'talos_machine_configuration_apply',
    'talos_machine_secrets', // one set for the cluster
    'terraform_data', // gate before Flux
    'terraform_data', // image of each machine
    'terraform_data',
    'terraform_data',
    'tls_private_key',
  ]);
});

describe('image', () => {
  test('BC-1 BC-2 BC-3 G-3 the schematic is a file of the project, and its id is known at synth', () => {
    expect(resourcesOf(out, 'talos_image_factory_schematic')[0]).toMatchObject({
      schematic:
        'customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/qemu-guest-agent\n',
    });
    expect(out.stack.model.images[0]?.schematic.id).toBe(GUEST_AGENT);
  });

  test('BC-4 BC-5 BC-6 S-8 the download has the URL, the file name and the form of the original', () => {
    expect(resourcesOf(out, 'proxmox_download_file')).toEqual([
      expect.objectContaining({
        provider: 'proxmox.main',
        node_name: 'ryzen-proxmox',
        datastore_id: 'local',
        content_type: 'iso',
        decompression_algorithm: 'gz',
        overwrite: false,
        file_name: `talos-basic-example-${GUEST_AGENT}-v1.9.5-nocloud-amd64.img`,
        url: `https://factory.talos.dev/image/${GUEST_AGENT}/v1.9.5/nocloud-amd64.raw.gz`,
      }),
    ]);
  });

  test('BC-6 F-3 S-9 a second host adds exactly one download', () => {
    const more = changed(addWorker);
    const added = Object.keys(more.byAddress).filter((address) => !(address in out.byAddress));
    expect(added.filter((address) => address.startsWith('proxmox_download_file'))).toHaveLength(1);
    expect(resourcesOf(more, 'talos_image_factory_schematic')).toHaveLength(1);
    expect(resourcesOf(more, 'proxmox_download_file').map(({ node_name }) => node_name)).toEqual([
      'abel',
      'ryzen-proxmox',
    ]);
  });

  test.each([
    ['the schematic', { version: 'v1.9.6' }, `${GUEST_AGENT}/v1.9.6`],
    [
      'the version',
      { schematic: {} },
      '376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba/v1.9.5', // Talos as released
    ],
  ])('BC-7 %s of the update falls back to the first one', (_, update, image) => {
    const more = changed((spec) => {
      spec.talos.update = update;
      spec.nodes['ctrl-01']!.update = true;
    });
    expect(resourcesOf(more, 'proxmox_download_file').map(({ url }) => url)).toContain(
      `https://factory.talos.dev/image/${image}/nocloud-amd64.raw.gz`,
    );
  });

  test('BC-8 BC-9 F-5 S-3 a machine with the update has its image, its schematic and its installer; the others stay', () => {
    const extensions = ['siderolabs/qemu-guest-agent', 'siderolabs/iscsi-tools'];
    const more = changed((spec) => {
      spec.talos.update = { version: 'v1.9.6', schematic: { extensions } };
      spec.nodes['ctrl-01']!.update = true;
    });
    const touched = Object.keys(more.byAddress).filter(
      (address) => JSON.stringify(more.byAddress[address]) !== JSON.stringify(out.byAddress[address]),
    );
    expect(touched.map((address) => address.replace(/_[0-9A-F]{8}$/, '')).sort()).toEqual([
      expect.stringMatching(/^proxmox_download_file\.image_[0-9a-f]{8}-v196_main_ryzen-proxmox$/),
      'proxmox_virtual_environment_vm.nodes_ctrl-01',
      expect.stringMatching(/^talos_image_factory_schematic\.schematics_[0-9a-f]{8}$/),
      'talos_machine_configuration.cluster_nodes_ctrl-01_configuration',
      'terraform_data.nodes_ctrl-01_boot-image',
    ]);
    expect(configurationOf(more, 'ctrl-01').machine.install).toEqual({
      image: expect.stringMatching(/^factory\.talos\.dev\/nocloud-installer\/[0-9a-f]{64}:v1\.9\.6$/) as string,
    });
  });
});

describe('order', () => {
  const addressOf = (prefix: string): string =>
    Object.keys(out.byAddress).find((address) => address.startsWith(prefix)) ?? '';

  /** True if a resource names another one, or depends on it through others. */
  function comesAfter(later: string, earlier: string): boolean {
    const text = JSON.stringify(out.byAddress[later]);
    const named = Object.keys(out.byAddress).filter((address) => address !== later && text.includes(address));
    return named.includes(earlier) || named.some((address) => comesAfter(address, earlier));
  }

  test('BC-34 BC-36 BC-39 S-7 schematic, download, machine, configuration, bootstrap, health, kubeconfig, key, Flux', () => {
    // Flux signs in by its provider, so the gate stands before it in place of the kubeconfig
    const steps = [
      'talos_image_factory_schematic.',
      'proxmox_download_file.',
      'proxmox_virtual_environment_vm.nodes_ctrl-00',
      'talos_machine_configuration_apply.cluster_nodes_ctrl-00',
      'talos_machine_bootstrap.',
      'talos_cluster_health.',
      'terraform_data.cluster_gate',
      'flux_bootstrap_git.',
    ].map(addressOf);
    steps.slice(1).forEach((step, index) => {
      expect([step, comesAfter(step, steps[index] ?? '')]).toEqual([step, true]);
    });
    expect(comesAfter(addressOf('talos_cluster_kubeconfig.'), addressOf('talos_cluster_health.'))).toBe(true);
    expect(comesAfter(addressOf('flux_bootstrap_git.'), addressOf('gitea_repository_key.'))).toBe(true);
    expect(comesAfter(addressOf('gitea_repository_key.'), addressOf('tls_private_key.'))).toBe(true);
  });

  test('BC-35 F-31 the configuration of a machine is applied again when the machine was replaced', () => {
    expect(out.byAddress[addressOf('talos_machine_configuration_apply.cluster_nodes_ctrl-01')]).toMatchObject({
      lifecycle: { replace_triggered_by: [`${addressOf('proxmox_virtual_environment_vm.nodes_ctrl-01')}.id`] },
    });
  });

  test('BC-36 the bootstrap goes to the first control plane, never to the VIP', () => {
    expect(resourcesOf(out, 'talos_machine_bootstrap').map(({ node }) => node)).toEqual(['10.200.5.1']);
  });

  test('BC-37 BC-38 F-27 health waits ten minutes for all machines and can be switched off; the kubeconfig one minute', () => {
    expect(dataOf(out, 'talos_cluster_health')).toEqual([
      expect.objectContaining({
        count: '${var.health_check ? 1 : 0}',
        control_plane_nodes: ['10.200.5.1', '10.200.5.2', '10.200.5.3'],
        skip_kubernetes_checks: false,
        timeouts: { read: '10m' },
      }),
    ]);
    expect(out.json.variable?.health_check).toMatchObject({ type: 'bool', default: true });
    expect(resourcesOf(out, 'talos_cluster_kubeconfig')).toEqual([
      expect.objectContaining({ node: '10.200.5.1', timeouts: { create: '1m', update: '1m' } }),
    ]);
  });
});

describe('GitOps', () => {
  test('BC-41 BC-42 BC-43 the repository is found by its owner and name and gets an ED25519 key', () => {
    expect(dataOf(out, 'gitea_repo')).toEqual([{ username: 'homelab', name: 'fluxcd-demo' }]);
    expect(resourcesOf(out, 'tls_private_key')).toEqual([{ algorithm: 'ED25519' }]);
    expect(resourcesOf(out, 'gitea_repository_key')).toEqual([
      expect.objectContaining({
        title: 'talos-basic-example-flux',
        key: expect.stringMatching(/^\$\{trimspace\(/) as string,
      }),
    ]);
  });

  test('BC-44 BC-46 Flux is bootstrapped with embedded manifests, and removing them is left to the provider', () => {
    const [flux] = resourcesOf(out, 'flux_bootstrap_git');
    expect(flux).toMatchObject({
      embedded_manifests: true,
      path: 'clusters/talos-basic-example',
      namespace: 'flux-system',
      interval: '1m0s',
    });
    expect(flux).not.toHaveProperty('delete_git_manifests');
  });

  test('BC-45 F-48 Git is reached by SSH as the user git, on the branch main', () => {
    expect(out.json.provider.flux?.[0]).toMatchObject({
      git: {
        url: 'ssh://git@gitea.example.com/homelab/fluxcd-demo.git',
        branch: 'main',
        ssh: { username: 'git' },
      },
    });
  });

  test('BC-49 nothing but Flux and the machine configuration puts anything into Kubernetes', () => {
    const providers = out.json.terraform.required_providers as object;
    expect(Object.keys(providers).sort()).toEqual(['flux', 'gitea', 'proxmox', 'talos', 'tls']);
  });
});

test('BC-50 BC-51 the outputs are those of the original, and sensitive', () => {
  const rows = Object.entries(out.json.output).map(([name, { sensitive }]) => [name, sensitive]);
  expect(rows).toEqual([
    ['client_configuration', true],
    ['kube_config', true],
    ['machine_config', true],
    ['machine_secrets', true],
    ['talos_config', true],
  ]);
});
