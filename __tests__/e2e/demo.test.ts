import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeHomelab } from '../support/homelab-run';
import { projectRoot } from '../support/project';

let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'demo-'));
});

afterEach(() => {
  rmSync(temporary, { recursive: true, force: true });
});

/** The demo with a folder of its own for temporary files; ends with its output and its code. */
function startDemo(...args: readonly string[]) {
  const child = spawn(process.execPath, [join(projectRoot, 'scripts', 'demo.js'), ...args], {
    // jest asks for colours where its own output has them
    env: { ...process.env, TMPDIR: temporary, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const until = async (text: string) => {
    while (!output.includes(text) && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 100));
    return output;
  };
  return { child, ended, until };
}

describeHomelab('npm run demo', () => {
  test('makes the example, shows it and takes it away', async () => {
    const demo = startDemo();
    expect(await demo.ended).toBe(0);
    const output = await demo.until('');
    expect(output).toMatch(
      /ctrl-02 +controlplane +ryzen-proxmox, VM 802 +running +10\.200\.5\.3 +127\.\d+\.5\.3 +v1\.9\.5/,
    );
    expect(output).toContain('\nctrl-00  control plane  created\n');
    expect(output).toContain('\nctrl-02  control plane  restarted  memory 2048 -> 3072 MiB\n');
    expect(output).toMatch(/\nrefused:\n {2}.+ control planes that would be away at the same time, .+\n/);
    expect(output).toContain('== plan, once more\nnothing changes\n');
    expect(output).toContain('No machine is left.');
    expect(output).not.toContain('Warning');
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('stays up for whoever wants to look around, with commands that work, until Ctrl-C', async () => {
    const demo = startDemo('--keep');
    const output = await demo.until('/inventory\n');
    const [settings = '', ...commands] = output
      .slice(output.indexOf('Look around'))
      .split('\n')
      .filter((line) => line.startsWith('  '));
    expect(commands.length).toBeGreaterThan(4);
    for (const command of commands) {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', `${settings}\n${command}`], { encoding: 'utf8' });
      expect(`${command}: ${status} ${stderr}`).toBe(`${command}: 0 `);
      expect(stdout).toMatch(/ctrl-0|No changes|"path"/);
    }
    demo.child.kill('SIGINT');
    expect(await demo.ended).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('that is interrupted leaves nothing behind', async () => {
    const demo = startDemo();
    await demo.until('== apply');
    demo.child.kill('SIGINT');
    expect(await demo.ended).toBe(130);
    expect(readdirSync(temporary)).toEqual([]);
    expect(existsSync(join(projectRoot, '.terraform.lock.hcl'))).toBe(false);
  });
});
