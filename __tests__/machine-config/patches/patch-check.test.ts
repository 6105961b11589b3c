import { checkPatches } from '../../../src/machine-config/patches/patch-check';
import { REFUSED, TAKEN } from './patch-cases';
import { clusterSettings, controlPlane, faultsOf, worker } from '../fixtures';

describe('takes', () => {
  test.each(TAKEN)('$name', ({ content, contract }) => {
    expect(faultsOf(content, contract)).toEqual([]);
  });

  test('a deletion of what only control planes have, on control planes', () => {
    const label = 'node.kubernetes.io/exclude-from-external-load-balancers';
    const patch = { machine: { nodeLabels: { [label]: { $patch: 'delete' } } } };
    expect(faultsOf(patch, 'v1.13', controlPlane())).toEqual([]);
    expect(faultsOf(patch)).toEqual([
      `machine.nodeLabels.${label}: "$patch: delete" finds nothing to delete on work-00, and the Talos provider fails; patch only machines that have it`,
    ]);
  });

  test('a deletion of what an earlier patch added', () => {
    const link = { apiVersion: 'v1alpha1', kind: 'LinkConfig', name: 'eth1' };
    const cluster = clusterSettings('v1.13', { workerPatches: [{ origin: 'first', content: { ...link, mtu: 9000 } }] });
    const patched = worker({ configPatches: [{ origin: 'second', content: { ...link, $patch: 'delete' } }] });
    expect(checkPatches(cluster, [patched])).toEqual([]);
  });
});

describe('fails on', () => {
  test.each(REFUSED)('$name', ({ content, message, contract }) => {
    expect(faultsOf(content, contract)).toEqual([message]);
  });

  test('old resolver fields beside the document of the settings', () => {
    const machine = worker({ dnsServers: ['1.1.1.1'] });
    expect(faultsOf('machine: { network: { nameservers: [8.8.8.8] } }', 'v1.13', machine)).toEqual([
      'a node refuses machine.network.nameservers beside a ResolverConfig document; write it in a ResolverConfig document',
    ]);
  });
});

describe('checkPatches', () => {
  const bad = { origin: 'cluster.yaml', content: { machine: { sysctls: { a: { $patch: 'delete' } } } } };

  test('tells a fault that several machines share once', () => {
    const machines = ['work-00', 'work-01', 'work-02'].map((hostname) => worker({ hostname }));
    const faults = checkPatches(clusterSettings('v1.13', { configPatches: [bad] }), machines);
    expect(faults.map(({ patch, fault }) => [patch.origin, fault.path])).toEqual([
      ['cluster.yaml', ['machine', 'sysctls', 'a']],
    ]);
  });

  test('tells all faults of all patches', () => {
    const cluster = clusterSettings('v1.13', {
      configPatches: [{ origin: 'a', content: 'machine: { kublet: {}, sysctl: {} }' }],
      workerPatches: [{ origin: 'b', content: '' }],
    });
    const machines = [controlPlane({ configPatches: [{ origin: 'c', content: 'x' }] }), worker()];
    expect(checkPatches(cluster, machines).map(({ patch }) => patch.origin)).toEqual(['a', 'a', 'c', 'b']);
  });

  test('tells what a right patch does to a machine beside the faults of another', () => {
    const cluster = clusterSettings('v1.13', {
      configPatches: [{ origin: 'a', content: 'machine: { kublet: {}, sysctls: { a: b } }' }],
      workerPatches: [
        { origin: 'b', content: { machine: { sysctls: { a: { $patch: 'delete' } } } } },
        { origin: 'c', content: { machine: { network: { hostname: 'other' } } } },
      ],
    });
    expect(checkPatches(cluster, [worker()]).map(({ patch }) => patch.origin)).toEqual(['a', 'c']);
  });

  test('looks at patches of a machine type on machines of that type only', () => {
    const cluster = clusterSettings('v1.13', { controlPlanePatches: [{ origin: 'a', content: '' }] });
    expect(checkPatches(cluster, [worker()])).toEqual([]);
  });

  test('has nothing to say where there are no patches', () => {
    expect(checkPatches(clusterSettings('v1.13'), [controlPlane(), worker()])).toEqual([]);
  });

  test('leaves a contract that nobody can write to the rule about it', () => {
    expect(checkPatches(clusterSettings('v1.15', { configPatches: [bad] }), [worker()])).toEqual([]);
  });

  test('S-17 fields of etcd on workers are for the person to say', () => {
    expect(faultsOf('cluster: { etcd: { advertisedSubnets: [10.0.0.0/8] } }')).toEqual([]);
  });
});
