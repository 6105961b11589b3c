import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULT_CLUSTERS } from '../../homelab/faults/fault-clusters';
import { attemptsOf, type FaultPoint, type Interruption } from '../../homelab/faults/fault-points';
import { FaultSweep } from '../../homelab/faults/fault-sweep';
import { listedRecoveries } from '../../homelab/faults/recovery-list';
import { clusterPrograms, describeHomelab } from '../support/homelab-run';
import { projectRoot } from '../support/project';
import { toolchain } from '../support/tofu';

const BOOTSTRAP = '/machine.MachineService/Bootstrap';
const CREATE = '/api2/json/nodes/pve2/qemu';
const CONFIGURE = '/machine.MachineService/ApplyConfiguration';

const STARTED = '/api2/json/nodes/pve2/qemu/801/status/current';

describeHomelab('an interrupted apply', () => {
  const opened: FaultSweep[] = [];

  afterAll(async () => {
    await Promise.all(opened.map((sweep) => sweep.close()));
  });

  /** Tries attempts at an apply of a cluster, by what they are. */
  async function sweepOf(spec: unknown) {
    const recoveries = listedRecoveries(readFileSync(join(projectRoot, 'docs', 'recovery.md'), 'utf8'));
    const sweep = new FaultSweep({ spec, toolchain: toolchain(), programs: clusterPrograms(), recoveries });
    opened.push(sweep);
    const attempts = attemptsOf(await sweep.prepare());
    return (wanted: Partial<FaultPoint>, interruption: Interruption) => {
      const found = attempts.find(
        (each) =>
          each.interruption === interruption &&
          Object.entries(wanted).every(([key, value]) => each.point[key as keyof FaultPoint] === value),
      );
      if (found === undefined) throw new Error(`no attempt ${JSON.stringify(wanted)}`);
      return sweep.try(found);
    };
  }

  test('F-47 G-20 S-38 goes on: nothing is lost, nothing is made twice', async () => {
    const attempt = await sweepOf(FAULT_CLUSTERS.default);
    expect(await attempt({ path: BOOTSTRAP }, 'killed')).toMatchObject({
      result: 'converged by the named command',
      recoveries: [{ says: 'the cluster is bootstrapped, but <address> is not in the state' }],
    });
    expect(await attempt({ path: CONFIGURE, target: '127.*.0.11' }, 'killed')).toMatchObject({ result: 'converged' });
    expect(await attempt({ path: CREATE, method: 'POST' }, 'killed')).toMatchObject({ result: 'converged' });
    expect(await attempt({ path: CREATE, method: 'POST' }, 'task fails')).toMatchObject({ result: 'converged' });
  }, 600_000);

  test('P2b imports machines that are replaced with their image, and replaces none of them', async () => {
    const attempt = await sweepOf(FAULT_CLUSTERS.replace);
    expect(await attempt({ path: STARTED, nth: 3 }, 'killed')).toMatchObject({ result: 'converged' });
  }, 600_000);
});
