import { CliProject } from '../../support/cli';
import { create, home, vmAddress } from '../../support/plan';

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
});

afterAll(() => {
  project.remove();
});

const ADDRESS = vmAddress('work-02');
const PLAN = {
  output: JSON.stringify(home({ 'work-02': { role: 'worker', number: 23, vm: create, config: create } })),
};
const event = (type: string): string =>
  `${JSON.stringify({ type, hook: { resource: { addr: ADDRESS }, action: 'create' } })}\n`;

test('without a terminal a step is a line, and OpenTofu 1.11 says it to people only', async () => {
  const output = `${ADDRESS}: Creating...\n${ADDRESS}: Creation complete after 2s [id=1]\n`;
  project.set({ show: PLAN, apply: { output }, version: { output: 'OpenTofu v1.11.9\n' } });
  const { errors } = await project.call(['apply', 'home', '--yes']);
  expect(errors).toMatch(/^applying home: \d+ changes\n {2}work-02: created\napplied home in /m);
  expect(errors).not.toContain('.log');
});

test('what fails is said by its data, and the log is named', async () => {
  const data = event('apply_start') + event('apply_errored');
  project.set({ show: PLAN, apply: { exitCode: 1, output: 'words\n', errors: 'Error: no\n', data } });
  const { exitCode, errors } = await project.call(['apply', 'home', '--yes']);
  expect(exitCode).toBe(2);
  expect(errors).toContain('  work-02: created failed\n');
  expect(errors).toContain('everything that OpenTofu has said: cdktf.out/logs/home.log\n');
  expect(project.read('cdktf.out/logs/home.log').replaceAll(/^\S+Z /gm, '')).toMatch(
    /^(?:words\nError: no|Error: no\nwords)\n$/,
  );
});

test('shows no steps beside all that OpenTofu prints', async () => {
  project.set({ show: PLAN, apply: { output: `${ADDRESS}: Creation complete after 2s [id=1]\n` } });
  const { output, errors } = await project.call(['apply', 'home', '--yes', '--verbose']);
  expect(output).toContain('Creation complete');
  expect(errors).not.toContain('work-02: created');
});

test('keeps values of sensitive variables out of the log', async () => {
  const variable = { token: { sensitive: true }, name: {} };
  project.set({ show: PLAN, apply: { output: 'a-secret-word and given-word and plain-name\n' } }, { variable });
  const passed = ['--', '-var', 'token=given-word', '-var', 'name=plain-name'];
  await project.call(['apply', 'home', '--yes', ...passed], { TOKEN: 'a-secret-word' });
  expect(project.read('cdktf.out/logs/home.log')).toContain('Z (secret) and (secret) and plain-name\n');
});

test('keeps those out of it too that only the plan knows, as they stood in a file', async () => {
  const plan = JSON.parse(PLAN.output) as Record<string, unknown>;
  plan.variables = {
    token: { value: 'word-of-a-file' },
    keys: { value: { a: ['word-in-a-list'] } },
    name: { value: 'plain-name' },
  };
  plan.configuration = {
    ...(plan.configuration as object),
    root_module: {
      ...(plan.configuration as { root_module?: object }).root_module,
      variables: { token: { sensitive: true }, keys: { sensitive: true }, name: {} },
    },
  };
  project.set({
    show: { output: JSON.stringify(plan) },
    apply: { exitCode: 1, output: 'word-of-a-file, word-in-a-list, plain-name\n', errors: 'Error: word-of-a-file\n' },
  });
  project.write('secrets.tfvars', 'token = "word-of-a-file"\n');
  await project.call(['apply', 'home', '--yes', '--', '-var-file', 'secrets.tfvars']);
  const log = project.read('cdktf.out/logs/home.log');
  expect(log).toContain('Z (secret), (secret), plain-name\n');
  expect(log).toContain('Z Error: (secret)\n');
});
