import { testFaults } from '../../support/rule-rows';
import { changedSpec, faultsOf } from '../../support/small-spec';

const CONTRACT = { 'talos.version': 'v1.14.1', 'talos.contract': 'v1.14' };
const BTRFS = { scratch: { diskSelector: '!system_disk', minSize: '1GiB', filesystem: 'btrfs' } };
const WITH_BTRFS = { extensions: ['siderolabs/qemu-guest-agent', 'siderolabs/btrfs'] };

testFaults([
  {
    title: 'a file system of one machine is in its image',
    both: { ...CONTRACT, 'nodes.work-00.storage': { userVolumes: BTRFS } },
    good: { 'talos.schematic': WITH_BTRFS },
    bad: {},
    line: 'nodes.work-00.storage.userVolumes.scratch.filesystem: no image of work-00 has btrfs; write "siderolabs/btrfs" under extensions of its schematic, or another file system',
  },
  {
    title: 'a file system of the kernel needs no extension',
    both: CONTRACT,
    good: { 'nodes.work-00.storage': { userVolumes: { scratch: { ...BTRFS.scratch, filesystem: 'ext4' } } } },
    bad: { 'nodes.work-00.storage': { userVolumes: BTRFS } },
    line: 'nodes.work-00.storage.userVolumes.scratch.filesystem: no image of work-00 has btrfs; write "siderolabs/btrfs" under extensions of its schematic, or another file system',
  },
]);

test('what all machines have is reported once', () => {
  expect(faultsOf(changedSpec({ ...CONTRACT, 'machine.storage': { userVolumes: BTRFS } }))).toHaveLength(1);
});
