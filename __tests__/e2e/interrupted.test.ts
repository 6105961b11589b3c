import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULT_CLUSTERS } from '../../scripts/homelab/fault-clusters';
import { attemptsOf, type FaultPoint, type Interruption } from '../../scripts/homelab/fault-points';
import { FaultSweep } from '../../scripts/homelab/fault-sweep';
import { listedRecoveries } from '../../scripts/homelab/recovery-list';
import { clusterPrograms, describeHomelab } from '../support/homelab-run';
import { projectRoot } from '../support/project';
import { toolchain } from '../support/tofu';

const BOOTSTRAP = '/machine.MachineService/Bootstrap';
const CREATE = '/api2/json/nodes/pve2/qemu';
const CONFIGURE = '/machine.MachineService/ApplyConfiguration';

describeHomelab('an interrupted apply', () => {
  let opened: FaultSweep | undefined;

  afterAll(async () => {
    await opened?.close();
  }, 60_000);

  test('F-47 G-20 S-38 goes on: nothing is lost, nothing is made twice', async () => {
    const recoveries = listedRecoveries(readFileSync(join(projectRoot, 'docs', 'recovery.md'), 'utf8'));
    const spec = FAULT_CLUSTERS.default;
    const sweep = new FaultSweep({ spec, toolchain: toolchain(), programs: clusterPrograms(), recoveries });
    opened = sweep;
    const attempts = attemptsOf(await sweep.prepare());
    const attempt = (wanted: Partial<FaultPoint>, interruption: Interruption) => {
      const found = attempts.find(
        (each) =>
          each.interruption === interruption &&
          Object.entries(wanted).every(([key, value]) => each.point[key as keyof FaultPoint] === value),
      );
      if (found === undefined) throw new Error(`no attempt ${JSON.stringify(wanted)}`);
      return sweep.try(found);
    };

    expect(await attempt({ path: BOOTSTRAP }, 'killed')).toMatchObject({
      result: 'converged by the named command',
      recoveries: [{ says: 'the cluster is bootstrapped, but <address> is not in the state' }],
    });
    expect(await attempt({ path: CONFIGURE, target: '127.*.0.11' }, 'killed')).toMatchObject({ result: 'converged' });
    expect(await attempt({ path: CREATE, method: 'POST' }, 'killed')).toMatchObject({ result: 'converged' });
    expect(await attempt({ path: CREATE, method: 'POST' }, 'task fails')).toMatchObject({ result: 'converged' });
  }, 600_000);
});
