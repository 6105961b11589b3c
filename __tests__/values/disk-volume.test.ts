import { formatOf, ownerOf, volumeOf } from '../../src/values/disk-volume';

test.each([
  ['vm-900-disk-0', 900, 'raw'],
  ['900/vm-900-disk-1.qcow2', 900, 'qcow2'],
  ['901/vm-901-data.vmdk', 901, 'vmdk'],
  ['base-100-disk-0', 100, 'raw'],
  ['media', undefined, 'raw'],
] as const)('the volume %s belongs to %s and is %s', (path, owner, format) => {
  expect(ownerOf(path)).toBe(owner);
  expect(formatOf(path)).toBe(format);
});

test('a volume is a datastore and a name in it', () => {
  expect(volumeOf('tank:900/vm-900-disk-0.raw')).toEqual({ datastoreId: 'tank', path: '900/vm-900-disk-0.raw' });
});
