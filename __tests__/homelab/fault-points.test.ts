import {
  type Attempt,
  attemptsOf,
  attemptText,
  type FaultPoint,
  faultPoints,
  faultRule,
  sample,
} from '../../homelab/faults/fault-points';
import type { Call } from '../../homelab/simulator';

/** A journal: each call as service, target, method, path and status. */
function journal(...lines: readonly string[]): Call[] {
  return lines.map((line, index) => {
    const [service, target = '', method = '', path = '', status = ''] = line.split(' ');
    return { number: index + 1, time: '', service: service as Call['service'], target, method, path, status };
  });
}

const TASK = '/api2/json/nodes/pve1/tasks/UPID:pve1:000003EB:00000003:68000003:qmcreate:800:root@pam!a:/status';
const FIRST = journal(
  'proxmox main POST /api2/json/nodes/pve1/qemu 200',
  `proxmox main GET ${TASK} 200`,
  'proxmox main GET /api2/json/pools 200',
  'proxmox main GET /api2/json/pools 200',
  'proxmox main GET /api2/json/nodes/pve1/qemu/800/agent/network-get-interfaces 500',
  'proxmox main GET /api2/json/nodes/pve1/qemu/800/agent/network-get-interfaces 200',
  'talos 127.7.0.11 RPC /machine.MachineService/Bootstrap OK',
  'kubernetes home connect 127.7.0.11:6443 open',
);

const points = faultPoints(FIRST, 7);

test('every call of an apply is a point, in words that are the same in every homelab', () => {
  expect(points.map(({ service, target, path, nth }) => [service, target, path, nth])).toEqual([
    ['kubernetes', 'home', '127.*.0.11:6443', 1],
    ['proxmox', 'main', '/api2/json/nodes/pve1/qemu/800/agent/network-get-interfaces', 1],
    ['proxmox', 'main', '/api2/json/nodes/pve1/tasks/UPID:pve1:*:qmcreate:800:root@pam!a:/status', 1],
    ['proxmox', 'main', '/api2/json/pools', 1],
    ['proxmox', 'main', '/api2/json/pools', 2],
    ['proxmox', 'main', '/api2/json/nodes/pve1/qemu', 1],
    ['talos', '127.*.0.11', '/machine.MachineService/Bootstrap', 1],
  ]);
  const later = JSON.parse(
    JSON.stringify([...FIRST].reverse())
      .replaceAll('127.7.', '127.8.')
      .replace('000003EB', '000003FF'),
  ) as Call[];
  const withoutAnswers = (all: readonly FaultPoint[]) => all.map(({ answer: _, ...point }) => point);
  expect(withoutAnswers(faultPoints(later, 8))).toEqual(withoutAnswers(points));
});

test('a call that is made until it is answered as wanted is one point, with the last answer', () => {
  expect(points.filter(({ path }) => path.includes('/agent/'))).toMatchObject([{ nth: 1, answer: '200' }]);
});

test('what goes on without OpenTofu is none', () => {
  const calls = [
    ...journal('kubernetes home apply ConfigMap/kube-system/a 201', 'files files GET /a.yaml 200'),
    { ...journal('talos 127.7.0.11 RPC /machine.MachineService/Bootstrap OK')[0]!, arguments: { proxyfrom: 'x' } },
  ];
  expect(faultPoints(calls, 7)).toEqual([]);
});

test('a point is interrupted in each way that it can be', () => {
  expect(attemptsOf(points).map(attemptText)).toEqual([
    '1 kubernetes home connect 127.*.0.11:6443: fails',
    '2 kubernetes home connect 127.*.0.11:6443: keeps failing',
    '3 kubernetes home connect 127.*.0.11:6443: killed',
    ...[4, 5, 6].map(
      (index) =>
        `${index} proxmox main GET /api2/json/nodes/pve1/qemu/800/agent/network-get-interfaces: ${how(index - 4)}`,
    ),
    ...[7, 8, 9].map(
      (index) =>
        `${index} proxmox main GET /api2/json/nodes/pve1/tasks/UPID:pve1:*:qmcreate:800:root@pam!a:/status: ${how(index - 7)}`,
    ),
    ...[10, 11, 12].map((index) => `${index} proxmox main GET /api2/json/pools: ${how(index - 10)}`),
    '13 proxmox main GET /api2/json/pools (2): fails',
    '14 proxmox main GET /api2/json/pools (2): killed',
    '15 proxmox main POST /api2/json/nodes/pve1/qemu: fails',
    '16 proxmox main POST /api2/json/nodes/pve1/qemu: keeps failing',
    '17 proxmox main POST /api2/json/nodes/pve1/qemu: task fails',
    '18 proxmox main POST /api2/json/nodes/pve1/qemu: killed',
    '19 talos 127.*.0.11 RPC /machine.MachineService/Bootstrap: fails',
    '20 talos 127.*.0.11 RPC /machine.MachineService/Bootstrap: keeps failing',
    '21 talos 127.*.0.11 RPC /machine.MachineService/Bootstrap: killed',
  ]);
});

function how(index: number): string {
  return ['fails', 'keeps failing', 'killed'][index] ?? '';
}

describe('the rule of an attempt', () => {
  const all = attemptsOf(points);
  const rule = (index: number) => faultRule(all[index - 1] as Attempt, 9);
  const message = 'injected by the sweep of fault points';

  test.each([
    [1, { path: '127\\.9\\.0\\.11:6443', nth: 1, times: 1, action: 'status', message }],
    [2, { nth: 1, action: 'status', message }],
    [14, { path: '/api2/json/pools', nth: 2, times: 1, action: 'hold' }],
    [17, { service: 'proxmox', target: 'main', method: 'POST', nth: 1, times: 1, action: 'task', message }],
    [19, { service: 'talos', target: '127.9.0.11', method: 'RPC', action: 'status' }],
  ])('meets the call of attempt %i', (index, expected) => {
    expect(rule(index)).toMatchObject(expected);
  });

  test('meets all calls that come after it only where it keeps failing', () => {
    expect('times' in rule(2)).toBe(false);
    expect(all.filter(({ index }) => !('times' in rule(index))).map(({ interruption }) => interruption)).toEqual(
      all.filter(({ interruption }) => interruption === 'keeps failing').map(({ interruption }) => interruption),
    );
  });

  test('meets a task whatever its number is', () => {
    const path = new RegExp(`^(?:${rule(7).path})$`);
    expect(path.test(TASK)).toBe(true);
    expect(path.test(TASK.replace('000003EB:00000003', '0000FFFF:0000000A'))).toBe(true);
    expect(path.test(TASK.replace('qmcreate', 'qmstart'))).toBe(false);
  });
});

test('a sample is spread evenly, and the same each time', () => {
  const all = attemptsOf(points);
  expect(sample(all, 7).map(({ index }) => index)).toEqual([2, 5, 8, 11, 14, 17, 20]);
  expect(sample(all, 2).map(({ index }) => index)).toEqual([6, 16]);
  expect(sample(all, 99)).toEqual(all);
});
