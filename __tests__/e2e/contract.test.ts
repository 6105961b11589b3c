import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { judgeIdentity, judgeMachineConfigurations } from '../../judge';
import { stackDifference } from '../../src/cli/difference/stack-difference';
import { ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

/** One control plane and one worker of Talos 1.14, whose configurations are still those of the contract before. */
const BASE = changedSpec({
  state: undefined,
  'talos.version': 'v1.14.0',
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'nodes.work-00.nodeLabels': { 'example.com/rack': 'a' },
  'machine.sysctls': { 'vm.swappiness': 1 },
  'machine.kubelet': { config: { maxPods: 200 } },
  'outputs.machineConfigurations': true,
});

/** The one word. */
const RAISED = changedSpec({ 'talos.contract': 'v1.14' }, BASE);

const MACHINES = ['ctrl-00', 'work-00'];

/** What a document of this library shows of a machine. */
interface Document {
  readonly kind?: string;
  readonly machine?: Readonly<Record<string, unknown>>;
  readonly config?: unknown;
  readonly labels?: unknown;
  readonly params?: unknown;
  readonly workloadIsolation?: unknown;
}

describeHomelab('the contract of a running cluster', (homelabs) => {
  const { step } = new Story();
  let story: ClusterStory;
  let stackBefore: object;
  const kindsBefore = new Map<string, readonly string[]>();

  const documentsOf = async (name: string): Promise<readonly Document[]> => {
    const { machine_config: all } = await story.homelab.workspace.outputs();
    const text = (all as Readonly<Record<string, string>>)[name] ?? '';
    return parseAllDocuments(text).map((document) => document.toJS() as Document);
  };
  const kindOf = async (name: string, kind: string): Promise<Document | undefined> =>
    (await documentsOf(name)).find((document) => document.kind === kind);

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  step('is that of its configurations, whatever the machines run', async () => {
    const [main] = await documentsOf('work-00');
    expect(main?.machine).toMatchObject({
      sysctls: { 'vm.swappiness': '1' },
      kubelet: { extraConfig: { maxPods: 200 } },
    });
    expect(await kindOf('work-00', 'KubeletConfig')).toBeUndefined();
  });

  const stackNow = (): object =>
    JSON.parse(readFileSync(join(story.homelab.workspace.directory, 'cdk.tf.json'), 'utf8')) as object;
  const kindsOf = async (name: string): Promise<readonly string[]> =>
    (await documentsOf(name)).flatMap(({ kind }) => kind ?? []);

  step('C-1 G-35 is raised by one word, and no machine restarts', async () => {
    stackBefore = stackNow();
    for (const name of MACHINES) kindsBefore.set(name, await kindsOf(name));
    const { changes, acts, ...edit } = await story.edit(RAISED);
    expect(acts.filter((act) => act.endsWith('ApplyConfiguration')).sort()).toEqual([
      'ctrl-00: ApplyConfiguration',
      'work-00: ApplyConfiguration',
    ]);
    expect(touched({ changes, acts, ...edit })).toEqual([]);
    const [main] = await documentsOf('work-00');
    expect(main?.machine).not.toHaveProperty('kubelet');
    expect(main?.machine).not.toHaveProperty('sysctls');
    expect(await kindOf('work-00', 'KubeletConfig')).toMatchObject({ config: { maxPods: 200 } });
    expect(await kindOf('work-00', 'SysctlConfig')).toMatchObject({ params: { 'vm.swappiness': '1' } });
    expect(await kindOf('work-00', 'KubeNodeConfig')).toMatchObject({ labels: { 'example.com/rack': 'a' } });
    expect(await kindOf('ctrl-00', 'SecurityProfileConfig')).toMatchObject({ workloadIsolation: true });
    expect((await story.homelab.workspace.plan()).changes).toEqual([]);
  });

  step('C-1 G-35 changes what the difference of both says, document by document', async () => {
    const sides = [
      { source: 'before', stack: stackBefore },
      { source: 'after', stack: stackNow() },
    ] as const;
    const { machines, unchanged, unknown } = stackDifference(
      'home',
      sides,
      judgeMachineConfigurations,
      judgeIdentity().talosVersion,
    );
    expect([unchanged, unknown, machines.flatMap(({ rebootsFor }) => rebootsFor)]).toEqual([[], [], []]);
    for (const name of MACHINES) {
      const { documents = [] } = machines.find((each) => each.machines.includes(name)) ?? {};
      const added = documents.filter(({ change }) => change === 'added').map(({ document }) => document.split(' ')[0]);
      const came = (await kindsOf(name)).filter((kind) => kindsBefore.get(name)?.includes(kind) !== true);
      expect([name, [...new Set(added)].sort()]).toEqual([name, [...new Set(came)].sort()]);
    }
  });

  step('C-18 leaves its safeguards to settings', async () => {
    const { acts, ...edit } = await story.edit(
      changedSpec({ 'machine.safeguards': { workloadIsolation: false } }, RAISED),
    );
    expect(touched({ acts, ...edit })).toEqual([]);
    expect(await kindOf('work-00', 'SecurityProfileConfig')).toMatchObject({ workloadIsolation: false });
    expect((await story.homelab.workspace.plan()).changes).toEqual([]);
  });
});
