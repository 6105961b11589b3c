import { CliProject } from '../../support/cli';
import { checkedOutput } from '../../support/output-schema';
import { create, destroy, home, type MachineStory, planJson, replacedBy, update } from '../../support/plan';

let project: CliProject;

beforeEach(() => {
  project = new CliProject();
});

afterEach(() => {
  project.remove();
});

test.each<readonly [string, Readonly<Record<string, Partial<MachineStory>>>, boolean]>([
  ['changes nothing', {}, true],
  ['makes a machine', { 'work-01': { vm: create, config: create } }, true],
  ['changes memory', { 'work-00': { vm: update((vm) => (vm.memory = [{ dedicated: 8192 }])) } }, true],
  ['replaces a control plane', { 'ctrl-00': { vm: replacedBy('vm_id') } }, false],
])('the verdict on a plan that %s has its published form', async (_, stories, allowed) => {
  project.set({ show: { output: JSON.stringify(home(stories)) } });
  const { output } = await project.call(['plan', 'home', '--json']);
  expect(checkedOutput('plan', output)).toMatchObject({ clusterName: 'home', allowed });
});

describe('apply --json', () => {
  const machines = { 'ctrl-00': { role: 'controlplane', number: 11, vm: create, config: create } } as const;
  const first = JSON.stringify(planJson({ secrets: create, bootstrap: create, machines }));
  const refused = JSON.stringify(home({ 'ctrl-00': { vm: replacedBy('vm_id') } }));

  test('is one document if the plan after the first steps is refused, that of the last plan', async () => {
    project.set({ show: { output: first, laterOutput: refused } });
    const { exitCode, output, errors } = await project.call(['apply', 'home', '--yes', '--json']);
    expect(exitCode).toBe(1);
    expect(checkedOutput('apply', output)).toMatchObject({ allowed: false, hasChanges: true });
    expect(errors).not.toContain('refused:');
  });

  test('is one document of the whole plan if the rest of it is allowed', async () => {
    project.set({ show: { output: first, laterOutput: JSON.stringify(home({})) } });
    const { exitCode, output } = await project.call(['apply', 'home', '--yes', '--json']);
    expect(exitCode).toBe(0);
    expect(checkedOutput('apply', output)).toMatchObject({ allowed: true, hasChanges: true });
  });

  test('is there although the first steps fail', async () => {
    project.set({ show: { output: first }, apply: { exitCode: 1, errors: 'Error: no\n' } });
    const { exitCode, output } = await project.call(['apply', 'home', '--yes', '--json']);
    expect(exitCode).toBe(2);
    expect(checkedOutput('apply', output)).toMatchObject({ allowed: true, hasChanges: true });
  });

  test('leaves a person who is asked the words', async () => {
    project.set({ show: { output: JSON.stringify(home({ 'work-00': { vm: destroy, config: destroy } })) } });
    const { exitCode, output, errors } = await project.run(['apply', 'home', '--json', '--accept', 'work-00'], {
      answer: 'no\n',
    });
    expect(exitCode).toBe(2);
    expect(checkedOutput('apply', output)).toMatchObject({ allowed: true });
    expect(errors).toMatch(/work-00 {2}worker +destroyed[^]*Apply this plan to home\? Only yes will be accepted: /);
  });
});
