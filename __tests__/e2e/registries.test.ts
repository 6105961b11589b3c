import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterStory } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

/** Machines that boot an ISO, and are installed through a mirror which wants to know who asks. */
const BASE = changedSpec({
  state: undefined,
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'talos.bootRoute': 'iso',
  secrets: { harbor: {} },
  'machine.registries': {
    mirrors: {
      'factory.talos.dev': {
        endpoints: ['https://harbor.example.com/v2/talos'],
        overridePath: true,
        skipFallback: true,
      },
    },
    auth: { 'harbor.example.com': { username: 'robot', password: { secret: 'harbor' } } },
  },
});

/** How the container runtime gets one image: the name first, then the content. */
const PULL = ['mirror HEAD 401', 'mirror HEAD 200', 'mirror GET 401', 'mirror GET 200'];

describeHomelab('a registry with a login', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;

  const secret = (): string => story.homelab.cluster.variables.secret_harbor ?? '';
  const registry = (): string => story.homelab.cluster.homelab.factory.registries?.[0]?.listen ?? '';

  /** Requests for the manifest of an installer, by who was asked. */
  const pulls = async (): Promise<readonly string[]> => {
    const calls = await story.homelab.simulator.journal();
    return calls.flatMap(({ target, method, path, status }) =>
      path.includes('/manifests/') ? [`${target === registry() ? 'mirror' : 'factory'} ${method} ${status}`] : [],
    );
  };

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  look('PK-25 is asked by the machines, which sign in once they have to', async () => {
    expect(await story.nodes()).toEqual({ 'ctrl-00': true, 'work-00': true });
    expect([...(await pulls())].sort()).toEqual([...PULL, ...PULL].sort());
  });

  look('nothing but the variable holds its password', async () => {
    const { workspace, simulator } = story.homelab;
    expect(secret()).not.toBe('');
    expect(readFileSync(join(workspace.directory, 'cdk.tf.json'), 'utf8')).not.toContain(secret());
    const plan = await workspace.plan();
    expect(plan.changes).toEqual([]);
    expect(plan.output).not.toContain(secret());
    expect(JSON.stringify(await simulator.journal())).not.toContain(secret());
  });

  step('a machine that comes to the cluster later is installed through it too', async () => {
    const edit = await story.edit(
      changedSpec(
        { 'nodes.work-01': { machineType: 'worker', host: 'pve1', vmId: 201, address: '10.0.0.22', memoryMiB: 2048 } },
        BASE,
      ),
    );
    expect(edit.after).toHaveProperty('work-01');
    expect(await story.nodes()).toEqual({ 'ctrl-00': true, 'work-00': true, 'work-01': true });
    expect((await pulls()).slice(2 * PULL.length)).toEqual(PULL);
  });
});
