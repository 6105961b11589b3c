import { spawn, spawnSync } from 'node:child_process';
import { CliProject } from '../../support/cli';
import { create, home, vmAddress } from '../../support/plan';
import { Screen } from '../../support/screen';

const hasScript = spawnSync('script', ['--version'], { stdio: 'ignore' }).error === undefined;
const testOnTerminal = hasScript ? test : test.skip;

const ADDED = home({ 'work-02': { role: 'worker', number: 23, vm: create, config: create } });
const CREATING = `${vmAddress('work-02')}: Creating...\n`;

let project: CliProject;

beforeEach(() => {
  project = new CliProject();
  project.set({ show: { output: JSON.stringify(ADDED) }, apply: { output: CREATING, waits: true } });
});

afterEach(() => {
  project.remove();
});

/** Everything that a terminal is sent by an apply that Ctrl-C ends once it has drawn its lines. */
function applied(columns: number, env: Readonly<Record<string, string>> = {}, meanwhile = ''): Promise<string> {
  const node = `'${process.execPath}' '${project.path('lib/src/cli/main.js')}'`;
  const command = [
    'trap : INT',
    `stty cols ${columns} rows 12`,
    'stty -g > before',
    `{ sleep 1.5; ${meanwhile === '' ? ':' : meanwhile}; } < /dev/tty &`,
    `${node} apply home --yes`,
    'echo "ended with $?"',
    'stty -g > after',
    'wait',
  ].join('\n');
  const child = spawn('script', ['-qfec', command, '/dev/null'], {
    cwd: project.path('.'),
    env: project.environment({ TERM: 'xterm', LC_ALL: 'C.UTF-8', SHELL: '/bin/sh', ...env }),
  });
  let written = '';
  let timer: NodeJS.Timeout | undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text;
    if (timer === undefined && written.includes('… crea')) timer = setTimeout(() => child.stdin.write('\u0003'), 4000);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(written);
    });
  });
}

testOnTerminal('a line is drawn again in its place, and Ctrl-C leaves the terminal as it was', async () => {
  const written = await applied(100);
  const screen = Screen.of(written, 100);
  expect(screen.filter((line) => line.startsWith('work-02  … created'))).toHaveLength(1);
  expect(screen).toContain('stopped by SIGINT');
  expect(screen).toContain('ended with 130');
  // drawn every second, in colours
  expect(written.match(/… created \d+ s/g)?.length).toBeGreaterThan(3);
  expect(written).toContain('\u001b[33m… created');
  expect(project.read('after')).toBe(project.read('before'));
  expect(project.leftovers()).toEqual([]);
});

testOnTerminal('without colours it moves, and no more', async () => {
  const written = await applied(100, { NO_COLOR: '1' });
  expect(written).toContain('  … created ');
  expect(written.split('\u001b[').filter((piece) => /^\d*m/.test(piece))).toEqual([]);
  expect(Screen.of(written, 100)).toContain('ended with 130');
});

testOnTerminal('on a narrow terminal no line wraps', async () => {
  const screen = Screen.of(await applied(24), 24);
  expect(screen.filter((line) => line.startsWith('work-02'))).toContainEqual('work-02  0/2  … created');
});

testOnTerminal('a terminal that gets narrower is drawn anew', async () => {
  const written = await applied(100, {}, 'stty cols 30');
  const parts = written.split('… created').length;
  expect(parts).toBeGreaterThan(3);
  expect(written).toContain('work-02  0/2  … created');
  expect(written).toContain('ended with 130');
});

testOnTerminal('a dumb terminal gets lines', async () => {
  project.set({
    show: { output: JSON.stringify(ADDED) },
    apply: { output: `${CREATING}${vmAddress('work-02')}: Creation complete after 3s [id=1]\n` },
  });
  const written = await applied(100, { TERM: 'dumb' });
  expect(written).toContain('  work-02: created\r\n');
  expect(written).not.toContain('\u001b');
});
