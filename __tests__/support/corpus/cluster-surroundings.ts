import fc from 'fast-check';
import type { Choices, Fields } from './choices';

/** Where virtual machines run. */
export function proxmox({ map, of }: Choices): fc.Arbitrary<Fields> {
  const capacity = map({ cpuCores: of(128), memoryMiB: of(1_048_576) });
  const defaults = {
    imageDatastoreId: of('local', 'nfs'),
    diskDatastoreId: of('local-lvm'),
    networkBridge: of('vmbr0'),
    capacity,
  };
  const host = map(defaults, ['diskDatastoreId']);
  const device = (index: number) =>
    map(
      {
        host: fc.constant('pve2'),
        path: fc.constant(`0000:0${index}:00.0`),
        id: of('8086:46a6'),
        subsystemId: of('8086:7270'),
        iommuGroup: of(3),
      },
      ['host', 'path', 'id'],
    );
  const endpoint = (name: string, hosts: readonly string[]) =>
    map(
      {
        url: fc.constant(`https://${name}.example:8006`),
        insecure: fc.boolean(),
        region: of('home', 'cellar'),
        ssh: map({
          username: of('terraform'),
          agent: fc.boolean(),
          nodes: fc.record({ [hosts[0] ?? '']: map({ address: of('10.0.0.2'), port: of(2222) }, ['address']) }),
        }),
        hostDefaults: map(defaults),
        imageHost: of(hosts[0] ?? ''),
        hosts: fc.record(Object.fromEntries(hosts.map((each) => [each, host]))),
        ...(hosts.includes('pve2') && {
          pciMappings: fc.record({ gpu: fc.record({ devices: fc.tuple(device(1)) }) }),
          highAvailability: highAvailability({ map, of }),
          backupJobs: backupJobs({ map, of }),
          sdn: networks({ map, of }),
          resourcePools: of({ talos: { comment: 'Talos' }, 'talos/test': {} }),
          directoryMappings: of({
            media: {
              directories: [
                { host: 'pve1', path: '/a' },
                { host: 'pve2', path: '/b' },
              ],
            },
          }),
          usbMappings: of({ dongle: { devices: [{ host: 'pve2', id: '1a86:7523', path: '1-2' }] } }),
        }),
      },
      ['url', 'hosts', 'ssh'],
    ).map(withSharedImages);
  return map(
    {
      tags: of(['talos'], ['k8s', 'corpus']),
      roleTags: fc.boolean(),
      endpoints: fc.record({ main: endpoint('main', ['pve1', 'pve2']), lab: endpoint('lab', ['pve1']) }),
    },
    ['endpoints'],
  );
}

/** All hosts have the datastore that one of them downloads images onto. */
function withSharedImages(endpoint: Fields): Fields {
  if (endpoint.imageHost === undefined) return endpoint;
  const hosts = Object.entries(endpoint.hosts as Readonly<Record<string, Fields>>).map(
    ([name, { imageDatastoreId: _ofItsOwn, ...host }]) => [name, host] as const,
  );
  return { ...endpoint, hosts: Object.fromEntries(hosts) };
}

/** A control plane and a worker of the first endpoint, which is a cluster of two hosts. */
function highAvailability({ map, of }: Pick<Choices, 'map' | 'of'>): fc.Arbitrary<Fields> {
  return map(
    {
      machines: of(['controlplane-0', 'worker-4']),
      state: of('started', 'ignored'),
      maxRestart: of(0, 3),
      maxRelocate: of(2),
      failback: fc.boolean(),
      separateControlPlanes: fc.boolean(),
      nodeAffinity: fc.record({
        near: map({ machines: of(['worker-4']), hosts: of({ pve1: 1, pve2: 1 }), strict: fc.boolean() }, [
          'machines',
          'hosts',
        ]),
      }),
      resourceAffinity: of({ apart: { machines: ['controlplane-0', 'worker-4'], affinity: 'negative' } }),
    },
    ['machines'],
  );
}

/** A job of machines, and one of a resource pool. */
function backupJobs({ map, of }: Pick<Choices, 'map' | 'of'>): fc.Arbitrary<Fields> {
  const common = { schedule: of('02:30', 'sun 04:00', 'mon..fri 22:00'), datastoreId: of('nas') };
  return fc.record({
    nightly: map(
      {
        ...common,
        machines: of(['controlplane-0', 'worker-4']),
        mode: of('snapshot', 'suspend', 'stop'),
        compression: of('zstd', 'gzip', 'lzo', 'none'),
        keep: of({ last: 3 }, { hourly: 24, daily: 7, weekly: 4, monthly: 6, yearly: 1 }),
        enabled: fc.boolean(),
        notesTemplate: of('{{guestname}} on {{node}}'),
        repeatMissed: fc.boolean(),
      },
      ['schedule', 'datastoreId', 'machines'],
    ),
    weekly: map({ ...common, poolId: of('talos') }, ['schedule', 'datastoreId', 'poolId']),
  });
}

/** Zones of all types, and vnets that no machine is on. */
function networks({ map, of }: Pick<Choices, 'map' | 'of'>): fc.Arbitrary<Fields> {
  const common = {
    hosts: of(['pve1', 'pve2']),
    mtu: of(1400),
    ipam: of('pve'),
    dns: of('named'),
    reverseDns: of('named'),
    dnsZone: of('lab.example'),
  };
  const subnet = map(
    {
      cidr: of('10.77.0.0/24'),
      gateway: of('10.77.0.1'),
      snat: of(true),
      dhcpRange: of({ start: '10.77.0.100', end: '10.77.0.199' }),
      dhcpDnsServer: of('10.77.0.1'),
      dnsZonePrefix: of('lab'),
    },
    ['cidr', 'gateway'],
  );
  const zones = fc.record({
    own: map({ type: of('simple'), dhcp: of(true), ...common }, ['type', 'dhcp', 'dns']),
    flat: map({ type: of('vlan'), bridge: of('vmbr1'), ...common }, ['type', 'bridge', 'dns']),
    inner: map(
      {
        ...{ type: of('qinq'), bridge: of('vmbr1'), serviceVlan: of(100) },
        serviceVlanProtocol: of('802.1q', '802.1ad'),
      },
      ['type', 'bridge', 'serviceVlan'],
    ),
    over: map({ type: of('vxlan'), peers: of(['10.0.0.2', '10.0.0.3']) }, ['type', 'peers']),
    routed: map(
      {
        ...{ type: of('evpn'), controller: of('bgp'), vrfVxlan: of(10_000), exitNodes: of(['pve1', 'pve2']) },
        ...{ primaryExitNode: of('pve1'), exitNodesLocalRouting: fc.boolean(), advertiseSubnets: fc.boolean() },
        ...{ disableArpNdSuppression: fc.boolean(), routeTargetImport: of('65000:65000') },
      },
      ['type', 'controller', 'vrfVxlan', 'exitNodes'],
    ),
  });
  const vnets = fc.record({
    lab: map({ zone: of('own'), alias: of('Lab'), isolatePorts: fc.boolean(), subnets: fc.tuple(subnet) }, ['zone']),
    wide: map({ zone: of('flat'), tag: of(20), vlanAware: fc.boolean() }, ['zone', 'tag']),
  });
  return fc.record({ zones, vnets });
}

/** Where the state is kept. */
export function state(choices: Choices): fc.Arbitrary<unknown> {
  const { map, oneOf, of } = choices;
  const backend = oneOf<unknown>(
    fc.constant('local'),
    fc.record({ s3: s3(choices) }),
    fc.record({ http: http(choices) }),
    fc.record({ pg: pg(choices) }),
    fc.record({ kubernetes: kubernetes(choices) }),
  );
  return oneOf<unknown>(
    map({ backend, encryption: of('on', 'migrate'), encryptionIterations: of(200_000, 600_000) }, ['encryption']),
    map({ backend, encryption: of('off'), lockTimeoutSeconds: of(0, 600) }),
  );
}

function s3({ map, of }: Choices): fc.Arbitrary<Fields> {
  return map(
    {
      bucket: of('state'),
      key: of('corpus.tfstate'),
      region: of('eu-central-1'),
      endpoint: of('https://s3.example.com'),
      usePathStyle: fc.boolean(),
      useLockfile: fc.boolean(),
      skipAwsChecks: fc.boolean(),
    },
    ['bucket', 'region'],
  );
}

function http({ map, of }: Choices): fc.Arbitrary<Fields> {
  return map(
    {
      address: of('https://state.example.com/corpus'),
      lockAddress: of('https://state.example.com/corpus/lock'),
      unlockAddress: of('https://state.example.com/corpus/lock'),
      updateMethod: of('POST', 'PUT'),
      lockMethod: of('LOCK', 'PUT'),
      unlockMethod: of('UNLOCK', 'DELETE'),
      retryWaitMinSeconds: of(5),
    },
    ['address', 'lockAddress'],
  );
}

/** The repository that Flux follows. */
export function flux({ map, oneOf, of }: Choices): fc.Arbitrary<Fields> {
  return oneOf<Fields>(fc.record({ embeddedManifests: of(true, false) }), fc.record({ version: of('v2.7.2') })).chain(
    (manifests) =>
      map(
        {
          repository: oneOf<unknown>(
            fc.record({
              gitea: map(
                {
                  url: of('https://git.example.com'),
                  owner: of('home'),
                  repository: of('cluster'),
                  sshHost: of('git.example.com:2222'),
                },
                ['url', 'owner', 'repository'],
              ),
            }),
            of({ ssh: { url: 'ssh://git@github.com/home/cluster.git' } }),
            of({ https: { url: 'https://github.com/home/cluster.git', username: 'bot' } }),
          ),
          branch: of('main', 'live'),
          path: of('clusters/corpus'),
          intervalSeconds: of(300),
          components: of(['source-controller', 'kustomize-controller']),
          componentsExtra: of(['image-reflector-controller', 'image-automation-controller']),
          namespace: of('flux-system', 'gitops'),
        },
        ['repository'],
      ).map((rest) => ({ ...rest, ...manifests })),
  );
}

function pg({ map, of }: Choices): fc.Arbitrary<Fields> {
  return map({
    address: of('postgres://db.example.com/tofu?sslmode=verify-full'),
    schemaName: of('corpus'),
    tableName: of('corpus_states'),
    indexName: of('corpus_by_name'),
    skipSchemaCreation: fc.boolean(),
    skipTableCreation: fc.boolean(),
    skipIndexCreation: fc.boolean(),
  });
}

function kubernetes({ map, of, oneOf }: Choices): fc.Arbitrary<Fields> {
  const common = { secretSuffix: of('corpus'), namespace: of('states'), labels: of({ team: 'home' }) };
  const endpoint = of('https://192.168.1.10:6443');
  return oneOf(
    map({
      ...common,
      endpoint,
      configPath: of('~/.kube/states', '/etc/states.kubeconfig'),
      configContext: of('admin@states'),
      configContextAuthInfo: of('admin'),
      configContextCluster: of('states'),
      clusterCaCertificate: of('-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n'),
      exec: map(
        {
          apiVersion: of('client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'),
          command: of('kubelogin'),
          args: of(['get-token']),
        },
        ['apiVersion', 'command'],
      ),
    }),
    map({ ...common, endpoint, insecure: fc.boolean(), inClusterConfig: fc.boolean() }),
  );
}
