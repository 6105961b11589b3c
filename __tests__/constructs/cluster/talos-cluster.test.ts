import { Lifecycle } from '../../../src/constructs/lifecycle/lifecycle';
import { TerraformOutput, TerraformVariable } from 'cdktf';
import { BareMetalNode } from '../../../src/constructs/node/bare-metal-node';
import { TalosCluster } from '../../../src/constructs/cluster/talos-cluster';
import { KubernetesVersion } from '../../../src/values/kubernetes-version';
import { TalosContract } from '../../../src/values/talos-contract';
import { TalosVersion } from '../../../src/values/talos-version';
import { cluster, image, controlPlane, node, nodes, settings } from '../../support/homelab';
import { synth, synthesize, testStack } from '../../support/synth';

const CONFIGURATION = 'cluster/nodes/cp1/configuration';
const APPLIES = {
  cp1: 'talos_machine_configuration_apply.cluster_nodes_cp1_apply_4FDF3BA6',
  cp2: 'talos_machine_configuration_apply.cluster_nodes_cp2_apply_11A9EBFF',
  cp3: 'talos_machine_configuration_apply.cluster_nodes_cp3_apply_3D6D72A1',
  w1: 'talos_machine_configuration_apply.cluster_nodes_w1_apply_B6D26132',
};
const BOOTSTRAP = 'talos_machine_bootstrap.cluster_bootstrap_CBC276F0';
const CLIENT = '${talos_machine_secrets.cluster_secrets_FC6DA05B.client_configuration}';

function patchesOf(configuration: Readonly<Record<string, unknown>>): readonly string[] {
  return configuration.config_patches as readonly string[];
}

describe('TalosCluster with required props only', () => {
  const { stack } = testStack();
  const made = cluster(stack);
  const out = synthesize(stack);

  test('resources', () => {
    expect(out.resources.filter((type) => type.startsWith('talos_'))).toEqual([
      'talos_cluster_kubeconfig',
      'talos_image_factory_schematic', // of the image
      'talos_machine_bootstrap', // once, on the first control plane
      'talos_machine_configuration_apply', // three control planes and a worker
      'talos_machine_configuration_apply',
      'talos_machine_configuration_apply',
      'talos_machine_configuration_apply',
      'talos_machine_secrets', // one set for the cluster
    ]);
    expect(out.dataSources).toEqual([
      'proxmox_version', // so that every plan reaches the endpoint
      'talos_client_configuration',
      'talos_machine_configuration',
      'talos_machine_configuration',
      'talos_machine_configuration',
      'talos_machine_configuration',
    ]);
  });

  test('BC-23 S-37 F-39 G-13 one set of secrets, which no change of the contract replaces', () => {
    expect(out.at('cluster/secrets')).toEqual({
      talos_version: 'v1.13',
      lifecycle: { ignore_changes: ['talos_version'] },
    });
  });

  test('S-2 S-4 BC-26 BC-32 HT-17 HT-18 a configuration has the contract, the Kubernetes version and the endpoint', () => {
    expect(out.at(CONFIGURATION)).toEqual({
      cluster_name: 'home',
      cluster_endpoint: 'https://10.0.0.10:6443',
      machine_type: 'controlplane',
      machine_secrets: '${talos_machine_secrets.cluster_secrets_FC6DA05B.machine_secrets}',
      talos_version: 'v1.13',
      kubernetes_version: 'v1.36.3',
      config_patches: expect.any(Array) as unknown,
    });
    expect(out.at('cluster/nodes/w1/configuration')).toMatchObject({ machine_type: 'worker' });
  });

  test('S-1 S-12 patches are texts that are known at the first plan, and none of them is empty', () => {
    const patches = Object.keys(APPLIES).flatMap((name) => patchesOf(out.at(`cluster/nodes/${name}/configuration`)));
    expect(patches.length).toBeGreaterThan(8);
    for (const patch of patches) {
      expect(patch).not.toMatch(/\$\{/);
      expect(Object.keys(JSON.parse(patch) as object)).not.toEqual([]);
    }
  });

  test('S-3 F-10 the installer image is that of the image which the machine boots', () => {
    expect(patchesOf(out.at(CONFIGURATION))[0]).toContain(
      '"image":"factory.talos.dev/nocloud-installer/ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515:v1.13.9"',
    );
  });

  test('S-11 BC-35 HT-41 F-31 one apply for each machine, after the machine, and again when it was replaced', () => {
    expect(out.at('cluster/nodes/cp1/apply')).toEqual({
      node: '10.0.0.11',
      client_configuration: CLIENT,
      machine_configuration_input:
        '${data.talos_machine_configuration.cluster_nodes_cp1_configuration_0B3E2F3F.machine_configuration}',
      timeouts: { create: '10m', update: '10m', delete: '10m' },
      depends_on: ['proxmox_virtual_environment_vm.cp1_33051384'],
      lifecycle: { replace_triggered_by: ['proxmox_virtual_environment_vm.cp1_33051384.id'] },
    });
  });

  test('S-7 S-30 BC-36 HT-42 the bootstrap comes once, on the first control plane, after all of them are configured', () => {
    expect(out.at('cluster/bootstrap')).toEqual({
      node: '10.0.0.11',
      client_configuration: CLIENT,
      timeouts: { create: '10m' },
      depends_on: [APPLIES.cp1, APPLIES.cp2, APPLIES.cp3],
      lifecycle: { ignore_changes: 'all' },
    });
  });

  test('BC-38 HT-40 the kubeconfig comes from the first control plane, after the bootstrap, within a minute', () => {
    expect(out.at('cluster/kubeconfig')).toEqual({
      node: '10.0.0.11',
      client_configuration: CLIENT,
      timeouts: { create: '1m', update: '1m' },
      depends_on: [BOOTSTRAP],
    });
  });

  test('BC-24 the talosconfig names all machines, and control planes as endpoints', () => {
    expect(out.at('cluster/talosconfig')).toEqual({
      cluster_name: 'home',
      client_configuration: CLIENT,
      nodes: ['10.0.0.11', '10.0.0.12', '10.0.0.13', '10.0.0.21'],
      endpoints: ['10.0.0.11', '10.0.0.12', '10.0.0.13'],
    });
  });

  test('F-27 F-28 G-6 no plan asks the cluster, and nothing waits for Kubernetes unless something needs it', () => {
    expect(out.dataSources).not.toContain('talos_cluster_health');
    expect(Object.keys(out.byPath).filter((path) => path.endsWith('/gate'))).toEqual([]);
    expect(Object.keys(APPLIES).map((name) => out.at(`cluster/nodes/${name}/apply`).on_destroy)).toEqual(
      Object.keys(APPLIES).map(() => undefined),
    );
  });

  test('attributes can be read', () => {
    expect(made).toMatchObject({
      clusterName: 'home',
      clusterEndpoint: 'https://10.0.0.10:6443',
    });
  });
});

describe('credentials', () => {
  const out = synth((stack) => {
    const made = cluster(stack, { nodes: nodes(stack, 1) });
    const values = {
      kubeconfig: made.kubeconfig,
      talosconfig: made.talosconfig,
      secrets: made.machineSecrets,
      client: made.clientConfiguration,
      configurations: made.machineConfigurations,
      ca: made.kubernetesAccess.clusterCaCertificate,
      key: made.kubernetesAccess.clientKey,
    };
    for (const [name, value] of Object.entries(values)) {
      new TerraformOutput(stack, name, { value, sensitive: true });
    }
  });

  test('BC-50 BC-51 HT-43 F-52 are references to whole objects and texts', () => {
    expect(out.outputs).toEqual({
      kubeconfig: '${talos_cluster_kubeconfig.cluster_kubeconfig_ACA34AFE.kubeconfig_raw}',
      talosconfig: '${data.talos_client_configuration.cluster_talosconfig_9DC07418.talos_config}',
      secrets: '${talos_machine_secrets.cluster_secrets_FC6DA05B.machine_secrets}',
      client: CLIENT,
      configurations: {
        cp1: '${data.talos_machine_configuration.cluster_nodes_cp1_configuration_0B3E2F3F.machine_configuration}',
      },
      ca: '${base64decode(talos_cluster_kubeconfig.cluster_kubeconfig_ACA34AFE.kubernetes_client_configuration.ca_certificate)}',
      key: '${base64decode(talos_cluster_kubeconfig.cluster_kubeconfig_ACA34AFE.kubernetes_client_configuration.client_key)}',
    });
  });
});

describe('the health check', () => {
  const healthy = synth((stack) => {
    const enabled = new TerraformVariable(stack, 'health_check', { type: 'bool', default: true }).booleanValue;
    cluster(stack, { healthCheck: { enabled } }).addKubernetesApiGate();
  });
  const HEALTH = 'data.talos_cluster_health.cluster_health_1F93AE1B';

  test('BC-37 covers all machines and Kubernetes, for ten minutes, after bootstrap and configuration', () => {
    expect(healthy.at('cluster/health')).toEqual({
      count: '${var.health_check ? 1 : 0}',
      client_configuration: CLIENT,
      endpoints: ['10.0.0.11', '10.0.0.12', '10.0.0.13'],
      control_plane_nodes: ['10.0.0.11', '10.0.0.12', '10.0.0.13'],
      worker_nodes: ['10.0.0.21'],
      skip_kubernetes_checks: false,
      timeouts: { read: '10m' },
      depends_on: [BOOTSTRAP, APPLIES.cp1, APPLIES.cp2, APPLIES.cp3, APPLIES.w1],
    });
  });

  test('BC-34 BC-38 kubeconfig and gate come after it', () => {
    expect(healthy.at('cluster/kubeconfig').depends_on).toEqual([BOOTSTRAP, HEALTH]);
    expect(healthy.at('cluster/gate').depends_on).toEqual([HEALTH]);
  });

  test('HT-40 F-29 time and depth can be set', () => {
    const out = synth((stack) => cluster(stack, { healthCheck: { timeoutSeconds: 190, skipKubernetesChecks: true } }));
    expect(out.at('cluster/health')).toMatchObject({ skip_kubernetes_checks: true, timeouts: { read: '190s' } });
    expect(out.at('cluster/health')).not.toHaveProperty('count');
  });

  test('without workers it names none', () => {
    const out = synth((stack) => cluster(stack, { nodes: nodes(stack, 1), healthCheck: {} }));
    expect(out.at('cluster/health')).not.toHaveProperty('worker_nodes');
  });

  test('is not there when it is switched off for good', () => {
    expect(synth((stack) => cluster(stack, { healthCheck: { enabled: false } })).dataSources).not.toContain(
      'talos_cluster_health',
    );
  });
});

describe('a control plane that goes', () => {
  test('S-46 leaves etcd first if it has others; workers have nothing to leave', () => {
    const out = synth((stack) => cluster(stack, { lifecycle: Lifecycle.replace() }));
    expect(out.at('cluster/nodes/cp1/apply').on_destroy).toEqual({ reset: true, graceful: true, reboot: false });
    expect(out.at('cluster/nodes/w1/apply')).not.toHaveProperty('on_destroy');
  });

  test('is wiped without leaving if it is the only one, as nobody could let it go', () => {
    const out = synth((stack) => cluster(stack, { lifecycle: Lifecycle.replace(), nodes: nodes(stack, 1, 1) }));
    expect(out.at('cluster/nodes/cp1/apply').on_destroy).toEqual({ reset: true, graceful: false, reboot: false });
  });

  test('S-46 can be let go by a variable, for the destroy of the whole cluster', () => {
    const out = synth((stack) => {
      const resetOnDestroy = new TerraformVariable(stack, 'reset', { type: 'bool', default: true }).booleanValue;
      cluster(stack, { lifecycle: Lifecycle.replace({ resetOnDestroy }) });
    });
    expect(out.at('cluster/nodes/cp1/apply').on_destroy).toMatchObject({ reset: '${var.reset}' });
  });
});

describe('what machines differ in', () => {
  test('HT-45 a machine can have a Kubernetes version of its own', () => {
    const out = synth((stack) =>
      cluster(stack, {
        nodes: [
          node(stack),
          node(stack, {
            hostname: 'cp2',
            address: '10.0.0.12',
            kubernetesVersion: KubernetesVersion.of('1.36.4'),
          }),
        ],
      }),
    );
    expect(out.at(CONFIGURATION).kubernetes_version).toBe('v1.36.3');
    expect(out.at('cluster/nodes/cp2/configuration').kubernetes_version).toBe('v1.36.4');
  });

  test('BC-26 HT-17 F-39 G-13 the contract stays when the image moves on', () => {
    const out = synth((stack) =>
      cluster(stack, {
        ...settings({ contract: TalosContract.of('v1.12') }),
        nodes: [node(stack, { image: image(stack, { talosVersion: TalosVersion.of('v1.13.10') }) })],
      }),
    );
    expect(out.at(CONFIGURATION).talos_version).toBe('v1.12');
    expect(out.at('cluster/secrets').talos_version).toBe('v1.12');
  });

  test('G-22 physical machines are members like virtual ones, and wait for nothing', () => {
    const out = synth((stack) => {
      const physical = new BareMetalNode(stack, 'metal', {
        ...controlPlane({ address: '10.0.0.31' }),
        image: image(stack),
        installDisk: '/dev/nvme0n1',
      });
      cluster(stack, { nodes: [node(stack), physical] });
    });
    const apply = out.at('cluster/nodes/metal/apply');
    expect(apply.node).toBe('10.0.0.31');
    expect(apply).not.toHaveProperty('depends_on');
    expect(apply).not.toHaveProperty('lifecycle');
  });

  test('text of patches is no template of OpenTofu', () => {
    const content = { machine: { sysctls: { 'kernel.core_pattern': '%{x} ${y} $HOME' } } };
    const out = synth((stack) =>
      cluster(stack, { ...settings({ configPatches: [{ origin: 'patches[0]', content }] }) }),
    );
    expect(patchesOf(out.at(CONFIGURATION)).at(-1)).toBe(
      '{"machine":{"sysctls":{"kernel.core_pattern":"%%{x} $${y} $HOME"}}}',
    );
  });
});

test('an endpoint that is known at the apply only reaches machines and gate', () => {
  const out = synth((stack) => {
    const balancer = new TerraformVariable(stack, 'balancer', { type: 'string' }).stringValue;
    const late = settings({ clusterEndpoint: `https://${balancer}:6443`, vip: undefined });
    cluster(stack, { ...late }).addKubernetesApiGate();
  });
  expect(out.at(CONFIGURATION)).toMatchObject({ cluster_endpoint: 'https://${var.balancer}:6443' });
  expect(JSON.stringify(out.at(CONFIGURATION))).toContain('10.0.0.11');
  expect(out.at('cluster/gate')).toMatchObject({
    provisioner: [{ 'local-exec': { environment: { API_ENDPOINT: 'https://${var.balancer}:6443' } } }],
  });
});

describe('an imported cluster', () => {
  const { stack } = testStack();
  const secret = (name: string) => new TerraformVariable(stack, name, { type: 'string', sensitive: true }).stringValue;
  const kubernetesAccess = {
    host: 'https://10.0.0.10:6443',
    clusterCaCertificate: 'PEM',
    clientCertificate: 'PEM',
    clientKey: secret('client_key'),
  };
  const attributes = {
    clusterName: 'home',
    clusterEndpoint: 'https://10.0.0.10:6443',
    kubernetesAccess,
    kubeconfig: secret('kubeconfig'),
  };
  const imported = TalosCluster.fromTalosClusterAttributes(stack, 'cluster', attributes);

  test('answers as one that is made here, and makes nothing but the gate', () => {
    expect(imported).toMatchObject(attributes);
    expect(imported.addKubernetesApiGate()).toBe(imported.addKubernetesApiGate());
    const out = synthesize(stack);
    expect(Object.keys(out.byPath)).toEqual(['cluster/gate']);
    expect(Object.keys(out.at('cluster/gate'))).toEqual(['provisioner']);
  });

  test.each<[string, object, string]>([
    [
      'an endpoint with a command in it',
      { clusterEndpoint: 'https://x$(id):6443' },
      'clusterEndpoint must be https, a name or address, and a port at most, such as https://10.200.5.10:6443; got "https://x$(id):6443"',
    ],
    ['an endpoint with credentials', { clusterEndpoint: 'https://me:secret@x:6443' }, 'got "https://me:…@x:6443"'],
    [
      'a host of the API that is none',
      { kubernetesAccess: { ...kubernetesAccess, host: 'x' } },
      'kubernetesAccess.host must be https, a name or address, and a port at most, such as https://10.200.5.10:6443; got "x"',
    ],
    ['no time', { kubernetesApiSeconds: 0 }, 'kubernetesApiSeconds: got 0; write a whole number from 1'],
  ])('fails with %s', (_, changes, message) => {
    const other = testStack().stack;
    expect(() => TalosCluster.fromTalosClusterAttributes(other, 'a', { ...attributes, ...changes })).toThrow(message);
  });

  test('fails when a secret is a literal', () => {
    const importing = (id: string, changes: object) => () =>
      TalosCluster.fromTalosClusterAttributes(stack, id, { ...attributes, ...changes });
    expect(importing('a', { kubeconfig: 'apiVersion: v1' })).toThrow(
      new Error(
        'test/a: kubeconfig is a literal and would stand in the synthesized JSON; pass a sensitive variable or an attribute of a resource',
      ),
    );
    expect(importing('b', { kubernetesAccess: { ...kubernetesAccess, clientKey: 'PEM' } })).toThrow(
      new Error(
        'test/b: kubernetesAccess.clientKey is a literal and would stand in the synthesized JSON; pass a sensitive variable or an attribute of a resource',
      ),
    );
  });
});
