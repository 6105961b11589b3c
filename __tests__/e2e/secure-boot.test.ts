import { ClusterStory } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const BASE = changedSpec({
  state: undefined,
  'talos.secureBoot': true,
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'nodes.work-00.tpm': true,
});

describeHomelab('machines that boot signed images only', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  look('the keys are enrolled, and a plan finds nothing to change', async () => {
    const machines = await story.machines();
    expect(machines).toMatchObject({ 'ctrl-00': { secureBoot: true }, 'work-00': { secureBoot: true } });
    expect(machines['work-00']!.config).toMatchObject({
      bios: 'ovmf',
      machine: 'q35',
      efidisk0: expect.stringMatching(/efitype=4m,pre-enrolled-keys=0/) as string,
      tpmstate0: expect.stringContaining('version=v2.0') as string,
    });
    expect(await story.plan(BASE)).toMatchObject({ changes: [] });
  });

  step('a plan that turns it off on machines that run is refused', async () => {
    const changes: Changes = { 'talos.secureBoot': undefined };
    const { verdict } = await story.plan(changedSpec(changes, BASE));
    expect(verdict.refusals.map(({ kind }) => kind)).toContain('secure-boot-changes');
  });

  step('G-25 another machine is one more that boots signed images', async () => {
    const more = { machineType: 'worker', host: 'pve1', address: '10.0.0.22', vmId: 201 };
    const { after } = await story.edit(changedSpec({ 'nodes.work-01': more }, BASE));
    expect(after['work-01']).toMatchObject({ secureBoot: true });
  });
});
