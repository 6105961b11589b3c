import { ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';

/** One control plane and one worker on two hosts; the lifecycle is `manual`. */
const MANUAL = changedSpec({ state: undefined, 'nodes.ctrl-00.vmId': 100, 'nodes.work-00.vmId': 200 });

describeHomelab('the lifecycle of a running cluster', (homelabs) => {
  test('P2 is switched from manual to replace and back, and no machine is touched', async () => {
    const story = await ClusterStory.begin(await homelabs.open(MANUAL));

    const on = await story.edit(changedSpec({ lifecycle: 'replace' }, MANUAL));
    // how the control plane goes is a property of what is in the state
    expect(on.changes).toEqual(['update talos_machine_configuration_apply.cluster_nodes_ctrl-00_apply']);
    expect(on.acts).toEqual(['ctrl-00: ApplyConfiguration']);
    expect(touched(on)).toEqual([]);

    const off = await story.edit(MANUAL);
    expect(off.changes).toEqual(['update talos_machine_configuration_apply.cluster_nodes_ctrl-00_apply']);
    expect(touched(off)).toEqual([]);
  });

  test('P2 an image that has changed under manual replaces nothing after the switch, the next one does', async () => {
    const old = changedSpec({ 'talos.version': 'v1.13.7' }, MANUAL);
    const newer = changedSpec({ 'talos.version': 'v1.13.8' }, MANUAL);
    const story = await ClusterStory.begin(await homelabs.open(old));
    expect(touched(await story.edit(newer))).toEqual([]);
    expect(touched(await story.edit(changedSpec({ lifecycle: 'replace' }, newer)))).toEqual([]);

    const flagged = { lifecycle: 'replace', 'talos.update': { version: 'v1.13.9' }, 'nodes.work-00.update': true };
    expect(touched(await story.edit(changedSpec(flagged, newer)))).toEqual(['work-00']);
  });
});
