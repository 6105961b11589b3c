import { diskRestartBy, restartBy, RESTARTS } from '../../src/virtual-machine/restarts';
import { node } from '../support/homelab';
import { synth } from '../support/synth';

/** Keys that OpenTofu reads, and disks, of which each attribute counts for itself. */
const NOT_ATTRIBUTES = ['provider', 'lifecycle', 'depends_on', 'disk'];

test('the table has every attribute that a machine is made with', () => {
  const out = synth((stack) =>
    node(stack, {
      vmId: 800,
      startup: { order: 1 },
      pciDevices: [{ mapping: 'gpu' }],
      poolId: 'talos',
      protection: true,
      smbiosUuid: '6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55',
      vga: { type: 'std' },
      watchdog: {},
      tpm: true,
      usbDevices: [{ mapping: 'stick' }],
      virtiofs: { media: { mapping: 'media' } },
    }),
  );
  const attributes = Object.keys(out.at('cp1/Resource')).filter((key) => !NOT_ATTRIBUTES.includes(key));
  expect(Object.keys(RESTARTS)).toEqual(expect.arrayContaining(attributes));
});

test.each([
  ['tags', 'never'],
  ['cpu.cores', 'always'],
  ['cpu.hotplugged', 'without-cpu-hotplug'],
  ['memory.dedicated', 'without-memory-hotplug'],
  ['memory.hugepages', 'always'],
  ['an_attribute_of_tomorrow', 'always'],
] as const)('a change of %s restarts the machine: %s', (attribute, effect) => {
  expect(restartBy(attribute)).toBe(effect);
});

test.each([
  ['size', 'without-disk-hotplug'],
  ['datastore_id', 'always'],
  ['aio', 'always'],
  ['cache', 'never'],
] as const)('a change of %s of a disk restarts the machine: %s', (attribute, effect) => {
  expect(diskRestartBy(attribute)).toBe(effect);
});
