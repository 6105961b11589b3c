import type { Diagnostic } from '../../src/plan/read/diagnostic';
import { CliProject, type FakeTofu } from '../support/cli';
import { create, home, update, vmAddress } from '../support/plan';

const TOKEN = { proxmox_main_api_token: { type: 'string', sensitive: true } };
const ENV = { PROXMOX_MAIN_API_TOKEN: 'token' };

const allowed = home({ 'work-02': { role: 'worker', number: 23, vm: create, config: create } });

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
});

afterAll(() => {
  project.remove();
});

/** How OpenTofu says its errors; of what it prints beside its data nothing is to be read. */
const SAYING = {
  'as text, by OpenTofu 1.11': (errors: readonly Diagnostic[]): FakeTofu => ({
    version: { output: 'OpenTofu v1.11.14\non linux_amd64\n' },
    apply: {
      exitCode: 1,
      errors: errors
        .map(({ summary, address = '', detail }) =>
          [`╷\n│ Error: ${summary}\n│ \n│   with ${address},`, `│   on cdk.tf.json line 1:\n│ \n│ ${detail}\n╵\n`].join(
            '\n',
          ),
        )
        .join(''),
    },
  }),
  'as data, by OpenTofu 1.12': (errors: readonly Diagnostic[]): FakeTofu => ({
    apply: {
      exitCode: 1,
      errors: 'Error: VM shutdown\n\n  with nothing.at_all,\n',
      data: errors.map((diagnostic) => `${JSON.stringify({ type: 'diagnostic', diagnostic })}\n`).join(''),
    },
  }),
};

describe.each(Object.entries(SAYING))('what an interrupted apply leaves undone, said %s', (_, say) => {
  const stack = {
    variable: TOKEN,
    resource: {
      talos_machine_bootstrap: { boot: { node: '10.0.0.11' } },
      proxmox_virtual_environment_vm: { vm: { name: 'work-00', node_name: 'pve1', vm_id: 810 } },
      gitea_repository_key: { key: { repository: '${data.gitea_repo.repo.id}', title: 'flux' } },
    },
    data: { gitea_repo: { repo: { username: 'me', name: 'fleet' } } },
    provider: { gitea: [{ base_url: 'https://gitea.example', token: '${var.gitea_token}' }] },
  };
  const FILE = 'cdktf.out/stacks/home/recovery.tf.json';
  const error = (summary: string, address: string, detail: string): Diagnostic => ({
    severity: 'error',
    summary,
    address,
    detail,
  });
  const twice = error(
    'Error bootstrapping node',
    'talos_machine_bootstrap.boot',
    'desc = etcd data directory is not empty',
  );

  function failing(...errors: readonly Diagnostic[]): void {
    project.set({ show: { output: JSON.stringify(allowed) }, ...say(errors) }, stack);
  }

  afterEach(() => {
    project.remove(FILE);
  });

  test('S-38 a bootstrap is written down for the next apply, which removes it', async () => {
    failing(twice);
    const first = await project.call(['apply', 'home', '--yes'], ENV);
    expect(first.exitCode).toBe(2);
    expect(first.errors).toContain(
      'the next apply imports it\n  go on with: npx cdktf-proxmox-talos apply home\n' +
        `written: ${project.path(FILE)}; it is removed after the next apply that succeeds\n`,
    );
    expect(JSON.parse(project.read(FILE))).toEqual({
      import: [{ to: 'talos_machine_bootstrap.boot', id: 'machine_bootstrap' }],
    });

    failing(twice);
    await project.call(['apply', 'home', '--yes'], ENV);
    expect((JSON.parse(project.read(FILE)) as { import: unknown[] }).import).toHaveLength(1);

    project.set({ show: { output: JSON.stringify(allowed) } }, stack);
    const last = await project.call(['apply', 'home', '--yes'], ENV);
    expect(last.errors).toContain(`removed: ${project.path(FILE)}, which is no longer needed\n`);
    expect(last.exitCode).toBe(0);
    expect(project.has(FILE)).toBe(false);
  });

  test('S-38 a deploy key is looked up by the next apply', async () => {
    const key = error(
      'cannot create',
      'gitea_repository_key.key',
      'This key has already been added to this repository',
    );
    failing(key, twice);
    const { errors } = await project.call(['apply', 'home', '--yes'], ENV);
    expect(errors.match(/go on with: npx cdktf-proxmox-talos apply home\n/g)).toHaveLength(2);
    const read = {
      url: 'https://gitea.example/api/v1/repos/me/fleet/keys?limit=50',
      request_headers: { Authorization: 'token ${var.gitea_token}' },
    };
    const id =
      '${data.gitea_repo.repo.id}/${one([for key in jsondecode(data.http.recovery_key.response_body) : key.id if key.title == "flux"])}';
    const both = {
      data: { http: { recovery_key: read } },
      import: [
        { to: 'gitea_repository_key.key', id },
        { to: 'talos_machine_bootstrap.boot', id: 'machine_bootstrap' },
      ],
    };
    expect(JSON.parse(project.read(FILE))).toEqual(both);

    failing(twice);
    await project.call(['apply', 'home', '--yes'], ENV);
    expect(JSON.parse(project.read(FILE))).toEqual(both);
  });

  test('S-38 a machine that is there is written down, and planned again', async () => {
    const vmIs = (values: Record<string, unknown>) => {
      values.disk = [{ interface: 'scsi0', file_id: 'local:iso/talos.img' }];
    };
    const made = { role: 'worker', number: 23, vm: create, config: create, vmIs } as const;
    const plan = home({ 'work-02': made }, { seen: [{ vm_id: 823, name: 'work-02', node_name: 'pve1' }] });
    project.set({ show: { output: JSON.stringify(plan) } }, { variable: TOKEN });
    const { exitCode, errors } = await project.call(['plan', 'home'], ENV);
    const address = vmAddress('work-02');
    expect(errors).toContain(
      `${address}: already exists and is not in the state; created again it would get a second system disk, ` +
        'so it is imported instead, and planned again; where its guest agent is silent, as before Talos is configured, ' +
        'the import waits 15 minutes for it and goes on\n' +
        `written: ${project.path(FILE)}; it is removed after the next apply that succeeds\n`,
    );
    expect(JSON.parse(project.read(FILE))).toEqual({ import: [{ to: address, id: 'pve1/823' }] });
    expect(project.steps()).toEqual(['version', 'init', 'plan', 'show', 'plan', 'show']);
    expect(exitCode).toBe(0);
  });

  test('S-38 a plan leaves it where it is', async () => {
    failing(twice);
    await project.call(['apply', 'home', '--yes'], ENV);
    project.set({ show: { output: JSON.stringify(allowed) } }, stack);
    await project.call(['plan', 'home'], ENV);
    expect(project.has(FILE)).toBe(true);
  });

  test('S-22 a machine that was not restarted is named, with the way to restart it', async () => {
    failing(error('VM shutdown', 'proxmox_virtual_environment_vm.vm', 'task failed'));
    const { exitCode, errors } = await project.call(['apply', 'home', '--yes'], ENV);
    expect(errors).toContain(
      'tofu apply failed with exit code 1\nwork-00: its new settings are stored, but it was not restarted',
    );
    expect(errors).toContain('  go on with: qm reboot 810\n');
    expect(exitCode).toBe(2);
    expect(project.has(FILE)).toBe(false);
  });

  test('S-22 a machine that was to be restarted is named where nobody knows whether it was', async () => {
    const errors = error('error retrieving VM status: broken', 'proxmox_virtual_environment_vm.vm', '');
    const restarting = home({ 'work-00': { vm: update((values) => void (values.bios = 'seabios')) } });
    project.set({ show: { output: JSON.stringify(restarting) }, ...say([errors]) }, stack);
    const told = await project.run(['apply', 'home', '--yes'], { env: ENV });
    expect(told.errors).toContain('work-00: was to be restarted when the apply failed');
    expect(told.errors).toContain('  go on with: qm reboot 810\n');
    failing(errors);
    const { errors: others } = await project.run(['apply', 'home', '--yes'], { env: ENV });
    expect(others.endsWith('tofu apply failed with exit code 1\n')).toBe(true);
  });

  test('anything else heals by another apply', async () => {
    failing(error('VM create', 'proxmox_virtual_environment_vm.vm', 'no space left'));
    const { errors } = await project.call(['apply', 'home', '--yes'], ENV);
    expect(errors.endsWith('tofu apply failed with exit code 1\n')).toBe(true);
  });
});

test('errors are asked for as data in a file that only its owner can read, and that is gone afterwards', async () => {
  const warning = { severity: 'warning', summary: 'VM shutdown', address: 'proxmox_virtual_environment_vm.vm' };
  const data = `${JSON.stringify({ diagnostic: warning })}\n`;
  project.set({ show: { output: JSON.stringify(allowed) }, apply: { exitCode: 1, data } });
  const { errors } = await project.run(['apply', 'home', '--yes']);
  expect(errors.endsWith('tofu apply failed with exit code 1\n')).toBe(true);
  expect(project.calls().map(({ args, dataModes }) => [args[0], ...dataModes])).toEqual([
    ['version'],
    ['init'],
    ['plan', '-rw-------'],
    ['show'],
    ['apply', '-rw-------'],
  ]);
  expect(project.leftovers()).toEqual([]);
});

test('OpenTofu 1.11 is not asked for data', async () => {
  project.set({ version: { output: 'OpenTofu v1.11.14\n' }, show: { output: JSON.stringify(allowed) } });
  await project.call(['plan', 'home'], ENV);
  expect(project.calls().flatMap(({ dataModes }) => dataModes)).toEqual([]);
});
