import { CliProject } from '../../support/cli';
import { checkedOutput } from '../../support/output-schema';
import { create, home, type MachineStory, replacedBy, update } from '../../support/plan';

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
});

afterAll(() => {
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
