import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Simulator } from '../../homelab/simulator';
import { compileHomelab } from '../support/compiled-homelab';
import { projectRoot } from '../support/project';
import { isAlive, untilGone } from '../support/processes';

beforeAll(compileHomelab);

const FAKE = join(projectRoot, '__tests__', 'support', 'fake-simulator.js');
const CONTROL = '127.27.252.9:9100';

let directory: string;
let running: Simulator | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'simulator-'));
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(directory, { recursive: true, force: true });
});

async function start(config: object = {}): Promise<Simulator> {
  running = await Simulator.start({
    command: [process.execPath, FAKE],
    config: { control: CONTROL, ...config },
    configFile: join(directory, 'homelab.json'),
    startTimeoutMs: 5000,
    stopTimeoutMs: 200,
  });
  return running;
}

describe('a simulator', () => {
  test('is asked and told over its control address', async () => {
    const simulator = await start();
    expect(simulator.control).toBe(`http://${CONTROL}`);
    expect(await simulator.journal()).toMatchObject([{ number: 1 }]);
    expect(await simulator.journal(41)).toMatchObject([{ number: 42 }]);
    await simulator.addFaults([{ action: 'drop' }, { action: 'hold', nth: 2, times: 1 }]);
    expect(await simulator.inventory()).toEqual({ faults: [{ action: 'drop' }, { action: 'hold', nth: 2, times: 1 }] });
    await simulator.clearFaults();
    expect(await simulator.inventory()).toEqual({ faults: [] });
    expect(await simulator.held(1)).toEqual({ number: 7 });
    expect(await simulator.held(0)).toBeUndefined();
    expect(String(await simulator.storedState('s3://bucket/key?'))).toBe('bytes of s3://bucket/key?');
  });

  test('says why it refuses', async () => {
    const simulator = await start();
    await expect(simulator.powerOn('x')).rejects.toThrow(
      'the simulator refuses POST /machines/x/power-on: no physical machine is called "x"',
    );
  });

  test('keeps its configuration, which holds secrets, to its owner', async () => {
    await start({ token: 'secret' });
    const file = join(directory, 'homelab.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ control: CONTROL, token: 'secret' });
  });

  test('is gone without a reason when it was stopped', async () => {
    const simulator = await start();
    await simulator.stop();
    expect(await simulator.gone).toBeUndefined();
    await expect(simulator.journal()).rejects.toThrow('the simulator was stopped');
  });

  test('that does not stop is killed', async () => {
    const simulator = await start({ misbehaves: 'stubborn' });
    await simulator.stop();
    expect(await simulator.gone).toBeUndefined();
  });

  test('that dies takes with it what it has started, and its last words are reported', async () => {
    const simulator = await start({ misbehaves: 'dies' });
    const { child } = (await simulator.inventory()) as { child: number };
    expect(isAlive(child)).toBe(true);
    await expect(simulator.powerOn('die')).rejects.toThrow(
      'the simulator has ended with code 2; it said last:\n  panic: out of order',
    );
    expect((await simulator.gone)?.message).toContain('panic: out of order');
    await untilGone(child);
  });
});

describe('a simulator that does not start', () => {
  test.each([
    ['refuses', `the simulator has ended with code 1; it said last:\n  simulator: ${CONTROL} is in use`],
    ['nonsense', 'the simulator said "hello" in place of its addresses'],
  ])('%s', async (misbehaves, message) => {
    await expect(start({ misbehaves })).rejects.toThrow(message);
  });

  test('is ended when it says nothing', async () => {
    const started = Simulator.start({
      command: [process.execPath, FAKE],
      config: { control: CONTROL, misbehaves: 'silent' },
      configFile: join(directory, 'homelab.json'),
      startTimeoutMs: 500,
    });
    await expect(started).rejects.toThrow('the simulator was not ready after 0.5 s; it said last:\n  nothing');
    // the address is free again
    await start();
  });

  test('for want of a program', async () => {
    const started = Simulator.start({
      command: [join(directory, 'nothing')],
      config: {},
      configFile: join(directory, 'homelab.json'),
    });
    await expect(started).rejects.toThrow('the simulator cannot be started: spawn');
  });
});

test('a simulator does not outlive the process that started it, not even one that is killed', async () => {
  const program = `
    const { Simulator } = require(${JSON.stringify(join(projectRoot, 'lib/homelab/simulator.js'))});
    Simulator.start({
      command: [process.execPath, ${JSON.stringify(FAKE)}],
      config: { control: ${JSON.stringify(CONTROL)} },
      configFile: ${JSON.stringify(join(directory, 'homelab.json'))},
    }).then((simulator) => console.log(simulator.pid));`;
  const owner = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve) => {
    owner.stdout.once('data', (text) => resolve(Number(text)));
  });
  expect(isAlive(pid)).toBe(true);
  owner.kill('SIGKILL');
  await untilGone(pid);
});
