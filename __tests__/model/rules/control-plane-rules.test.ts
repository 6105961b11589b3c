import { type Changes, changedSpec, faultsOf, notesOf, warningsOf } from '../../support/small-spec';

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

test('G-11 two control planes draw a warning, and any other even number advice', () => {
  const line = (count: number): string =>
    `nodes: there are ${count} control planes; more than half of them must run, so ${count} survive the loss of no more machines than ${count === 2 ? '1 does' : `${count - 1} do`}; write an odd number`;
  const told = (count: number) => notesOf(changedSpec({ ...controlPlanes(count), 'network.vip': '10.0.0.10' }));
  expect(told(1)).toEqual({ warnings: [], advice: [] });
  expect(told(2)).toEqual({ warnings: [line(2)], advice: [] });
  expect(told(3)).toEqual({ warnings: [], advice: [] });
  expect(told(4)).toEqual({ warnings: [], advice: [line(4)] });
});

test('control planes on one host draw advice', () => {
  const line =
    'nodes: all 3 control planes run on main/pve1; the cluster stops with that host, spread them over several';
  const told = (hosts?: readonly string[]) =>
    notesOf(changedSpec({ ...controlPlanes(3, hosts), 'network.vip': '10.0.0.10' }));
  expect(told()).toEqual({ warnings: [], advice: [] });
  expect(told(['pve1'])).toEqual({ warnings: [], advice: [line] });
});

test('F-24 several control planes without a shared endpoint draw a warning', () => {
  const line =
    'network: there are 3 control planes but neither vip nor endpoint; clients ask 10.0.0.11 only and lose the Kubernetes API with that machine, write a vip';
  expect(warningsOf(changedSpec(controlPlanes(1)))).toEqual([]);
  expect(warningsOf(changedSpec(controlPlanes(3)))).toEqual([line]);
  expect(warningsOf(changedSpec({ ...controlPlanes(3), 'network.endpoint': 'api.example.com' }))).toEqual([]);
});

test('a cluster where nothing takes workloads draws a warning', () => {
  const alone = { 'nodes.work-00': undefined };
  const line =
    'nodes: there are no workers and control planes take no workloads; add a worker or write kubernetes.schedulingOnControlPlanes: true';
  expect(warningsOf(changedSpec(alone))).toEqual([line]);
  expect(warningsOf(changedSpec({ ...alone, 'kubernetes.schedulingOnControlPlanes': true }))).toEqual([]);
});
