import { adviceOf, type Changes, changedSpec, faultsOf } from '../../support/small-spec';

const controlPlane = { machineType: 'controlplane', host: 'pve1' };

function controlPlanes(count: number, hosts: readonly string[] = ['pve1', 'pve2']): Changes {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `nodes.ctrl-0${index}`,
      { ...controlPlane, host: hosts[index % hosts.length], address: `10.0.0.${11 + index}` },
    ]),
  );
}

test('a cluster has at least one control plane', () => {
  expect(faultsOf(changedSpec({}))).toEqual([]);
  expect(faultsOf(changedSpec({ 'nodes.ctrl-00.machineType': 'worker' }))).toEqual([
    'nodes: there is no control plane; write machineType: controlplane at one machine or more, best at three',
  ]);
  expect(faultsOf(changedSpec({ nodes: {} }))).toEqual([
    'nodes: there is no control plane; write machineType: controlplane at one machine or more, best at three',
  ]);
});

test('nothing is said of control planes while a machine type is faulty', () => {
  expect(faultsOf(changedSpec({ 'nodes.ctrl-00.machineType': 'master' }))).toEqual([
    'nodes.ctrl-00.machineType: got "master"; write "controlplane" or "worker"',
  ]);
  expect(faultsOf(changedSpec({ 'nodes.ctrl-00': 'pve1' }))).toEqual([
    'nodes.ctrl-00: got "pve1"; write { machineType: …, address: … }',
  ]);
});

test('G-11 an even number of control planes draws advice', () => {
  const line =
    'nodes: there are 2 control planes, which survive the loss of no more machines than 1 do; write an odd number';
  expect(adviceOf(changedSpec({ ...controlPlanes(3), 'network.vip': '10.0.0.10' }))).toEqual([]);
  expect(adviceOf(changedSpec({ ...controlPlanes(2), 'network.vip': '10.0.0.10' }))).toEqual([line]);
});

test('control planes on one host draw advice', () => {
  const line =
    'nodes: all 3 control planes run on main/pve1; the cluster stops with that host, spread them over several';
  expect(adviceOf(changedSpec({ ...controlPlanes(3), 'network.vip': '10.0.0.10' }))).toEqual([]);
  expect(adviceOf(changedSpec({ ...controlPlanes(3, ['pve1']), 'network.vip': '10.0.0.10' }))).toEqual([line]);
});

test('F-24 several control planes without a shared endpoint draw advice', () => {
  const line =
    'network: there are 3 control planes but neither vip nor endpoint; clients ask 10.0.0.11 only and lose the Kubernetes API with that machine, write a vip';
  expect(adviceOf(changedSpec(controlPlanes(1)))).toEqual([]);
  expect(adviceOf(changedSpec(controlPlanes(3)))).toEqual([line]);
  expect(adviceOf(changedSpec({ ...controlPlanes(3), 'network.endpoint': 'api.example.com' }))).toEqual([]);
});

test('a cluster where nothing takes workloads draws advice', () => {
  const alone = { 'nodes.work-00': undefined };
  const line =
    'nodes: there are no workers and control planes take no workloads; add a worker or write kubernetes.schedulingOnControlPlanes: true';
  expect(adviceOf(changedSpec(alone))).toEqual([line]);
  expect(adviceOf(changedSpec({ ...alone, 'kubernetes.schedulingOnControlPlanes': true }))).toEqual([]);
});
