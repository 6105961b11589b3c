import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { outsideDials, refuseOutsideDials } from '../../homelab/mapping/dials';
import { synthesize } from '../../homelab/synthesize';
import type { ClusterSpec } from '../../src/cluster-file';
import { arbitrarySpec } from '../support/arbitrary-spec';
import { EXAMPLES } from '../support/cluster-stack';
import { onLoopback } from '../support/loopback';
import { projectRoot } from '../support/project';

/** A stack, of which no more is known than that it is one. */
type Stack = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'dials-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Directory of the stack of a cluster on loopback. */
function stackOf(spec: ClusterSpec): string {
  return synthesize(onLoopback(spec).model, directory);
}

function readStack(spec: ClusterSpec): Stack {
  return JSON.parse(readFileSync(join(stackOf(spec), 'cdk.tf.json'), 'utf8')) as Stack;
}

/** Reasons for which a stack is refused, as `place: value reason`. */
function faultsOf(stack: object): string[] {
  return outsideDials(stack as Stack).map(({ place, value, reason }) => `${place}: ${value} ${reason}`);
}

/** A stack with one resource beside it. */
function withResource(type: string, attributes: object): object {
  return { resource: { [type]: { a: attributes } } };
}

/** A stack with one patch of a machine configuration. */
function withPatch(patch: string): object {
  return {
    provider: { talos: [{ image_factory_url: 'http://127.27.252.1:8080' }] },
    data: { talos_machine_configuration: { a: { config_patches: [patch] } } },
  };
}

describe('a stack on loopback', () => {
  test.each(Object.entries(EXAMPLES))('%s passes', (_, spec) => {
    const stack = stackOf(spec);
    expect(() => refuseOutsideDials(stack)).not.toThrow();
  });

  test.each(Object.entries(EXAMPLES))('%s does not pass with the addresses of its file', (name, spec) => {
    const golden = readFileSync(join(projectRoot, '__tests__', 'golden', `${name}.tf.json`), 'utf8');
    const places = outsideDials(JSON.parse(golden) as Stack).map(({ place }) =>
      place.replace(/\[\d+\].*|\.cluster_.*/, ''),
    );
    expect(places).toEqual(
      expect.arrayContaining([
        ...(spec.proxmox === undefined ? [] : ['provider.proxmox']),
        'data.talos_machine_configuration',
        'resource.talos_machine_bootstrap',
      ]),
    );
  });

  test('of any cluster passes', () => {
    fc.assert(
      fc.property(arbitrarySpec(), (spec) => {
        expect(faultsOf(readStack(spec))).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});

describe('an address outside is found', () => {
  /** Changes of the stack of an example, with the place that is named. */
  const CHANGES: readonly [keyof typeof EXAMPLES, string, string, unknown][] = [
    ['home', 'provider.proxmox[0].endpoint', 'is dialled', 'https://pve1.example.com:8006'],
    ['homelab-tofu', 'provider.proxmox[0].ssh.node[0].address', 'is dialled', 'host3.example.com'],
    ['home', 'provider.talos[0].image_factory_url', 'is dialled', 'https://factory.talos.dev'],
    ['blog-cluster', 'provider.gitea[0].base_url', 'is dialled', 'https://gitea.example.com'],
    ['blog-cluster', 'provider.flux[0].git.url', 'is dialled', 'ssh://git@gitea.example.com/a/b.git'],
    ['blog-cluster', 'provider.flux[0].kubernetes.host', 'is dialled', 'https://10.0.0.1:6443'],
    ['two-sites', 'terraform.backend.http.address', 'is dialled', 'https://state.example.com/two-sites'],
    ['two-sites', 'terraform.backend.http.lock_address', 'is dialled', 'http://[::1]:9000/lock'],
    ['homelab-tofu', 'terraform.backend.s3.endpoints.s3', 'is dialled', 'https://s3.example.com'],
    ['home', 'resource.talos_machine_bootstrap.cluster_bootstrap_CBC276F0.node', 'is dialled', '10.0.0.11'],
    ['home', 'resource.talos_cluster_kubeconfig.cluster_kubeconfig_ACA34AFE.node', 'is dialled', '${var.node}'],
    ['home', 'data.talos_client_configuration.cluster_talosconfig_9DC07418.endpoints[1]', 'is dialled', 'localhost'],
    ['homelab-tofu', 'data.talos_cluster_health.cluster_health_1F93AE1B.worker_nodes[0]', 'is dialled', '10.0.0.1'],
  ];

  test.each(CHANGES)('in %s at %s', (name, place, reason, value) => {
    const stack = readStack(EXAMPLES[name]);
    const keys = place.split(/[.[\]]+/).filter((key) => key !== '');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((found, key) => (found as Record<string, unknown>)[key], stack);
    (parent as Record<string, unknown>)[last] = value;
    expect(faultsOf(stack)).toEqual([`${place}: ${String(value)} ${reason}`]);
  });

  test.each([
    ['proxmox_download_file', { url: 'https://factory.talos.dev/image/x' }, 'resource.proxmox_download_file.a.url'],
    ['terraform_data', { input: 'see http://example.com/x' }, 'resource.terraform_data.a.input'],
    ['terraform_data', { input: ['10.0.0.1:80'] }, 'resource.terraform_data.a.input[0]'],
    [
      'terraform_data',
      { input: { 'mirror.example.com:5000': 1 } },
      'resource.terraform_data.a.input.mirror.example.com:5000',
    ],
    ['terraform_data', { input: 'fd00::1' }, 'resource.terraform_data.a.input'],
    ['terraform_data', { input: 'git@github.com:a/b.git' }, 'resource.terraform_data.a.input'],
    ['terraform_data', { input: 'cache:8080' }, 'resource.terraform_data.a.input'],
    ['terraform_data', { connection: { host: 'pve1' } }, 'resource.terraform_data.a.connection.host'],
    [
      'terraform_data',
      { provisioner: [{ 'local-exec': { command: 'until exec 3<>/dev/tcp/pve1/22; do :; done' } }] },
      'resource.terraform_data.a.provisioner[0].local-exec.command',
    ],
    [
      'terraform_data',
      { provisioner: [{ 'local-exec': { command: 'ssh pve1 true' } }] },
      'resource.terraform_data.a.provisioner[0].local-exec.command',
    ],
  ])('in a resource %s with %j', (type, attributes, place) => {
    const stack = {
      ...withResource(type, attributes),
      provider: { proxmox: [{ endpoint: 'https://127.0.0.1:8006' }] },
    };
    expect(outsideDials(stack).map((dial) => dial.place)).toEqual([place]);
  });

  test.each([
    ['cluster:\n  extraManifests: [https://example.com/a.yaml]', 'cluster.extraManifests[0]'],
    ['cluster:\n  extraManifests: [manifests.example.com/a.yaml]', 'cluster.extraManifests[0]'],
    [
      'cluster:\n  externalCloudProvider: { manifests: [https://example.com/a] }',
      'cluster.externalCloudProvider.manifests[0]',
    ],
    ['cluster:\n  controlPlane: { endpoint: https://kube.example.com:6443 }', 'cluster.controlPlane.endpoint'],
    [
      'cluster:\n  apiServer: { extraArgs: { oidc-issuer-url: https://id.example.com } }',
      'cluster.apiServer.extraArgs.oidc-issuer-url',
    ],
    [
      'cluster:\n  apiServer: { extraArgs: { audit-webhook: https://id.example.com } }',
      'cluster.apiServer.extraArgs.audit-webhook',
    ],
    ['machine:\n  network: { interfaces: [{ vip: { ip: 10.9.0.1 } }] }', 'machine.network.interfaces[0].vip.ip'],
    ['apiVersion: v1alpha1\nkind: Layer2VIPConfig\nname: 10.9.0.1', 'name'],
    ['machine: {}\n---\napiVersion: v1alpha1\nkind: EventSinkConfig\nendpoint: 10.9.0.1:8080', 'endpoint'],
    ['apiVersion: v1alpha1\nkind: KmsgLogConfig\nurl: tcp://10.9.0.1:514', 'url'],
    ['{"kind":"KmsgLogConfig","url":${jsonencode("tcp://10.9.0.1:${var.port}")},"name":"a"}', 'url'],
    ['{"other":[${jsonencode("A=${var.a}")},"B=true","C=10.9.0.1"]}', 'other[2]'],
  ])('in a patch: %j', (patch, place) => {
    const all = outsideDials(withPatch(patch)).map((dial) => dial.place);
    expect(all).toEqual([`data.talos_machine_configuration.a.config_patches[0].${place}`]);
  });

  test.each<[string, object, string]>([
    [
      'a provider that is not known',
      { provider: { aws: {} } },
      'provider.aws: aws is a provider whose calls are not known',
    ],
    [
      'one without a block',
      withResource('github_repository', {}),
      'provider.github: github is a provider whose calls are not known',
    ],
    [
      'a provider with an address of its own',
      withResource('talos_image_factory_schematic', {}),
      'provider.talos[0].image_factory_url:  is not set, so the provider dials what it knows itself',
    ],
    [
      'a whole configuration in an image',
      {
        provider: { talos: [{ image_factory_url: 'http://127.27.252.1:8080' }] },
        ...withResource('talos_image_factory_schematic', {
          schematic: `customization: { embeddedMachineConfiguration: '{ cluster: { extraManifests: [https://a.example] } }' }`,
        }),
      },
      'resource.talos_image_factory_schematic.a.schematic.embeddedMachineConfiguration.cluster.extraManifests[0]: https://a.example is dialled',
    ],
    ['a module', { module: { a: { source: './a' } } }, 'module.a: a is a module, whose content is not looked at'],
    [
      'the state of another stack',
      { data: { terraform_remote_state: { a: { backend: 'local' } } } },
      'data.terraform_remote_state.a: a reads the state of another stack',
    ],
    [
      'a backend that is not known',
      { terraform: { backend: { gcs: {} } } },
      'terraform.backend.gcs: gcs is a backend whose calls are not known',
    ],
    ['the cloud', { terraform: { cloud: {} } }, 'terraform.cloud: cloud keeps the state on a server of its own'],
    [
      'manifests of Flux from GitHub',
      {
        provider: { flux: { git: { url: 'ssh://git@127.0.0.1/a' }, kubernetes: { host: 'https://127.0.0.1:6443' } } },
        ...withResource('flux_bootstrap_git', { embedded_manifests: false }),
      },
      'resource.flux_bootstrap_git.a.embedded_manifests: false is not true, so manifests are fetched from GitHub',
    ],
    [
      'a host whose address Proxmox VE tells',
      {
        provider: {
          proxmox: [{ alias: 'main', endpoint: 'https://127.0.0.1:8006', ssh: { node: [{ name: 'pve1' }] } }],
        },
        ...withResource('proxmox_virtual_environment_vm', { provider: 'proxmox.main', node_name: 'pve2' }),
      },
      'provider.proxmox[0].ssh.node: pve2 has no address here, so Proxmox VE is asked for one',
    ],
  ])('in %s', (_, stack, fault) => {
    expect(faultsOf(stack)).toEqual([fault]);
  });

  test('where S3 asks AWS', () => {
    expect(faultsOf({ terraform: { backend: { s3: { skip_requesting_account_id: true } } } })).toEqual([
      'terraform.backend.s3.endpoints.s3:  is not set, which means AWS',
      'terraform.backend.s3.skip_credentials_validation: undefined is not true, so AWS is asked who calls',
    ]);
  });
});

describe('text that nobody dials passes', () => {
  test.each([
    'machine: { install: { image: "factory.talos.dev/installer/x:v1.13.9" } }',
    'machine: { certSANs: [192.0.2.1], time: { servers: [192.0.2.1] } }',
    'machine: { registries: { mirrors: { docker.io: { endpoints: [https://mirror.example.com] } } } }',
    'cluster: { apiServer: { certSANs: [192.0.2.1], image: "registry.k8s.io/kube-apiserver:v1" } }',
    'cluster: { network: { podSubnets: [10.244.0.0/16], serviceSubnets: [10.96.0.0/12] } }',
    'cluster: { inlineManifests: [{ name: a, contents: "see https://example.com" }] }',
    'machine: { kubelet: { clusterDNS: [10.96.0.10] }, sysctls: { net.ipv4.ip_forward: "1" } }',
    '{"environment":[${jsonencode("TS_AUTHKEY=${var.key}")},"TS_AUTH_ONCE=true","TS_ROUTES=10.9.0.0/24"]}',
  ])('%s', (patch) => {
    expect(faultsOf(withPatch(patch))).toEqual([]);
  });

  test.each([
    { input: ['bc:24:11:e6:ba:07', '0000:00:02.0', '8086:46a6', 'v1.13.9', '1.2.3', 'gpu=intel:NoSchedule', 'a: 10'] },
    { input: ['file:///etc/hosts', '127.0.0.1:80', 'http://user@127.0.0.1/', 'root@pam!token=1234'] },
  ])('%j', (attributes) => {
    expect(faultsOf(withResource('terraform_data', attributes))).toEqual([]);
  });
});

describe('files of a stack', () => {
  test('are refused together, with every place', () => {
    writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify({ provider: { aws: {} } }));
    writeFileSync(
      join(directory, 'more_override.tf.json'),
      JSON.stringify({ provider: { http: { x: 'http://a.example' } } }),
    );
    writeFileSync(join(directory, 'by-hand.tf'), '');
    expect(() => refuseOutsideDials(directory)).toThrow(
      [
        `nothing was run in ${directory}, as it leads away from 127.0.0.0/8:`,
        '  by-hand.tf: "by-hand.tf" is a file of OpenTofu that is not looked at; remove it',
        '  provider.aws: "aws" is a provider whose calls are not known',
        '  provider.http.x: "http://a.example" may be dialled',
      ].join('\n'),
    );
  });

  test('are written outside of the project only', () => {
    const { model } = onLoopback(EXAMPLES.home);
    expect(() => synthesize(model, projectRoot)).toThrow('lies in the project, whose stacks are its user');
    expect(() => synthesize(model, join(projectRoot, 'tmp'))).toThrow('write a directory outside');
  });
});
