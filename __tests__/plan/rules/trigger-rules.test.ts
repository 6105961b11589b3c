import { judgePlan } from '../../../src/plan/judge-plan';
import { create, diskValues, home, HOME, keep, type Step, triggerAddress, triggered, update } from '../../support/plan';
import { describeRules, leaving, type PlanDocument, type Refused, refusalsOf } from '../../support/refusal-rows';

const NAMES = Object.keys(HOME);
const everyMachine = (trigger: Step): PlanDocument =>
  home(Object.fromEntries(NAMES.map((name) => [name, { vm: triggered, config: triggered, trigger }])));
const imported: Step = { ...triggered, importing: 'pve1/822' };
const TRIGGERS = NAMES.map(triggerAddress).join(', ');

const REFUSED: readonly Refused[] = [
  [
    'S-47 the switch to replace of a cluster that has nothing to remember its images',
    everyMachine(create),
    [
      `trigger-created: ${NAMES.join(', ')}: would be replaced only because ${TRIGGERS} are created in the same apply, which OpenTofu ` +
        'treats as a change; keep the current lifecycle, apply once with this version of the library, which creates ' +
        'them and touches no machine, then switch the lifecycle',
    ],
    NAMES,
  ],
  [
    'S-47 one machine that lost what remembers its image',
    home({ 'work-00': { vm: triggered, config: triggered, trigger: create } }),
    [
      `trigger-created: work-00: would be replaced only because ${triggerAddress('work-00')} is created in the same apply, which ` +
        'OpenTofu treats as a change; keep the current lifecycle, apply once with this version of the library, which ' +
        'creates it and touches no machine, then switch the lifecycle',
    ],
    ['work-00'],
  ],
  [
    'an import that replaces what it imports',
    home({ 'work-01': { vm: imported, config: create, trigger: create } }),
    [
      'import-replaced: work-01: would be imported and immediately replaced because the trigger that remembers its image is new, with all of its ' +
        `disks; run npx cdktf-proxmox-talos apply home -- -target=${triggerAddress('work-01')} first, then plan again`,
    ],
    ['work-01'],
  ],
  [
    'an import that replaces what it imports for a setting',
    home({
      'work-01': {
        vm: { ...imported, reason: 'replace_because_cannot_update', replacePaths: ['vm_id'] },
        config: create,
      },
    }),
    [
      'import-replaced: work-01: would be imported and immediately replaced because of vm_id, with all of its disks; ' +
        'revert the change and import it as it is',
    ],
    ['work-01'],
  ],
];

describeRules(REFUSED, [
  [
    'a machine whose image changes',
    home({ 'work-01': { vm: triggered, config: triggered, trigger: update(() => undefined) } }),
  ],
  ['what remembers images created, and no machine replaced', home({ 'work-01': { trigger: create } })],
  [
    'an import of a machine as it is',
    home({ 'work-01': { vm: { ...keep, importing: 'pve1/822' }, config: create, trigger: create } }),
  ],
]);

test('the cause stands in the table, and what is lost is said', () => {
  const { machines, losses } = judgePlan(everyMachine(create));
  expect(machines.map(({ details }) => details)).toEqual(
    NAMES.map(() => ['because the trigger that remembers its image is new']),
  );
  expect(losses).toContain('the majority of etcd, and with it everything that Kubernetes knows');
});

test('a replacement for another reason beside it is judged as ever', () => {
  const plan = home({
    'ctrl-00': { vm: triggered, config: triggered, trigger: create },
    'ctrl-01': { vm: triggered, config: triggered, trigger: update(() => undefined), configIs: leaving },
    'work-00': {
      vm: { ...triggered, edit: (values) => void (values.disk = [diskValues('scsi0', 20, 1)]) },
      config: triggered,
    },
  });
  expect(refusalsOf(plan).map((line) => line.replace(/:.*/, ''))).toEqual([
    'quorum-lost',
    'trigger-created',
    'machines-replaced-together',
    'data-disks-lost',
  ]);
});

test('what a program follows after an import under replace is the trigger alone', () => {
  const [, plan] = REFUSED[2]!;
  expect(judgePlan(plan).refusals.map(({ ways }) => ways)).toEqual([
    [{ kind: 'apply-first', targets: [triggerAddress('work-01')] }],
  ]);
});
