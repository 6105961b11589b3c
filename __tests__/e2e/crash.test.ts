import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ClusterSpec } from '../../src/cluster-file';
import { describeHomelab } from '../support/homelab-run';
import { untilGone } from '../support/processes';
import { changedSpec } from '../support/small-spec';

const SMALL = changedSpec({ state: undefined }) as ClusterSpec;

describeHomelab('a simulator that dies during an apply', (homelabs) => {
  test('ends the apply with its last words, and leaves neither processes nor a lock', async () => {
    const homelab = await homelabs.open(SMALL);
    const { workspace, simulator, directory } = homelab;
    await workspace.init();
    await simulator.addFaults([{ service: 'proxmox', method: 'POST', path: '.*/status/start', action: 'hold' }]);
    const run = workspace.start(['apply', '-no-color', '-input=false', '-auto-approve']);
    const ended = run.ended.catch((error: unknown) => error as Error);
    expect(await simulator.held(60)).toMatchObject({ service: 'proxmox' });

    process.kill(simulator.pid!, 'SIGKILL');
    expect(await ended).toMatchObject({
      message: expect.stringMatching(/^the simulator has ended by SIGKILL/) as string,
    });
    await untilGone(run.pid);
    await untilGone(simulator.pid!);
    const state = readdirSync(join(directory, 'project', 'state'));
    expect(state.filter((name) => name.includes('lock'))).toEqual([]);
    await homelab.close();
    expect(readdirSync(dirname(directory))).not.toContain(directory);
  });
});
