import { parseClusterSpec } from '../../src';
import { upgradeStatus, type UpgradeStatus } from '../../src/stack/upgrade-status';
import { copyOf } from '../support/cluster-stack';
import { projectRoot } from '../support/project';

const MACHINES = ['a-worker', 'ctrl-00', 'ctrl-01', 'ctrl-02', 'work-00', 'work-01'];

/** The status of a cluster that begins with a worker, with the update on the machines named. */
function statusWith(...updating: readonly string[]): UpgradeStatus {
  const spec = copyOf('home');
  const worker = { machineType: 'worker', host: 'pve1', address: '10.0.0.20' } as const;
  spec.talos.update = { version: 'v1.13.10' };
  spec.kubernetes.update = { version: 'v1.36.4' };
  spec.nodes = { 'a-worker': worker, ...spec.nodes };
  for (const name of updating) spec.nodes[name]!.update = true;
  return upgradeStatus(parseClusterSpec(spec, { directory: projectRoot }));
}

describe('the upgrade status', () => {
  test('of a cluster without an update has one version and nothing to do', () => {
    expect(statusWith()).toMatchObject({
      current_version: 'v1.13.9',
      target_version: 'v1.13.9',
      nodes_marked_for_upgrade: [],
      pending_upgrades: [],
    });
  });

  test('HT-45 names the marked machines, those still to come, and control planes first', () => {
    expect(statusWith('ctrl-00', 'ctrl-01')).toEqual({
      current_version: 'v1.13.9',
      target_version: 'v1.13.10',
      nodes_marked_for_upgrade: ['ctrl-00', 'ctrl-01'],
      pending_upgrades: ['a-worker', 'ctrl-02', 'work-00', 'work-01'],
      recommended_order: ['ctrl-00', 'ctrl-01', 'ctrl-02', 'a-worker', 'work-00', 'work-01'],
      node_versions: expect.objectContaining({
        'ctrl-00': {
          talos: 'v1.13.10',
          kubernetes: 'v1.36.4',
          schematic: 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515',
        },
        'work-01': expect.objectContaining({ talos: 'v1.13.9', kubernetes: 'v1.36.3' }) as object,
      }) as object,
    });
  });

  test('of a cluster whose machines are all marked has the target only', () => {
    expect(statusWith(...MACHINES)).toMatchObject({
      current_version: 'v1.13.10',
      target_version: 'v1.13.10',
      nodes_marked_for_upgrade: MACHINES,
      pending_upgrades: [],
    });
  });
});
