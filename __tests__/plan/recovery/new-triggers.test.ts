import { newTriggers } from '../../../src/plan/recovery/new-triggers';
import { create, home, keep, type Step, triggered, vmAddress, withResource } from '../../support/plan';

const VM = vmAddress('work-02');
const TRIGGER = 'terraform_data.nodes_work-02_boot-image';
const FOUND = [{ to: VM, id: 'pve2/823' }];

/** The stack, whose machine is replaced by what is named. */
function stack(reference = TRIGGER) {
  const machine = { lifecycle: { replace_triggered_by: [reference] } };
  return { resource: { proxmox_virtual_environment_vm: { [VM.split('.')[1] ?? '']: machine } } };
}

/** A plan with one more worker and its trigger. */
function plan(vm: Step, trigger: Step) {
  return withResource(home({ 'work-02': { role: 'worker', number: 23, vm, config: create } }), TRIGGER, trigger);
}

const IMPORTED: Step = { ...triggered, importing: 'pve2/823' };

test('P2b a trigger comes before a machine that was found, and before one that the stack imports', () => {
  expect(newTriggers(plan(create, create), stack(), FOUND)).toEqual([TRIGGER]);
  expect(newTriggers(plan(IMPORTED, create), stack(), [])).toEqual([TRIGGER]);
  expect(newTriggers(plan(IMPORTED, create), stack(`${TRIGGER}.output`), [])).toEqual([TRIGGER]);
});

test.each<[string, object, object]>([
  ['a machine that is new', plan(create, create), stack()],
  ['a machine that is in the state, which the guard judges', plan(triggered, create), stack()],
  ['an image that has changed', plan(IMPORTED, { actions: ['update'] }), stack()],
  ['a trigger that is in the state', plan(IMPORTED, keep), stack()],
  ['a trigger that nothing refers to', plan(IMPORTED, create), {}],
  ['something that is made on a server', plan(IMPORTED, create), stack('proxmox_download_file.image.id')],
])('nothing comes first for %s', (_, json, written) => {
  expect(newTriggers(json, written, [])).toEqual([]);
});
