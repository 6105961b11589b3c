import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Lazy, TerraformOutput, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { parseClusterSpec } from '../../src';
import { ClusterStack } from '../../src/stack';
import {
  changing,
  copyOf,
  dataOf,
  EXAMPLES,
  resourcesOf,
  synthCluster,
  type SynthesizedCluster,
} from '../support/cluster-stack';
import { projectRoot } from '../support/project';

const home = synthCluster(EXAMPLES.home);

const changed = changing('home');

describe('ClusterStack', () => {
  test('is a stack whose id may differ from the name of the cluster', () => {
    const model = parseClusterSpec(EXAMPLES.home, { directory: projectRoot });
    const stack = new ClusterStack(Testing.app(), 'lab', { model });
    expect(TerraformStack.isStack(stack)).toBe(true);
    expect(stack.cluster.clusterName).toBe('home');
    const { terraform, resource } = JSON.parse(Testing.synth(stack, true)) as SynthesizedCluster['json'];
    expect(terraform.backend).toEqual({ local: { path: '../../../state/lab.tfstate' } });
    expect(Object.values(resource.proxmox_virtual_environment_vm ?? {})[0]?.tags).toContain('stack-lab');
  });

  test('two of them are in one app without knowing of each other', () => {
    const app = Testing.app();
    const models = [EXAMPLES.home, EXAMPLES['blog-cluster']].map((spec) =>
      parseClusterSpec(spec, { directory: projectRoot }),
    );
    const stacks = models.map((model) => new ClusterStack(app, model.name, { model }));
    expect(JSON.parse(Testing.synth(stacks[0]!, true))).toEqual(home.json);
  });

  describe('looks for references to other stacks', () => {
    const model = parseClusterSpec(EXAMPLES.home, { directory: projectRoot });

    /** How often the stack is rendered in a synth of its app, and what of it comes out. */
    function rendered(change: (stack: ClusterStack, app: App) => void = () => undefined) {
      const app = Testing.app();
      const stack = new ClusterStack(app, 'home', { model });
      const produce = jest.fn(() => 'a');
      new TerraformOutput(stack, 'counted', { value: Lazy.stringValue({ produce }) });
      change(stack, app);
      app.synth();
      const json = readFileSync(join(app.outdir, 'stacks', 'home', 'cdk.tf.json'), 'utf8');
      return { times: produce.mock.calls.length, json: JSON.parse(json) as SynthesizedCluster['json'] };
    }

    test('not when it is alone in its app', () => {
      expect(rendered().times).toBe(1);
      expect(rendered((_, app) => new Construct(app, 'others')).times).toBe(1);
    });

    test('when it is not', () => {
      const { times, json } = rendered((stack, app) => {
        const other = new TerraformStack(app, 'other');
        const variable = new TerraformVariable(other, 'size', { type: 'string' });
        new TerraformOutput(stack, 'size', { value: variable.stringValue });
      });
      expect(times).toBe(2);
      expect(Object.keys(json.data ?? {})).toContain('terraform_remote_state');
    });

    test('and has a backend in any case', () => {
      const { json } = rendered((stack) => stack.node.tryRemoveChild('backend'));
      expect(Object.keys(json.terraform.backend)).toEqual(['local']);
    });
  });

  test('lets a stack of its own go on with hosts, machines and the cluster', () => {
    const { stack } = home;
    expect(stack.hosts.map(({ nodeName }) => nodeName)).toEqual(['pve1', 'pve2']);
    expect(stack.findHost('main/pve2').diskDatastoreId).toBe('local-lvm');
    expect(stack.nodes.map(({ hostname }) => hostname)).toEqual([
      'ctrl-00',
      'ctrl-01',
      'ctrl-02',
      'work-00',
      'work-01',
    ]);
    expect(stack.findNode('work-01').address).toBe('10.0.0.22');
    expect(stack.images.map(({ installerImage }) => installerImage)).toEqual([
      'factory.talos.dev/nocloud-installer/ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515:v1.13.9',
    ]);
    expect(stack.model.name).toBe('home');
  });

  test('fails when asked for a host or a machine that the cluster does not have', () => {
    expect(() => home.stack.findHost('pve1')).toThrow('home: no host "pve1"; this cluster has main/pve1, main/pve2');
    expect(() => home.stack.findNode('work-02')).toThrow(
      'home: no machine "work-02"; this cluster has ctrl-00, ctrl-01, ctrl-02, work-00, work-01',
    );
  });

  test('the construct tree is that of the contract', () => {
    for (const path of [
      'image/ce4c9805-v1.13.9/main/pve1',
      'schematics/ce4c9805',
      'pci-mappings/main/iGPU/Resource',
      'nodes/ctrl-00/Resource',
      'vms/main',
      'cluster/secrets',
      'cluster/nodes/ctrl-00/configuration',
      'cluster/nodes/ctrl-00/apply',
      'cluster/bootstrap',
      'cluster/kubeconfig',
      'cluster/talosconfig',
    ]) {
      const found = path.split('/').reduce((node, id) => node?.tryFindChild(id)?.node, stackNode());
      expect([path, found?.path]).toEqual([path, `home/${path}`]);
    }
  });

  function stackNode(): SynthesizedCluster['stack']['node'] | undefined {
    return home.stack.node;
  }
});

describe('providers and variables', () => {
  test('F-25 G-8 the alias is the name of the endpoint, also with one endpoint', () => {
    expect(home.json.provider.proxmox).toEqual([
      { alias: 'main', endpoint: 'https://pve1.example.com:8006', api_token: '${var.proxmox_main_api_token}' },
    ]);
  });

  test('F-25 G-8 two endpoints have a provider and credentials each, and hosts of one name do not clash', () => {
    const two = changed((spec) => {
      spec.proxmox!.endpoints['second-site-b'] = {
        url: 'https://other.example.com:8006',
        insecure: true,
        hosts: { pve1: { diskDatastoreId: 'tank' } },
      };
      spec.nodes['ctrl-00']!.host = 'main/pve1';
      spec.nodes['ctrl-02']!.host = 'second-site-b/pve1';
      spec.nodes['work-00']!.host = 'main/pve1';
    });
    expect(two.json.provider.proxmox?.map(({ alias, insecure, api_token }) => [alias, insecure, api_token])).toEqual([
      ['main', undefined, '${var.proxmox_main_api_token}'],
      ['second-site-b', true, '${var.proxmox_second_site_b_api_token}'],
    ]);
    const machines = resourcesOf(two, 'proxmox_virtual_environment_vm');
    expect(machines.map(({ provider, node_name }) => `${provider as string} ${node_name as string}`)).toEqual([
      'proxmox.main pve1',
      'proxmox.main pve2',
      'proxmox.second-site-b pve1',
      'proxmox.main pve1',
      'proxmox.main pve2',
    ]);
    expect(dataOf(two, 'proxmox_virtual_environment_vms')).toEqual([
      { provider: 'proxmox.main' },
      { provider: 'proxmox.second-site-b' },
    ]);
  });

  test('every variable has a description, and every one that holds a secret is sensitive and has no default', () => {
    const variables = Object.entries(synthCluster(EXAMPLES['blog-cluster']).json.variable ?? {});
    expect(variables.map(([name, { sensitive, default: value }]) => [name, sensitive, value])).toEqual([
      ['gitea_token', true, undefined],
      ['health_check', undefined, true],
      ['proxmox_main_api_token', true, undefined],
      ['proxmox_main_ssh_private_key', true, undefined],
      ['reset_on_destroy', undefined, true],
      ['state_passphrase', true, undefined],
    ]);
    expect(variables.every(([, { description }]) => typeof description === 'string')).toBe(true);
  });

  test('F-29 time limits of the cluster file reach the resources', () => {
    const spec = copyOf('home');
    spec.talos.timeouts = { applySeconds: 30, bootstrapSeconds: 40, kubeconfigSeconds: 50 };
    const limited = synthCluster(spec);
    expect(resourcesOf(limited, 'talos_machine_configuration_apply')[0]?.timeouts).toEqual({
      create: '30s',
      update: '30s',
      delete: '30s',
    });
    expect(resourcesOf(limited, 'talos_machine_bootstrap')[0]?.timeouts).toEqual({ create: '40s' });
    expect(resourcesOf(limited, 'talos_cluster_kubeconfig')[0]?.timeouts).toEqual({ create: '50s', update: '50s' });
  });

  test('F-18 SSH settings are there for the boot route that needs them, and nowhere else', () => {
    expect(home.json.provider.proxmox?.[0]).not.toHaveProperty('ssh');
    expect(synthCluster(EXAMPLES['blog-cluster']).json.provider.proxmox?.[0]?.ssh).toEqual({
      username: 'root',
      agent: false,
      private_key: '${var.proxmox_main_ssh_private_key}',
      node: [{ name: 'ryzen-proxmox', address: 'ryzen-proxmox.example.com', port: 22 }],
    });
  });

  test('an SSH agent takes the place of the key', () => {
    const agent = changed((spec) => {
      spec.proxmox!.endpoints.main!.ssh = { agent: true };
    });
    expect(agent.json.provider.proxmox?.[0]?.ssh).toEqual({ username: 'root', agent: true });
    expect(Object.keys(agent.json.variable ?? {})).toEqual(['proxmox_main_api_token', 'state_passphrase']);
  });

  test('F-9 the factory of the file is that of the provider, of downloads and of installer images', () => {
    const own = changed((spec) => {
      spec.talos.factoryUrl = 'https://factory.example.com/';
    });
    expect(own.json.provider.talos).toEqual([{ image_factory_url: 'https://factory.example.com' }]);
    expect(own.text).not.toContain('factory.talos.dev');
  });
});

describe('lifecycle', () => {
  test('F-4 G-4 manual: a new image touches no machine', () => {
    const newer = changed((spec) => {
      spec.talos.version = 'v1.13.10';
    });
    const reference = /proxmox_download_file\.image_\w+-v\d+_main_pve\d_[0-9A-F]{8}/g;
    const machines = (cluster: SynthesizedCluster): string =>
      JSON.stringify(resourcesOf(cluster, 'proxmox_virtual_environment_vm')).replace(reference, 'image');
    expect(machines(newer)).toBe(machines(home));
    expect(machines(home)).not.toContain('replace_triggered_by');
    expect(resourcesOf(home, 'talos_machine_configuration_apply').filter((apply) => 'on_destroy' in apply)).toEqual([]);
  });

  test('switched on a running cluster, it adds nothing that a machine could be replaced by', () => {
    const replacing = changed((spec) => {
      spec.lifecycle = 'replace';
    });
    const triggers = (cluster: SynthesizedCluster) => cluster.json.resource.terraform_data ?? {};
    expect(Object.keys(triggers(home))).toHaveLength(5);
    expect(triggers(replacing)).toEqual(triggers(home));
  });

  test('replace: a control plane leaves etcd before it goes, unless the variable says otherwise', () => {
    const replacing = changed((spec) => {
      spec.lifecycle = 'replace';
    });
    const applies = resourcesOf(replacing, 'talos_machine_configuration_apply').map(({ on_destroy }) => on_destroy);
    const leave = { graceful: true, reboot: false, reset: '${var.reset_on_destroy}' };
    expect(applies).toEqual([leave, leave, leave, undefined, undefined]);
    expect(replacing.json.variable?.reset_on_destroy).toMatchObject({ type: 'bool', default: true });
  });
});

describe('workers that may be away at the same time', () => {
  // tests of the framework print no comment
  const comment = ({ stack }: SynthesizedCluster) => (stack.toTerraform() as Record<string, object>)['//'];

  test.each([3, '25%'])('S-21 %s: the stack says so to the plan guard, and nothing else differs', (max) => {
    const told = changed((spec) => {
      spec.maxUnavailableWorkers = max;
    });
    expect(comment(told)).toMatchObject({ maxUnavailableWorkers: max });
    expect(told.byAddress).toEqual(home.byAddress);
  });

  test('without the setting nothing is said', () => {
    expect(comment(home)).not.toHaveProperty('maxUnavailableWorkers');
  });
});

describe('state', () => {
  test('is a file of the project by default, seen from the directory of the stack', () => {
    expect(home.json.terraform.backend).toEqual({ local: { path: '../../../state/home.tfstate' } });
    expect(synthCluster(EXAMPLES.home, '../../../..').json.terraform.backend).toEqual({
      local: { path: '../../../../state/home.tfstate' },
    });
  });

  test('can be in an S3 bucket', () => {
    const s3 = changed((spec) => {
      spec.state = { backend: { s3: { bucket: 'states', endpoint: 'https://s3.example.com' } }, encryption: 'on' };
    });
    expect(s3.json.terraform.backend).toEqual({
      s3: {
        bucket: 'states',
        key: 'home.tfstate',
        region: 'auto',
        endpoints: { s3: 'https://s3.example.com' },
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

  test('can be on an HTTP server', () => {
    const address = 'https://state.example.com/home';
    const http = changed((spec) => {
      spec.state = {
        backend: { http: { address, lockAddress: `${address}/lock`, unlockAddress: `${address}/unlock` } },
        encryption: 'on',
        encryptionIterations: 250_000,
      };
    });
    expect(http.json.terraform.backend).toEqual({
      http: {
        address,
        update_method: 'POST',
        retry_wait_min: 1,
        lock_address: `${address}/lock`,
        lock_method: 'LOCK',
        unlock_address: `${address}/unlock`,
        unlock_method: 'UNLOCK',
      },
    });
    expect(http.json.terraform.encryption).toMatchObject({
      key_provider: { pbkdf2: { main: { iterations: 250_000 } } },
    });
  });

  test('is encrypted by a passphrase from a sensitive variable', () => {
    expect(home.json.terraform.encryption).toMatchObject({
      key_provider: { pbkdf2: { main: { passphrase: '${var.state_passphrase}' } } },
      state: { method: 'method.aes_gcm.main', enforced: true },
      plan: { method: 'method.aes_gcm.main', enforced: true },
    });
    expect(home.json.variable?.state_passphrase).toMatchObject({ sensitive: true });
    expect(home.warnings).toEqual([]);
  });

  test.each([
    [undefined, 'the state holds the secrets of the cluster in clear text'],
    ['off' as const, 'the state holds the secrets of the cluster in clear text'],
    ['migrate' as const, 'write "on" after one apply'],
  ])('draws a warning with encryption %s', (encryption, warning) => {
    const { warnings } = changed((spec) => {
      spec.state = { encryption };
    });
    expect(warnings).toEqual([expect.stringContaining(warning)]);
  });
});

describe('files', () => {
  test.each([
    ['output/home', '../../../output/home/kube-config.yaml'],
    ['/run/secrets', '/run/secrets/kube-config.yaml'],
  ])('in %s are seen from the directory of the stack', (directory, path) => {
    const files = changed((spec) => {
      spec.outputs = { directory };
    });
    expect(resourcesOf(files, 'local_sensitive_file').map(({ filename }) => filename)).toContain(path);
  });
});

describe('GitOps', () => {
  test('signs in with a key that the user supplies', () => {
    const flux = changed((spec) => {
      spec.gitops = { flux: { repository: { ssh: { url: 'ssh://git@github.com/me/home.git' } }, branch: 'dev' } };
    });
    expect(flux.json.provider.flux?.[0]?.git).toEqual({
      url: 'ssh://git@github.com/me/home.git',
      branch: 'dev',
      ssh: { username: 'git', private_key: '${var.flux_git_ssh_private_key}' },
    });
    expect(flux.json.variable?.flux_git_ssh_private_key).toMatchObject({ sensitive: true });
    expect(flux.json.provider).not.toHaveProperty('gitea');
  });

  test('signs in with a token that the user supplies', () => {
    const flux = changed((spec) => {
      spec.gitops = {
        flux: {
          repository: { https: { url: 'https://github.com/me/home.git', username: 'me' } },
          path: 'talos/home',
          intervalSeconds: 300,
          components: ['source-controller', 'kustomize-controller'],
        },
      };
    });
    expect(flux.json.provider.flux?.[0]?.git).toEqual({
      url: 'https://github.com/me/home.git',
      branch: 'main',
      http: { username: 'me', password: '${var.flux_git_token}' },
    });
    expect(resourcesOf(flux, 'flux_bootstrap_git')).toMatchObject([
      { path: 'talos/home', interval: '5m0s', components: ['source-controller', 'kustomize-controller'] },
    ]);
  });

  test('F-27 without it there is no gate, and no plan and no destroy asks the cluster', () => {
    expect(Object.keys(home.json.data ?? {})).toEqual([
      'proxmox_virtual_environment_containers',
      'proxmox_virtual_environment_vms',
      'talos_client_configuration',
      'talos_machine_configuration',
    ]);
    expect(home.text).not.toContain('local-exec');
  });
});

describe('physical machines', () => {
  test('G-22 are in one map with virtual ones, and make no resource of Proxmox VE', () => {
    const mixed = changed((spec) => {
      spec.nodes['metal-00'] = { machineType: 'worker', address: '10.0.0.30', installDisk: '/dev/nvme0n1' };
    });
    const added = Object.keys(mixed.byAddress)
      .filter((address) => !(address in home.byAddress))
      .map((address) => address.replace(/_[0-9A-F]{8}$/, ''));
    expect(added.sort()).toEqual([
      'talos_machine_configuration.cluster_nodes_metal-00_configuration',
      'talos_machine_configuration_apply.cluster_nodes_metal-00_apply',
    ]);
  });

  test('G-22 alone need no Proxmox VE at all', () => {
    const metal = changed((spec) => {
      delete spec.proxmox;
      delete spec.nodeDefaults;
      spec.talos.schematic = {};
      spec.nodes = { metal: { machineType: 'controlplane', address: '10.0.0.30', installDisk: '/dev/sda' } };
    });
    expect(Object.keys(metal.json.provider)).toEqual(['talos']);
    expect(Object.keys(metal.json.variable ?? {})).toEqual(['state_passphrase']);
  });
});

test('no example holds a secret as a literal', () => {
  const names =
    /(password|passphrase|token|private_key|secret|client_key|kubeconfig_raw|machine_configuration_input)"?: "(?!\$\{)/;
  for (const spec of Object.values(EXAMPLES)) expect(synthCluster(spec).text).not.toMatch(names);
});
