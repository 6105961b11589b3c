import { parseClusterSpec } from '../../src/model';
import { readCluster } from '../../src/model/parse-cluster-spec';
import type { PlacementMemory } from '../../src/model/placement/placement-memory';
import { copyOf, type EditableSpec, synthCluster, synthModel } from '../support/cluster-stack';
import { projectRoot } from '../support/project';

/** Knows every member of a cluster, changes with them and touches no machine. */
const CLIENTS = ['proxmox_virtual_environment_containers.containers_main', 'talos_client_configuration.cluster_talosconfig'];

const POOL = { machineType: 'worker', nodes: 2, addresses: '10.0.0.41-10.0.0.60', vmIds: '840-859' } as const;

/** The example with a pool on two hosts. */
function pooled(change: (spec: EditableSpec) => void = () => undefined): EditableSpec {
  const spec = copyOf('home');
  spec.pools = { pool: { ...POOL, hosts: ['pve1', 'pve2'] } };
  change(spec);
  return spec;
}

/** Makes a stack of a cluster whose machines are where they were. */
function synthesized(spec: EditableSpec, machines?: Readonly<Record<string, string>>) {
  const recallPlacement = (): PlacementMemory => ({
    file: 'home.placement.yaml',
    ...(machines && { record: { machines, source: { name: 'home.placement.yaml', locate: () => undefined } } }),
    faults: [],
    state: { kind: 'none' },
  });
  const read = readCluster(spec, { directory: projectRoot, recallPlacement });
  return { ...synthModel(read.model), machines: read.placement?.machines };
}

function difference(change: (spec: EditableSpec) => void) {
  const before = synthesized(pooled());
  const after = synthesized(pooled(change), before.machines);
  const plain = (addresses: readonly string[]) =>
    addresses.map((address) => address.replace(/_[0-9A-F]{8}$/, '')).sort();
  const [old, now] = [before.byAddress, after.byAddress];
  return {
    added: plain(Object.keys(now).filter((address) => !(address in old))),
    removed: plain(Object.keys(old).filter((address) => !(address in now))),
    changed: plain(
      Object.keys(old).filter(
        (address) => address in now && JSON.stringify(old[address]) !== JSON.stringify(now[address]),
      ),
    ),
  };
}

function resourcesOf(name: string): readonly string[] {
  return [
    `proxmox_virtual_environment_vm.nodes_${name}`,
    `talos_machine_configuration.cluster_nodes_${name}_configuration`,
    `talos_machine_configuration_apply.cluster_nodes_${name}_apply`,
    `terraform_data.nodes_${name}_boot-image`,
  ];
}

test('a machine that is added to a pool changes nothing of the others', () => {
  expect(difference(({ pools }) => (pools!.pool!.nodes = 3))).toEqual({
    added: resourcesOf('pool-02'),
    removed: [],
    changed: CLIENTS,
  });
});

test('a machine that is removed from the end changes nothing of the others', () => {
  expect(difference(({ pools }) => (pools!.pool!.nodes = 1))).toEqual({
    added: [],
    removed: resourcesOf('pool-01'),
    changed: CLIENTS,
  });
});

test('a machine that is replaced changes nothing of the others', () => {
  expect(difference(({ pools }) => (pools!.pool!.nodes = ['pool-01', 'pool-02']))).toEqual({
    added: resourcesOf('pool-02'),
    removed: resourcesOf('pool-00'),
    changed: CLIENTS,
  });
});

test('G-10 a host that comes first moves no machine', () => {
  const { added, removed, changed } = difference((spec) => {
    const { hosts } = spec.proxmox!.endpoints.main!;
    spec.proxmox!.endpoints.main!.hosts = { 'a-host': { diskDatastoreId: 'tank' }, ...hosts };
    spec.pools!.pool!.hosts = ['a-host', 'pve1', 'pve2'];
  });
  expect({ added, removed, changed }).toEqual({ added: [], removed: [], changed: [] });
});

test('a pool changes nothing of machines that are written by themselves', () => {
  const [alone, beside] = [synthCluster(copyOf('home')), synthesized(pooled())];
  const changed = Object.keys(alone.byAddress).filter(
    (address) => JSON.stringify(alone.byAddress[address]) !== JSON.stringify(beside.byAddress[address]),
  );
  expect(changed.map((address) => address.replace(/_[0-9A-F]{8}$/, '')).sort()).toEqual(CLIENTS);
});

test('the file and a literal make one cluster', () => {
  const { machines } = synthesized(pooled());
  const nodes = parseClusterSpec(pooled(), { directory: projectRoot }).nodes.filter(({ name }) => name.startsWith('pool'));
  expect(Object.fromEntries(nodes.map(({ name, vm }) => [name, vm?.hostKey]))).toEqual(machines);
});
