import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { rawPlan } from '../support/raw-plan';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const AGENT = 'siderolabs/qemu-guest-agent';

/** One control plane and one worker, with a registry that asks for a name and a password. */
const BASE = changedSpec({
  state: undefined,
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'talos.schematic': { extensions: [AGENT, 'siderolabs/lldpd'] },
  'machine.extensionServices': {
    lldpd: {
      configFiles: [{ mountPath: '/usr/local/etc/lldpd/lldpd.conf', content: 'configure lldp status rx-only\n' }],
    },
  },
  secrets: { registry: {} },
  'machine.registries': { auth: { 'ghcr.io': { username: 'me', password: { secret: 'registry' } } } },
  'outputs.machineConfigurations': true,
});

/** The same with Tailscale; a homelab has one value for all secrets of others. */
const TAILSCALE = changedSpec(
  {
    'talos.schematic': { extensions: [AGENT, 'siderolabs/lldpd', 'siderolabs/tailscale'] },
    'machine.extensionServices.tailscale': {
      environment: { TS_AUTHKEY: { secret: 'registry' }, TS_ROUTES: '10.0.0.0/24' },
    },
    'kubernetes.inlineManifests': [
      {
        name: 'login',
        contents:
          'apiVersion: v1\nkind: Secret\nmetadata: { name: login, namespace: default }\nstringData: { token: { secret: registry } }\n',
      },
    ],
  },
  BASE,
);

describeHomelab('secrets of a cluster file', (homelabs) => {
  const { step } = new Story();
  let story: ClusterStory;

  const secret = (): string => story.homelab.cluster.variables.secret_registry ?? '';
  const stackText = (): string => readFileSync(join(story.homelab.workspace.directory, 'cdk.tf.json'), 'utf8');

  /** Documents of one kind in the configuration of a machine. */
  const documentsOf = async (name: string, kind: string): Promise<readonly unknown[]> => {
    const { machine_config: all } = await story.homelab.workspace.outputs();
    const text = (all as Readonly<Record<string, string>>)[name] ?? '';
    return [...parseAllDocuments(text)]
      .map((document) => document.toJS() as { readonly kind?: string })
      .filter((document) => document.kind === kind);
  };

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  step('PK-4 a registry with a login and lldpd are there from the first apply', async () => {
    expect(secret()).not.toBe('');
    for (const name of ['ctrl-00', 'work-00']) {
      expect(await documentsOf(name, 'RegistryAuthConfig')).toEqual([
        { apiVersion: 'v1alpha1', kind: 'RegistryAuthConfig', name: 'ghcr.io', username: 'me', password: secret() },
      ]);
      expect(await documentsOf(name, 'ExtensionServiceConfig')).toHaveLength(1);
    }
    expect(stackText()).not.toContain(secret());
  });

  step('BM-11 Tailscale with a secret comes to running machines, and nothing shows its key', async () => {
    const { changes, acts, ...edit } = await story.edit(TAILSCALE);
    expect(changes.filter((each) => each.includes('configuration_apply'))).toEqual([
      'update talos_machine_configuration_apply.cluster_nodes_ctrl-00_apply',
      'update talos_machine_configuration_apply.cluster_nodes_work-00_apply',
    ]);
    expect(acts.filter((act) => act.endsWith('ApplyConfiguration')).sort()).toEqual([
      'ctrl-00: ApplyConfiguration',
      'work-00: ApplyConfiguration',
    ]);
    expect(touched({ changes, acts, ...edit })).toEqual([]);
    expect(await documentsOf('work-00', 'ExtensionServiceConfig')).toContainEqual({
      apiVersion: 'v1alpha1',
      kind: 'ExtensionServiceConfig',
      name: 'tailscale',
      environment: [`TS_AUTHKEY=${secret()}`, 'TS_ROUTES=10.0.0.0/24'],
    });
    expect(stackText()).not.toContain(secret());
    expect((await story.homelab.workspace.plan()).changes).toEqual([]);
    story.homelab.describe(
      changedSpec({ 'machine.extensionServices.tailscale.environment.TS_ROUTES': '10.9.0.0/16' }, TAILSCALE),
    );
    const printed = await rawPlan(story.homelab);
    expect(printed).toContain('2 to change');
    expect(printed).not.toContain(secret());
  });
});
