import { home } from '../../support/plan';
import { CliProject } from '../../support/cli';

const LABEL = '{"machine":{"nodeLabels":{"bad key":"a"}}}';
const STACK = {
  data: {
    talos_machine_configuration: {
      a: {
        cluster_endpoint: 'https://10.0.0.10:6443',
        cluster_name: 'home',
        machine_type: 'worker',
        talos_version: 'v1.13',
        config_patches: [LABEL],
      },
    },
  },
};
const ADDRESS = 'cdktf.out/stacks/home/cdk.tf.json: data.talos_machine_configuration.a';
const NOT_CHECKED = "not checked: what only Talos' own library finds in machine configurations; ";
const PLACE = "{ patch: 0, document: 0, path: ['machine', 'nodeLabels', 'bad key'] }";
const REFUSED = `[{ faults: [{ step: 'validate', message: 'name "bad key" is invalid', place: ${PLACE} }] }]`;

let project: CliProject;

beforeEach(() => {
  project = new CliProject();
  // every project has a judge of its own; the packages of the repository are linked there
  project.remove('node_modules');
  project.set({ show: { output: JSON.stringify(home({})) } }, STACK);
});

afterEach(() => {
  project.remove();
});

/** A judge in the project; each has a cache of its own. */
function judge(answers: string, isBuilt = true): void {
  project.write(
    'node_modules/cdktf-proxmox-talos-judge/index.js',
    `class JudgeMissing extends Error {}
module.exports = {
  JudgeMissing,
  judgeIdentity: () => { if (${String(!isBuilt)}) throw new JudgeMissing(); return { digest: 'a', talosVersion: 'v1.13.9' }; },
  judgeMachineConfigurations: (requests) => {
    require('node:fs').appendFileSync(__dirname + '/asked', requests.length + ' ');
    return ${answers};
  },
};
`,
  );
}

function call(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return project.call(args, { CDKTF_PROXMOX_TALOS_CACHE: project.path('cache'), ...env });
}

describe('what Talos refuses', () => {
  test.each([['plan'], ['apply', '--yes']])(
    'G-44 is refused by %s before OpenTofu plans',
    async (command, ...options) => {
      judge(REFUSED);
      const { exitCode, errors } = await call([command, 'home', ...options]);
      expect(errors).toBe(
        `${ADDRESS}.config_patches[0].machine.nodeLabels.bad key: ${ADDRESS.split(': ')[1]} would refuse this: name "bad key" is invalid\n` +
          '1 fault in machine configurations\n',
      );
      expect(exitCode).toBe(1);
      expect(project.steps()).toEqual(['version']);
    },
  );

  test('does not keep a cluster from being destroyed', async () => {
    judge(REFUSED);
    await call(['plan', 'home', '--destroy']);
    expect(project.steps()).toEqual(['version', 'init', 'plan', 'show']);
    expect(project.has('node_modules/cdktf-proxmox-talos-judge/asked')).toBe(false);
  });
});

test('what Talos warns of is a warning', async () => {
  judge("[{ warnings: ['old'] }]");
  const { exitCode, errors } = await call(['plan', 'home']);
  expect(errors).toMatch(/^warning: cdktf\.out\/stacks\/home\/cdk\.tf\.json: Talos says of data\.\S+: old\n/);
  expect(exitCode).toBe(0);
});

test('what was answered is not asked again', async () => {
  judge('[{}]');
  await call(['plan', 'home']);
  await call(['plan', 'home']);
  expect(project.read('node_modules/cdktf-proxmox-talos-judge/asked')).toBe('1 ');
});

describe('a judge that', () => {
  test.each([
    ['was not built', '[]', false, '"npm run toolchain" builds it, with Go 1.26'],
    ['crashes', '(() => { throw new RangeError("secret") })()', true, "Talos' judge failed with RangeError"],
  ])('%s fails no plan, and one in CI', async (_, answers, isBuilt, reason) => {
    judge(answers, isBuilt);
    const { exitCode, errors } = await call(['plan', 'home']);
    expect([exitCode, errors]).toEqual([
      0,
      `${NOT_CHECKED}${reason}\ntofu init in cdktf.out/stacks/home\nplanning home\n`,
    ]);
    project.set({}, STACK);
    const inCi = await call(['plan', 'home'], { CI: 'true' });
    expect([inCi.exitCode, inCi.errors]).toEqual([
      2,
      `${NOT_CHECKED}${reason}; in CI, where CI is set, it must be checked\n`,
    ]);
    expect(project.steps()).toEqual(['version']);
  });
});

test('a stack without machine configurations asks nobody', async () => {
  judge('[]', false);
  project.set({ show: { output: JSON.stringify(home({})) } });
  const { exitCode, errors } = await call(['plan', 'home'], { CI: 'true' });
  expect([exitCode, errors]).toEqual([0, 'tofu init in cdktf.out/stacks/home\nplanning home\n']);
});
