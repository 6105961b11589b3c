import { FLUX_COMPONENTS } from '../../src/values/flux-components';
import { parseClusterSpec } from '../../src/model';
import { ClusterSpecError, parseClusterYaml } from '../../src/cluster-file';
import { warningsOf, changedSpec, faultsOf, smallSpec } from '../support/small-spec';

describe('the small cluster', () => {
  const model = parseClusterSpec(smallSpec());

  test('keeps the machines in the order of the file', () => {
    expect(model.nodes.map(({ name }) => name)).toEqual(['ctrl-00', 'work-00']);
    const turned = parseClusterSpec({
      ...smallSpec(),
      nodes: Object.fromEntries(Object.entries(smallSpec().nodes as object).reverse()),
    });
    expect(turned.nodes.map(({ name }) => name)).toEqual(['work-00', 'ctrl-00']);
  });

  test('does not depend on the order of any other keys', () => {
    const spec = smallSpec();
    const turned = Object.fromEntries(Object.entries(spec).reverse());
    expect(parseClusterSpec({ ...turned, nodes: spec.nodes })).toEqual(model);
  });

  test('has the defaults that the reference names', () => {
    expect(model).toMatchObject({
      name: 'home',
      lifecycle: 'manual',
      factoryUrl: 'https://factory.talos.dev',
      state: { encryption: 'on' },
      outputs: {
        machineSecrets: false,
        machineConfigurations: false,
        clientConfiguration: false,
        upgradeStatus: false,
      },
      warnings: [],
      advice: [],
    });
    expect(model.healthCheck).toBeUndefined();
    expect(model.timeouts).toBeUndefined();
    expect(model.gitops).toEqual({});
  });

  test('is frozen through and through', () => {
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      ![Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value) as object) ||
      (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(model)).toBe(true);
    expect(() => {
      (model.nodes as unknown[]).push('x');
    }).toThrow(TypeError);
  });

  test('leaves the spec as it was', () => {
    const flux = {
      repository: { ssh: { url: 'ssh://git@github.com/octo/home.git' } },
      components: [...FLUX_COMPONENTS],
    };
    const spec = changedSpec({ patches: [{ machine: { sysctls: { a: '1' } } }], gitops: { flux } });
    const before = structuredClone(spec);
    parseClusterSpec(spec);
    expect(spec).toEqual(before);
    const frozen = (value: unknown): boolean =>
      typeof value === 'object' && value !== null && (Object.isFrozen(value) || Object.values(value).some(frozen));
    expect(frozen(spec)).toBe(false);
  });
});

test('F-29 health check, timeouts, outputs and factory are taken over', () => {
  const model = parseClusterSpec(
    changedSpec({
      'talos.factoryUrl': 'https://factory.example.com/',
      'talos.healthCheck': { timeoutSeconds: 180 },
      'talos.timeouts': { applySeconds: 30, kubeconfigSeconds: 5 },
      outputs: { machineSecrets: true, upgradeStatus: true, directory: 'output' },
      lifecycle: 'replace',
    }),
  );
  expect(model).toMatchObject({
    factoryUrl: 'https://factory.example.com',
    healthCheck: { timeoutSeconds: 180 },
    timeouts: { applySeconds: 30, kubeconfigSeconds: 5 },
    outputs: { machineSecrets: true, machineConfigurations: false, upgradeStatus: true, directory: 'output' },
    lifecycle: 'replace',
  });
});

describe('faults', () => {
  const yaml = [
    'name: home',
    'talos: { version: v1.13.9, contract: v1.15 }',
    'kubernetes: { version: v1.40.0 }',
    'network: { subnet: 10.0.0.0/24, gatway: 10.0.0.1, vip: 10.0.1.10 }',
    'nodes:',
    '  ctrl-00:',
    '    machineType: controlplane',
    '    installDisk: /dev/sda',
    '    address: ${env.NODE_0}',
    '  ctrl-01: { machineType: controlplane, installDisk: /dev/sda, address: 10.0.0.12 }',
    '  ctrl-02: { machineType: controlplane, installDisk: /dev/sda, address: 10.0.0.12, vmId: x }',
    'patches:',
    '  - { machine: { sysctl: {} } }',
    'state: { encryption: on }',
  ].join('\n');
  const { spec, source } = parseClusterYaml(yaml, 'stacks/clusters/home.yaml');

  test('of form and of rules come together, each with its place, in the order of the file', () => {
    expect(faultsOf(spec, { source })).toEqual([
      'stacks/clusters/home.yaml:2:38 talos.contract: got "v1.15"; this release of cdktf-proxmox-talos writes v1.9 to v1.14; write one of these; the machines may run a newer Talos',
      'stacks/clusters/home.yaml:3:24 kubernetes.version: got "v1.40.0"; Talos v1.13.9 supports Kubernetes 1.31 to 1.36, write one of these or kubernetes.allowUnsupported: true',
      'stacks/clusters/home.yaml:4:33 network.gatway: unknown key "gatway"; write "gateway"',
      'stacks/clusters/home.yaml:4:56 network.vip: got "10.0.1.10"; write an address of network.subnet, 10.0.0.0/24',
      'stacks/clusters/home.yaml:9:14 nodes.ctrl-00.address: the environment variable NODE_0 is not set; set it, or write the value itself',
      'stacks/clusters/home.yaml:11:73 nodes.ctrl-02.address: got "10.0.0.12"; that is the address of ctrl-01, write another',
      'stacks/clusters/home.yaml:11:90 nodes.ctrl-02.vmId: got "x"; write a whole number from 100 to 999999999',
    ]);
  });

  test('have their place as data too', () => {
    try {
      parseClusterSpec(spec, { source, environment: { NODE_0: '10.0.0.11' } });
      throw new Error('was taken');
    } catch (error) {
      expect(error).toBeInstanceOf(ClusterSpecError);
      expect((error as ClusterSpecError).faults[2]).toEqual({
        file: 'stacks/clusters/home.yaml',
        line: 4,
        column: 33,
        path: ['network', 'gatway'],
        message: 'unknown key "gatway"; write "gateway"',
      });
    }
  });

  test('of a literal have the name of its file, if it has one', () => {
    const literal = changedSpec({ 'network.vip': '10.0.9.9' });
    const source = { name: 'stacks/clusters/home.ts', locate: () => undefined };
    const line = 'network.vip: got "10.0.9.9"; write an address of network.subnet, 10.0.0.0/24';
    expect(faultsOf(literal)).toEqual([line]);
    expect(faultsOf(literal, { source })).toEqual([`stacks/clusters/home.ts ${line}`]);
  });
});

describe('advice', () => {
  test('has its place, in the order of the file', () => {
    const text = [
      'name: home',
      'talos: { version: v1.13.9, contract: v1.13 }',
      'kubernetes: { version: v1.36.3, schedulingOnControlPlanes: true }',
      'network: { subnet: 10.0.0.0/24, gateway: 10.0.0.1, link: eno1 }',
      'nodes:',
      '  ctrl-00: { machineType: controlplane, installDisk: /dev/sda, address: 10.0.0.11 }',
      '  ctrl-01: { machineType: controlplane, installDisk: /dev/sda, address: 10.0.0.12 }',
    ].join('\n');
    const { spec, source } = parseClusterYaml(text, 'home.yaml');
    expect(warningsOf(spec, { source })).toEqual([
      'home.yaml:1:1 state.encryption: the state holds the secrets of the cluster in clear text; write state.encryption: on for a new cluster, or migrate, apply once and then on',
      'home.yaml:4:1 network: there are 2 control planes but neither vip nor endpoint; clients ask 10.0.0.11 only and lose the Kubernetes API with that machine, write a vip',
      'home.yaml:5:1 nodes: there are 2 control planes; more than half of them must run, so 2 survive the loss of no more machines than 1 does; write an odd number',
    ]);
  });
});

test('PK-2 YAML and a literal give the same model', () => {
  const yaml = JSON.stringify(smallSpec(), undefined, 2);
  expect(parseClusterSpec(parseClusterYaml(yaml, 'home.yaml').spec)).toEqual(parseClusterSpec(smallSpec()));
});

test('a variable of the environment gives the same model as its value', () => {
  const spec = changedSpec({ 'nodes.ctrl-00.address': '${env.PREFIX}.11' });
  expect(parseClusterSpec(spec, { environment: { PREFIX: '10.0.0' } })).toEqual(parseClusterSpec(smallSpec()));
});
