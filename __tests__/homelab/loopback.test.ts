import fc from 'fast-check';
import { makeSecrets } from '../../homelab/secrets';
import { arbitrarySpec } from '../support/arbitrary-spec';
import { copyOf, EXAMPLES, type EditableSpec } from '../support/cluster-stack';
import { onLoopback, SECRETS } from '../support/loopback';
import { projectRoot } from '../support/project';
import { changedSpec } from '../support/small-spec';

/** Every text, number and truth value of a spec by its path. */
function leavesOf(value: unknown, path = ''): Record<string, string> {
  if (typeof value !== 'object' || value === null) return value === undefined ? {} : { [path]: JSON.stringify(value) };
  const entries = Object.entries(value).map(([key, entry]) => leavesOf(entry, path === '' ? key : `${path}.${key}`));
  return Object.assign({}, ...entries) as Record<string, string>;
}

/** Differences between two specs: `path: before -> after`. */
function differences(before: unknown, after: unknown): string[] {
  const [left, right] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((path) => left[path] !== right[path])
    .map((path) => `${path}: ${shown(left[path])} -> ${shown(right[path])}`)
    .sort();
}

function shown(leaf = '-'): string {
  return leaf.replaceAll('"', '');
}

/** Every address with a port that something in the homelab listens on. */
function listeners({ homelab, model }: ReturnType<typeof onLoopback>): string[] {
  const texts = Object.entries(leavesOf(homelab)).filter(([path]) => /(^|\.)(s3L|sshL|l)isten$|^control$/.test(path));
  const { vip } = model.cluster;
  return [
    ...texts.map(([, address]) => shown(address)),
    ...model.nodes.map(({ machine }) => `${machine.address}:50000`),
    ...(vip === undefined ? [] : [`${vip}:6443`]),
  ];
}

describe('of a cluster file nothing but addresses, ports, URLs and the strength of the encryption changes', () => {
  test('blog-cluster', () => {
    expect(differences(EXAMPLES['blog-cluster'], onLoopback(EXAMPLES['blog-cluster']).spec)).toEqual([
      'gitops.flux.repository.gitea.sshHost: - -> 127.27.252.2:2222',
      'gitops.flux.repository.gitea.url: https://gitea.example.com -> http://127.27.252.2:3000',
      'network.gateway: 10.200.0.1 -> 127.27.0.1',
      'network.subnet: 10.200.0.0/16 -> 127.27.0.0/16',
      'network.vip: 10.200.5.10 -> 127.27.5.10',
      'nodes.ctrl-00.address: 10.200.5.1 -> 127.27.5.1',
      'nodes.ctrl-01.address: 10.200.5.2 -> 127.27.5.2',
      'nodes.ctrl-02.address: 10.200.5.3 -> 127.27.5.3',
      'proxmox.endpoints.main.ssh.nodes.ryzen-proxmox.address: ryzen-proxmox.example.com -> 127.27.251.1',
      'proxmox.endpoints.main.ssh.nodes.ryzen-proxmox.port: - -> 2222',
      'proxmox.endpoints.main.url: https://ryzen-proxmox.example.com:8006 -> https://127.27.250.1:8006',
      'state.encryptionIterations: - -> 200000',
      'talos.factoryUrl: https://factory.talos.dev -> http://127.27.252.1:8080',
    ]);
  });

  test('home', () => {
    expect(differences(EXAMPLES.home, onLoopback(EXAMPLES.home).spec)).toEqual([
      'network.dnsServers.0: 10.0.0.1 -> 127.27.0.1',
      'network.gateway: 10.0.0.1 -> 127.27.0.1',
      'network.subnet: 10.0.0.0/24 -> 127.27.0.0/24',
      'network.vip: 10.0.0.10 -> 127.27.0.10',
      'nodes.ctrl-00.address: 10.0.0.11 -> 127.27.0.11',
      'nodes.ctrl-01.address: 10.0.0.12 -> 127.27.0.12',
      'nodes.ctrl-02.address: 10.0.0.13 -> 127.27.0.13',
      'nodes.work-00.address: 10.0.0.21 -> 127.27.0.21',
      'nodes.work-01.address: 10.0.0.22 -> 127.27.0.22',
      'proxmox.endpoints.main.url: https://pve1.example.com:8006 -> https://127.27.250.1:8006',
      'state.encryptionIterations: - -> 200000',
      'talos.factoryUrl: - -> http://127.27.252.1:8080',
    ]);
  });

  test('homelab-tofu', () => {
    const found = differences(EXAMPLES['homelab-tofu'], onLoopback(EXAMPLES['homelab-tofu']).spec);
    expect(found.filter((line) => !line.startsWith('nodes.'))).toEqual([
      'kubernetes.extraManifests.0: https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.2.1/standard-install.yaml -> http://127.27.252.3:8000/github.com/kubernetes-sigs/gateway-api/releases/download/v1.2.1/standard-install.yaml',
      'kubernetes.extraManifests.1: https://raw.githubusercontent.com/kubernetes-sigs/gateway-api/v1.2.1/config/crd/experimental/gateway.networking.k8s.io_tlsroutes.yaml -> http://127.27.252.3:8000/raw.githubusercontent.com/kubernetes-sigs/gateway-api/v1.2.1/config/crd/experimental/gateway.networking.k8s.io_tlsroutes.yaml',
      'kubernetes.extraManifests.2: https://raw.githubusercontent.com/alex1989hu/kubelet-serving-cert-approver/v0.9.0/deploy/standalone-install.yaml -> http://127.27.252.3:8000/raw.githubusercontent.com/alex1989hu/kubelet-serving-cert-approver/v0.9.0/deploy/standalone-install.yaml',
      'kubernetes.extraManifests.3: https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.7.2/components.yaml -> http://127.27.252.3:8000/github.com/kubernetes-sigs/metrics-server/releases/download/v0.7.2/components.yaml',
      'kubernetes.oidc.issuerUrl: https://id.kube.example.com -> https://127.27.252.5:8443',
      'network.dnsServers.0: 10.25.150.1 -> 127.27.150.1',
      'network.endpoint: api.kube.example.com -> 127.27.150.10',
      'network.gateway: 10.25.150.1 -> 127.27.150.1',
      'network.subnet: 10.25.150.0/24 -> 127.27.150.0/24',
      'network.vip: 10.25.150.10 -> 127.27.150.10',
      'proxmox.endpoints.kube.ssh.nodes.host3.address: host3.example.com -> 127.27.251.1',
      'proxmox.endpoints.kube.ssh.nodes.host3.port: - -> 2222',
      'proxmox.endpoints.kube.url: https://host3.example.com:8006 -> https://127.27.250.1:8006',
      'state.backend.s3.endpoint: https://s3.example.com -> http://127.27.252.4:9001',
      'state.encryptionIterations: - -> 200000',
      'talos.factoryUrl: - -> http://127.27.252.1:8080',
    ]);
  });

  test('two-sites', () => {
    const found = differences(EXAMPLES['two-sites'], onLoopback(EXAMPLES['two-sites']).spec);
    expect(found.filter((line) => !/^(nodes|network)\./.test(line))).toEqual([
      'gitops.flux.repository.ssh.url: ssh://git@github.com/owner/cluster.git -> ssh://git@127.27.252.2:2222/owner/cluster.git',
      'proxmox.endpoints.north.url: https://north.example.com:8006 -> https://127.27.250.1:8006',
      'proxmox.endpoints.south.url: https://south.example.com:8006 -> https://127.27.250.2:8006',
      'state.backend.http.address: https://state.example.com/two-sites -> http://127.27.252.4:9000/two-sites',
      'state.backend.http.lockAddress: https://state.example.com/two-sites/lock -> http://127.27.252.4:9000/two-sites/lock',
      'state.encryptionIterations: - -> 200000',
      'talos.factoryUrl: - -> http://127.27.252.1:8080',
    ]);
  });

  test.each(Object.entries(EXAMPLES))('%s keeps its images, its order and its input', (_, spec) => {
    const before = structuredClone(spec);
    const { model, spec: mapped } = onLoopback(spec);
    expect(spec).toEqual(before);
    expect(Object.keys(mapped.nodes)).toEqual(Object.keys(spec.nodes));
    expect(JSON.stringify(mapped)).not.toMatch(/host-private|git-token|a-long-passphrase/);
    expect(model.factoryUrl).toBe('http://127.27.252.1:8080');
  });
});

describe('texts of a cluster file', () => {
  function mapped(change: (spec: EditableSpec) => void) {
    const spec = copyOf('home');
    change(spec);
    return onLoopback(spec, { manifests: { 'https://example.com:8443/a/?x=1': 'kind: List\n' } });
  }

  test('follow the network of the machines, and stay as they are outside of it', () => {
    const { spec } = mapped((changed) => {
      changed.kubernetes.certSans = ['10.0.0.99', 'kube.example.com', '192.0.2.1'];
      changed.kubernetes.apiServerExtraArgs = { 'oidc-issuer-url': 'https://id.example.com/realm', v: 4 };
      changed.network.dnsServers = ['10.0.0.1', '1.1.1.1', '2606:4700:4700::1111'];
      changed.nodes['work-00']!.dnsServers = ['9.9.9.9', '1.1.1.1'];
      const nodeAnnotations = { a: 'http://10.0.0.7:80/x', b: '10.0.0.7/24', c: '10.0.0.7:80', d: '10.0.1.7' };
      Object.assign(changed.nodes['work-00']!, {
        patches: [{ machine: { nodeAnnotations } }, 'templates/patches/time-servers.yaml'],
      });
    });
    expect(spec.kubernetes.certSans).toEqual(['127.27.0.99', 'kube.example.com', '192.0.2.1']);
    expect(spec.kubernetes.apiServerExtraArgs).toEqual({ 'oidc-issuer-url': 'https://127.27.252.5:8443/realm', v: 4 });
    expect(spec.network.dnsServers).toEqual(['127.27.0.1', '127.27.253.1', '127.27.253.2']);
    expect(spec.nodes['work-00']?.dnsServers).toEqual(['127.27.253.3', '127.27.253.1']);
    expect(spec.nodes['work-00']?.patches).toEqual([
      {
        machine: {
          nodeAnnotations: { a: 'http://127.27.0.7:80/x', b: '127.27.0.7/24', c: '127.27.0.7:80', d: '10.0.1.7' },
        },
      },
      'templates/patches/time-servers.yaml',
    ]);
  });

  test('of a firewall follow the network, and let OpenTofu in', () => {
    const { spec, doubles } = mapped((changed) => {
      changed.network.firewall = {
        defaultAction: 'block',
        adminSubnets: ['10.0.0.0/8', '10.0.0.64/26', '192.168.1.0/24'],
        kubernetesApiSubnets: ['10.0.0.7/32', '0.0.0.0/0'],
        rules: { web: { ports: [80], subnets: ['fd00::/8', '10.0.0.0/24'], except: ['10.0.0.128/25'] } },
      };
    });
    expect(spec.network.firewall).toEqual({
      defaultAction: 'block',
      adminSubnets: ['127.27.0.0/24', '127.27.0.64/26', '192.168.1.0/24', '127.0.0.1/32'],
      kubernetesApiSubnets: ['127.27.0.7/32', '0.0.0.0/0'],
      rules: { web: { ports: [80], subnets: ['fd00::/8', '127.27.0.0/24'], except: ['127.27.0.128/25'] } },
    });
    expect(doubles.map(({ place }) => place)).toContain('network.firewall.adminSubnets');
  });

  test('say of a gateway outside of the network that it is outside', () => {
    const gatewayOf = (gateway: string) => mapped(({ network }) => (network.gateway = gateway)).spec.network.gateway;
    expect(['10.0.0.254', '10.0.1.1', '10.9.0.1'].map(gatewayOf)).toEqual([
      '127.27.0.254',
      '127.251.27.1',
      '127.251.27.1',
    ]);
  });

  test('of kernel arguments follow the network, so that machines reach the gateway', () => {
    const argument = (address: string, gateway: string) => `ip=${address}::${gateway}:255.255.255.0::eth0:off`;
    const { spec, model } = mapped((changed) => {
      changed.network.gateway = '192.0.2.1';
      const extraKernelArgs = ['console=ttyS0', argument('10.0.0.11', '192.0.2.1')];
      changed.nodes['ctrl-00']!.schematic = { extensions: ['siderolabs/qemu-guest-agent'], extraKernelArgs };
    });
    expect(spec.nodes['ctrl-00']?.schematic).toMatchObject({
      extraKernelArgs: ['console=ttyS0', argument('127.27.0.11', '127.251.27.1')],
    });
    const { imageKey } = model.nodes.find(({ name }) => name === 'ctrl-01')!;
    expect(model.images.find(({ key }) => key === imageKey)?.schematic.content.extraKernelArgs).toEqual([
      argument('127.27.0.12', '127.251.27.1'),
    ]);
  });

  test('lead to the file server where a machine fetches a manifest', () => {
    const url = 'https://example.com:8443/a/?x=1';
    const { spec, files } = mapped((changed) => {
      const externalCloudProvider = { enabled: true, manifests: [url] };
      Object.assign(changed, { patches: [{ cluster: { externalCloudProvider } }] });
    });
    const path = 'example.com_8443/a/index.yaml_12c091ef';
    expect(files).toEqual({ [path]: 'kind: List\n' });
    expect(spec.patches).toEqual([
      { cluster: { externalCloudProvider: { enabled: true, manifests: [`http://127.27.252.3:8000/${path}`] } } },
    ]);
  });

  test('that name the Kubernetes API lead to the VIP, and without one to a control plane', () => {
    const endpoint = (change: (spec: EditableSpec) => void) => mapped(change).spec.network.endpoint;
    expect(endpoint((spec) => (spec.network.endpoint = 'kube.example.com'))).toBe('127.27.0.10');
    const withoutVip = (name: string) => (spec: EditableSpec) => {
      spec.network = { subnet: '10.0.0.0/24', endpoint: name };
    };
    expect(endpoint(withoutVip('kube.example.com'))).toBe('127.27.0.11');
    expect(endpoint(withoutVip('192.0.2.1'))).toBe('127.27.0.11');
    expect(endpoint(withoutVip('10.0.0.12'))).toBe('127.27.0.12');
  });
});

describe('the homelab of a cluster', () => {
  test('has what the examples need', () => {
    const { homelab } = onLoopback(EXAMPLES['two-sites']);
    expect(homelab).toMatchObject({
      control: '127.27.252.9:9100',
      shownAddresses: [{ loopback: '127.27.0.0/16', shown: '10.1.0.0/16' }],
      git: { repositories: [{ owner: 'owner', name: 'cluster', branch: 'main' }], users: { git: ['ssh-ed25519 GIT'] } },
      state: { listen: '127.27.252.4:9000' },
      talos: { physical: [{ name: 'work-01', address: '127.27.5.22/16', image: { platform: 'metal' } }] },
      kubernetes: { apiserver: '/bin/kube-apiserver', etcd: '/bin/etcd' },
    });
    expect(homelab.proxmox.map(({ name, pools }) => [name, pools])).toEqual([
      ['north', ['talos']],
      ['south', []],
    ]);
    const storages = homelab.proxmox.flatMap(({ hosts }) => hosts.map((host) => host.storages.map(({ id }) => id)));
    expect(storages).toEqual([
      ['local', 'local-zfs', 'slow'],
      ['local', 'local-lvm'],
    ]);
  });

  test('has devices on their hosts, and a bucket where the state lies in one', () => {
    const devices = onLoopback(EXAMPLES.home).homelab.proxmox[0]?.hosts.map((host) => host.pciDevices);
    expect(devices).toEqual([[], [{ path: '0000:00:02.0', id: '8086:46a6', iommuGroup: 0 }]]);
    expect(onLoopback(EXAMPLES['homelab-tofu']).homelab.state).toMatchObject({ buckets: ['homelab-tofu'] });
  });

  test('gives a datastore for images and disks all content types', () => {
    const spec = copyOf('home');
    spec.proxmox!.endpoints.main!.hosts.pve1!.diskDatastoreId = 'local';
    const [host] = onLoopback(spec).homelab.proxmox[0]?.hosts ?? [];
    expect(host?.storages.find(({ id }) => id === 'local')).toMatchObject({
      type: 'dir',
      content: ['iso', 'vztmpl', 'import', 'snippets', 'images', 'rootdir'],
    });
  });

  test.each([
    [
      'bare-metal',
      ['secret_cloudflared_tunnel_token', 'secret_tailscale_auth_key', 'state_passphrase'],
      ['AWS_ACCESS_KEY_ID', 'AWS_EC2_METADATA_DISABLED', 'AWS_SECRET_ACCESS_KEY'],
    ],
    ['blog-cluster', ['gitea_token', 'proxmox_main_api_token', 'proxmox_main_ssh_private_key', 'state_passphrase'], []],
    ['home', ['proxmox_main_api_token', 'state_passphrase'], []],
    [
      'homelab-tofu',
      ['proxmox_kube_api_token', 'proxmox_kube_ssh_private_key', 'state_passphrase'],
      ['AWS_ACCESS_KEY_ID', 'AWS_EC2_METADATA_DISABLED', 'AWS_SECRET_ACCESS_KEY'],
    ],
    [
      'nova',
      ['proxmox_hypnos_api_token', 'state_passphrase'],
      ['AWS_ACCESS_KEY_ID', 'AWS_EC2_METADATA_DISABLED', 'AWS_SECRET_ACCESS_KEY'],
    ],
    ['prod-k8s', ['proxmox_main_api_token', 'state_passphrase'], []],
    [
      'two-sites',
      ['flux_git_ssh_private_key', 'proxmox_north_api_token', 'proxmox_south_api_token', 'state_passphrase'],
      [],
    ],
  ] as const)('%s has values for its variables', (name, variables, environment) => {
    const mapped = onLoopback(EXAMPLES[name]);
    expect(Object.keys(mapped.variables).sort()).toEqual(variables);
    expect(Object.keys(mapped.environment).sort()).toEqual([...environment, 'SSL_CERT_FILE'].sort());
  });

  test('has keys that SSH takes', () => {
    const { hostKey, gitKey } = makeSecrets();
    expect(hostKey.publicKey).toMatch(/^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}$/);
    expect(hostKey.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(gitKey.publicKey).not.toBe(hostKey.publicKey);
  });
});

describe('a cluster that has no place on loopback is refused', () => {
  test('with a fault', () => {
    const spec = copyOf('home');
    spec.nodes['work-00']!.address = '192.0.2.1';
    expect(() => onLoopback(spec)).toThrow('192.0.2.1');
  });

  test('in a block that is none', () => {
    expect(() => onLoopback(EXAMPLES.home, { block: 251 })).toThrow(
      'block of loopback addresses 251; write a number from 1 to 250',
    );
  });
});

test('any cluster lies in its block, no two services share an address, and the mapping is stable', () => {
  fc.assert(
    fc.property(arbitrarySpec(), fc.integer({ min: 1, max: 250 }), (spec, block) => {
      const mapped = onLoopback(spec, { block });
      expect(onLoopback(structuredClone(spec), { block })).toEqual(mapped);

      const addresses = JSON.stringify([mapped.spec.network, mapped.spec.nodes, mapped.spec.proxmox]).match(
        /\d+\.\d+\.\d+\.\d+/g,
      );
      expect((addresses ?? []).filter((address) => !address.startsWith(`127.${block}.`))).toEqual([]);

      const listening = listeners(mapped);
      expect(listening.filter((address) => !address.startsWith(`127.${block}.`))).toEqual([]);
      expect(new Set(listening).size).toBe(listening.length);
    }),
    { numRuns: process.env.CI === undefined ? 40 : 100 },
  );
});

test('secrets of other systems are made up, whatever file has them', () => {
  const spec = copyOf('home');
  spec.secrets = { 'ghcr-token': {}, key: { sops: { file: '__tests__/support/secrets.sops.yaml', key: 'login' } } };
  spec.machine = {
    registries: { auth: { 'ghcr.io': { auth: { secret: 'ghcr-token' } }, 'quay.io': { auth: { secret: 'key' } } } },
  };
  const { variables } = onLoopback(spec, { directory: projectRoot });
  expect(variables).toMatchObject({ secret_ghcr_token: SECRETS.ofOthers, secret_key: SECRETS.ofOthers });
});

test('hosts have as many processors as the sockets of a machine together', () => {
  const spec = changedSpec({ 'nodes.work-00.cpuCores': 10, 'nodes.work-00.cpuSockets': 4 });
  const cpus = Object.entries(leavesOf(onLoopback(spec).homelab)).filter(([path]) => path.endsWith('.cpus'));
  expect(cpus.map(([, value]) => value)).toEqual(['40', '40']);
});
