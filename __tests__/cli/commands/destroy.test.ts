import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliProject, type FakeTofu } from '../../support/cli';
import { checkedOutput } from '../../support/output-schema';
import { configAddress, end, home, HOME, IMAGE, type MachineStory, SECRET, vmAddress } from '../../support/plan';
import { projectRoot } from '../../support/project';

const RESET = { on_destroy: [{ reset: true, graceful: true, reboot: false }] };

/** The end of the usual cluster, with further facts about some machines. */
function theEnd(facts: Readonly<Record<string, Partial<MachineStory>>> = {}): object {
  const machines = Object.keys(HOME).map((name) => [name, { vm: end, config: end, ...facts[name] }]);
  return home(Object.fromEntries(machines) as Readonly<Record<string, Partial<MachineStory>>>, {
    secrets: end,
    bootstrap: end,
    kubeconfig: end,
    image: end,
  });
}

const FILE_ON_HOST = {
  provider: 'proxmox.main',
  content_type: 'import',
  datastore_id: 'local',
  node_name: 'pve1',
  file_name: 'talos.qcow2',
};

let project: CliProject;

beforeEach(() => {
  project = new CliProject();
});

afterEach(() => {
  project.remove();
});

function planned(plan: object, others: FakeTofu = {}, stack: object = {}): void {
  project.set({ show: { output: JSON.stringify(plan) }, ...others }, stack);
}

test('shows what goes and what stays, takes the name for consent, and says how to go on', async () => {
  planned(theEnd());
  project.write('stacks/clusters/mine.yaml', '# our cluster\nname: home # sweet\n');
  project.write('stacks/clusters/other.yaml', 'name: homely\n');
  project.write('cdktf.out/stacks/home/terraform.tfstate', '{"version":4}');
  const { exitCode, output, errors } = await project.run(['destroy', 'home'], { answer: 'home\n' });
  expect([exitCode, output]).toEqual([
    0,
    expect.stringMatching(
      /^\nctrl-00 {2}control plane {2}destroyed[^]*permanently lost:\n[^]*machine secrets[^]*\nstays:\n {2}files of the project: stacks\/clusters\/mine\.yaml, cdktf\.out\/stacks\/home\/terraform\.tfstate, cdktf\.out\/stacks\/home\n$/,
    ),
  ]);
  expect(output).not.toContain(SECRET);
  expect(errors).toMatch(/Destroy home for good\? Only its name will be accepted: destroying home: \d+ resources\n/);
  expect(errors).toContain(
    'nothing of home is left in its state\n' +
      'to create it again, with new secrets:\n' +
      '  npx cdktf-proxmox-talos apply home\n' +
      'to forget it, as nothing in the project was removed:\n' +
      '  rm stacks/clusters/mine.yaml cdktf.out/stacks/home/terraform.tfstate\n' +
      '  rm -r cdktf.out/stacks/home\n',
  );
  expect(project.calls().find(({ args }) => args[0] === 'plan')?.args).toContain('-destroy');
  expect(project.steps().at(-1)).toBe('apply');
  expect(project.has('stacks/clusters/mine.yaml')).toBe(true);
  expect(project.leftovers()).toEqual([]);
});

test.each(['yes\n', 'Home\n', '\n'])('destroys nothing for the answer %j', async (answer) => {
  planned(theEnd());
  const { exitCode, errors } = await project.run(['destroy', 'home'], { answer });
  expect([exitCode, errors]).toEqual([2, expect.stringMatching(/accepted: nothing was destroyed\n$/)]);
  expect(project.steps()).not.toContain('apply');
});

test('asks nobody where nobody is there, and needs --yes', async () => {
  planned(theEnd());
  const { exitCode, errors } = await project.call(['destroy', 'home']);
  expect([exitCode, errors]).toEqual([
    2,
    'there is no terminal to ask on; pass --yes to destroy what the guard allows\n',
  ]);
  expect(project.calls()).toEqual([]);
});

test('refuses a protected machine, also with --yes', async () => {
  planned(theEnd({ 'work-00': { vmIs: (vm) => (vm.protection = true) } }));
  const { exitCode, output } = await project.call(['destroy', 'home', '--yes']);
  expect(exitCode).toBe(1);
  expect(output).toContain('work-00: protection is on, so it would be stopped and then not removed');
  expect(project.steps()).not.toContain('apply');
});

test('says which machines OpenTofu was told to keep', async () => {
  const address = vmAddress('work-00');
  const error = `Error: Instance cannot be destroyed\n\n  on cdk.tf.json line 1:\n\nResource ${address}\nhas lifecycle.prevent_destroy set, but the plan calls for this resource\n`;
  const [, name = ''] = address.split('.');
  planned(
    theEnd(),
    { plan: { exitCode: 1, errors: error } },
    { resource: { proxmox_virtual_environment_vm: { [name]: { name: 'work-00' } } } },
  );
  const { exitCode, errors } = await project.call(['destroy', 'home', '--yes']);
  expect([exitCode, errors]).toEqual([
    1,
    expect.stringContaining('work-00: must not be destroyed, as the cluster file protects it') as unknown,
  ]);
});

test('takes machines that would be reset first out of the state, and says nothing of a majority', async () => {
  const reset = { configIs: (values: Record<string, unknown>) => Object.assign(values, RESET) };
  const facts = { 'ctrl-00': reset, 'ctrl-01': reset, 'ctrl-02': reset };
  planned(theEnd(facts), { show: { output: JSON.stringify(theEnd(facts)), laterOutput: JSON.stringify(theEnd()) } });
  const { exitCode, output, errors } = await project.call(['destroy', 'home', '--yes', '--', '-var=a=1']);
  expect(exitCode).toBe(0);
  expect(output).not.toContain('reset_on_destroy');
  const addresses = ['ctrl-00', 'ctrl-01', 'ctrl-02'].map(configAddress);
  expect(errors).toContain(`taken out of the state: ${addresses.join(', ')}\n`);
  expect(project.steps()).toEqual(['version', 'init', 'plan', 'show', 'state', 'init', 'plan', 'show', 'apply']);
  expect(project.calls()[4]?.args).toEqual(['state', 'rm', '-var=a=1', ...addresses]);
});

test('leaves a physical machine its reset, which is all that wipes it', async () => {
  planned(theEnd({ 'work-01': { vm: undefined, configIs: (values) => Object.assign(values, RESET) } }));
  const { output } = await project.call(['destroy', 'home', '--yes']);
  expect(output).toContain('work-01  worker         wiped');
  expect(project.steps()).not.toContain('state');
});

test('keeps an image file that another stack uses', async () => {
  const plan = theEnd() as { resource_changes: { address: string; change: { before: object } }[] };
  const image = plan.resource_changes.find(({ address }) => address === IMAGE);
  Object.assign(image?.change.before ?? {}, FILE_ON_HOST);
  const provider = { proxmox: [{ alias: 'main', endpoint: 'https://pve1.example:8006' }] };
  planned(plan, {}, { provider });
  const stackOf = (fileName: string) =>
    JSON.stringify({
      provider: { proxmox: [{ alias: 'house', endpoint: 'https://pve1.example:8006' }] },
      resource: { proxmox_download_file: { a: { ...FILE_ON_HOST, provider: 'proxmox.house', file_name: fileName } } },
    });
  project.write('cdktf.out/stacks/lab/cdk.tf.json', stackOf('talos.qcow2'));
  project.write('cdktf.out/stacks/lab/terraform.tfstate', '{"version":4}');
  // never applied, and another file
  project.write('cdktf.out/stacks/new/cdk.tf.json', stackOf('talos.qcow2'));
  project.write('cdktf.out/stacks/other/cdk.tf.json', stackOf('other.qcow2'));
  project.write('cdktf.out/stacks/other/terraform.tfstate', '{"version":4}');
  const { exitCode, output } = await project.call(['destroy', 'home', '--yes']);
  expect(exitCode).toBe(0);
  expect(output).toContain('\nstays:\n  image talos.qcow2 on pve1: the stack lab uses it too\n');
  expect(output).not.toContain('proxmox_download_file 1 destroyed');
  expect(project.calls().find(({ args }) => args[0] === 'state')?.args).toEqual(['state', 'rm', IMAGE]);
});

test('names what is not part of the plan', async () => {
  planned(home({ 'work-01': { vm: end, config: end } }));
  const { exitCode, output, errors } = await project.call(['destroy', 'home', '--yes', '--', '-target=x.y']);
  expect(exitCode).toBe(0);
  expect(output).toContain(`  ${vmAddress('ctrl-00')}: not part of this plan\n`);
  expect(output).not.toContain('--accept home has no effect');
  // who removed the state now would lose the rest
  expect(errors).not.toContain('rm ');
});

test('goes on with the same command after a failure', async () => {
  planned(theEnd(), { apply: { exitCode: 1, errors: 'Error: no\n' } });
  const { exitCode, errors } = await project.call(['destroy', 'home', '--yes', '--', '-var-file=a b']);
  expect(exitCode).toBe(2);
  expect(errors).toContain(
    'tofu apply failed with exit code 1\nwhat is gone is gone; the same command goes on with the rest\n' +
      "  go on with: npx cdktf-proxmox-talos destroy home -- '-var-file=a b'\n",
  );
});

test('does not wait for a cluster to be healthy', async () => {
  planned(theEnd(), {}, { variable: { health_check: { default: true } } });
  await project.call(['destroy', 'home', '--yes']);
  const variables = () => project.calls().find(({ args }) => args[0] === 'plan')?.variables;
  expect(variables()).toEqual({ TF_VAR_health_check: 'false' });
  project.write('calls', '');
  await project.call(['destroy', 'home', '--yes'], { TF_VAR_health_check: 'true' });
  expect(variables()).toEqual({ TF_VAR_health_check: 'true' });
});

test('prints the verdict, with what stays, in its published form', async () => {
  planned(theEnd());
  const { output } = await project.call(['destroy', 'home', '--yes', '--json']);
  expect(checkedOutput('destroy', output)).toMatchObject({
    clusterName: 'home',
    allowed: true,
    accepted: [{ kind: 'cluster-destroyed' }],
    stays: ['files of the project: cdktf.out/stacks/home'],
  });
  const same = await project.call(['apply', 'home', '--destroy', '--accept', 'home', '--yes', '--json']);
  expect(checkedOutput('apply', same.output)).toMatchObject({ stays: ['files of the project: cdktf.out/stacks/home'] });
});

test('prints one document if the plan after what is left alone is refused', async () => {
  const reset = { configIs: (values: Record<string, unknown>) => Object.assign(values, RESET) };
  const kept = theEnd({ 'work-00': { vmIs: (vm) => (vm.protection = true) } });
  planned(theEnd({ 'ctrl-00': reset }), {
    show: { output: JSON.stringify(theEnd({ 'ctrl-00': reset })), laterOutput: JSON.stringify(kept) },
  });
  const { exitCode, output } = await project.call(['destroy', 'home', '--yes', '--json']);
  expect(exitCode).toBe(1);
  expect(checkedOutput('destroy', output)).toMatchObject({
    allowed: false,
    stays: ['files of the project: cdktf.out/stacks/home'],
  });
  expect(project.steps()).not.toContain('apply');
});

test('the published form is that of a plan, and what stays', () => {
  const schemaOf = (name: string) =>
    JSON.parse(readFileSync(join(projectRoot, 'schemas', 'command-line', `${name}.schema.json`), 'utf8')) as {
      readonly properties: Readonly<Record<string, unknown>>;
    };
  const { stays, ...others } = schemaOf('destroy').properties;
  const { stays: staysOfApply, ...plan } = schemaOf('plan').properties;
  expect(others).toEqual(plan);
  for (const each of [stays, staysOfApply]) expect(each).toMatchObject({ type: 'array' });
});
