import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outsideDials } from '../../homelab/mapping/dials';
import { synthesize } from '../../homelab/synthesize';
import { copyOf, type EditableSpec } from '../support/cluster-stack';
import { onLoopback } from '../support/loopback';

let work: string;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'doubles-'));
});

afterEach(() => {
  rmSync(work, { recursive: true, force: true });
});

/** The example home with a change, on loopback; the extensions of its images are no news here. */
function played(change: (spec: EditableSpec) => void, options: Parameters<typeof onLoopback>[1] = {}) {
  const spec = copyOf('home');
  change(spec);
  const mapped = onLoopback(spec, options);
  const words = mapped.doubles.map(({ place, part, playedBy }) => `${place}: ${part} by ${playedBy}`);
  return { ...mapped, words };
}

/** Places of the stack of a cluster that lead away from loopback. */
function outside({ model }: ReturnType<typeof played>) {
  const stack = readFileSync(join(synthesize(model, work), 'cdk.tf.json'), 'utf8');
  return outsideDials(JSON.parse(stack) as Record<string, unknown>);
}

/** Kernel arguments that Talos reads. */
const ARGUMENTS = ['talos.config.early=KLUv/Q==', 'talos.config=https://10.0.0.9/cp.yaml', 'bond=bond0:eth0,eth1'];

/** A schematic with a document that leads away, which no machine here reads. */
const EMBEDDED = `customization:
  embeddedMachineConfiguration: |
    apiVersion: v1alpha1
    kind: SideroLinkConfig
    apiUrl: https://siderolink.example/v1
`;

const GIT = 'a Git host of the homelab, with a repository of that name that has one commit';

describe('a double plays', () => {
  test('pools of IPv6 addresses, one after the other', () => {
    const mapped = played((spec) => {
      spec.network = { subnet: 'fd00::/64', gateway: 'fe80::1', vip: 'fd00::10' };
      Object.assign(spec.kubernetes, { podSubnets: ['fd01::/56'], serviceSubnets: ['fd02::/112'] });
      Object.values(spec.nodes).forEach((node, index) => (node.address = `fd00::${index + 17}`));
      spec.pools = {
        more: { machineType: 'worker', nodes: ['m-3', 'm-5'], firstName: 'm-1', addresses: 'fd00::1:18-fd00::1:ffff' },
        few: { machineType: 'worker', nodes: 2, addresses: 'fd00::2:0-fd00::2:1' },
      };
    });
    const { more = '', few = '' } = Object.fromEntries(
      Object.entries((mapped.spec as EditableSpec).pools ?? {}).map(([name, pool]) => [name, pool.addresses]),
    );
    const [first, last] = more.split('-').map((address: string) => address.split('.').map(Number));
    // room to grow
    expect((last?.[2] ?? 0) * 256 + (last?.[3] ?? 0) - (first?.[2] ?? 0) * 256 - (first?.[3] ?? 0)).toBe(255);
    expect(few).toBe('127.27.0.1-127.27.0.2');
    const addresses = Object.values(mapped.model.nodes).map(({ machine }) => machine.address);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(mapped.shownAddresses['m-3']).toBe('fd00::1:1a');
    expect(mapped.network.shownText(`at ${mapped.network.map('fd00::1:1a')}`)).toBe('at fd00::1:1a');
    expect(outside(mapped)).toEqual([]);
  });

  test('a pool whose range reaches among the services of the homelab', () => {
    const mapped = played((spec) => {
      spec.network = { ...spec.network, subnet: '10.0.0.0/16' };
      spec.pools = { more: { machineType: 'worker', nodes: 3, addresses: '10.0.249.255-10.0.250.9' } };
    });
    expect(mapped.words).toContain(
      'pools.more.addresses: 10.0.249.255-10.0.250.9 by another address, as the homelab has room for a /16, and for its own services there',
    );
    const members = mapped.model.nodes
      .filter(({ name }) => name.startsWith('more-'))
      .map(({ machine }) => machine.address);
    expect(members).toHaveLength(3);
    for (const address of members) expect(Number(address.split('.')[2])).toBeLessThan(250);
    expect(outside(mapped)).toEqual([]);
  });

  test('mirrors of images and of installer images', () => {
    const mapped = played((spec) => {
      spec.talos = {
        ...spec.talos,
        imageMirror: 'https://proxy.example.com/',
        installerMirror: 'harbor.example.com/talos',
      };
    });
    expect(mapped.words).toEqual([
      'talos.imageMirror: https://proxy.example.com/ by the factory of the homelab, which has what a mirror of it has',
      'talos.installerMirror: harbor.example.com/talos by a registry of the homelab, which has the installer images of the factory',
    ]);
    expect(mapped.spec.talos).toMatchObject({
      imageMirror: 'http://127.27.252.1:8080',
      installerMirror: '127.27.249.1:5000/talos',
    });
    expect(outside(mapped)).toEqual([]);
  });

  test('overlays of boards and values of META', () => {
    const mapped = played((spec) => {
      spec.talos.schematic = {
        extensions: ['siderolabs/qemu-guest-agent'],
        overlay: { image: 'siderolabs/sbc-raspberrypi', name: 'rpi_generic' },
        meta: [{ key: 12, value: 'a' }],
      };
    });
    expect(mapped.words).toEqual([
      'talos.schematic: overlay rpi_generic by its name in the image, which boots as any other',
      'talos.schematic: meta 12 by its value in the image; the network of the machine is that of the homelab',
    ]);
  });

  test('a machine configuration in the image, and kernel arguments that Talos reads', () => {
    const mapped = played((spec) => {
      spec.talos.schematic = { extraKernelArgs: ARGUMENTS };
    });
    expect(mapped.words).toEqual([
      'talos.schematic: talos.config.early=KLUv/Q== by its text in the image, which machines read when they have no configuration',
      'talos.schematic: talos.config=https://10.0.0.9/cp.yaml by its text in the image; Talos on nocloud images does not read it',
      'talos.schematic: bond=bond0:eth0,eth1 by its text in the image; the network of the machine is that of the homelab',
    ]);
    expect(mapped.spec.talos.schematic).toEqual({ extraKernelArgs: ARGUMENTS });
    expect(outside(mapped)).toEqual([]);

    writeFileSync(join(work, 'a.yaml'), EMBEDDED);
    const ofFile = played((spec) => (spec.talos.schematic = 'a.yaml'), { directory: work });
    expect(ofFile.words).toEqual([
      'talos.schematic: embeddedMachineConfiguration by its text in the image; nothing here needs it before the configuration of the cluster comes',
    ]);
    expect(ofFile.spec.talos.schematic).toBe('a.yaml');
  });

  test('IPv6, with IPv4 for machines, pods and services', () => {
    const mapped = played((spec) => {
      spec.network = { subnet: 'fd00::/64', gateway: 'fe80::1', vip: 'fd00::10', dnsServers: ['fd00::1'] };
      Object.values(spec.nodes).forEach((node, index) => (node.address = `fd00::${index + 17}`));
      spec.kubernetes.podSubnets = ['fd01::/56'];
      spec.kubernetes.serviceSubnets = ['fd02::/112'];
    });
    expect(mapped.spec.network).toEqual({
      subnet: '127.27.0.0/16',
      gateway: '127.27.0.1',
      vip: '127.27.0.16',
      dnsServers: ['127.27.0.2'],
    });
    expect(Object.values(mapped.spec.nodes).map(({ address }) => address)).toEqual(
      [23, 24, 25, 32, 33].map((last) => `127.27.0.${last}`),
    );
    expect(mapped.spec.kubernetes).toMatchObject({ podSubnets: ['10.244.0.0/16'], serviceSubnets: ['10.96.0.0/12'] });
    expect(mapped.words).toEqual(
      expect.arrayContaining([
        'network.subnet: fd00::/64 by IPv4 addresses of 127.0.0.0/8, which are all that a computer has without being configured',
        'kubernetes.podSubnets: fd01::/56 by an IPv4 network, as the machines have IPv4 addresses here',
        'kubernetes.serviceSubnets: fd02::/112 by an IPv4 network, as the machines have IPv4 addresses here',
      ]),
    );
    expect(mapped.homelab.shownAddresses).toEqual([{ loopback: '127.27.0.0/16', shown: '198.18.0.0/16' }]);
    expect(mapped.network.shownText('https://127.27.0.16:6443, 127.27.0.23, 127.27.252.1')).toBe(
      'https://fd00::10:6443, fd00::17, 127.27.252.1',
    );
    expect(outside(mapped)).toEqual([]);
  });

  test('addresses of a large network, each at a place of its own', () => {
    const mapped = played((spec) => {
      spec.network = { subnet: '172.16.0.0/12', vip: '172.30.0.1' };
      Object.values(spec.nodes).forEach((node, index) => (node.address = `172.${index + 16}.0.1`));
    });
    const addresses = Object.values(mapped.spec.nodes).map(({ address }) => address);
    expect([mapped.spec.network.vip, ...addresses].sort()).toEqual(
      [1, 2, 3, 4, 5]
        .map((last) => `127.27.0.${last}`)
        .concat('127.27.0.6')
        .sort(),
    );
    expect(mapped.words.filter((line) => line.includes('.address: '))).toHaveLength(5);
    expect(mapped.homelab.shownAddresses).toContainEqual({ loopback: `${addresses[1]}/32`, shown: '172.17.0.1/32' });
    expect(mapped.network.shownText(`node ${addresses[1]} is up`)).toBe('node 172.17.0.1 is up');
  });

  test('an address whose numbers a service of the homelab has', () => {
    const mapped = played((spec) => {
      spec.network = { subnet: '10.0.0.0/16' };
      spec.nodes['work-00']!.address = '10.0.250.11';
    });
    const { address } = mapped.spec.nodes['work-00']!;
    // the first control plane has 0.11
    expect(address).toBe('127.27.0.14');
    expect(mapped.words).toContain(
      'nodes.work-00.address: 10.0.250.11 by another address, as the homelab has room for a /16, and for its own services there',
    );
  });

  test('a small network that lies where services are, below them', () => {
    const mapped = played((spec) => {
      spec.network = { subnet: '192.168.252.0/24', gateway: '192.168.252.1' };
      Object.values(spec.nodes).forEach((node, index) => (node.address = `192.168.252.${index + 11}`));
    });
    expect(mapped.spec.network).toEqual({ subnet: '127.27.124.0/24', gateway: '127.27.124.1' });
    expect(mapped.homelab.shownAddresses).toEqual([{ loopback: '127.27.124.0/24', shown: '192.168.252.0/24' }]);
    expect(mapped.network.shownText('127.27.124.11')).toBe('192.168.252.11');
    expect(mapped.doubles.filter(({ place }) => place.startsWith('nodes.') && place.endsWith('.address'))).toEqual([]);
  });

  test('an SSH agent, which holds the key of the hosts', () => {
    const mapped = played((spec) => (spec.proxmox!.endpoints.main!.ssh = { agent: true }));
    expect(mapped.words).toContain(
      'proxmox.endpoints.main.ssh.agent: true by an agent of the homelab, with a key for its hosts',
    );
    expect(mapped.homelab).toMatchObject({
      sshAgent: { socket: '/homelab/state/agent.sock', privateKey: 'host-private' },
    });
    expect(mapped.environment.SSH_AUTH_SOCK).toBe('/homelab/state/agent.sock');
    expect(Object.keys(mapped.variables)).not.toContain('proxmox_main_ssh_private_key');
    expect(mapped.model.endpoints[0]?.ssh?.agent).toBe(true);
  });

  test('a bucket before the address, in AWS', () => {
    const s3 = { bucket: 'b', region: 'eu', usePathStyle: false, skipAwsChecks: false };
    const mapped = played((spec) => (spec.state = { backend: { s3 } }));
    expect(mapped.spec.state?.backend).toEqual({
      s3: { ...s3, usePathStyle: true, skipAwsChecks: true, endpoint: 'http://127.27.252.4:9001' },
    });
    expect(mapped.words).toEqual(
      expect.arrayContaining([
        'state.backend.s3.bucket: b by a store of the homelab, empty at first',
        'state.backend.s3.usePathStyle: false by the bucket in the path, as no name can stand before an address',
        'state.backend.s3.skipAwsChecks: false by true, as nothing here knows accounts of AWS',
      ]),
    );
  });

  test.each([
    ['https', 'https://github.com/a/b.git', 'https://127.27.252.2:3443/a/b.git', 'a', 'b', 'flux_git_token'],
    ['https', 'https://gitlab.com/a/b/c', 'https://127.27.252.2:3443/a-b/c.git', 'a-b', 'c', 'flux_git_token'],
    [
      'ssh',
      'ssh://git@git.example.com:7999/c.git',
      'ssh://git@127.27.252.2:2222/owner/c.git',
      'owner',
      'c',
      'flux_git_ssh_private_key',
    ],
  ] as const)('a repository over %s at %s', (kind, url, mappedUrl, owner, name, variable) => {
    const mapped = played((spec) => (spec.gitops = { flux: { repository: { [kind]: { url } } as never } }));
    expect(mapped.model.gitops.flux?.repository).toEqual({ [kind]: { url: mappedUrl } });
    expect(mapped.homelab).toMatchObject({ git: { repositories: [{ owner, name, branch: 'main' }] } });
    expect(Object.keys(mapped.variables)).toContain(variable);
    expect(mapped.words).toContain(`gitops.flux.repository.${kind}.url: ${url} by ${GIT}`);
    expect(outside(mapped)).toEqual([]);
  });

  test.each([
    [{ embeddedManifests: false }, 'embeddedManifests false'],
    [{ version: 'v2.8.5' }, 'v2.8.5'],
  ])('Flux from GitHub: %j', (settings, part) => {
    const repository = { ssh: { url: 'ssh://git@github.com/a/b.git' } };
    const mapped = played((spec) => (spec.gitops = { flux: { repository, ...settings } }));
    expect(mapped.model.gitops.flux).toMatchObject({ embeddedManifests: true });
    expect(mapped.words).toContain(
      `gitops.flux: ${part} by the manifests that the provider brings, from no other server`,
    );
    expect(outside(mapped)).toEqual([]);
  });

  test('a directory outside of the project', () => {
    const mapped = played((spec) => (spec.outputs = { directory: '/home/me/clusters' }));
    expect(mapped.model.outputs.directory).toBe('outside/home/me/clusters');
    expect(mapped.words).toContain('outputs.directory: /home/me/clusters by a directory of the temporary project');
  });

  test('a manifest that nobody here has', () => {
    const url = 'https://example.com/v1/x.yaml';
    const { files, words } = played((spec) => (spec.kubernetes.extraManifests = [url]));
    expect(JSON.parse(files['example.com/v1/x.yaml'] ?? '')).toMatchObject({ kind: 'ConfigMap', data: { url } });
    expect(words).toContain(`kubernetes.extraManifests: ${url} by a manifest with one ConfigMap that names the URL`);
  });

  test('a mapping of devices that is there already', () => {
    const mapped = played((spec) => (spec.nodes['work-00']!.pciDevices = [{ mapping: 'nic' }]));
    const [endpoint] = mapped.homelab.proxmox;
    const entry = (host: string) => `id=1234:5678,node=${host},path=fffe:01:00.0,iommugroup=1000`;
    expect(endpoint).toMatchObject({ pciMappings: { nic: [entry('pve1'), entry('pve2')] } });
    expect(endpoint?.hosts[0]?.pciDevices).toContainEqual({ path: 'fffe:01:00.0', id: '1234:5678', iommuGroup: 1000 });
    expect(mapped.words).toContain(
      'nodes.work-00.pciDevices: nic by a resource mapping that is there from the start, with a device of no use',
    );
  });

  test('a mapping of USB devices that is there already', () => {
    const mapped = played((spec) => (spec.nodes['work-00']!.usbDevices = [{ mapping: 'stick' }]));
    expect(mapped.homelab.proxmox[0]).toMatchObject({
      usbMappings: { stick: ['id=1234:5678,node=pve1', 'id=1234:5678,node=pve2'] },
    });
    expect(mapped.words).toContain(
      'nodes.work-00.usbDevices: stick by a resource mapping that is there from the start, with a device of no use',
    );
  });

  test('a mapping of directories that is there already', () => {
    const mapped = played((spec) => (spec.nodes['work-00']!.virtiofs = { media: { mapping: 'share' } }));
    expect(mapped.homelab.proxmox[0]).toMatchObject({
      directoryMappings: { share: ['node=pve1,path=/mnt/share', 'node=pve2,path=/mnt/share'] },
    });
    expect(mapped.words).toContain(
      'nodes.work-00.virtiofs: share by a resource mapping that is there from the start, with a directory that is empty',
    );
  });

  test('whatever a machine is told to call, an address of its own for each host', () => {
    const mapped = played((spec) => {
      const destinations = [{ endpoint: 'tcp://10.9.9.9:514', format: 'json_lines' }];
      const extraHostEntries = [
        { ip: '10.9.9.9', aliases: ['logs'] },
        { ip: '10.0.0.7', aliases: ['nas'] },
      ];
      spec.patches = [{ machine: { logging: { destinations }, network: { extraHostEntries } } }];
    });
    expect(mapped.spec.patches).toEqual([
      {
        machine: {
          logging: { destinations: [{ endpoint: 'tcp://127.27.254.1:514', format: 'json_lines' }] },
          network: {
            extraHostEntries: [
              { ip: '127.27.254.1', aliases: ['logs'] },
              { ip: '127.27.0.7', aliases: ['nas'] },
            ],
          },
        },
      },
    ]);
    expect(mapped.words.filter((line) => line.startsWith('patches'))).toEqual([
      'patches[0].machine.logging.destinations[0].endpoint: tcp://10.9.9.9:514 by an address where nobody listens',
      'patches[0].machine.network.extraHostEntries[0].ip: 10.9.9.9 by an address where nobody listens',
    ]);
    expect(outside(mapped)).toEqual([]);
  });

  test('what a file of patches calls; one that calls nothing stays a file', () => {
    const write = (name: string, text: string) => {
      writeFileSync(join(work, name), text);
      return join(work, name);
    };
    const calling = write(
      'calls.yaml',
      'machine: { logging: { destinations: [{ endpoint: "udp://logs.lan:514" }] } }\n',
    );
    const quiet = write('quiet.yaml', 'machine: { time: { servers: [10.0.0.1, time.example.com] } }\n');
    const service = write(
      'service.yaml',
      'apiVersion: v1alpha1\nkind: ExtensionServiceConfig\nname: tailscale\nenvironment: [TS_LOGIN=https://login.example.com:443]\n',
    );
    const mapped = played((spec) => (spec.patches = [calling, quiet, service]));
    expect(mapped.spec.patches).toEqual([
      { machine: { logging: { destinations: [{ endpoint: 'udp://127.27.254.1:514' }] } } },
      quiet,
      service,
    ]);
    expect(mapped.words).toEqual(
      expect.arrayContaining([
        `${calling}.machine.logging.destinations[0].endpoint: udp://logs.lan:514 by an address where nobody listens`,
        `${service}: ExtensionServiceConfig tailscale by its configuration on the machine; no program of it runs`,
      ]),
    );
    expect(outside(mapped)).toEqual([]);
  });

  test('extensions, but for the guest agent', () => {
    const { words } = played((spec) => {
      spec.talos.schematic = { extensions: ['siderolabs/qemu-guest-agent', 'siderolabs/tailscale'] };
      spec.machine = { extensionServices: { tailscale: { environment: { TS_ROUTES: '10.0.0.0/24' } } } };
    });
    expect(words.filter((line) => line.includes('siderolabs/'))).toEqual([
      'talos.schematic: siderolabs/tailscale by its name in the image; no program of it runs',
    ]);
  });
});

test('variables of the environment stand in the mapped file with their values', () => {
  const spec = copyOf('home');
  spec.proxmox!.endpoints.main!.url = '${env.PVE_URL}';
  const { spec: mapped } = onLoopback(spec, { environment: { PVE_URL: 'https://pve.example.com:8006' } });
  expect(mapped.proxmox?.endpoints.main?.url).toBe('https://127.27.250.1:8006');
});
