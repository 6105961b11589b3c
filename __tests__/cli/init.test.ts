import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliProject } from '../support/cli';
import { checkedOutput } from '../support/output-schema';
import { projectRoot } from '../support/project';

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
  cpSync(join(projectRoot, 'templates'), project.path('templates'), { recursive: true });
  project.write('package.json', readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  project.write(
    'person.js',
    'for (const stream of [process.stdin, process.stdout]) Object.assign(stream, { isTTY: true, rows: 24, columns: 80 });\nprocess.stdin.setRawMode = () => process.stdin;\n',
  );
});

afterAll(() => {
  project.remove();
});

afterEach(() => {
  project.remove('made');
});

function made(): readonly string[] {
  try {
    return readdirSync(project.path('made'), { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}

describe('without a terminal', () => {
  test('everything has a default, and examples are named', async () => {
    const { exitCode, output, errors } = await project.call(['init', 'made/lab']);
    expect([exitCode, errors]).toEqual([0, 'examples, to be replaced in the cluster file: --url, --hosts, --subnet\n']);
    expect(output).toContain('written to made/lab:\n  stacks/clusters/lab.yaml\n  main.js\n');
    expect(output).toContain('next:\n  cd made/lab\n  npm install\n  npm test\n');
    expect(made()).toEqual(expect.arrayContaining(['lab/stacks/clusters/lab.yaml', 'lab/package.json']));
  });

  test('options are answers, and with a token that no host takes they are all there is', async () => {
    const url = 'https://127.0.0.1:9';
    const token = 'talos@pve!tofu=00000000-0000-0000-0000-000000000000';
    const { exitCode, errors } = await project.call(
      ['init', 'made/x', '--name=lab', `--url=${url}`, '--hosts=a,b', '--subnet=10.9.0.0/24', '--workers=0'],
      { PROXMOX_MAIN_API_TOKEN: token },
    );
    expect([exitCode, errors]).toEqual([
      0,
      `${url} could not be read: ECONNREFUSED; its hosts, datastores and bridges are not known\n`,
    ]);
    const written = readFileSync(project.path('made/x/stacks/clusters/lab.yaml'), 'utf8');
    expect(written).toContain(`url: ${url}`);
    expect(written).toContain('ctrl-00: { machineType: controlplane, host: a, address: 10.9.0.11 }');
    expect(written).not.toContain('worker }');
  });

  test('faults of all options are told together, by their options, and nothing is written', async () => {
    const { exitCode, errors } = await project.call([
      'init',
      'made/lab',
      '--name=Bad Name',
      '--first-vm-id=x',
      '--install-disk=/dev/sda',
    ]);
    expect(exitCode).toBe(2);
    expect(errors.split('\n').map((line) => line.split(':', 1)[0])).toEqual([
      '--install-disk',
      expect.stringMatching(/^examples|^--/),
      '--first-vm-id',
      'nothing was written',
      '',
    ]);
    expect(made()).toEqual([]);
  });

  test('what is there is not touched', async () => {
    project.write('made/lab/README.md', 'mine');
    const { exitCode, errors } = await project.call(['init', 'made/lab']);
    expect([exitCode, errors]).toEqual([
      2,
      `${project.path('made/lab')} already has README.md; nothing was written: name a new or empty directory\n`,
    ]);
    expect(made()).toEqual(['lab', 'lab/README.md']);
  });
});

/** Types keys, each when a text has appeared. */
function typing(args: readonly string[], keys: readonly (readonly [seen: string, typed: string])[]) {
  const child = spawn(
    process.execPath,
    ['--require', project.path('person.js'), project.path('lib/src/cli/main.js'), 'init', 'made/lab', ...args],
    { cwd: project.path('.'), env: { PATH: process.env.PATH }, timeout: 20_000 },
  );
  const said = { output: '', errors: '' };
  let next = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.output += text;
    for (let key = keys[next]; key !== undefined && said.output.includes(key[0]); key = keys[next]) {
      next += 1;
      child.stdin.write(key[1]);
      // a pipe keeps the process alive, unlike a terminal
      if (next === keys.length) child.stdin.end();
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.errors += text));
  return new Promise<typeof said & { readonly exitCode: number | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ ...said, exitCode }));
  });
}

test('--json asks nothing, and says what was written', async () => {
  const { output, errors } = await typing(['--json'], []);
  expect(errors).toBe('examples, to be replaced in the cluster file: --url, --hosts, --subnet\n');
  expect(checkedOutput('init', output)).toMatchObject({
    directory: project.path('made/lab'),
    cluster: 'lab',
    files: expect.arrayContaining(['stacks/clusters/lab.yaml', 'package.json']) as readonly string[],
    examples: ['--url', '--hosts', '--subnet'],
    next: ['cd made/lab', 'npm install', 'npm test', expect.anything(), 'npm run plan -- lab', 'npm run apply -- lab'],
  });
});

describe('on a terminal', () => {
  test.each([
    ['at the first question', []],
    ['in the middle', [['Name of the cluster', 'good\r']]],
  ] as const)('an input that ends %s leaves nothing, and is no success', async (_, keys) => {
    const { exitCode, output, errors } = await typing([], [...keys, [keys.length === 0 ? 'Name' : 'Where', '']]);
    expect([exitCode, errors]).toEqual([
      2,
      'the input ended before every question was answered; nothing was written: answer them with options, or pass --yes\n',
    ]);
    // the cursor is back
    expect(output.endsWith('\u001b[?25h')).toBe(true);
    expect(made()).toEqual([]);
  });

  test('Ctrl-C leaves nothing', async () => {
    const { exitCode, errors } = await typing(
      [],
      [
        ['Name of the cluster', 'lab\r'],
        ['Where the machines are', '\x03'],
      ],
    );
    expect([exitCode, errors]).toEqual([130, 'cancelled; nothing was written\n']);
    expect(made()).toEqual([]);
  });

  test('what has no option is asked, and a wrong answer is refused at its question', async () => {
    const options = [
      '--platform=bare-metal',
      '--install-disk=/dev/vda',
      '--link=eth0',
      '--subnet=10.0.0.0/24',
      '--gateway=10.0.0.1',
    ];
    const others = [
      '--first-address=10.0.0.11',
      '--control-planes=1',
      '--workers=0',
      '--flux=none',
      '--state-bucket=none',
      '--secrets=env',
    ];
    const { exitCode, output } = await typing(
      [...options, ...others],
      [
        ['Name of the cluster', 'Bad!\r'],
        ['got "Bad!"', '\x7f\x7f\x7f\x7fgood\r'],
        ['share, or none', '\r'],
        ['Network of the pods', '\x1b[B\r'],
      ],
    );
    expect(exitCode).toBe(0);
    expect(output).not.toContain('Disk that Talos');
    const written = readFileSync(project.path('made/lab/stacks/clusters/good.yaml'), 'utf8');
    expect(written).toContain('vip: 10.0.0.10');
    expect(written).toContain('cilium:');
  });
});
