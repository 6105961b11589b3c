import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pasteCommand, runCommandLine } from '../support/command-line';
import { type Call, describeHomelab, type Homelab, leftovers } from '../support/homelab-run';
import { awaitGuest, changeInProxmox } from '../support/proxmox-api';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

/** One control plane and one worker with a data disk; the state lies where a killed run leaves its lock. */
const SMALL = changedSpec({
  'nodes.ctrl-00.vmId': 200,
  'nodes.work-00.vmId': 210,
  'nodes.work-00.disks': { data: { slot: 1, sizeGiB: 50 } },
  state: {
    encryption: 'off',
    backend: { http: { address: 'https://state.example/home', lockAddress: 'https://state.example/home/lock' } },
  },
});

const VM = 'proxmox_virtual_environment_vm.nodes_work-00_426AA892';
const BOOTSTRAP = 'talos_machine_bootstrap.cluster_bootstrap_CBC276F0';
const KUBECONFIG = 'talos_cluster_kubeconfig.cluster_kubeconfig_ACA34AFE';

/** An apply of a copy of OpenTofu that edits the stack first, as a person may while the question stands there. */
const HASTY = (tofu: string): string => `#!/bin/sh
[ "$1" = apply ] && sed -i 's/"cores": 4/"cores": 8/' cdk.tf.json
exec '${tofu}' "$@"
`;

// each test goes on where the last one has left the cluster
describeHomelab('the command line', (homelabs) => {
  const { step, look } = new Story();
  let homelab: Homelab;
  const run = (...args: readonly string[]) => runCommandLine(homelab, args);
  const describeCluster = (changes: Changes): void => homelab.describe(changedSpec(changes, SMALL));
  const file = (name: string): string => join(homelab.workspace.directory, name);

  /** Calls to Proxmox VE that change something, and what comes of the work. */
  async function changesDuring<T>(work: () => Promise<T>): Promise<readonly [T, readonly string[]]> {
    const before = (await homelab.simulator.journal()).length;
    const result = await work();
    const calls = (await homelab.simulator.journal(before)).filter(changesProxmox);
    return [result, calls.map(({ method, path }) => `${method} ${path.replace(/^\/api2\/json/, '')}`)];
  }

  beforeAll(async () => {
    homelab = await homelabs.openForAll(SMALL);
    // a registry is not reached with the certificates of a homelab
    await homelab.workspace.init();
  });

  look('plan tells in words what would be made, and makes nothing', async () => {
    const [{ exitCode, output, errors }, changes] = await changesDuring(() => run('plan', 'home'));
    expect([exitCode, errors, changes]).toEqual([0, 'planning home\n', []]);
    expect(verdictIn(output)).toBe(
      [
        'ctrl-00  control plane  created',
        'work-00  worker         created',
        '',
        'machines of each host together:',
        '  main/pve1  0 cores · 0 GiB  ->  2 cores · 4 GiB',
        '  main/pve2  0 cores · 0 GiB  ->  2 cores · 4 GiB',
        '',
        'other resources:',
        '  proxmox_download_file 2 created',
        '  talos_cluster_kubeconfig 1 created',
        '  talos_image_factory_schematic 1 created',
        '  talos_machine_bootstrap 1 created',
        '  talos_machine_secrets 1 created',
        '  terraform_data 2 created',
        '',
        'the plan may be applied',
        '',
      ].join('\n'),
    );
  });

  look('apply applies nothing where nobody can be asked', async () => {
    const [{ exitCode, errors }, changes] = await changesDuring(() => run('apply', 'home'));
    expect([exitCode, errors, changes]).toEqual([
      2,
      'there is no terminal to ask on; pass --yes to apply what the guard allows\n',
      [],
    ]);
  });

  step('apply makes the cluster, and a second plan changes nothing', async () => {
    expect(await run('apply', 'home', '--yes')).toMatchObject({ exitCode: 0 });
    const { exitCode, output } = await run('plan', 'home');
    expect([exitCode, verdictIn(output)]).toEqual([0, 'nothing changes\n']);
    const outputs = await homelab.workspace.outputs();
    expect(outputs).toMatchObject({ kube_config: expect.stringContaining('apiVersion: v1') as unknown });
  });

  step('plan and apply refuse what loses data, and apply it when it is accepted by name', async () => {
    const replace = ['--', `-replace=${VM}`];
    const [planned, nothing] = await changesDuring(() => run('plan', 'home', ...replace));
    expect([planned.exitCode, nothing]).toEqual([1, []]);
    expect(verdictIn(planned.output)).toBe(
      [
        'work-00  worker  replaced  because -replace asks for it',
        '                           disk scsi0 lost (50 GiB)',
        '                           disk scsi1 lost (50 GiB)',
        '1 machine unchanged',
        '',
        'permanently lost:',
        '  work-00: scsi0 (50 GiB), scsi1 (50 GiB)',
        '',
        'refused:',
        '  work-00: would be replaced because -replace asks for it and lose its data disks scsi1 (50 GiB); revert the change, or save the data first',
        '    to do it anyway: --accept work-00',
        '',
        'the plan is refused for 1 reason',
        '',
      ].join('\n'),
    );
    const [refused, still] = await changesDuring(() => run('apply', 'home', '--yes', ...replace));
    expect([refused.exitCode, still]).toEqual([1, []]);

    const [accepted, changes] = await changesDuring(() =>
      run('apply', 'home', '--yes', '--accept', 'work-00', ...replace),
    );
    expect(accepted.exitCode).toBe(0);
    expect(changes).toEqual([
      'POST /nodes/pve2/qemu/210/status/stop',
      'DELETE /nodes/pve2/qemu/210/',
      'POST /nodes/pve2/qemu',
      'PUT /nodes/pve2/qemu/210/resize',
      'POST /nodes/pve2/qemu/210/status/start',
    ]);
  });

  step('apply applies the plan that was judged, whatever becomes of the stack meanwhile', async () => {
    describeCluster({ 'nodes.work-00.cpuCores': 4 });
    const hasty = join(homelab.directory, 'hasty-tofu');
    writeFileSync(hasty, HASTY(homelab.workspace.shell().program));
    chmodSync(hasty, 0o755);
    const applied = await runCommandLine(homelab, ['apply', 'home', '--yes'], hasty);
    expect(applied.exitCode).toBe(0);
    expect(verdictIn(applied.output)).toContain('work-00  worker  restarted  cores 2 -> 4\n');
    expect(readFileSync(file('cdk.tf.json'), 'utf8')).toContain('"cores": 8');
    const after = await run('plan', 'home');
    expect(verdictIn(after.output)).toContain('work-00  worker  restarted  cores 4 -> 8\n');
  });

  look('the verdict as JSON stands alone, and holds no secret', async () => {
    const { exitCode, output, errors } = await run('plan', 'home', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      clusterName: 'home',
      allowed: true,
      machines: [{ name: 'work-00', machineType: 'worker', outcome: 'restarted', details: ['cores 4 -> 8'] }],
    });
    expect(errors).toBe('planning home\n');
    for (const secret of Object.values(homelab.cluster.variables)) expect(output + errors).not.toContain(secret);
  });

  look('the page and the comment on a plan hold no secret of the cluster either', async () => {
    const page = await run('plan', 'home', '--html', '-');
    const comment = await run('plan', 'home', '--markdown');
    expect([page.exitCode, comment.exitCode]).toEqual([0, 0]);
    expect(page.output).toMatch(/work-00: worker, restarted, 127\.\d+\.0\.21, VM 210, 8 cores · 4 GiB \(changed\), /);
    expect(comment.output).toContain('| 🟠 | **work-00** | worker | restarted | cores 4 -&gt; 8 |');
    const outputs = Object.values(await homelab.workspace.outputs());
    const secrets = [
      ...Object.values(homelab.cluster.variables),
      ...outputs.flatMap((each) => longWords(String(each))),
    ];
    expect(secrets.length).toBeGreaterThan(6);
    for (const secret of secrets) expect(page.output + comment.output).not.toContain(secret);
  });

  const FAILED_RESTARTS = [
    [
      'POST',
      'shutdown',
      1,
      'work-00: its new settings are stored, but it was not restarted and runs with the old ones',
    ],
    ['GET', 'current', 2, 'work-00: was to be restarted when the apply failed'],
  ] as const;
  for (const [method, call, nth, message] of FAILED_RESTARTS) {
    step(`S-22 a restart that fails at ${method} ${call} is named, with the way to make it good`, async () => {
      describeCluster({ 'nodes.work-00.cpuCores': nth + 1 });
      await homelab.simulator.addFaults([
        {
          service: 'proxmox',
          method,
          path: `.*/qemu/210/status/${call}`,
          nth,
          times: 1,
          action: 'status',
          status: 500,
          message: 'broken',
        },
      ]);
      const failed = await run('apply', 'home', '--yes');
      await homelab.simulator.clearFaults();
      expect([failed.exitCode, failed.errors]).toEqual([2, expect.stringContaining(message)]);
      expect(failed.errors.endsWith('\n  go on with: qm reboot 210\n')).toBe(true);
      expect(verdictIn((await run('plan', 'home')).output)).toBe('nothing changes\n');

      await awaitGuest(homelab, 'work-00', (guest) => guest?.pending.join() === 'cores');
      await changeInProxmox(homelab, 'POST', '/nodes/pve2/qemu/210/status/reboot');
      await awaitGuest(homelab, 'work-00', (guest) => guest?.pending.length === 0);
    });
  }

  step(
    'S-30 S-38 a bootstrap that the state has lost is refused, and imported by the command that is named',
    async () => {
      describeCluster({ 'nodes.work-00.cpuCores': 3 });
      expect(await homelab.workspace.run(['state', 'rm', BOOTSTRAP])).toMatchObject({ exitCode: 0 });
      const refused = await run('apply', 'home', '--yes');
      expect(refused.exitCode).toBe(1);
      const [, command = ''] = /import it with (.+) and plan again/.exec(refused.output) ?? [];
      expect(command).toContain(` -chdir=cdktf.out/stacks/home import '${BOOTSTRAP}'`);
      for (const secret of Object.values(homelab.cluster.variables)) expect(command).not.toContain(secret);
      expect(await pasteCommand(homelab, command)).toMatchObject({ exitCode: 0 });
      expect(verdictIn((await run('plan', 'home')).output)).toBe('nothing changes\n');
    },
  );

  step('S-38 a bootstrap that came through and was not saved is imported by another apply', async () => {
    // as long as a second bootstrap is tried
    describeCluster({ 'nodes.work-00.cpuCores': 3, 'talos.timeouts': { bootstrapSeconds: 5 } });
    expect(await homelab.workspace.run(['state', 'rm', BOOTSTRAP, KUBECONFIG])).toMatchObject({ exitCode: 0 });
    const failed = await run('apply', 'home', '--yes');
    expect(failed.exitCode).toBe(2);
    expect(failed.errors).toContain('code = AlreadyExists desc = etcd data directory is not empty');
    expect(failed.errors).toContain(
      `tofu apply failed with exit code 1\nthe cluster is bootstrapped, but ${BOOTSTRAP} is not in the state, ` +
        'so every apply bootstraps again and fails; the next apply imports it\n' +
        '  go on with: npx cdktf-proxmox-talos apply home\n' +
        `written: ${file('recovery.tf.json')}; it is removed after the next apply that succeeds\n`,
    );
    expect(JSON.parse(readFileSync(file('recovery.tf.json'), 'utf8'))).toEqual({
      import: [{ to: BOOTSTRAP, id: 'machine_bootstrap' }],
    });

    // an edit and a synth in between leave the file alone
    describeCluster({ 'nodes.work-00.cpuCores': 3 });
    const [again, changes] = await changesDuring(() => run('apply', 'home', '--yes'));
    expect([again.exitCode, changes]).toEqual([0, []]);
    expect(again.errors).toContain('applying home: 2 changes\n');
    expect(verdictIn(again.output)).toContain(`  ${BOOTSTRAP}: already exists and is imported\n`);
    expect(again.errors).toContain(`removed: ${file('recovery.tf.json')}, which is no longer needed\n`);
    expect(existsSync(file('recovery.tf.json'))).toBe(false);
    expect(verdictIn((await run('plan', 'home')).output)).toBe('nothing changes\n');
  });

  step('the lock of a run that was killed is named, and taken away by the command that is named', async () => {
    describeCluster({ 'nodes.work-00.cpuCores': 2 });
    await homelab.simulator.addFaults([
      { service: 'proxmox', method: 'PUT', path: '.*/qemu/210/config', action: 'hold' },
    ]);
    const first = homelab.workspace.start(['apply', '-no-color', '-input=false', '-auto-approve']);
    expect(await homelab.simulator.held(60)).toMatchObject({ method: 'PUT' });
    const whileAtWork = await run('plan', 'home');
    expect([whileAtWork.exitCode, lockIn(whileAtWork.errors)]).toEqual([2, expect.stringMatching(/^[0-9a-f-]{36}$/)]);

    await first.kill();
    await homelab.simulator.clearFaults();
    const afterKill = await run('apply', 'home', '--yes');
    expect([afterKill.exitCode, lockIn(afterKill.errors)]).toEqual([2, lockIn(whileAtWork.errors)]);
    expect(afterKill.errors).toMatch(
      /the state is locked by a run of \S+@\S+ since [\d: -]+ UTC; wait for its end \(--lock-timeout 10m waits by itself\), or, if it was killed and none is at work, remove its lock\n {2}go on with: /,
    );
    const [, command = ''] =
      /go on with: (.+ -chdir=cdktf\.out\/stacks\/home force-unlock \S+)\n/.exec(afterKill.errors) ?? [];
    expect(await pasteCommand(homelab, command, 'yes\n')).toMatchObject({ exitCode: 0 });
    expect(await run('apply', 'home', '--yes')).toMatchObject({ exitCode: 0 });
  });

  step('the end of the cluster needs its name, and leaves nothing', async () => {
    const refused = await run('apply', 'home', '--yes', '--destroy');
    expect(refused.exitCode).toBe(1);
    expect(verdictIn(refused.output)).toContain('    to do it anyway: --accept home\n');
    expect(await run('apply', 'home', '--yes', '--destroy', '--accept', 'home')).toMatchObject({ exitCode: 0 });
    expect(await leftovers(homelab)).toEqual([]);
  });
});

/** The verdict, which is all that a plan and an apply print. */
function verdictIn(output: string): string {
  return output.trimStart();
}

/** Id of the lock that a command has named. */
function lockIn(errors: string): string {
  return /go on with: .* force-unlock (\S+)/.exec(errors)?.[1] ?? errors;
}

function changesProxmox({ service, method }: Call): boolean {
  return service === 'proxmox' && method !== 'GET';
}

/** Keys and certificates in a kubeconfig or a talosconfig. */
function longWords(text: string): readonly string[] {
  return text.match(/[A-Za-z0-9+/=]{40,}/g) ?? [];
}
