import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readClocks } from '../../src/preflight/clocks';

let server: Server;
let url: string;
let date: string | undefined;

beforeEach(async () => {
  date = new Date().toUTCString();
  server = createServer((_, answer) => {
    answer.sendDate = false;
    if (date !== undefined) answer.setHeader('date', date);
    answer.end('[]');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => new Promise((closed) => server.close(closed)));

/** A stack that takes an image from a factory. */
const stackOf = (factoryUrl: string) => ({
  provider: { talos: [{ image_factory_url: factoryUrl }] },
  resource: { talos_image_factory_schematic: { all: { schematic: '' } } },
});

const read = (factoryUrl = url, environment = {}) =>
  readClocks([
    { stack: stackOf(factoryUrl), environment },
    { stack: stackOf(factoryUrl), environment },
  ]);

test('the clock of Image Factory is read once, whoever uses it', async () => {
  const [clock, ...others] = await read();
  expect([clock?.kind, clock?.name, others]).toEqual(['factory', url, []]);
  expect(Math.abs(clock?.aheadSeconds ?? 99)).toBeLessThan(3);
});

test('a clock that is an hour ahead', async () => {
  date = new Date(Date.now() + 3_600_000).toUTCString();
  const [clock] = await read();
  expect(Math.abs((clock?.aheadSeconds ?? 0) - 3600)).toBeLessThan(3);
});

test('reasons for which it is not read', async () => {
  date = undefined;
  expect(await read()).toEqual([{ name: url, kind: 'factory', reason: 'it does not say the time' }]);
  expect(await read('http://127.0.0.1:1')).toMatchObject([{ reason: 'ECONNREFUSED' }]);
  expect(await read('https://factory.invalid', { HTTPS_PROXY: 'http://proxy:3128' })).toMatchObject([
    { reason: 'it is behind a proxy' },
  ]);
});

test('a stack without images reads no clock', async () => {
  expect(await readClocks([{ stack: {}, environment: {} }])).toEqual([]);
});
