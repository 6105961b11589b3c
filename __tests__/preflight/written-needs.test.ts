import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutExisting, writtenNeeds } from '../../src/preflight/written-needs';
import { projectRoot } from '../support/project';
import { endpointNeeds, endpointState, machineNeeds } from './state';

const golden = (name: string): unknown =>
  JSON.parse(readFileSync(join(projectRoot, '__tests__', 'golden', `${name}.tf.json`), 'utf8'));

test('needs of a stack are those of all its resources', () => {
  const { endpoints, factory } = writtenNeeds(golden('home'));
  const [main] = endpoints;
  expect(endpoints).toHaveLength(1);
  expect(main?.providerKey).toBe('proxmox.main');
  expect(main?.machines.map(({ name, stackTag }) => [name, stackTag])).toEqual(
    ['ctrl-00', 'ctrl-01', 'ctrl-02', 'work-00', 'work-01'].map((name) => [name, 'stack-home']),
  );
  expect(
    main?.machines.every(({ memoryMiB, disks, bridges }) => memoryMiB > 0 && disks.length > 0 && bridges.length > 0),
  ).toBe(true);
  expect(main?.downloads.every(({ contentType }) => contentType === 'import')).toBe(true);
  expect(factory).toEqual({
    url: 'https://factory.talos.dev',
    images: [{ version: 'v1.13.9' }],
    extensions: ['siderolabs/qemu-guest-agent'],
  });
});

test('a reference to what another resource is given is that', () => {
  const [main] = writtenNeeds(golden('home')).endpoints;
  expect(main?.machines.flatMap(({ pciMappings }) => pciMappings)).toEqual(main?.pciMappings);
});

test('each endpoint has its own', () => {
  const { endpoints } = writtenNeeds(golden('two-sites'));
  expect(endpoints.length).toBeGreaterThan(1);
  expect(new Set(endpoints.map(({ name }) => name)).size).toBe(endpoints.length);
});

test('a stack without machines of Proxmox VE asks nobody', () => {
  expect(writtenNeeds({ resource: { talos_machine_secrets: { a: {} } } })).toEqual({
    endpoints: [],
    factory: undefined,
  });
});

describe('a machine that is there', () => {
  const needs = endpointNeeds({ machines: [machineNeeds({ vmId: 200, stackTag: 'stack-home' })] });
  const guest = { id: 200, name: 'cp-1', kind: 'machine', hostName: 'pve1', tags: ['stack-home'] } as const;
  const remaining = (others: Partial<{ name: string; tags: readonly string[] }>) =>
    withoutExisting(needs, endpointState(needs, { guests: [{ ...guest, ...others }] })).machines;

  test('needs neither id nor memory nor space', () => {
    expect(remaining({})).toEqual([
      { ...needs.machines[0], vmId: undefined, memoryMiB: 0, disks: [{ datastoreId: 'local-lvm', sizeGiB: 0 }] },
    ]);
  });

  test.each([{ name: 'cp-2' }, { tags: [] }])('is none of another name or stack: %j', (others) => {
    expect(remaining(others)).toEqual(needs.machines);
  });
});
