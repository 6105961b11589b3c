import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { factoryFindings } from '../../src/preflight/factory';
import type { FactoryNeeds } from '../../src/preflight/needs';

const ID = 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515';

let server: Server;
let url: string;
let answers: Readonly<Record<string, readonly [number, string]>>;

beforeEach(async () => {
  answers = {
    '/versions': [200, '["v1.12.9","v1.13.2","v1.13.10","v1.13.9"]'],
    '/version/v1.13.9/extensions/official': [
      200,
      '[{"name":"siderolabs/qemu-guest-agent"},{"name":"siderolabs/i915"}]',
    ],
    [`/schematics/${ID}`]: [200, 'customization: {}\n'],
  };
  server = createServer((asked, answer) => {
    const [status, text] = answers[asked.url ?? ''] ?? [404, '404 page not found\n'];
    answer.writeHead(asked.method === 'GET' ? status : 405).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

async function findingsOf(needs: Partial<FactoryNeeds>, environment: Readonly<Record<string, string>> = {}) {
  const found = await factoryFindings({ url, images: [], extensions: [], ...needs }, environment);
  const { shortages, advice, unchecked = [] } = found;
  return { said: shortages.map(({ message }) => message), advice, unchecked };
}

const V1139 = { images: [{ version: 'v1.13.9' }] };

test('a factory that has it all', async () => {
  const extensions = ['siderolabs/qemu-guest-agent', 'siderolabs/i915'];
  expect(await findingsOf({ ...V1139, extensions })).toEqual({ said: [], advice: [], unchecked: [] });
});

test('a release that it does not have', async () => {
  expect((await findingsOf({ images: [{ version: 'v1.13.99' }] })).said).toEqual([
    `Image Factory ${url} does not have Talos v1.13.99; the newest of that minor version there is v1.13.10; change talos.version`,
  ]);
  expect((await findingsOf({ images: [{ version: 'v2.0.0' }] })).said).toEqual([
    `Image Factory ${url} does not have Talos v2.0.0; change talos.version`,
  ]);
});

test('an extension that the release does not have, but not the old name of one that it has', async () => {
  const extensions = ['siderolabs/i915-ucode', 'siderolabs/nothing'];
  expect((await findingsOf({ ...V1139, extensions })).said).toEqual([
    `Image Factory ${url} does not have the extension siderolabs/nothing for Talos v1.13.9; remove it from talos.schematic.extensions, or change talos.version`,
  ]);
});

describe('a schematic that was registered once', () => {
  const needs = { images: [{ version: 'v1.13.9', knownSchematicId: ID }] };

  test('and is known', async () => {
    expect((await findingsOf(needs)).said).toEqual([]);
  });

  test('and is forgotten', async () => {
    answers = { ...answers, [`/schematics/${ID}`]: [404, 'schematic not found'] };
    expect((await findingsOf(needs)).said).toEqual([expect.stringContaining(`no longer knows the schematic ${ID}`)]);
  });

  test('of which an older factory says nothing', async () => {
    answers = { '/versions': answers['/versions'] ?? [404, ''] };
    expect((await findingsOf(needs)).said).toEqual([]);
  });
});

test.each([
  ['refuses to answer', [500, 'no']],
  ['answers something else', [200, '<html>']],
] as const)('nothing is said of a factory that %s', async (_, answer) => {
  answers = { '/versions': answer };
  expect(await findingsOf({ ...V1139, extensions: ['siderolabs/nothing'] })).toEqual({
    said: [],
    advice: [],
    unchecked: [],
  });
});

test('a factory that is not there', async () => {
  await new Promise((resolve) => server.close(resolve));
  expect((await findingsOf(V1139)).said).toEqual([
    `Image Factory: nothing answers at ${url} (ECONNREFUSED); check talos.factoryUrl, and that it is reachable from here`,
  ]);
  server.listen(0);
});

test.each([
  [{ HTTPS_PROXY: 'http://proxy:3128' }, true],
  [{ https_proxy: 'http://proxy:3128' }, true],
  [{ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'localhost,.invalid' }, false],
  [{ HTTPS_PROXY: 'http://proxy:3128', no_proxy: '*' }, false],
  [{ HTTP_PROXY: 'http://proxy:3128' }, false],
])('with %p it is reached through a proxy: %p', async (environment, isProxied) => {
  const { said, unchecked } = await findingsOf({ url: 'https://factory.invalid', ...V1139 }, environment);
  expect([said.length, unchecked.length]).toEqual(isProxied ? [0, 1] : [1, 0]);
});
