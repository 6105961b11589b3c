import { judgePlan } from '../../../src/plan/judge-plan';
import { create, home, machineConfiguration, triggered, update } from '../../support/plan';
import { reconfigure } from '../../support/refusal-rows';

function registering(...taints: readonly string[]): string {
  const items = taints.map((taint) => `        - ${taint}\n`).join('');
  return `  kubelet:\n    extraConfig:\n      registerWithTaints:\n${items}`;
}

const GPU = registering('{ key: gpu, value: intel, effect: NoSchedule }');
const ADVICE = 'a worker sets its taints only when it registers, and its node exists already; change them with';

function notesOf(role: 'controlplane' | 'worker', name: string, before: string, after: string): readonly string[] {
  const plan = home({
    [name]: {
      configIs: (values: Record<string, unknown>) => {
        values.machine_configuration_input = machineConfiguration(role, name, before);
      },
      config: reconfigure(role, name, after),
    },
  });
  return judgePlan(plan).notes;
}

test.each([
  ['a new taint', '', GPU, 'gpu=intel:NoSchedule'],
  ['a taint that goes', GPU, '', 'gpu:NoSchedule-'],
  ['another value', GPU, registering('{ key: gpu, value: amd, effect: NoSchedule }'), 'gpu=amd:NoSchedule'],
  [
    'another effect',
    GPU,
    registering('{ key: gpu, value: intel, effect: NoExecute }'),
    'gpu=intel:NoExecute gpu:NoSchedule-',
  ],
  ['a taint without value', '', registering('{ key: spot, effect: NoExecute }'), 'spot:NoExecute'],
])('%s of a worker that has registered', (_, before, after, changes) => {
  expect(notesOf('worker', 'work-01', before, after)).toEqual([
    `work-01: ${ADVICE} kubectl taint nodes work-01 --overwrite ${changes}`,
  ]);
});

test('a taint that a shell would read is not put into a command', () => {
  expect(notesOf('worker', 'work-01', '', registering('{ key: a, value: "$(id)", effect: NoSchedule }'))).toEqual([
    `work-01: ${ADVICE} kubectl taint`,
  ]);
});

test('nothing is said where the taints stay, of a control plane, and of a new worker', () => {
  expect(notesOf('worker', 'work-01', GPU, `${GPU}  sysctls:\n    a: "1"\n`)).toEqual([]);
  expect(notesOf('controlplane', 'ctrl-00', '', GPU)).toEqual([]);
  expect(judgePlan(home({ 'work-02': { role: 'worker', number: 23, vm: create, config: create } })).notes).toEqual([]);
});

test('nothing is said of a configuration that is known only during the apply', () => {
  const unknown = update(() => undefined, ['machine_configuration_input', 'machine_configuration']);
  expect(judgePlan(home({ 'work-01': { config: unknown } })).notes.join()).not.toContain('taint');
  expect(judgePlan(home({ 'work-01': { vm: triggered, config: triggered } })).notes.join()).not.toContain('taint');
});
