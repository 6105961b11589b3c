import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CliProject } from '../support/cli';
import { create, home } from '../support/plan';
import { projectRoot } from '../support/project';

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
  project.set({ show: { output: JSON.stringify(home({ 'work-01': { vm: create, config: create } })) } });
});

afterAll(() => {
  project.remove();
});

/** `npm run plan` of this project, with the stand-in of OpenTofu and another output directory. */
function runPlan(cluster: string) {
  const args = [join(projectRoot, 'scripts', 'plan.js'), cluster, '--json', '--output', project.path('out')];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, '--tofu', project.path('bin/tofu')], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      FAKE_TOFU_HOME: project.path('.'),
      PROXMOX_MAIN_API_TOKEN: 'root@pam!tofu=01234567-89ab-cdef-0123-456789abcdef',
      STATE_PASSPHRASE: 'a passphrase of more than 16 characters',
    },
  });
  return { status, stdout, stderr };
}

test('npm run plan synthesizes the cluster first, and prints nothing but the verdict', () => {
  const { status, stdout } = runPlan('home');
  expect(JSON.parse(stdout)).toMatchObject({ clusterName: 'home', allowed: true });
  expect(status).toBe(0);
  expect(project.calls()[0]?.directory).toBe(project.path('out/stacks/home'));
});

test('npm run plan fails with code 2 when there is nothing to plan', () => {
  const { status, stdout, stderr } = runPlan('nowhere');
  expect(stderr).toMatch(/no cluster is called "nowhere"[^]*nothing to plan: synth failed\n$/);
  expect([status, stdout]).toEqual([2, '']);
});
