import { judgePlan } from '../../../src/plan/judge-plan';
import { type Attributes, home, update } from '../../support/plan';

const moving = (values: Attributes): void => {
  values.node_name = 'pve3';
};

function notesOf(vm: (values: Attributes) => void, vmIs: (values: Attributes) => void = () => undefined) {
  const plan = home({
    'work-00': {
      dataGiB: 100,
      vmIs: (values: Attributes) => {
        values.node_name = 'pve1';
        vmIs(values);
      },
      vm: update(vm),
    },
  });
  const { notes, refusals } = judgePlan(plan);
  expect(refusals).toEqual([]);
  return notes;
}

test('a machine that moves: what is copied, and what the other host needs', () => {
  expect(notesOf(moving)).toEqual([
    expect.stringMatching(
      /^work-00: moves from pve1 to pve3 while it runs, with its disks scsi0 \(\d+ GiB( on \S+)?\), scsi1 \(100 GiB( on \S+)?\); whatever is on a datastore that the hosts do not share is copied over the network, and pve3 needs datastores of the same names/,
    ),
  ]);
});

test('a processor that the machine sees as it is has to be there too', () => {
  const host = (values: Attributes): void => {
    values.cpu = [{ type: 'host' }];
  };
  const end = 'datastores of the same names and a processor of the same kind';
  expect(notesOf(moving, host)[0]).toContain(end);
});

test('a machine that is off is not moved while it runs', () => {
  const off = (values: Attributes): void => {
    values.started = false;
  };
  expect(notesOf(moving, off)[0]).toContain('work-00: moves from pve1 to pve3, with its disks');
});

test('a machine with devices of its host does not move while it runs', () => {
  const devices = (values: Attributes): void => {
    values.hostpci = [{ device: 'hostpci0', mapping: 'gpu' }];
  };
  expect(notesOf(moving, devices)).toEqual([
    expect.stringContaining('moves from pve1 to pve3'),
    'work-00: has devices of pve1, so Proxmox VE does not move it while it runs and the apply fails there; shut it down first',
  ]);
});

test('nothing is said of a machine that stays', () => {
  const grown = (values: Attributes): void => {
    values.on_boot = false;
  };
  expect(notesOf(grown)).toEqual([]);
});
