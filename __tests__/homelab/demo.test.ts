import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileHomelab } from '../support/compiled-homelab';
import { projectRoot } from '../support/project';

let work: string;

beforeAll(compileHomelab);

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'demo-test-'));
});

afterEach(() => {
  rmSync(work, { recursive: true, force: true });
});

/** The demo where neither Go nor OpenTofu is installed, with a folder of its own for temporary files. */
function runDemo(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(projectRoot, 'scripts', 'demo.js'), ...args], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { PATH: join(work, 'bin'), TMPDIR: work, CDKTF_PROXMOX_TALOS_CACHE: join(work, 'cache') },
  });
  return { status, stdout, stderr };
}

/** When the files that a user has in the output directory were written. */
function outputOfTheUser(): Record<string, number> {
  const output = join(projectRoot, 'cdktf.out');
  if (!existsSync(output)) return {};
  const files = readdirSync(output, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(files.map((file) => [file, statSync(join(output, file)).mtimeMs]));
}

describe('npm run demo', () => {
  test.each([['--kepe'], ['--keep', 'home'], ['-h']])('refuses %j', (...args) => {
    const { status, stdout, stderr } = runDemo(...args);
    expect(stderr).toMatch(/^unknown (--kepe|home|-h); write npm run demo, or npm run demo -- --keep\n$/);
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });

  test('without Go and OpenTofu says what to install, shows the stack and touches nothing of the user', () => {
    const before = outputOfTheUser();
    const { status, stdout } = runDemo();
    expect(stdout).toContain('Install Go 1.26 or newer');
    expect(stdout).toMatch(/resource +proxmox_virtual_environment_vm +3\n/);
    expect(status).toBe(0);
    expect(outputOfTheUser()).toEqual(before);
    expect(readdirSync(work)).toEqual([]);
  });
});
