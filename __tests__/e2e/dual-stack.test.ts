import { ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

/** Machines with an IPv6 address beside the one that they are known by, and networks of both families. */
const BASE = changedSpec({
  state: undefined,
  'kubernetes.podSubnets': ['10.244.0.0/16', 'fd02::/56'],
  'kubernetes.serviceSubnets': ['10.96.0.0/12', 'fd01::/112'],
  'nodes.ctrl-00.vmId': 100,
  'nodes.ctrl-00.links': { cards: { eth0: { addresses: ['fd00::11/64'], gateway: 'fe80::1' } } },
  'nodes.work-00.vmId': 200,
  'nodes.work-00.links': { cards: { eth0: { addresses: ['fd00::21/64'], gateway: 'fe80::1' } } },
});

const CHANGED = changedSpec({ 'nodes.work-00.links.cards.eth0.addresses': ['fd00::22/64'] }, BASE);

describeHomelab('a cluster with IPv4 and IPv6', (homelabs) => {
  const { step } = new Story();
  let story: ClusterStory;

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  step('G-26 is there, and a second plan is empty', async () => {
    expect((await story.edit(BASE)).changes).toEqual([]);
  });

  step('gets another IPv6 address without a restart', async () => {
    const edit = await story.edit(CHANGED);
    expect(edit.changes).toEqual(['update talos_machine_configuration_apply.cluster_nodes_work-00_apply']);
    expect(touched(edit)).toEqual([]);
  });

  step('is destroyed', async () => {
    await story.homelab.destroyCluster();
    expect(Object.keys(await story.machines())).toEqual([]);
  });
});
