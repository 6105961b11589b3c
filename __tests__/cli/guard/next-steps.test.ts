import { create, destroy, home } from '../../support/plan';
import { CliProject } from '../../support/cli';

// programs are started one after the other, and the machine may be busy
jest.setTimeout(120_000);

const made = { 'work-02': { role: 'worker', number: 23, vm: create, config: create } } as const;

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
});

afterAll(() => {
  project.remove();
});

/** A plan after which the state has these outputs. */
function planWith(outputs: readonly string[], plan: object = home(made)): string {
  const planned = Object.fromEntries(outputs.map((name) => [name, { sensitive: true }]));
  return JSON.stringify({ ...plan, planned_values: { outputs: planned } });
}

async function saidAfter(plan: string, args: readonly string[] = [], stack: object = {}): Promise<string> {
  project.set({ show: { output: plan } }, stack);
  const { exitCode, errors } = await project.run(['apply', 'home', '--yes', ...args]);
  expect(exitCode).toBe(0);
  return errors.replace(/^[^]*\napplied home in \d+ s\n/, '');
}

const EXPORT = '  export KUBECONFIG="$PWD/kubeconfig"\n  kubectl get nodes\n';

describe('a good apply tells how to go on', () => {
  test('with the kubeconfig of the state', async () => {
    expect(await saidAfter(planWith(['kube_config', 'talos_config']))).toBe(
      `next:\n  npx cdktf-proxmox-talos kubeconfig home\n${EXPORT}`,
    );
  });

  test('with the options that it was given, so that the command can be pasted, and never with a value', async () => {
    project.write('my values.tfvars', 'b = 1');
    const options = ['--output', 'cdktf.out', '--tofu', './bin/tofu'];
    const passed = ['--', '-var', 'a=secret', '-var-file', 'my values.tfvars', '-parallelism=2'];
    expect(await saidAfter(planWith(['kube_config']), [...options, ...passed])).toBe(
      'next:\n  npx cdktf-proxmox-talos kubeconfig home --output cdktf.out --tofu ./bin/tofu -- ' +
        `'-var-file=my values.tfvars'\n${EXPORT}`,
    );
  });

  test('with the file that the stack writes, once it is there', async () => {
    const files = { a: { filename: '../../../out put/kube-config.yaml' }, b: { filename: '../../../other.yaml' } };
    const stack = { resource: { local_sensitive_file: files } };
    expect(await saidAfter(planWith([]), [], stack)).toBe('');
    project.write('out put/kube-config.yaml', '');
    expect(await saidAfter(planWith(['kube_config']), [], stack)).toBe(
      `next:\n  export KUBECONFIG='${project.path('out put/kube-config.yaml')}'\n  kubectl get nodes\n`,
    );
  });
});

describe('an apply tells nothing of it', () => {
  test('when the state has no kubeconfig, as after a part of a cluster', async () => {
    expect(await saidAfter(planWith(['talos_config']))).toBe('');
  });

  test('when nothing changed', async () => {
    expect(await saidAfter(planWith(['kube_config'], home({})))).toBe('');
  });

  test('when everything is destroyed', async () => {
    const plan = home({ 'work-02': { role: 'worker', number: 23, vm: destroy } });
    expect(await saidAfter(planWith(['kube_config'], plan), ['--destroy', '--accept', 'work-02'])).toMatch(
      /\ndestroyed home in \d+ s\n$/,
    );
  });

  test('when it fails', async () => {
    const show = { output: planWith(['kube_config']) };
    project.set({ show, apply: { exitCode: 1, errors: 'Error: no\n' } });
    const { errors } = await project.run(['apply', 'home', '--yes']);
    expect(errors).not.toMatch(/^(?:applied|next)/m);
  });
});
