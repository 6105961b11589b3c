import { installDiskWords, isInstallDiskSize } from '../../src/values/install-disk-settings';

test.each(['4GB', '> 1TB', '<= 2TiB', '>=500 gb', '==1.5TB', '10000000000'])('the size %s', (text) => {
  expect(isInstallDiskSize(text)).toBe(true);
});

test.each(['', 'large', '=> 1TB', '> -1GB', '1 TB or more', '<=', '!= 1TB', '1XB'])('not the size %s', (text) => {
  expect(isInstallDiskSize(text)).toBe(false);
});

test('a disk in few words', () => {
  expect(installDiskWords('/dev/sda')).toBe('/dev/sda');
  expect(installDiskWords({ type: 'nvme', size: '>= 500GB' })).toBe('type nvme, size >= 500GB');
});
