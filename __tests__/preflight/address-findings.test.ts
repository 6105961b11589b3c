import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { addressFindings, type ClusterAddresses } from '../../src/preflight/address-findings';
import { selfSigned } from '../support/self-signed';

// every address of 127.0.0.0/8 is there on Linux only
const onLinux = process.platform === 'linux' ? describe : describe.skip;

const CONTROL_PLANE = { name: 'cp-1', address: '127.78.0.11', isVirtual: true, isControlPlane: true };
const METAL = { ...CONTROL_PLANE, isVirtual: false };

const CLUSTER: ClusterAddresses = {
  machines: [CONTROL_PLANE],
  clusterEndpoint: 'https://127.78.0.11:6443',
  present: new Map([['cp-1', false]]),
  isApplied: false,
};

const NOTHING = { errors: [], warnings: [], unknown: [], fine: [] };

onLinux('addresses', () => {
  const servers: Server[] = [];

  afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((closed) => server.close(closed)))));

  const listen = (server: Server, address: string, port: number) =>
    new Promise<void>((listening) => {
      servers.push(server);
      server.listen(port, address, listening);
    });

  const plain = (address: string, port: number) =>
    listen(
      createServer((socket) =>
        socket
          .on('error', () => undefined)
          .resume()
          .end('hello\n'),
      ),
      address,
      port,
    );

  const secured = (address: string, port: number, commonName: string) => {
    const server = createTlsServer(selfSigned(commonName), (socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end(),
    );
    return listen(
      server.on('tlsClientError', () => undefined),
      address,
      port,
    );
  };

  test('nothing answers where a machine is to be', async () => {
    expect(await addressFindings(CLUSTER)).toEqual({
      ...NOTHING,
      fine: ['free, as far as this computer sees: 127.78.0.11'],
    });
  });

  test('something answers there, and says what it is', async () => {
    await plain('127.78.0.11', 6443);
    await secured('127.78.0.11', 50_000, 'talos-abc');
    expect(await addressFindings(CLUSTER)).toEqual({
      ...NOTHING,
      errors: [
        'nodes.cp-1.address 127.78.0.11 is in use already: the Talos API (port 50000, it says "talos-abc") and the Kubernetes ' +
          'API (port 6443) answers there, and the machine does not exist yet; write another address, or take it from what has it',
      ],
    });
  });

  test('a machine of the cluster that exists is not asked', async () => {
    await plain('127.78.0.11', 6443);
    expect(await addressFindings({ ...CLUSTER, present: new Map([['cp-1', true]]) })).toEqual(NOTHING);
  });

  test('of a machine of which nothing is known nothing is said', async () => {
    await plain('127.78.0.11', 6443);
    const unasked = { ...CLUSTER, present: new Map<string, boolean>() };
    expect((await addressFindings(unasked)).errors).toHaveLength(1);
    expect(await addressFindings({ ...unasked, isApplied: undefined })).toEqual({
      ...NOTHING,
      unknown: ['addresses in use were not looked for (whether the machines exist is not known): 127.78.0.11'],
    });
  });

  test('a virtual IP, until a control plane is there', async () => {
    await plain('127.78.0.10', 6443);
    const withVip = { ...CLUSTER, vip: '127.78.0.10', clusterEndpoint: 'https://127.78.0.10:6443' };
    expect((await addressFindings(withVip)).errors).toEqual([
      'network.vip 127.78.0.10 is in use already: the Kubernetes API (port 6443) answers there, and no control plane of the ' +
        'cluster exists yet; write a free address, which no machine and no DHCP server has',
    ]);
    expect((await addressFindings({ ...withVip, present: new Map([['cp-1', true]]) })).errors).toEqual([]);
    expect((await addressFindings({ ...withVip, present: new Map(), isApplied: undefined })).unknown).toEqual([
      expect.stringContaining('127.78.0.11, 127.78.0.10'),
    ]);
  });

  test('a physical machine has to wait for a configuration', async () => {
    const metal = { ...CLUSTER, machines: [METAL], present: new Map<string, boolean>() };
    expect((await addressFindings(metal)).warnings).toEqual([
      expect.stringContaining('nodes.cp-1.address 127.78.0.11: nothing answers; an apply needs the machine to be up'),
    ]);
    await plain('127.78.0.11', 6443);
    expect((await addressFindings(metal)).errors).toEqual([
      expect.stringContaining(
        '127.78.0.11: the Kubernetes API (port 6443) answers there, and not Talos; start the machine',
      ),
    ]);
    await secured('127.78.0.11', 50_000, 'maintenance-service.talos.dev');
    expect(await addressFindings(metal)).toEqual({
      ...NOTHING,
      fine: ['up and waiting for a configuration: cp-1'],
    });
    expect(await addressFindings({ ...metal, isApplied: true })).toEqual(NOTHING);
    expect((await addressFindings({ ...metal, isApplied: undefined })).unknown).toHaveLength(1);
  });

  test('a physical machine of another cluster', async () => {
    await secured('127.78.0.11', 50_000, 'worker-3');
    expect((await addressFindings({ ...CLUSTER, machines: [METAL] })).errors).toEqual([
      'nodes.cp-1.address 127.78.0.11: the Talos API (port 50000, it says "worker-3") answers there, from a machine that has a ' +
        'configuration already, and this cluster was not applied yet; reset it with talosctl reset, or have the state of its ' +
        'cluster back',
    ]);
  });

  test('a cluster endpoint of its own: a load balancer is none, another Kubernetes is', async () => {
    const balanced = { ...CLUSTER, clusterEndpoint: 'https://127.78.0.99:7443' };
    await plain('127.78.0.99', 7443);
    expect((await addressFindings(balanced)).errors).toEqual([]);
    await secured('127.78.0.99', 7444, 'kube-apiserver');
    const other = { ...CLUSTER, clusterEndpoint: 'https://127.78.0.99:7444' };
    expect((await addressFindings(other)).errors).toEqual([
      'the cluster endpoint https://127.78.0.99:7444 belongs to another cluster: something (port 7444, it says ' +
        '"kube-apiserver") answers there, and no control plane of this cluster exists yet; write another ' +
        'network.endpoint, or let its name lead to this cluster',
    ]);
    expect((await addressFindings({ ...other, present: new Map([['cp-1', true]]) })).errors).toEqual([]);
  });
});

test('a cluster endpoint whose name has no address', async () => {
  const { warnings } = await addressFindings({ ...CLUSTER, clusterEndpoint: 'https://home.invalid:6443' });
  expect(warnings).toEqual([
    expect.stringMatching(
      /^the cluster endpoint https:\/\/home\.invalid:6443 leads nowhere from here: home\.invalid has no/,
    ),
  ]);
});
