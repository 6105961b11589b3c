import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knownExtensions, knownOverlays } from '../../src/data/extensions';
import { pinnedVersion, supportedKubernetes, writableContracts } from '../../src/data/support';
import { TalosContract } from '../../src/values/talos-contract';

const contract = (tag: string) => TalosContract.of(tag);

test.each([
  ['v1.9', '1.27', '1.32'],
  ['v1.10', '1.28', '1.33'],
  ['v1.11', '1.29', '1.34'],
  ['v1.12', '1.30', '1.35'],
  ['v1.13', '1.31', '1.36'],
  ['v1.14', '1.32', '1.37'],
])('Talos %s runs Kubernetes %s to %s', (talos, min, max) => {
  expect(supportedKubernetes(contract(talos))).toEqual({ min, max });
});

test('nothing is known of a newer Talos', () => {
  expect(supportedKubernetes(contract('v1.99'))).toBeUndefined();
  expect(knownExtensions(contract('v1.99'))).toBeUndefined();
  expect(knownOverlays(contract('v1.99'))).toBeUndefined();
});

test('contracts can be written from v1.9 to v1.14', () => {
  expect(writableContracts().map(String)).toEqual(['v1.9', 'v1.10', 'v1.11', 'v1.12', 'v1.13', 'v1.14']);
});

test('official extensions and overlays are known by Talos version', () => {
  expect(knownExtensions(contract('v1.9'))).toContain('siderolabs/qemu-guest-agent');
  expect(knownExtensions(contract('v1.9'))).not.toContain('siderolabs/nope');
  expect(knownOverlays(contract('v1.13'))).toContainEqual({ image: 'siderolabs/sbc-raspberrypi', name: 'rpi_generic' });
});

test('tools that run in the cluster have a fixed release', () => {
  expect(pinnedVersion('ciliumCli')).toMatch(/^v\d+\.\d+\.\d+$/);
});

test('every row names its source and the day it was read', () => {
  const file = JSON.parse(readFileSync(join(__dirname, '..', '..', 'schemas', 'support.json'), 'utf8')) as {
    kubernetes: object[];
    contracts: object[];
    pinned: Record<string, object>;
  };
  for (const row of [...file.kubernetes, ...file.contracts, ...Object.values(file.pinned)]) {
    expect(row).toMatchObject({
      source: expect.stringMatching(/\w{3}/) as string,
      readOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
    });
  }
});
