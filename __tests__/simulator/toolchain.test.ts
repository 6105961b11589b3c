import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeOnce } from '../../scripts/toolchain/cache';

const PROJECT = join(__dirname, '..', '..');

let work: string;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'toolchain-'));
  mkdirSync(join(work, 'bin'));
});

afterEach(() => {
  rmSync(work, { recursive: true, force: true });
});

/** `npm run toolchain` with nothing on the PATH but the given programs, and an empty cache. */
function runToolchain(
  programs: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
) {
  for (const [name, says] of Object.entries(programs)) {
    writeFileSync(join(work, 'bin', name), `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(PROJECT, 'scripts', 'toolchain.js'), ...args], {
    encoding: 'utf8',
    env: { PATH: join(work, 'bin'), CDKTF_PROXMOX_TALOS_CACHE: join(work, 'cache'), ...settings },
  });
  return { status, stdout, stderr };
}

describe('npm run toolchain', () => {
  test('fails loudly without Go and without OpenTofu', () => {
    const { status, stderr } = runToolchain({});
    expect(stderr).toContain('NOTHING WAS RUN WITH THE REAL OPENTOFU.');
    expect(stderr).toContain('OpenTofu 1.12.6 must be built, and Go is not installed');
    expect(stderr).toContain('Install Go 1.26 or newer and run npm run toolchain');
    expect(status).toBe(1);
  });

  test.each(['OpenTofu v1.10.9', 'OpenTofu v1.11.0-rc1', 'Terraform v1.15.0'])('passes over %s', (says) => {
    const { status, stderr } = runToolchain({ tofu: says });
    expect(stderr).toContain('OpenTofu 1.12.6 must be built');
    expect(status).toBe(1);
  });

  test('fails when the program that was named is not OpenTofu', () => {
    const { status, stderr } = runToolchain({ mine: 'Terraform v1.15.0' }, { CDKTF_PROXMOX_TALOS_TOFU: 'mine' });
    expect(stderr).toContain('CDKTF_PROXMOX_TALOS_TOFU is mine, which is not OpenTofu 1.11 or newer');
    expect(status).toBe(1);
  });

  test('with real providers takes what is on the PATH and downloads each provider once', () => {
    const { status, stderr } = runToolchain({ tofu: 'OpenTofu v1.11.0' }, { CDKTF_PROXMOX_TALOS_PROVIDERS: 'real' });
    expect(stderr).toContain('OpenTofu 1.11.0: tofu\nproviders: the real ones, from their registry\n');
    expect(readFileSync(join(work, 'cache', 'registry', 'cli.tfrc'), 'utf8')).toBe(
      `plugin_cache_dir = "${join(work, 'cache', 'registry', 'plugins')}"\nprovider_installation {\n  direct {}\n}\n`,
    );
    expect(status).toBe(0);
  });

  test('builds nothing of a cluster with real providers and without Go', () => {
    const { stderr } = runToolchain({ tofu: 'OpenTofu v1.11.0' }, { CDKTF_PROXMOX_TALOS_PROVIDERS: 'real' });
    expect(stderr).not.toMatch(/etcd|kube-apiserver/);
  });

  test('prints the path of a program and nothing else on standard output', () => {
    const { stdout } = runToolchain({ tofu: 'OpenTofu v1.11.0' }, { CDKTF_PROXMOX_TALOS_PROVIDERS: 'real' }, [
      '--print',
      'tofu',
    ]);
    expect(stdout).toBe('tofu\n');
  });

  test('fails when it cannot print the path that was asked for', () => {
    const { status, stdout, stderr } = runToolchain(
      { tofu: 'OpenTofu v1.11.0' },
      { CDKTF_PROXMOX_TALOS_PROVIDERS: 'real' },
      ['--print', 'etcd'],
    );
    expect(stderr).toContain('etcd must be built, and Go is not installed');
    expect([status, stdout]).toEqual([1, '']);
  });

  test.each([[['--print']], [['--print', 'kubectl']], [['--paths']], [['--print', 'etcd', 'tofu']]])(
    'fails on the arguments %j before it builds anything',
    (args) => {
      const { status, stderr } = runToolchain({}, {}, args);
      expect(stderr).toBe(
        `npm run toolchain has the option --print with one of tofu, simulator, apiserver, etcd, judge; got ${args.join(' ')}\n`,
      );
      expect(status).toBe(1);
    },
  );

  test('fails on a word for the providers that it does not know', () => {
    const { status, stderr } = runToolchain({}, { CDKTF_PROXMOX_TALOS_PROVIDERS: 'fake' });
    expect(stderr).toContain('CDKTF_PROXMOX_TALOS_PROVIDERS is fake; write real or stand-in');
    expect(status).toBe(1);
  });
});

describe('what is made once', () => {
  test('is made by the first and found by the second', () => {
    const directory = join(work, 'a', 'b');
    makeOnce(directory, (draft) => {
      writeFileSync(join(draft, 'file'), 'first');
    });
    makeOnce(directory, (draft) => {
      writeFileSync(join(draft, 'file'), 'second');
    });
    expect(readFileSync(join(directory, 'file'), 'utf8')).toBe('first');
  });

  test('leaves nothing behind when it fails', () => {
    const fail = () => {
      makeOnce(join(work, 'b'), (draft) => {
        writeFileSync(join(draft, 'file'), '');
        throw new Error('half done');
      });
    };
    expect(fail).toThrow('half done');
    expect(readdirSync(work)).toEqual(['bin']);
  });

  test('is not kept back by what a process that has died left behind', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(join(work, 'c.lock'), `${pid}`);
    mkdirSync(join(work, `c.${pid}.draft`));
    makeOnce(join(work, 'c'), () => undefined);
    expect(readdirSync(work).sort()).toEqual(['bin', 'c']);
  });

  test('is made by one of two processes, and the other waits for it', async () => {
    const directory = join(work, 'd');
    const program = `require(${JSON.stringify(join(PROJECT, 'scripts', 'toolchain', 'cache.js'))}).makeOnce(
      ${JSON.stringify(directory)},
      (draft) => {
        require('node:fs').appendFileSync(${JSON.stringify(join(work, 'made'))}, 'x');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
      },
    );
    if (!require('node:fs').existsSync(${JSON.stringify(directory)})) process.exitCode = 1;`;
    const ends = [0, 1].map(
      () =>
        new Promise((resolve) => {
          spawn(process.execPath, ['-e', program]).on('close', resolve);
        }),
    );
    expect(await Promise.all(ends)).toEqual([0, 0]);
    expect(readFileSync(join(work, 'made'), 'utf8')).toBe('x');
    expect(existsSync(`${directory}.lock`)).toBe(false);
  });
});
