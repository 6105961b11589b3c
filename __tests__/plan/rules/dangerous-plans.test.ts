import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgePlan } from '../../../src/plan/judge-plan';
import {
  type Attributes,
  create,
  forget,
  home,
  HOME,
  machineConfiguration,
  type MachineStory,
  superseded,
  triggered,
  update,
} from '../../support/plan';
import { cores, gone, leaving, madeAnew, type PlanDocument } from '../../support/refusal-rows';
import { projectRoot } from '../../support/project';
import { changedPlan, MACHINES, running } from '../../support/versioned-plan';

const PAGE = readFileSync(join(projectRoot, 'docs', 'plan-guard.md'), 'utf8');

const fresh = (number: number, role: MachineStory['role'] = 'worker'): MachineStory => ({
  role,
  number,
  vm: create,
  config: create,
  vmIs: (values: Attributes) => void (values.vm_id = 899),
});
const moved = (number: number): Partial<MachineStory> => ({
  vm: update((values) => {
    values.initialization = [{ ip_config: [{ ipv4: [{ address: `10.0.0.${number}/24` }] }] }];
  }),
  config: update((values) => void (values.node = `10.0.0.${number}`)),
});
const unasked = { vm: triggered, config: triggered, trigger: create };

const pods = (network: string): string => `  network:\n    podSubnets: [${network}]\n`;

/** Plans by what the table of the page calls them. */
const PLANS: Readonly<Record<string, PlanDocument>> = {
  'the lifecycle of an old cluster switched to `replace`': home(
    Object.fromEntries(Object.keys(HOME).map((name) => [name, unasked])),
  ),
  'a machine found after an interrupted apply, with `replace`': home({
    'work-01': { ...unasked, vm: { ...triggered, importing: 'pve1/822' }, config: create },
  }),
  'two workers swap their addresses': home({ 'work-00': moved(22), 'work-01': moved(21) }),
  'a worker gets another name': home({ 'work-01': gone, 'worker-1': fresh(22) }),
  'a control plane gets another name': home({
    'ctrl-01': { ...gone, configIs: leaving },
    'control-1': fresh(12, 'controlplane'),
  }),
  'a control plane is removed, with `manual`': home({ 'ctrl-01': gone }),
  'two control planes are removed, with `manual`': home({ 'ctrl-01': gone, 'ctrl-02': gone }),
  'a control plane becomes a worker': home({
    'ctrl-01': {
      config: update((values) => void (values.machine_configuration_input = machineConfiguration('worker', 'ctrl-01'))),
    },
  }),
  'a control plane is forgotten by a `removed` block': home({ 'ctrl-01': { vm: forget, config: forget } }),
  'two control planes restart': home({ 'ctrl-00': { vm: cores }, 'ctrl-01': { vm: cores } }),
  'two machines are replaced': home({ 'ctrl-01': { ...madeAnew, configIs: leaving }, 'work-01': madeAnew }),
  '`lifecycle.destroy = false`, and a change that replaces': home({ 'work-01': { vm: superseded, config: create } }),
  'other pod networks': changedPlan({ cluster: pods('10.42.0.0/16') }, MACHINES, { cluster: pods('10.244.0.0/16') }),
  'no CNI': changedPlan({ cluster: '  network:\n    cni:\n      name: none\n' }),
  'a lower version of Kubernetes': changedPlan({ kubernetes: 'v1.33.4' }),
  'a version of Kubernetes that skips one': changedPlan({ kubernetes: 'v1.37.0' }),
  'a version of Kubernetes on all machines at once': changedPlan({ kubernetes: 'v1.36.3' }),
  'a data disk gets another name': home({
    'work-00': {
      dataGiB: 100,
      vmIs: (values) => void ((values.disk as Attributes[])[1]!.serial = 'data'),
      vm: update((values) => void ((values.disk as Attributes[])[1]!.serial = 'store')),
    },
  }),
};

/** The rows of the table, without its head. */
const ROWS = PAGE.split('\n## Dangerous plans\n')[1]!
  .split('\n\nWhat restarts')[0]!
  .split('\n')
  .flatMap((line): [string, string][] => {
    const [, plan = '', says = ''] = /^\| (.+?) \| (.+) \|$/.exec(line) ?? [];
    return plan === '' || plan === 'Plan' || plan.startsWith('--') ? [] : [[plan, says]];
  });

/** Refusals without the way out and without addresses of resources; the machines report the versions that they run. */
function saysOf(plan: PlanDocument): string {
  return judgePlan(plan, running('v1.35.2'))
    .refusals.map(({ message }) => message.split('; ')[0])
    .join(' — ')
    .replace(/terraform_data\.nodes_[\w-]+(?:, terraform_data\.nodes_[\w-]+)*/, 'terraform_data…');
}

test.each(Object.entries(PLANS))('the page says of "%s" what the guard says', (title, plan) => {
  expect(Object.fromEntries(ROWS)[title]).toBe(saysOf(plan));
});

test('the table of the page has these plans and no others', () => {
  expect(ROWS.map(([title]) => title)).toEqual(Object.keys(PLANS));
});

test('the page has every reason for which the guard refuses', () => {
  const source = readFileSync(join(projectRoot, 'src', 'plan', 'rules', 'refusal.ts'), 'utf8');
  const union = /export type RefusalKind =([^;]*);/.exec(source)?.[1] ?? '';
  const kinds = [...union.matchAll(/'([a-z-]+)'/g)].map(([, kind = '']) => kind);
  expect(kinds.length).toBeGreaterThan(20);
  expect(kinds.filter((kind) => !PAGE.includes(`| \`${kind}\` |`))).toEqual([]);
});
