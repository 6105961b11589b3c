import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { actsOn, ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { rawPlan } from '../support/raw-plan';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const AGENT = 'siderolabs/qemu-guest-agent';
const LABEL = 'node.longhorn.io/create-default-disk';

/** A control plane that is in a tailnet, and a worker whose pods use iSCSI. */
const BASE = changedSpec({
  state: undefined,
  'talos.version': 'v1.14.0',
  'talos.contract': 'v1.14',
  secrets: { 'tailscale-key': {} },
  'nodes.ctrl-00.vmId': 100,
  'nodes.ctrl-00.presets': { tailscale: { authKey: { secret: 'tailscale-key' }, routes: ['10.0.0.0/24'] } },
  'nodes.work-00.vmId': 200,
  'nodes.work-00.presets': { iscsi: true },
  // for machines with the service alone: the worker has none
  'machine.extensionServices': { tailscale: { environment: { TS_ACCEPT_DNS: false } } },
  'outputs.machineConfigurations': true,
  lifecycle: 'replace',
});

/** The same with Longhorn on the worker. */
const LONGHORN = changedSpec({ 'nodes.work-00.presets': { iscsi: true, longhorn: true } }, BASE);

/** A service of a system extension, as a simulated machine runs it. */
interface Service {
  readonly id: string;
  readonly state: string;
  readonly environment?: readonly string[];
}

/** The part of a machine that the story looks at. */
interface Machine {
  readonly name: string;
  readonly services?: readonly Service[];
  readonly volumes?: readonly { readonly id: string }[];
}

type Document = Readonly<Record<string, unknown>>;

describeHomelab('presets', (homelabs) => {
  const { step } = new Story();
  let story: ClusterStory;

  const secret = (): string => story.homelab.cluster.variables.secret_tailscale_key ?? '';
  const machine = async (name: string): Promise<Machine | undefined> => {
    const { talos } = (await story.homelab.simulator.inventory()) as { talos: { nodes: readonly Machine[] } };
    return talos.nodes.find((node) => node.name === name);
  };
  const imageOf = (name: string) => {
    const { nodes, images } = story.homelab.cluster.model;
    const { imageKey } = nodes.find((node) => node.name === name)!;
    return images.find(({ key }) => key === imageKey)!.schematic;
  };
  const documentsOf = async (name: string): Promise<readonly Document[]> => {
    const { machine_config: all } = await story.homelab.workspace.outputs();
    const text = (all as Readonly<Record<string, string>>)[name] ?? '';
    return parseAllDocuments(text).map((document) => document.toJS() as Document);
  };
  const kindOf = async (name: string, kind: string) =>
    (await documentsOf(name)).filter((document) => document.kind === kind);

  /** Files below the homelab that hold the key, without the state of OpenTofu, which needs it. */
  const filesWithKey = (): readonly string[] =>
    readdirSync(story.homelab.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes('tfstate'))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).includes(secret()));

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  step(
    'BM-11 the machine in the tailnet runs its service with the key and the variables, and nobody else has it',
    async () => {
      expect(secret()).not.toBe('');
      expect((await machine('ctrl-00'))?.services).toEqual([
        {
          id: 'ext-tailscale',
          state: 'Running',
          environment: [`TS_AUTHKEY=${secret()}`, 'TS_AUTH_ONCE=true', 'TS_ROUTES=10.0.0.0/24', 'TS_ACCEPT_DNS=false'],
        },
      ]);
      expect((await machine('work-00'))?.services).toBeUndefined();
      expect(await kindOf('work-00', 'ExtensionServiceConfig')).toEqual([]);
      expect(JSON.stringify(await documentsOf('work-00'))).not.toContain(secret());
    },
  );

  step('each has the extensions and the safeguards of its presets, and a second plan is empty', async () => {
    expect(imageOf('ctrl-00').content.extensions).toEqual([AGENT, 'siderolabs/tailscale']);
    expect(imageOf('work-00').content.extensions).toEqual([AGENT, 'siderolabs/iscsi-tools']);
    const isolation = async (name: string) => (await kindOf(name, 'SecurityProfileConfig'))[0]?.workloadIsolation;
    expect([await isolation('ctrl-00'), await isolation('work-00')]).toEqual([true, false]);
    expect((await story.homelab.workspace.plan()).changes).toEqual([]);
  });

  step('the key is in no file but the state, and OpenTofu prints it in no plan', async () => {
    expect(filesWithKey()).toEqual([]);
    story.homelab.describe(changedSpec({ 'nodes.ctrl-00.presets.tailscale.routes': ['10.9.0.0/16'] }, BASE));
    const printed = await rawPlan(story.homelab);
    expect(printed).toContain('1 to change');
    expect(printed).not.toContain(secret());
    story.homelab.describe(BASE);
  });

  step(
    'F-49 C-18 Longhorn comes to the worker: image, label, place of its data and what it needs switched off',
    async () => {
      const edit = await story.edit(LONGHORN);
      expect(touched(edit)).toEqual(['work-00']);
      expect(edit.after['work-00']?.schematicId).toBe(imageOf('work-00').id);
      const [node] = await kindOf('work-00', 'KubeNodeConfig');
      expect(node).toMatchObject({
        labels: { [LABEL]: 'config' },
        annotations: {
          'node.longhorn.io/default-disks-config': '[{"path":"/var/mnt/longhorn","allowScheduling":true}]',
        },
      });
      expect(await kindOf('work-00', 'VolumeConfig')).toContainEqual(
        expect.objectContaining({ name: 'EPHEMERAL', mount: { secure: false } }),
      );
      expect((await machine('work-00'))?.volumes).toContainEqual(expect.objectContaining({ id: 'u-longhorn' }));
    },
  );

  step('a preset that is taken away takes all with it', async () => {
    const edit = await story.edit(BASE);
    expect(touched(edit)).toEqual(['work-00']);
    expect(actsOn('ctrl-00', edit)).toEqual([]);
    expect(imageOf('work-00').content.extensions).toEqual([AGENT, 'siderolabs/iscsi-tools']);
    expect(edit.after['work-00']?.schematicId).toBe(imageOf('work-00').id);
    expect(JSON.stringify(await documentsOf('work-00'))).not.toContain('longhorn');
    expect((await machine('work-00'))?.volumes).not.toContainEqual(expect.objectContaining({ id: 'u-longhorn' }));
  });
});
