import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awaitNodes } from '../../homelab/clients/kubernetes-client';
import { judgePlan } from '../../src/plan';
import { ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';
import { talosVersion } from '../../homelab/clients/talos-client';

/** One control plane and one worker, whose image knows more than what their configuration is written for. */
const BASE = changedSpec({
  state: undefined,
  'talos.contract': 'v1.12',
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'nodes.work-00.disks.data': { slot: 1, sizeGiB: 20 },
});

/** All that a change of the contract may do: the configurations are sent again. */
const REAPPLIED = [
  'update talos_machine_configuration_apply.cluster_nodes_ctrl-00_apply',
  'update talos_machine_configuration_apply.cluster_nodes_work-00_apply',
];

describeHomelab('another contract', (homelabs) => {
  const { step } = new Story();
  let story: ClusterStory;
  let outputs: Record<string, unknown>;

  /** Credentials that were given out before still open the cluster. */
  const expectOldCredentials = async () => {
    expect(await awaitNodes(outputs.kube_config as string, 2)).toHaveLength(2);
    for (const { address } of Object.values(story.homelab.cluster.spec.nodes)) {
      expect(await talosVersion(address, outputs.talos_config as string)).toBe('v1.13.9');
    }
    const now = await story.homelab.workspace.outputs();
    expect(now.kube_config === outputs.kube_config).toBe(true);
  };

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
    outputs = await story.homelab.workspace.outputs();
  });

  step('F-39 G-13 S-37 a higher one keeps secrets, credentials, machines, disks and etcd', async () => {
    const raised = await story.edit(changedSpec({ 'talos.contract': 'v1.13' }, BASE));
    expect(raised.changes).toEqual(REAPPLIED);
    expect([...raised.acts].sort()).toEqual(['ctrl-00: ApplyConfiguration', 'work-00: ApplyConfiguration']);
    expect(touched(raised)).toEqual([]);
    expect(await story.etcdMembers()).toEqual(['ctrl-00']);
    await expectOldCredentials();
  });

  step('S-37 a lower one does too', async () => {
    const lowered = await story.edit(BASE);
    expect(lowered.changes).toEqual(REAPPLIED);
    expect(touched(lowered)).toEqual([]);
    expect(await story.etcdMembers()).toEqual(['ctrl-00']);
    await expectOldCredentials();
  });

  step('S-37 one so low that machines reboot does too', async () => {
    const lowered = await story.edit(changedSpec({ 'talos.contract': 'v1.11' }, BASE));
    expect(lowered.changes).toEqual(REAPPLIED);
    expect(lowered.verdict.machines.map(({ outcome }) => outcome)).toEqual(['restarted', 'restarted']);
    for (const name of ['ctrl-00', 'work-00']) await story.untilRebooted(name, lowered.before[name]!);
    const after = await story.machines();
    for (const [name, { bootId, ...before }] of Object.entries(lowered.before)) {
      expect(after[name]).toEqual({ ...before, bootId: expect.not.stringMatching(bootId) as string });
    }
    expect(await story.etcdMembers()).toEqual(['ctrl-00']);
    await expectOldCredentials();
  });

  step('S-37 secrets that followed a lower one would be others, which the guard refuses', async () => {
    const { workspace } = story.homelab;
    const file = join(workspace.directory, 'cdk.tf.json');
    const stack = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly resource: { readonly talos_machine_secrets: Readonly<Record<string, { lifecycle?: unknown }>> };
    };
    for (const secrets of Object.values(stack.resource.talos_machine_secrets)) delete secrets.lifecycle;
    writeFileSync(file, JSON.stringify(stack, null, 2));
    const plan = await workspace.plan();
    expect(plan.changes).toContainEqual(
      expect.objectContaining({ type: 'talos_machine_secrets', actions: ['delete', 'create'] }),
    );
    expect(judgePlan(plan.json).refusals).toContainEqual(
      expect.objectContaining({
        kind: 'secrets-replaced',
        accept: ['home'],
        message:
          'home: the machine secrets would be replaced because of talos_version while machines use them: every ' +
          'certificate and token would change, and the machines would accept no client; ' +
          'revert the change, or have the secrets ignore it: ignore_changes = ["talos_version"]',
      }),
    );
  });
});
