import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runCommandLine } from '../support/command-line';
import { describeHomelab, type Homelab } from '../support/homelab-run';
import { Screen } from '../support/screen';
import { changedSpec } from '../support/small-spec';
import { projectRoot } from '../support/project';

const COLUMNS = 90;

/** With a health check, so that the apply ends when all machines are ready. */
const SPEC = changedSpec({ 'talos.healthCheck': { timeoutSeconds: 120 } });

describeHomelab('progress', (homelabs) => {
  test('is a line for each machine on a terminal, and a line for each step elsewhere', async () => {
    const homelab = await homelabs.open(SPEC);
    await homelab.workspace.init();
    const applied = await onTerminal(homelab, 'apply home', 'yes\n');
    const screen = Screen.of(applied, COLUMNS);
    const last = (name: string): string | undefined => screen.filter((line) => line.startsWith(name)).at(-1);
    expect(screen.filter((line) => line.startsWith('ctrl-00 '))).toHaveLength(2);
    expect(last('ctrl-00 ')).toBe('ctrl-00  ✓ image  ✓ created  ✓ configured  ✓ joined  ✓ ready');
    expect(last('work-00 ')).toBe('work-00  ✓ image  ✓ created  ✓ configured  ✓ joined  ✓ ready');
    expect(last('home ')).toMatch(/^home {5}✓ bootstrapped {2}.*✓ all machines joined and ready/);
    expect(screen.some((line) => /^\d+ of \d+ done after /.test(line))).toBe(true);
    expect(screen).toContainEqual(expect.stringMatching(/^applied home in /) as unknown);
    expect(screen.every((line) => line.length <= COLUMNS)).toBe(true);

    expect(screen.join('\n')).not.toContain('Kubernetes when the apply ended');

    // all that OpenTofu said, and no secret
    const log = join(homelab.directory, 'project', 'cdktf.out', 'logs', 'home.log');
    const text = readFileSync(log, 'utf8');
    expect(text).toMatch(/^\d{4}-\S+Z proxmox_virtual_environment_vm\.nodes_ctrl-00_\w+: Creation complete after/m);
    expect(text).toContain('Apply complete!');
    for (const secret of Object.values(homelab.cluster.variables)) expect(text).not.toContain(secret);
    expect(statSync(log).mode & 0o777).toBe(0o600);

    // a worker that takes the place of another is not taken for it
    homelab.describe(changedSpec({ 'nodes.work-00.vmId': 8421 }, SPEC));
    const replaced = await runCommandLine(homelab, ['apply', 'home', '--yes', '--accept', 'work-00']);
    expect([replaced.exitCode, replaced.errors]).toEqual([0, expect.anything()]);
    const steps = replaced.errors
      .split('\n')
      .flatMap((line) => /^ {2}work-00: (.*?)(?: after \d+ s)?$/.exec(line)?.[1] ?? []);
    expect(steps).toEqual(['configuration removed', 'destroyed', 'created', 'configured', 'joined', 'ready']);

    const destroyed = await runCommandLine(homelab, ['destroy', 'home', '--yes']);
    expect(destroyed.exitCode).toBe(0);
    expect(destroyed.errors).toMatch(/^ {2}work-00: configuration removed/m);
    expect(destroyed.errors).toMatch(/^ {2}work-00: destroyed/m);
    expect(readFileSync(`${log}.1`, 'utf8')).toContain('Apply complete!');
    expect(readFileSync(log, 'utf8')).toContain('Destruction complete');
  }, 400_000);
});

/** Runs a command on a terminal of its own; all that the terminal was sent. */
function onTerminal(homelab: Homelab, command: string, answer: string): Promise<string> {
  const { program, env } = homelab.workspace.shell();
  const main = join(projectRoot, 'lib', 'src', 'cli', 'main.js');
  const child = spawn(
    'script',
    ['-qfec', `stty cols ${COLUMNS} rows 30; ${process.execPath} ${main} ${command}`, '/dev/null'],
    {
      cwd: join(homelab.directory, 'project'),
      env: { ...env, TERMINAL: '', TERM: 'xterm', LC_ALL: 'C.UTF-8', TERRAFORM_BINARY_NAME: program },
    },
  );
  let written = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (!written.includes('will be accepted: ') && (written + text).includes('will be accepted: '))
      child.stdin.write(answer);
    written += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve(written));
  });
}
