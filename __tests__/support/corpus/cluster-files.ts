import fc from 'fast-check';
import type { Choices, Fields } from './choices';
import type { ClusterFrame, Hardware } from './cluster-frame';
import { fittingKeys } from '../encryption-samples';
import { machines, nodeDefaults, patches, schematic, talosSettings } from './cluster-machines';
import { flux, proxmox, state } from './cluster-surroundings';
import { controlPlane } from './control-plane';

/** A cluster file that the rules let through, or nearly always. */
export function clusterFiles(choices: Choices, frame: ClusterFrame): fc.Arbitrary<Fields> {
  const { map, oneOf, of } = choices;
  const { hardware } = frame;
  const file = map(
    {
      name: of('corpus', 'home', 'lab-1'),
      talos: talos(choices, frame),
      kubernetes: kubernetes(choices, frame),
      network: network(choices, frame),
      machine: map({ ...talosSettings(choices, frame), topologyLabels: fc.boolean() }),
      patches: patches(frame, 'all'),
      nodes: machines(choices, frame),
      nodeDefaults: nodeDefaults(choices, frame),
      ...(hardware !== 'physical' && { proxmox: proxmox(choices) }),
      lifecycle: of('replace', 'manual'),
      maxUnavailableWorkers: oneOf<unknown>(fc.integer({ min: 1, max: 9 }), of('25%', '100%')),
      state: state(choices),
      ...(hardware === 'virtual' && { gitops: map({ flux: flux(choices) }) }),
      outputs: map({
        machineSecrets: fc.boolean(),
        machineConfigurations: fc.boolean(),
        clientConfiguration: fc.boolean(),
        upgradeStatus: fc.boolean(),
        macAddresses: fc.boolean(),
        bootMedia: fc.boolean(),
        named: of({ endpoint: 'clusterEndpoint', versions: 'nodeVersions' }, { kubeconfig: 'kubeConfig' }),
        directory: of('out/corpus'),
      }),
    },
    ['name', 'talos', 'kubernetes', 'network', 'nodes', ...(hardware === 'physical' ? [] : ['proxmox'])],
  );
  return fc
    .tuple(file, of({}, { sops: { file: SOPS_FILE } }, { sops: { file: SOPS_FILE, key: 'api.token' } }))
    .map(([written, secret]) => (refersToSecret(written) ? { ...written, secrets: { login: secret } } : written))
    .map(withoutMovesBack)
    .map((written) => withoutContradictions(written, hardware))
    .map((written) => inContract(withPeersFound(withLonghornWorking(written)), frame.contract));
}

const SOPS_FILE = '__tests__/support/secrets.sops.yaml';

/** A secret that nothing refers to is a fault. */
function refersToSecret(written: unknown): boolean {
  return JSON.stringify(written).includes('"secret":"login"');
}

/** Drops `onHostChange: migrate` under high availability, so that machines it has moved are not moved back. */
function withoutMovesBack(file: Fields): Fields {
  if (!JSON.stringify(file.proxmox ?? {}).includes('highAvailability')) return file;
  const taken: unknown = JSON.parse(JSON.stringify(file), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('onHostChange' in value)) return value;
    const { onHostChange, ...others } = value;
    return onHostChange === 'migrate' ? others : value;
  });
  return taken as Fields;
}

/** Queues need one controller and bus, and a signed image is started by one firmware and machine type. */
function withoutContradictions(file: Fields, hardware: Hardware): Fields {
  const isSigned = JSON.stringify(file.talos ?? {}).includes('"secureBoot":true');
  const taken: unknown = JSON.parse(JSON.stringify(file), (key, value: unknown) => {
    if (isSigned && (value === 'seabios' || key === 'bootloader')) return undefined;
    if (typeof value !== 'object' || value === null) return value;
    if ('queues' in value) return { ...value, bus: 'scsi' };
    const disks = 'osDisk' in value || 'disks' in value ? JSON.stringify(value) : '';
    const fitting = disks.includes('"queues"') ? { ...value, scsiHardware: 'virtio-scsi-single' } : value;
    return fittingKeys(fitting, isSigned, hardware);
  });
  return taken as Fields;
}

/** What only some contracts have. */
function inContract(file: Fields, contract: string): Fields {
  const hasDocuments = contract === 'v1.14';
  const taken: unknown = JSON.parse(JSON.stringify(file), (key, value: unknown) => {
    if (key === 'safeguards' && !hasDocuments) return undefined;
    if (!hasDocuments) return value;
    if (key === 'mounts' || key === 'staticPodDirectory') return undefined;
    if (key === 'volumes' && JSON.stringify(value).includes('hostPath')) return undefined;
    return key === 'mountPath' && value === '/var/lib/longhorn' ? '/var/mnt/data' : value;
  });
  return hasDocuments ? withIsolationDecided(taken as Fields) : (taken as Fields);
}

/** Machines with Talos 1.14 refuse KubeSpan whose peers no service finds, also with older contracts. */
function withPeersFound(file: Fields): Fields {
  const text = JSON.stringify(file);
  if (!text.includes('"service":{"disabled":true}') || !/"kubeSpan"|"kubespan"|"KubeSpanConfig"/.test(text))
    return file;
  return JSON.parse(text.replaceAll('"service":{"disabled":true}', '"service":{"disabled":false}')) as Fields;
}

/** Longhorn by its preset does not work with safeguards that somebody switches on. */
function withLonghornWorking(file: Fields): Fields {
  if (!JSON.stringify(file).includes('"longhorn":true')) return file;
  const taken: unknown = JSON.parse(JSON.stringify(file), (key, value: unknown) => {
    if (key === 'workloadIsolation') return false;
    return key === 'secure' ? false : value;
  });
  return taken as Fields;
}

/** Storage that uses iSCSI of the machine asks for decisions about what new clusters are kept from. */
function withIsolationDecided(file: Fields): Fields {
  if (!/iscsi-tools|longhorn/.test(JSON.stringify(file))) return file;
  const machine = fieldsOf(file.machine);
  const storage = fieldsOf(machine.storage);
  const systemVolumes = fieldsOf(storage.systemVolumes);
  const EPHEMERAL = { secure: false, ...fieldsOf(systemVolumes.EPHEMERAL) };
  const workloadIsolation = !JSON.stringify(file).includes('"longhorn":true');
  return {
    ...file,
    machine: {
      ...machine,
      safeguards: { workloadIsolation, ...fieldsOf(machine.safeguards) },
      storage: { ...storage, systemVolumes: { ...systemVolumes, EPHEMERAL } },
    },
  };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function talos(choices: Choices, { talosVersions, contract, hardware }: ClusterFrame): fc.Arbitrary<Fields> {
  const { map, of } = choices;
  return fc.constantFrom(...talosVersions).chain((version) =>
    map(
      {
        version: fc.constant(version),
        contract: fc.constant(contract),
        schematic: schematic(choices, hardware),
        factoryUrl: of('https://factory.talos.dev', 'https://factory.example.com'),
        imageMirror: of('https://proxy.example.com'),
        installerMirror: of('harbor.example.com/talos', '10.0.0.6:5000'),
        architecture: hardware === 'physical' ? of('amd64', 'arm64') : of('amd64'),
        ...(hardware !== 'both' && { platform: of(hardware === 'virtual' ? 'nocloud' : 'metal') }),
        bootRoute: of('import', 'file'),
        secureBoot: of(true),
        imageFileName: of('{cluster}-{schematic}-{version}'),
        update: fc.record({ version: fc.constant(nextPatch(version)), schematic: schematic(choices, hardware) }),
        healthCheck: map({ timeoutSeconds: of(300), skipKubernetesChecks: fc.boolean() }),
        timeouts: map({
          applySeconds: of(900),
          bootstrapSeconds: of(900),
          kubeconfigSeconds: of(90),
          kubernetesApiSeconds: of(1200),
        }),
      },
      ['version', 'contract', 'schematic', 'update'],
    ),
  );
}

function nextPatch(version: string): string {
  return version.replace(/\d+$/, (patch) => String(Number(patch) + 1));
}

function kubernetes(choices: Choices, { kubernetesVersion: version }: ClusterFrame): fc.Arbitrary<Fields> {
  const { map, oneOf, of } = choices;
  const network = oneOf<Fields>(
    fc.record({ cni: of('flannel', 'none'), kubeProxy: fc.constant(true) }),
    fc.record({
      cni: fc.record({
        cilium: map(
          {
            version: of('v1.17.3', '1.18.2'),
            cliVersion: of('v0.18.7'),
            values: oneOf<unknown>(fc.constant({ kubeProxyReplacement: true }), of('templates/cilium/values.yaml')),
          },
          ['version'],
        ),
      }),
      kubeProxy: fc.constant(false),
    }),
  );
  return fc
    .tuple(
      network,
      map(
        {
          version: fc.constant(version),
          update: fc.constant({ version: nextPatch(version) }),
          allowUnsupported: fc.boolean(),
          podSubnets: of(['10.42.0.0/16'], ['10.244.0.0/16', 'fd02::/56']),
          serviceSubnets: of(['10.43.0.0/16'], ['10.96.0.0/12', 'fd01::/112']),
          dnsDomain: of('cluster.local', 'kube.example.com'),
          coreDns: oneOf<unknown>(
            of('default', 'none'),
            map(
              {
                version: of('1.11.1'),
                replicas: of(1, 3),
                zones: of(['home.example']),
                forwarders: of(['1.1.1.1']),
                cacheSeconds: of(60),
                ttlSeconds: of(10),
              },
              ['version'],
            ),
          ),
          schedulingOnControlPlanes: fc.boolean(),
          ...controlPlane(choices),
          certSans: of(['k8s.example.com'], ['203.0.113.9']),
          extraManifests: of(['https://example.com/v1/install.yaml']),
          inlineManifests: oneOf<unknown>(
            of([{ name: 'extra', contents: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: extra\n' }]),
            of([{ name: 'file', file: '__tests__/model/files/manifest.yaml' }]),
          ),
        },
        ['version', 'update', 'podSubnets', 'serviceSubnets'],
      ),
    )
    .map(([first, rest]) => withEqualFamilies({ ...rest, ...first }));
}

/** As many families of addresses for pods as for services. */
function withEqualFamilies(spec: Fields): Fields {
  const { podSubnets, serviceSubnets } = spec as Readonly<Record<string, readonly string[]>>;
  const families = Math.min(podSubnets?.length ?? 0, serviceSubnets?.length ?? 0);
  return { ...spec, podSubnets: podSubnets?.slice(0, families), serviceSubnets: serviceSubnets?.slice(0, families) };
}

function network({ map, of }: Choices, { hardware }: ClusterFrame): fc.Arbitrary<Fields> {
  return map(
    {
      subnet: fc.constant('10.0.0.0/24'),
      gateway: of('10.0.0.1'),
      vip: of('10.0.0.10'),
      endpoint: of('k8s.example.com'),
      dnsServers: of(['1.1.1.1'], ['10.0.0.1', '2606:4700:4700::1111']),
      searchDomains: of(['home.example']),
      link: hardware === 'physical' ? of('eno1', 'physical') : of('eth0', 'physical', 'enp6s18'),
      vlanId: of(7),
      firewall: of(
        { defaultAction: 'block', adminSubnets: ['192.168.1.0/24', 'fd00::/8'], kubernetesApiSubnets: ['0.0.0.0/0'] },
        {
          defaultAction: 'accept',
          rules: {
            web: { ports: [80, '8080-8090'], subnets: ['10.0.0.0/8', '::/0'], except: ['10.9.0.0/16', '10.8.0.0/16'] },
            dns: { protocol: 'udp', ports: [53], subnets: ['10.0.0.0/24'], machineType: 'controlplane' },
          },
        },
      ),
    },
    ['subnet', 'gateway'],
  );
}
