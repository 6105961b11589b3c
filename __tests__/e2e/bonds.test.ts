import { ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const CARDS = {
  'lan-a': { macAddress: '0c:c4:7a:00:00:01' },
  'lan-b': { macAddress: '0c:c4:7a:00:00:02' },
};

/** A physical worker whose address is in a VLAN on a bond of two cards, beside a virtual control plane. */
const BASE = changedSpec({
  state: undefined,
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00': {
    machineType: 'worker',
    address: '10.0.0.21',
    installDisk: '/dev/sda',
    link: 'bond0',
    links: {
      cards: CARDS,
      bonds: { bond0: { members: ['lan-a', 'lan-b'], mode: '802.3ad' } },
    },
  },
});

/** One more link, and a faster look at the cables. */
const CHANGED = changedSpec(
  {
    'nodes.work-00.links.bonds.bond0.miimonMilliseconds': 50,
    'nodes.work-00.links.dummies': { anycast: { addresses: ['10.255.0.1/32'] } },
  },
  BASE,
);

describeHomelab('a bond', (homelabs) => {
  const { step } = new Story();
  let story: ClusterStory;

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  step('carries the address of a physical machine, which joins the cluster', async () => {
    const edit = await story.edit(BASE);
    expect(edit.changes).toEqual([]);
  });

  step('is changed on a running machine, without a restart', async () => {
    const edit = await story.edit(CHANGED);
    expect(edit.changes).toEqual(['update talos_machine_configuration_apply.cluster_nodes_work-00_apply']);
    expect(touched(edit)).toEqual([]);
  });
});
