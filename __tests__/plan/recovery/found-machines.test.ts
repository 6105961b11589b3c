import { foundMachines } from '../../../src/plan/recovery/found-machines';
import { judgePlan } from '../../../src/plan/judge-plan';
import { type Attributes, create, diskValues, home, keep, type Step, vmAddress } from '../../support/plan';

const FOUND = { vm_id: 823, name: 'work-02', node_name: 'pve2' };

/** A plan that makes a worker with one disk more than the usual. */
function plan(disk: Attributes, seen: readonly Attributes[] = [FOUND], vm = create) {
  const vmIs = (values: Attributes) => {
    values.disk = [disk];
  };
  return home({ 'work-02': { role: 'worker', number: 23, vm, config: create, vmIs } }, { seen });
}

const COPIED = { interface: 'scsi0', file_id: 'local:iso/talos.img' };
const IMPORT = { to: vmAddress('work-02'), id: 'pve2/823' };

test('S-38 a machine that exists and is not in the state is imported, wherever it is', () => {
  expect(foundMachines(plan(COPIED))).toEqual([IMPORT]);
});

test('S-38 also where the file is still to be downloaded', () => {
  const json = plan({ interface: 'scsi0' }) as { resource_changes: { address: string; change: Attributes }[] };
  const made = json.resource_changes.find(({ address }) => address === IMPORT.to);
  made!.change.after_unknown = { disk: [{ file_id: true }] };
  expect(foundMachines(json)).toEqual([IMPORT]);
});

test.each([
  ['a disk that the hosts import themselves', plan({ interface: 'scsi0', import_from: 'local:import/talos.qcow2' })],
  ['another machine with its id', plan(COPIED, [{ ...FOUND, name: 'other' }])],
  ['another machine with its name', plan(COPIED, [{ ...FOUND, vm_id: 900 }])],
  ['a machine that is in the state', plan(COPIED, [FOUND], keep)],
  ['a host that is not told', plan(COPIED, [{ vm_id: 823, name: 'work-02' }])],
])('nothing is imported for %s', (_, json) => {
  expect(foundMachines(json)).toEqual([]);
});

describe('a machine that is imported and replaced', () => {
  const replacing: Step = { actions: ['delete', 'create'], importing: 'pve1/813', replacePaths: ['disk'] };

  /** The only control plane, which a create has left behind with these disks. */
  function judge(...disks: readonly Attributes[]) {
    const away = { vm: undefined, config: undefined };
    const json = home({
      'ctrl-00': { vm: replacing, config: create },
      'ctrl-01': away,
      'ctrl-02': away,
      'work-00': away,
      'work-01': away,
    }) as { resource_changes: { address: string; change: Attributes }[] };
    const { change } = json.resource_changes.find(({ address }) => address === vmAddress('ctrl-00'))!;
    change.before = { ...(change.after as Attributes), disk: disks };
    return judgePlan(json);
  }

  test('has no data while it has no disk to boot from', () => {
    expect(judge()).toMatchObject({ allowed: true, refusals: [] });
    expect(judge(diskValues('scsi1', 100, 2))).toMatchObject({ allowed: true, refusals: [] });
  });

  test('is a machine like another once it has one', () => {
    expect(judge(diskValues('scsi0', 20, 1)).refusals.map(({ kind }) => kind)).toEqual(['import-replaced']);
  });
});
