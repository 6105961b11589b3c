import { parse } from 'yaml';
import { dayZeroManifests } from '../../src/manifests/day-zero';
import { parseClusterSpec } from '../../src/model';
import { parseClusterYaml } from '../../src/cluster-file';
import { manifestText } from '../support/manifest-text';
import { type Changes, changedSpec, faultsOf } from '../support/small-spec';

const directory = `${__dirname}/files`;

function clusterOf(changes: Changes) {
  return parseClusterSpec(changedSpec(changes), { directory }).cluster;
}

describe('the cluster endpoint', () => {
  test('BC-25 is the vip, or the first control plane without one', () => {
    expect(clusterOf({}).clusterEndpoint).toBe('https://10.0.0.11:6443');
    expect(clusterOf({ 'network.vip': '10.0.0.10' })).toMatchObject({
      clusterEndpoint: 'https://10.0.0.10:6443',
      vip: '10.0.0.10',
    });
  });

  test('HT-18 is the name or address that is written', () => {
    const vip = { 'network.vip': '10.0.0.10' };
    expect(clusterOf({ ...vip, 'network.endpoint': 'api.kube.example.com' })).toMatchObject({
      clusterEndpoint: 'https://api.kube.example.com:6443',
      vip: '10.0.0.10',
    });
    expect(clusterOf({ 'network.endpoint': '192.0.2.10' }).clusterEndpoint).toBe('https://192.0.2.10:6443');
  });

  test('puts an IPv6 address into brackets', () => {
    const changes = {
      network: { subnet: 'fd00::/64', vip: 'FD00::0010' },
      'kubernetes.podSubnets': ['fd01::/48'],
      'kubernetes.serviceSubnets': ['fd02::/112'],
      'nodes.ctrl-00.address': 'fd00::11',
      'nodes.work-00.address': 'fd00::21',
    };
    expect(clusterOf(changes)).toMatchObject({ clusterEndpoint: 'https://[fd00::10]:6443', vip: 'fd00::10' });
  });

  test('is that of the first control plane of the file, not of the first name', () => {
    const nodes = {
      'z-00': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.31' },
      'a-00': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.32' },
    };
    expect(clusterOf({ nodes }).clusterEndpoint).toBe('https://10.0.0.31:6443');
  });
});

describe('Kubernetes', () => {
  test('has the networks of Talos, unless it has others', () => {
    expect(clusterOf({}).kubernetes).toMatchObject({
      podSubnets: ['10.244.0.0/16'],
      serviceSubnets: ['10.96.0.0/12'],
      dnsDomain: 'cluster.local',
      kubeProxy: true,
      coreDns: 'default',
      schedulingOnControlPlanes: false,
      extraManifests: [],
      inlineManifests: [],
    });
    const changes = {
      'kubernetes.serviceSubnets': ['10.43.0.0/16'],
      'kubernetes.podSubnets': ['10.42.0.0/16'],
      'kubernetes.dnsDomain': 'kube.example.com',
    };
    expect(clusterOf(changes).kubernetes).toMatchObject({
      podSubnets: ['10.42.0.0/16'],
      serviceSubnets: ['10.43.0.0/16'],
      dnsDomain: 'kube.example.com',
    });
  });

  test('has the version of the file, with or without v', () => {
    expect(clusterOf({ 'kubernetes.version': '1.35.1' }).kubernetes.kubernetesVersion.tag).toBe('v1.35.1');
  });

  test('arguments, variables and amounts of components are text', () => {
    const changes = {
      'kubernetes.apiServerExtraArgs': { 'audit-log-maxage': 30 },
      'kubernetes.scheduler': { environment: { A: 1 }, resources: { limits: { cpu: 2 } } },
    };
    const { apiServerExtraArgs, scheduler } = clusterOf(changes).kubernetes;
    expect(apiServerExtraArgs).toEqual({ 'audit-log-maxage': '30' });
    expect(scheduler).toMatchObject({ environment: { A: '1' }, resources: { limits: { cpu: '2' } } });
    expect(clusterOf({}).kubernetes.apiServerExtraArgs).toEqual({});
  });

  test('an audit policy of a file is its content', () => {
    const { auditPolicy } = clusterOf({ 'kubernetes.auditPolicy': 'audit-policy.yaml' }).kubernetes;
    expect(auditPolicy).toMatchObject({ kind: 'Policy', rules: expect.any(Array) as unknown });
  });

  test('further names, manifests and CoreDNS are taken over', () => {
    const changes = {
      'kubernetes.certSans': ['api.example.com'],
      'kubernetes.extraManifests': ['https://example.com/a.yaml'],
      'kubernetes.coreDns': { version: '1.11.1', zones: ['kube.example.com'], forwarders: ['1.1.1.1'] },
      'kubernetes.schedulingOnControlPlanes': true,
    };
    expect(clusterOf(changes)).toMatchObject({
      certSans: ['api.example.com'],
      kubernetes: {
        extraManifests: ['https://example.com/a.yaml'],
        coreDns: { version: '1.11.1', zones: ['kube.example.com'], forwarders: ['1.1.1.1'] },
        schedulingOnControlPlanes: true,
      },
    });
  });

  test('HT-28 manifests come in order: Cilium, CoreDNS, those of the file', () => {
    const unread = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\ndata: { b: "${env.NOT_READ}" }';
    const { kubernetes } = clusterOf({
      'kubernetes.cni.cilium': { version: '1.17.3', cliVersion: '0.18.7', values: 'cilium.yaml' },
      'kubernetes.kubeProxy': false,
      'kubernetes.coreDns': { version: '1.11.1' },
      'kubernetes.inlineManifests': [
        { name: 'b', contents: unread },
        { name: 'a', file: 'manifest.yaml' },
      ],
    });
    const manifests = dayZeroManifests(kubernetes);
    expect(manifests.map(({ name }) => name)).toEqual([
      'cilium-values',
      'cilium-bootstrap',
      'coredns-bootstrap',
      'b',
      'a',
    ]);
    expect(manifestText(manifests[0])).toContain('# the same file is used by GitOps');
    expect(manifestText(manifests[1])).toContain('cilium-cli:v0.18.7');
    expect(manifestText(manifests[1])).toContain('v1.17.3');
    expect(manifests[3]?.contents).toBe(unread);
    expect(manifests[4]?.contents).toContain('kind: Namespace');
  });
});

describe('the values of Cilium in the cluster file', () => {
  /** The values as Helm reads them, which keeps to YAML 1.1. */
  function readByHelm(values: string): unknown {
    const yaml = JSON.stringify(changedSpec({ 'kubernetes.cni.cilium': { version: 'v1.17.3', values: 'HERE' } }));
    const { spec, source } = parseClusterYaml(yaml.replace('"HERE"', values), 'home.yaml');
    const { kubernetes } = parseClusterSpec(spec, { source, environment: {} }).cluster;
    const configMap = parse(manifestText(dayZeroManifests(kubernetes)[0])) as {
      readonly data: { 'values.yaml': string };
    };
    return parse(configMap.data['values.yaml'], { version: '1.1' });
  }

  test.each([
    '0644',
    '0x10',
    '1.10',
    '1_000',
    'True',
    'on',
    '2026-01-31',
    '"on"',
    '"0644"',
    '"2026-01-31"',
    '"~"',
    'a',
    '[y, "y"]',
  ])('b08 %s means what it means in a file of its own', (scalar) => {
    const values = `{ a: ${scalar}, b: { c: [1, true, text] } }`;
    expect(readByHelm(values)).toEqual(parse(values, { version: '1.1' }));
  });
});

describe('files', () => {
  const faultsWith = (changes: Changes) => faultsOf(changedSpec(changes), { directory });

  test.each([
    ['talos.schematic', 'talos.schematic'],
    ['nodes.work-00.schematic', 'nodes.work-00.schematic'],
    ['kubernetes.cni.cilium', 'kubernetes.cni.cilium.values'],
    ['kubernetes.inlineManifests', 'kubernetes.inlineManifests[0].file'],
    ['patches', 'patches[0]'],
    ['nodeDefaults.worker.patches', 'nodeDefaults.worker.patches[0]'],
    ['nodes.work-00.patches', 'nodes.work-00.patches[0]'],
  ])('fails when one under %s is missing', (place, path) => {
    const values: Readonly<Record<string, unknown>> = {
      'kubernetes.cni.cilium': { version: 'v1.17.3', values: 'away.yaml' },
      'kubernetes.inlineManifests': [{ name: 'a', file: 'away.yaml' }],
      'talos.schematic': 'away.yaml',
      'nodes.work-00.schematic': 'away.yaml',
    };
    const proxy = place === 'kubernetes.cni.cilium' ? { 'kubernetes.kubeProxy': false } : {};
    expect(faultsWith({ [place]: values[place] ?? ['away.yaml'], ...proxy })).toEqual([
      `${path}: there is no file "away.yaml"; create it or correct the path`,
    ]);
  });

  test('fails when one is a directory', () => {
    expect(faultsWith({ 'talos.schematic': '.' })).toEqual([
      'talos.schematic: "." is a directory; write the path of a file, or give the directory another name',
    ]);
  });

  test('fails when a schematic says what Image Factory does not know', () => {
    expect(faultsWith({ 'talos.schematic': 'bad-schematic.yaml' })).toEqual([
      'bad-schematic.yaml:2:3 customization.systemExtension: unknown field "systemExtension"; did you mean "systemExtensions"?',
    ]);
  });

  test('fails when values of Cilium are no map, or no YAML', () => {
    const cilium = (values: string) => ({
      'kubernetes.cni.cilium': { version: 'v1.17.3', values },
      'kubernetes.kubeProxy': false,
    });
    expect(faultsWith(cilium('list.yaml'))).toEqual([
      'kubernetes.cni.cilium.values: "list.yaml" holds no keys and values; write values of the Cilium chart',
    ]);
    expect(faultsWith(cilium('broken.yaml'))).toEqual([
      'broken.yaml:2:1: this is not YAML: a ] is missing; write it at the end of what [ opened',
    ]);
  });
});
