import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useLocalBackend } from '../../homelab/tofu/overrides';
import { runTofu, type TofuRun } from '../../homelab/tofu/run-tofu';
import { Story } from '../support/story';
import { type Diagnostic, describeWithTofu, planJson, toolchain, validateJson } from '../support/tofu';

// also where the other tests use the real providers
process.env.CDKTF_PROXMOX_TALOS_PROVIDERS = 'stand-in';

type Attributes = Record<string, unknown>;

const NIC = {
  bridge: 'vmbr0',
  disconnected: null,
  enabled: null,
  firewall: null,
  mac_address: null,
  model: null,
  mtu: null,
  queues: null,
  rate_limit: null,
  trunks: null,
  vlan_id: 3,
};

const HOSTNAME = 'apiVersion: v1alpha1\nkind: HostnameConfig\nauto: off\nhostname: node-1\n';

/** One VM with its configuration, written by hand; nothing listens at the endpoint. */
function stack({ vm = {}, configuration = {} }: { vm?: Attributes; configuration?: Attributes }) {
  return {
    terraform: {
      required_providers: {
        proxmox: { source: 'bpg/proxmox', version: '~> 0.111.1' },
        talos: { source: 'siderolabs/talos', version: '~> 0.12.0' },
      },
    },
    provider: { proxmox: [{ alias: 'main', endpoint: 'https://127.0.0.1:1', api_token: '${var.token}' }] },
    variable: { token: { type: 'string', sensitive: true } },
    resource: {
      proxmox_virtual_environment_vm: {
        node: { provider: 'proxmox.main', node_name: 'pve1', network_device: [NIC], ...vm },
      },
      talos_machine_secrets: { secrets: { talos_version: 'v1.13' } },
    },
    data: {
      talos_machine_configuration: {
        node: {
          cluster_name: 'lab',
          cluster_endpoint: 'https://10.0.0.100:6443',
          machine_type: 'controlplane',
          machine_secrets: '${talos_machine_secrets.secrets.machine_secrets}',
          talos_version: 'v1.13',
          kubernetes_version: 'v1.36.3',
          config_patches: ['{"machine":{"sysctls":{"net.ipv4.ip_forward":"1"}}}', HOSTNAME],
          ...configuration,
        },
      },
    },
  };
}

function talosMachine(attributes: Attributes) {
  const base = stack({});
  const machine = {
    node: '10.0.0.1',
    client_configuration: '${talos_machine_secrets.secrets.client_configuration}',
    machine_configuration: '${data.talos_machine_configuration.node.machine_configuration}',
    image: 'factory.talos.dev/nocloud-installer/376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba:v1.13.9',
    ...attributes,
  };
  return { ...base, resource: { ...base.resource, talos_machine: { node: machine } } };
}

/** Faults and warnings of a stack, in order. */
async function said(json: object): Promise<string[]> {
  return (await validateJson(json)).map(toSentence);
}

function toSentence({ severity, summary, detail }: Diagnostic): string {
  return `${severity}: ${summary}: ${detail.replace(/\s+/g, ' ')}`;
}

describeWithTofu('a hand-written stack', () => {
  test('validates without a warning', async () => {
    expect(await validateJson(stack({}))).toEqual([]);
  });

  test('is planned from an empty state without any server', async () => {
    const { exitCode, output } = await planJson(stack({}), { token: 'root@pam!t=0' });
    expect(output).toContain('Plan: 2 to add, 0 to change, 0 to destroy.');
    expect(output).toMatch(/talos_machine_secrets\.secrets will be created[^}]*machine_secrets +=\s\(known after apply\)/);
    expect(exitCode).toBe(0);
  });

  test('keeps deprecations of resources', async () => {
    const base = stack({});
    const image = { provider: 'proxmox.main', content_type: 'iso', datastore_id: 'local', node_name: 'pve1', url: 'https://example.org/a.iso' };
    const json = { ...base, resource: { ...base.resource, proxmox_virtual_environment_download_file: { image } } };
    expect(await said(json)).toEqual([
      'warning: Deprecated: Use "proxmox_download_file" instead. This resource / data source will be removed in v1.0.',
    ]);
  });

  test('keeps deprecations of attributes', async () => {
    const base = stack({});
    const image = { filename: 'a', sensitive_content: 'b' };
    const required = { ...base.terraform.required_providers, local: { source: 'hashicorp/local', version: '~> 2.9.0' } };
    const json = {
      ...base,
      terraform: { required_providers: required },
      resource: { ...base.resource, local_file: { image } },
    };
    expect(await said(json)).toEqual([
      'warning: Attribute Deprecated: ' +
        'sensitive_content is deprecated: the documentation of the provider says what to use instead.',
    ]);
  });
});

describeWithTofu('network_device of the real Proxmox provider', () => {
  test('fails when one of the eleven keys is missing', async () => {
    const keys = Object.entries(NIC).filter(([key]) => key !== 'enabled');
    expect(await said(stack({ vm: { network_device: [Object.fromEntries(keys)] } }))).toEqual([
      'error: Incorrect attribute value type: ' +
        'Inappropriate value for attribute "network_device": element 0: attribute "enabled" is required.',
    ]);
  });

  test('fails as an object', async () => {
    expect(await said(stack({ vm: { network_device: NIC } }))).toEqual([
      'error: Incorrect attribute value type: Inappropriate value for attribute "network_device": list of object required.',
    ]);
  });
});

describeWithTofu('config patches', () => {
  const WRONG = {
    'an empty text': ['', 'config_patches are invalid: open : no such file or directory'],
    'a single word': ['patch.yaml', 'config_patches are invalid: open patch.yaml: no such file or directory'],
    'an unknown field': [
      '{"machine":{"nope":1}}',
      'config_patches are invalid: ' +
        'error decoding document /v1alpha1/ (line 1): unknown keys found during decoding: machine: nope: 1 ',
    ],
    'an unknown kind': [
      'apiVersion: v1alpha1\nkind: NopeConfig\n',
      'config_patches are invalid: ' +
        'error decoding document v1alpha1/NopeConfig/ (line 1): "NopeConfig" "v1alpha1": not registered',
    ],
  } as const;
  const idOf = (what: string) => what.replaceAll(' ', '-');
  let diagnostics: readonly Diagnostic[] = [];

  beforeAll(async () => {
    const base = stack({});
    const configurations = Object.entries(WRONG).map(([what, [patch]]) => [
      idOf(what),
      { ...base.data.talos_machine_configuration.node, config_patches: [patch] },
    ]);
    const data: unknown = Object.fromEntries(configurations);
    diagnostics = await validateJson({ ...base, data: { talos_machine_configuration: data } });
  });

  test.each(Object.entries(WRONG))('fails on %s', (what, [, sentence]) => {
    const address = `data.talos_machine_configuration.${idOf(what)}`;
    const about = diagnostics.filter((diagnostic) => diagnostic.address === address);
    expect(about.map(toSentence)).toEqual([`error: ${sentence}`]);
  });

  const LATE = {
    'an RFC 6902 patch': '[{"op":"remove","path":"/machine"}]',
    'a removal of a document that is not there': 'apiVersion: v1alpha1\nkind: LinkConfig\nname: eth0\n$patch: delete\n',
  };

  test.each(Object.entries(LATE))('does not see %s before the first apply', async (_, patch) => {
    const json = stack({ configuration: { config_patches: [patch] } });
    expect(await said(json)).toEqual([]);
    expect(await planJson(json, { token: 'root@pam!t=0' })).toMatchObject({ exitCode: 0 });
  });

  test('a document twice is one', async () => {
    expect(await said(stack({ configuration: { config_patches: [`${HOSTNAME}---\n${HOSTNAME}`] } }))).toEqual([]);
  });

  test('what is not known yet is not judged', async () => {
    expect(await said(stack({ configuration: { config_patches: ['${talos_machine_secrets.secrets.id}'] } }))).toEqual([]);
  });
});

describeWithTofu('talos_machine', () => {
  test('fails on an image without a kubeconfig to drain with', async () => {
    expect(await said(talosMachine({}))).toEqual([
      'error: Missing kubeconfig for drain: drain_on_upgrade = true requires kubeconfig or kubeconfig_wo when image is set. ' +
        'Provide ephemeral.talos_cluster_kubeconfig.this.kubeconfig_raw via kubeconfig_wo.',
    ]);
  });

  test('an ephemeral kubeconfig in a write-only attribute is planned', async () => {
    const kubeconfig = {
      cluster_name: 'lab',
      endpoint: 'https://10.0.0.100:6443',
      machine_secrets: '${talos_machine_secrets.secrets.machine_secrets}',
    };
    const json = {
      ...talosMachine({ kubeconfig_wo: '${ephemeral.talos_cluster_kubeconfig.access.kubeconfig_raw}' }),
      ephemeral: { talos_cluster_kubeconfig: { access: kubeconfig } },
    };
    expect(await said(json)).toEqual([]);
    const { exitCode, output } = await planJson(json, { token: 'root@pam!t=0' });
    expect(output).toContain('Plan: 3 to add, 0 to change, 0 to destroy.');
    expect(exitCode).toBe(0);
  });
});

describeWithTofu('what needs no node of the Talos provider', () => {
  const { step, look } = new Story();
  const talos = { source: 'siderolabs/talos', version: '0.12.0' };
  const json = {
    terraform: { required_providers: { talos } },
    variable: { contract: { type: 'string' } },
    resource: { talos_machine_secrets: { secrets: { talos_version: '${var.contract}' } } },
    data: {
      ...stack({}).data,
      talos_client_configuration: {
        client: { cluster_name: 'lab', client_configuration: '${talos_machine_secrets.secrets.client_configuration}' },
      },
    },
    output: {
      configuration: { value: '${data.talos_machine_configuration.node.machine_configuration}', sensitive: true },
      cluster: { value: '${talos_machine_secrets.secrets.machine_secrets.cluster.id}' },
      client: { value: '${data.talos_client_configuration.client.talos_config}', sensitive: true },
    },
  };
  let directory = '';
  const tofu = (contract: string, ...args: string[]): Promise<TofuRun> =>
    runTofu(toolchain(), directory, [...args, '-no-color'], { contract });

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tofu-'));
    writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify(json));
    useLocalBackend(directory);
    await tofu('v1.12', 'init');
  });

  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  step('is applied, and the second plan is empty', async () => {
    const { exitCode, output } = await tofu('v1.12', 'apply', '-auto-approve');
    expect(output).toContain('Apply complete! Resources: 1 added, 0 changed, 0 destroyed.');
    expect(exitCode).toBe(0);
    expect((await tofu('v1.12', 'output', '-raw', 'configuration')).output).toContain('hostname: node-1');
    expect((await tofu('v1.12', 'output', '-raw', 'client')).output).toContain('context: lab');
    expect(await tofu('v1.12', 'plan', '-detailed-exitcode')).toMatchObject({ exitCode: 0 });
  });

  step('keeps the secrets of a higher contract, and would replace those of a lower one', async () => {
    const before = (await tofu('v1.12', 'output', '-raw', 'cluster')).output;
    expect(before).toMatch(/^\S{44}$/);
    expect((await tofu('v1.13', 'apply', '-auto-approve')).output).toContain('0 added, 1 changed, 0 destroyed.');
    expect((await tofu('v1.12', 'output', '-raw', 'cluster')).output).toBe(before);
    expect((await tofu('v1.12', 'plan')).output).toMatch(/"v1\.13" -> "v1\.12" # forces replacement/);
  });

  const REFUSED = [
    ['an RFC 6902 patch', '[{"op":"remove","path":"/machine"}]', 'JSON6902 patches are not supported'],
  ] as const;
  for (const [what, patch, reason] of REFUSED) {
    look(`fails on ${what} as soon as the secrets are known`, async () => {
      const override = { data: { talos_machine_configuration: { node: { config_patches: [patch] } } } };
      const file = join(directory, 'patch_override.tf.json');
      writeFileSync(file, JSON.stringify(override));
      const { exitCode, output } = await tofu('v1.13', 'plan');
      rmSync(file);
      expect(exitCode).toBe(1);
      expect(output).toContain(reason);
    });
  }

  step('is destroyed', async () => {
    expect((await tofu('v1.13', 'destroy', '-auto-approve')).output).toContain('Destroy complete! Resources: 1 destroyed.');
  });
});

describeWithTofu('state encryption', () => {
  const encryption = (state: Attributes) => ({
    variable: { state_passphrase: { type: 'string', sensitive: true } },
    terraform: {
      backend: { s3: { bucket: 'states', key: 'lab', region: 'eu-central-1' } },
      encryption: {
        key_provider: { pbkdf2: { main: { passphrase: '${var.state_passphrase}' } } },
        method: { aes_gcm: { main: { keys: '${key_provider.pbkdf2.main}' } } },
        state,
      },
    },
  });

  test('is checked while a stack is initialised, whatever its backend', async () => {
    expect(await said(encryption({ method: 'method.aes_gcm.main', enforced: true }))).toEqual([]);
  });

  test('fails on a method that is not a plain reference', async () => {
    expect(await said(encryption({ method: '${method.aes_gcm.main}' }))).toEqual([
      expect.stringMatching(/^error: Invalid expression: A single static variable reference is required/),
    ]);
  });
});
