import { type JudgePlanOptions, judgePlan } from '../../../src/plan';
import { absent, configAddress, create, home, keep, triggered } from '../../support/plan';
import type { PlanDocument } from '../../support/refusal-rows';
import {
  changedPlan,
  CONTROL_PLANES,
  controlPlane,
  MACHINES,
  running,
  versioned,
  WORKERS,
} from '../../support/versioned-plan';

const AGAIN = 'let talosctl upgrade-k8s do it in order, with the commands below, then plan again';
const together = (names: readonly string[], way: string): string =>
  `kubernetes-raised-together: ${names.join(', ')}: Kubernetes would go ${way} on all of them at the same time, as nothing in an apply waits ` +
  `for one before the next: every API server and kubelet would restart at once; ${AGAIN}: what runs already is allowed; or write the version in kubernetes.update and mark one machine in each apply with update: true, ` +
  'control planes first';
const lowered = (way: string, keepVersion: string): string =>
  `kubernetes-lowered: home: Kubernetes would be downgraded ${way}; no release supports a downgrade, as an older API server may not read ` +
  `what a newer one has stored; write ${keepVersion} in kubernetes.version`;
const skips = (way: string, next: string): string =>
  `kubernetes-skips-minor: home: Kubernetes would go ${way}, and skip a minor version, which Kubernetes and talosctl upgrade-k8s do not support; ` +
  `write a version of ${next} in kubernetes.version first, then go on one minor version at a time`;

/** One control plane and one worker. */
function pair(then: string): PlanDocument {
  const gone = Object.fromEntries(
    MACHINES.filter((name) => !['ctrl-00', 'work-00'].includes(name)).map((name) => [
      name,
      { vm: absent, config: absent },
    ]),
  );
  return home({
    ...gone,
    'ctrl-00': versioned('ctrl-00', {}, { kubernetes: then }),
    'work-00': versioned('work-00', {}, { kubernetes: then }),
  });
}

/** One machine that is everything. */
function single(then: string): PlanDocument {
  const gone = Object.fromEntries(
    MACHINES.filter((name) => name !== 'ctrl-00').map((name) => [name, { vm: absent, config: absent }]),
  );
  return home({ ...gone, 'ctrl-00': versioned('ctrl-00', {}, { kubernetes: then }) });
}

function refused(plan: PlanDocument, options: JudgePlanOptions): readonly string[] {
  return judgePlan(plan, options).refusals.map(({ kind, message }) => `${kind}: ${message}`);
}

type Row = readonly [
  title: string,
  plan: PlanDocument,
  options: JudgePlanOptions,
  refusals: readonly string[],
  accept: readonly string[],
];

const REFUSED: readonly Row[] = [
  [
    'b24 a lower version than the one that runs',
    changedPlan({ kubernetes: 'v1.33.4' }),
    running('v1.35.2'),
    [lowered('from v1.35.2 to v1.33.4', 'v1.35.2')],
    ['home'],
  ],
  [
    'a lower patch release',
    changedPlan({ kubernetes: 'v1.35.1' }),
    running('v1.35.2'),
    [lowered('from v1.35.2 to v1.35.1', 'v1.35.2')],
    ['home'],
  ],
  [
    'a version that is higher in the file and lower than what talosctl upgrade-k8s has brought',
    changedPlan({ kubernetes: 'v1.35.4' }),
    running('v1.36.3'),
    [lowered('from v1.36.3 to v1.35.4', 'v1.36.3')],
    ['home'],
  ],
  [
    'a lower version of one machine whose kubelet alone is newer',
    changedPlan({ kubernetes: 'v1.35.1' }, ['work-00'], { kubernetes: 'v1.35.0' }),
    running('v1.35.1', { 'work-00': { kubernetes: { kubelet: 'v1.35.2' } } }),
    [lowered('from v1.35.2 to v1.35.1', 'v1.35.2')],
    ['home'],
  ],
  [
    'a lower version of a machine that is replaced',
    changedPlan({ kubernetes: 'v1.35.1' }, ['work-01'], {}, { 'work-01': { vm: triggered } }),
    running('v1.35.2'),
    [lowered('from v1.35.2 to v1.35.1', 'v1.35.2')],
    ['home'],
  ],
  [
    'b24 a minor version that is skipped',
    changedPlan({ kubernetes: 'v1.36.3' }, MACHINES, { kubernetes: 'v1.33.4' }),
    running('v1.33.4'),
    [skips('from v1.33.4 to v1.36.3', 'v1.34')],
    ['home'],
  ],
  [
    'a minor version that is skipped on one machine only, where an upgrade stopped',
    changedPlan({ kubernetes: 'v1.36.3' }, MACHINES, { kubernetes: 'v1.34.1' }),
    running('v1.36.3', { 'work-01': { kubernetes: { kubelet: 'v1.34.1' } } }),
    [skips('from v1.34.1 to v1.36.3', 'v1.35')],
    ['home'],
  ],
  [
    'a version that is raised on all machines at once',
    changedPlan({ kubernetes: 'v1.36.3' }),
    running('v1.35.2'),
    [together(MACHINES, 'from v1.35.2 to v1.36.3')],
    MACHINES,
  ],
  [
    'a patch release on the machines that an upgrade has not reached',
    changedPlan({ kubernetes: 'v1.35.4' }),
    running('v1.35.4', {
      'work-00': { kubernetes: { kubelet: 'v1.35.2' } },
      'work-01': { kubernetes: { kubelet: 'v1.35.2' } },
    }),
    [together(WORKERS, 'from v1.35.2 to v1.35.4')],
    WORKERS,
  ],
  [
    'a version that is raised on one control plane and one worker',
    pair('v1.36.3'),
    running('v1.35.2'),
    [together(['ctrl-00', 'work-00'], 'from v1.35.2 to v1.36.3')],
    ['ctrl-00', 'work-00'],
  ],
  [
    'a version of Kubernetes that is raised together with that of Talos',
    changedPlan({ kubernetes: 'v1.35.4', talos: 'v1.13.9' }),
    running('v1.35.2'),
    [`${together(MACHINES, 'from v1.35.2 to v1.35.4')}; raise Talos before that, in an apply of its own`],
    MACHINES,
  ],
  [
    'a kubelet of a newer minor version than the API servers',
    changedPlan({ kubernetes: 'v1.36.3' }, ['work-00']),
    running('v1.35.2'),
    [
      'kubelet-ahead: work-00: its kubelet would go to v1.36.3 while the API server of ctrl-00, ctrl-01, ctrl-02 is v1.35.2, and a kubelet must ' +
        `not be newer than an API server; ${AGAIN}`,
    ],
    ['work-00'],
  ],
  [
    'a machine that does not answer',
    changedPlan({ kubernetes: 'v1.36.3' }),
    running('v1.36.3', { 'work-00': { silent: 'its node is not ready', kubernetes: {} } }),
    [
      'versions-unknown: work-00: would be configured with another version, and nobody knows what runs there: its node is not ready; bring it ' +
        `back and plan again, or leave it out with -exclude='${configAddress('work-00')}' until it answers`,
    ],
    ['work-00'],
  ],
  [
    'a single machine that does not answer',
    single('v1.36.3'),
    { running: [{ name: 'ctrl-00', silent: 'its API server does not answer: ECONNREFUSED' }] },
    [
      'versions-unknown: ctrl-00: would be configured with another version, and nobody knows what runs there: its API server does not answer: ' +
        `ECONNREFUSED; bring it back and plan again, or leave it out with -exclude='${configAddress('ctrl-00')}' until it answers`,
    ],
    ['ctrl-00'],
  ],
  [
    'a lower version where nobody was asked',
    changedPlan({ kubernetes: 'v1.33.4' }, ['work-00', 'work-01']),
    {},
    [
      lowered('from v1.35.2 to v1.33.4', 'v1.35.2'),
      'versions-unknown: work-00, work-01: would be configured with another version, and nobody was asked what runs there; plan with the ' +
        'command line, which asks, or pass what runs to judgePlan',
    ],
    ['home', 'work-00', 'work-01'],
  ],
];

describe('a version of Kubernetes', () => {
  test.each(REFUSED)('%s is refused', (_, plan, options, messages) => {
    expect(refused(plan, options)).toEqual(messages);
  });

  test.each(REFUSED)('%s is allowed by name, and not by fewer names', (_, plan, options, messages, accept) => {
    const verdict = judgePlan(plan, { ...options, accept });
    expect([verdict.allowed, verdict.accepted.length]).toEqual([true, messages.length]);
    expect(verdict.notes.filter((note) => note.includes('has no effect'))).toEqual([]);
    expect(judgePlan(plan, { ...options, accept: accept.slice(1) }).allowed).toBe(false);
  });

  test.each<readonly [string, PlanDocument, JudgePlanOptions]>([
    ['that runs on all machines already', changedPlan({ kubernetes: 'v1.36.3' }), running('v1.36.3')],
    [
      'that is the second one talosctl upgrade-k8s brought',
      changedPlan({ kubernetes: 'v1.36.3' }, MACHINES, { kubernetes: 'v1.33.4' }),
      running('v1.36.3'),
    ],
    ['that goes back to what runs', changedPlan({ kubernetes: 'v1.34.1' }), running('v1.34.1')],
    ['that is raised on a single machine', single('v1.36.3'), running('v1.35.2')],
    [
      'whose patch release is raised on one control plane',
      changedPlan({ kubernetes: 'v1.35.4' }, ['ctrl-00']),
      running('v1.35.2'),
    ],
    ['that is raised on one control plane', changedPlan({ kubernetes: 'v1.36.3' }, ['ctrl-00']), running('v1.35.2')],
    [
      'that is raised on a worker after all control planes',
      changedPlan({ kubernetes: 'v1.36.3' }, ['work-00']),
      running('v1.36.3', { 'work-00': { kubernetes: { kubelet: 'v1.35.2' } } }),
    ],
    [
      'that is raised on the last kubelet',
      changedPlan({ kubernetes: 'v1.36.3' }),
      running('v1.36.3', { 'work-00': { kubernetes: { kubelet: 'v1.35.2' } } }),
    ],
    [
      'of a machine that comes to a cluster',
      home({
        'work-02': { role: 'worker', number: 23, vm: create, config: create },
        'work-00': { vm: keep, config: keep },
      }),
      {},
    ],
    [
      'of a machine that is replaced and does not answer',
      changedPlan({ kubernetes: 'v1.36.3' }, ['work-01'], {}, { 'work-01': { vm: triggered } }),
      running('v1.36.3', { 'work-01': { silent: 'its node is not ready', kubernetes: {} } }),
    ],
  ])('%s is allowed', (_, plan, options) => {
    expect(refused(plan, options).filter((line) => !line.startsWith('data-disks-lost'))).toEqual([]);
  });

  test('a first cluster has nothing that could run', () => {
    const made = Object.fromEntries(MACHINES.map((name) => [name, { vm: create, config: create }]));
    expect(refused(home(made), {})).toEqual([]);
  });

  test('what runs already is named', () => {
    const { machines, steps } = judgePlan(changedPlan({ kubernetes: 'v1.36.3' }), running('v1.36.3'));
    expect(machines.map(({ details }) => details.at(-1))).toEqual(
      MACHINES.map(() => 'Kubernetes v1.36.3 runs already'),
    );
    expect(steps).toEqual([]);
  });

  test('what is refused as it is raised at once names the commands that do it in order', () => {
    const { steps, machines } = judgePlan(changedPlan({ kubernetes: 'v1.36.3' }), running('v1.35.2'));
    expect(steps).toEqual([
      {
        title: 'to upgrade Kubernetes in order, before you plan again:',
        commands: [
          'npx cdktf-proxmox-talos talosconfig home',
          'talosctl --talosconfig talosconfig --nodes 10.0.0.11 upgrade-k8s --to 1.36.3',
        ],
      },
    ]);
    expect(machines[0]?.details.at(-1)).toBe('Kubernetes v1.35.2 -> v1.36.3');
  });

  test('after the raise of a single machine what Talos leaves as it is gets its command', () => {
    const { steps } = judgePlan(single('v1.36.3'), { ...running('v1.35.2'), talosconfigCommand: 'make talosconfig' });
    expect(steps).toEqual([
      {
        title:
          'to bring kube-proxy, CoreDNS and Flannel to the new version after the apply, which leaves them as they are:',
        commands: ['make talosconfig', 'talosctl --talosconfig talosconfig --nodes 10.0.0.11 upgrade-k8s --to 1.36.3'],
      },
    ]);
  });

  test('of machines that do not answer nobody says that they go up together, or how', () => {
    const silent = { silent: 'its node is not ready', kubernetes: {} };
    const options = running('v1.35.2', Object.fromEntries(MACHINES.map((name) => [name, silent])));
    const { refusals, steps } = judgePlan(changedPlan({ kubernetes: 'v1.36.3' }), options);
    expect([refusals.map(({ kind }) => kind), steps]).toEqual([['versions-unknown'], []]);
  });

  test('the manifests wait for the last machine', () => {
    expect(judgePlan(changedPlan({ kubernetes: 'v1.36.3' }, ['ctrl-00']), running('v1.35.2')).steps).toEqual([]);
  });

  test('a way that is refused is not advised', () => {
    expect(judgePlan(changedPlan({ kubernetes: 'v1.33.4' }), running('v1.35.2')).steps).toEqual([]);
    expect(judgePlan(changedPlan({ kubernetes: 'v1.37.0' }), running('v1.35.2')).steps).toEqual([]);
  });

  test('each control plane component counts', () => {
    const options = running('v1.36.3', {
      'ctrl-01': { kubernetes: { ...controlPlane('v1.36.3'), 'kube-scheduler': 'v1.35.2' } },
      'ctrl-02': { kubernetes: { ...controlPlane('v1.36.3'), 'kube-controller-manager': 'v1.35.2' } },
    });
    expect(refused(changedPlan({ kubernetes: 'v1.36.3' }), options)).toEqual([
      together(CONTROL_PLANES.slice(1), 'from v1.35.2 to v1.36.3'),
    ]);
  });
});
