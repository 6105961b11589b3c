import { ClusterStory } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';

/** A machine as hosters give it: an address and nothing else of its network, the gateway outside. */
const HOSTED = changedSpec({
  state: undefined,
  network: { subnet: '203.0.113.10/32', gateway: '198.51.100.1' },
  'nodes.ctrl-00.vmId': 100,
  'nodes.ctrl-00.address': '203.0.113.10',
  'nodes.work-00': undefined,
  'kubernetes.schedulingOnControlPlanes': true,
});

describeHomelab('b12 a gateway outside of the network of the machine', (homelabs) => {
  test('is reached before and after the machine is configured', async () => {
    const homelab = await homelabs.open(HOSTED);
    const story = await ClusterStory.begin(homelab);
    expect((await story.machines())['ctrl-00']?.config.ipconfig0).toMatch(
      /^gw=127\.251\.\d+\.1,ip=127\.\d+\.113\.10\/32$/,
    );
    expect(await story.nodes()).toEqual({ 'ctrl-00': true });

    // the configuration, and after a restart the kernel argument again
    const changed = await story.edit(changedSpec({ 'nodes.ctrl-00.memoryMiB': 6144 }, HOSTED));
    expect(changed.before['ctrl-00']?.bootId).not.toBe(changed.after['ctrl-00']?.bootId);
  }, 240_000);
});
