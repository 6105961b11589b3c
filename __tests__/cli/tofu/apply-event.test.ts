import { printedEvent, writtenEvent } from '../../../src/cli/tofu/apply-event';

test.each([
  ['vm.a: Creating...', { address: 'vm.a', action: 'create', state: 'begins' }],
  [
    '\u001b[0m\u001b[1mvm.a["x y"]: Creation complete after 3s [id=1]\u001b[0m',
    { address: 'vm.a["x y"]', action: 'create', state: 'done' },
  ],
  ['vm.a: Modifying... [id=1]', { address: 'vm.a', action: 'change', state: 'begins' }],
  ['vm.a: Destruction complete after 0s', { address: 'vm.a', action: 'destroy', state: 'done' }],
  ['data.b.c: Read complete after 1s [id=x]', { address: 'data.b.c', action: 'read', state: 'done' }],
  ['vm.a: Still creating... [10s elapsed]', undefined],
  ['Apply complete! Resources: 1 added, 0 changed, 0 destroyed.', undefined],
])('a line for people: %j', (line, event) => {
  expect(printedEvent(line)).toEqual(event);
});

const written = (type: string, action: string): string =>
  JSON.stringify({ '@level': 'info', type, hook: { resource: { addr: 'vm.a' }, action, elapsed_seconds: 1 } });

test.each([
  [written('apply_start', 'create'), { address: 'vm.a', action: 'create', state: 'begins' }],
  [written('apply_complete', 'delete'), { address: 'vm.a', action: 'destroy', state: 'done' }],
  [written('apply_errored', 'update'), { address: 'vm.a', action: 'change', state: 'failed' }],
  [written('apply_progress', 'create'), undefined],
  ['{"type":"apply_start","hook"', undefined],
  ['not JSON', undefined],
])('a line as data: %j', (line, event) => {
  expect(writtenEvent(line)).toEqual(event);
});
