import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { requireLinux, reserveBlock } from '../../homelab/block';
import { compileHomelab } from '../support/compiled-homelab';
import { projectRoot } from '../support/project';

beforeAll(compileHomelab);

describe('a block of loopback addresses', () => {
  test('is had by one only, and by the next when it is given back', async () => {
    const [first, second] = [await reserveBlock(), await reserveBlock()];
    expect(second.block).not.toBe(first.block);
    await first.release();
    const third = await reserveBlock();
    expect(third.block).toBeLessThanOrEqual(first.block);
    await Promise.all([second.release(), third.release()]);
  });

  test('is passed over while a homelab answers in it', async () => {
    const { block, release } = await reserveBlock();
    await release();
    const homelab = createServer();
    await new Promise<void>((resolve) => homelab.listen({ host: `127.${block}.252.9`, port: 9100 }, resolve));
    const next = await reserveBlock();
    expect(next.block).not.toBe(block);
    await next.release();
    await new Promise((resolve) => homelab.close(resolve));
  });

  test('is free again when the process that had it was killed', async () => {
    const program = `require(${JSON.stringify(join(projectRoot, 'lib/homelab/block.js'))})
      .reserveBlock().then(({ block }) => { console.log(block); setInterval(() => undefined, 1000); });`;
    const other = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const taken = await new Promise<number>((resolve) => other.stdout.once('data', (text) => resolve(Number(text))));
    const ours = await reserveBlock();
    expect(ours.block).not.toBe(taken);
    const ended = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGKILL');
    await ended;
    const next = await reserveBlock();
    expect(next.block).toBeLessThanOrEqual(Math.max(taken, ours.block + 1));
    await Promise.all([ours.release(), next.release()]);
  });

  test('needs Linux', () => {
    const platform = Object.getOwnPropertyDescriptor(process, 'platform')!;
    Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' });
    try {
      expect(() => requireLinux()).toThrow('the homelab needs all of 127.0.0.0/8, which darwin does not have');
    } finally {
      Object.defineProperty(process, 'platform', platform);
    }
  });
});
