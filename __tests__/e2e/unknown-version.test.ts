import { ClusterStory } from '../support/cluster-story';
import { runCommandLine } from '../support/command-line';
import { describeHomelab } from '../support/homelab-run';
import { type Changes, changedSpec } from '../support/small-spec';

/** A release that Image Factory does not have. */
const UNKNOWN = 'v1.13.99';

/** One control plane and one worker on two hosts. */
const BASE = changedSpec({ state: undefined, 'nodes.ctrl-00.vmId': 100, 'nodes.work-00.vmId': 200 });

/** Ways to ask for it; the first would take the old files away, the second a machine. */
const EDITS: readonly (readonly [string, Changes, Changes])[] = [
  ['for all machines', {}, { 'talos.version': UNKNOWN }],
  [
    'for one machine that would be replaced',
    { lifecycle: 'replace' },
    { 'talos.update': { version: UNKNOWN }, 'nodes.work-00.update': true },
  ],
];

describeHomelab('a version that Image Factory does not know', (homelabs) => {
  let story: ClusterStory;

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  test.each(EDITS)(
    'S-52 %s: everything stays as it was, and the command names the version',
    async (_, before, wrong) => {
      const { homelab } = story;
      const good = changedSpec(before, BASE);
      await story.edit(good);
      const [files, machines] = [await story.files(), await story.machines()];

      homelab.describe(changedSpec(wrong, good));
      const { listen } = homelab.cluster.homelab.factory;
      const factory = `http://${listen}`;
      const refused = await runCommandLine(homelab, ['apply', 'home', '--yes']);
      expect([refused.exitCode, refused.output]).toEqual([
        1,
        expect.stringMatching(
          `Image Factory ${factory} does not have Talos ${UNKNOWN}; the newest of that minor version`,
        ),
      ]);

      // a factory may know it a moment later
      const accepted = ['apply', 'home', '--yes', '--accept', `factory/${listen}`];
      const { exitCode, errors } = await runCommandLine(homelab, accepted);
      expect(exitCode).toBe(2);
      expect(errors).toContain(
        'downloading first, so that nothing is removed before it is there: proxmox_download_file.',
      );
      expect(errors).toContain(
        `Image Factory at ${factory} does not know Talos ${UNKNOWN}; write a version that ${factory}/versions lists, and apply again\n`,
      );
      expect(errors).not.toMatch(/qcow2 is on host/);
      expect(await story.files()).toEqual(files);
      expect(await story.machines()).toEqual(machines);

      expect(await story.plan(good)).toMatchObject({ changes: [] });
    },
  );
});
