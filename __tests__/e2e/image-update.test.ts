import { awaitNodes } from '../../homelab/clients/kubernetes-client';
import { actsOn, ClusterStory, touched } from '../support/cluster-story';
import { runGuarded } from '../support/guarded';
import { describeHomelab } from '../support/homelab-run';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';
import { talosVersion } from '../../homelab/clients/talos-client';

const SHORT_ID = 'ce4c9805';
const MAC_ADDRESS = 'BC:24:11:00:0A:00';
const CONTROL_PLANES = ['ctrl-00', 'ctrl-01', 'ctrl-02'];

/** Three control planes and one worker on two hosts. */
const BASE = changedSpec({
  state: undefined,
  lifecycle: 'replace',
  'talos.version': 'v1.13.8',
  'nodes.ctrl-00.vmId': 100,
  'nodes.ctrl-00.macAddress': MAC_ADDRESS,
  'nodes.ctrl-01': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.12', vmId: 101 },
  'nodes.ctrl-02': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.13', vmId: 102 },
  'nodes.work-00.vmId': 200,
});

/** The new version as the only one, and no flags. */
const RAISED: Changes = {
  'talos.version': 'v1.13.9',
  'talos.update': undefined,
  ...Object.fromEntries([...CONTROL_PLANES, 'work-00'].map((name) => [`nodes.${name}.update`, undefined])),
};

describeHomelab('a new image, one machine after the other', (homelabs) => {
  const { step, look } = new Story();
  let story: ClusterStory;
  let outputs: Record<string, unknown>;
  /** The cluster file as it was edited last. */
  let spec: unknown = BASE;
  const edit = (changes: Changes) => story.edit((spec = changedSpec(changes, spec)));
  const versions = async () =>
    Object.fromEntries(Object.entries(await story.machines()).map(([name, { version }]) => [name, version]));

  /** Changes made by the replacement of one machine. */
  const replacementOf = (name: string) => [
    `replace proxmox_virtual_environment_vm.nodes_${name}`,
    `replace talos_machine_configuration_apply.cluster_nodes_${name}_apply`,
    `update terraform_data.nodes_${name}_boot-image`,
  ];

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
    outputs = await story.homelab.workspace.outputs();
  });

  step(
    'BC-8 BC-35 F-5 F-31 S-30 a flag replaces the control plane that bootstrapped, and no other machine',
    async () => {
      const updated = await edit({ 'talos.update': { version: 'v1.13.9' }, 'nodes.ctrl-00.update': true });
      expect(updated.changes).toEqual([
        `create proxmox_download_file.image_${SHORT_ID}-v1139_main_pve1`,
        ...replacementOf('ctrl-00'),
      ]);
      expect(updated.verdict.machines).toMatchObject([{ name: 'ctrl-00', outcome: 'replaced' }]);
      // etcd is left before the machine goes; nothing is bootstrapped a second time
      expect(actsOn('ctrl-00', updated).filter((act) => act !== 'POST status/stop')).toEqual([
        'Reset',
        'DELETE',
        'POST on pve1',
        'PUT resize',
        'POST status/start',
        'ApplyConfiguration',
      ]);
      const others = updated.acts.filter((act) => !act.startsWith('ctrl-00: '));
      expect(others).toEqual([expect.stringMatching(/^pve1: POST home-\w+-v1\.13\.9-nocloud-amd64\.qcow2$/)]);
      expect(touched(updated)).toEqual(['ctrl-00']);
      expect(await story.etcdMembers()).toEqual(CONTROL_PLANES);

      const [before, after] = [updated.before, updated.after].map((machines) => machines['ctrl-00']!);
      expect(after!.machine).not.toBe(before!.machine);
      expect(after).toMatchObject({ vmId: 100, host: 'pve1', version: 'v1.13.9', clusterId: before!.clusterId });
      expect(after!.config.net0).toMatch(`virtio=${MAC_ADDRESS},`);
      // credentials from before the replacement are good at the new machine
      expect(await awaitNodes(outputs.kube_config as string, 4)).toHaveLength(4);
      const { address } = story.homelab.cluster.spec.nodes['ctrl-00']!;
      expect(await talosVersion(address, outputs.talos_config as string)).toBe('v1.13.9');
    },
  );

  look('F-4 a flag that is taken away too early is refused, as its machine would go back', async () => {
    const { verdict } = await story.plan(changedSpec({ 'nodes.ctrl-00.update': undefined }, spec));
    expect(verdict.refusals).toContainEqual(
      expect.objectContaining({
        kind: 'talos-lowered',
        accept: ['ctrl-00'],
        message: expect.stringContaining('ctrl-00: Talos would be downgraded from v1.13.9 to v1.13.8') as string,
      }),
    );
  });

  step('BC-8 F-5 F-31 a flag replaces a worker, and no other machine', async () => {
    const updated = await edit({ 'nodes.work-00.update': true });
    expect(updated.changes).toEqual([
      `create proxmox_download_file.image_${SHORT_ID}-v1139_main_pve2`,
      ...replacementOf('work-00'),
    ]);
    expect(actsOn('work-00', updated)).toEqual([
      'POST status/stop',
      'DELETE',
      'POST on pve2',
      'PUT resize',
      'POST status/start',
      'ApplyConfiguration',
    ]);
    expect(touched(updated)).toEqual(['work-00']);
    expect(updated.after['work-00']).toMatchObject({ vmId: 200, version: 'v1.13.9' });
    expect(await story.etcdMembers()).toEqual(CONTROL_PLANES);
  });

  look(
    'the guard refuses to raise the version while machines without the flag are left, and names the order',
    async () => {
      const { homelab } = story;
      const raised = changedSpec(RAISED, spec);
      const { changes } = await story.plan(raised);
      expect(changes).toEqual([
        `delete proxmox_download_file.image_${SHORT_ID}-v1138_main_pve1`,
        `delete proxmox_download_file.image_${SHORT_ID}-v1138_main_pve2`,
        ...['ctrl-01', 'ctrl-02'].map((name) => `replace proxmox_virtual_environment_vm.nodes_${name}`),
        ...['ctrl-01', 'ctrl-02'].map(
          (name) => `replace talos_machine_configuration_apply.cluster_nodes_${name}_apply`,
        ),
        ...['ctrl-01', 'ctrl-02'].map((name) => `update terraform_data.nodes_${name}_boot-image`),
      ]);
      const before = await story.machines();
      for (const command of ['plan', 'apply'] as const) {
        const { exitCode, output } = await runGuarded(homelab, command, ...(command === 'apply' ? ['--yes'] : []));
        expect(output).toContain(
          'ctrl-01, ctrl-02: would be replaced in one apply; replace one in each apply and wait until it is ready, ' +
            'in this order: ctrl-01, ctrl-02; ' +
            'mark one machine at a time with update: true and keep talos.version as it is until all are done',
        );
        expect(output).toContain('the plan is refused for 1 reason');
        expect(exitCode).toBe(1);
      }
      expect(await story.machines()).toEqual(before);
    },
  );

  step('F-5 the other control planes follow, each by its own flag', async () => {
    for (const [name, host] of [
      ['ctrl-01', 'pve2'],
      ['ctrl-02', 'pve1'],
    ] as const) {
      const updated = await edit({ [`nodes.${name}.update`]: true });
      // no machine of that host needs the old image any more
      expect(updated.changes).toEqual([
        `delete proxmox_download_file.image_${SHORT_ID}-v1138_main_${host}`,
        ...replacementOf(name),
      ]);
      expect(actsOn(name, updated)).toEqual(expect.arrayContaining(['Reset', 'DELETE', 'ApplyConfiguration']));
      expect(updated.acts.indexOf(`${name}: Reset`)).toBeLessThan(updated.acts.indexOf(`${name}: DELETE`));
      expect(touched(updated)).toEqual([name]);
      expect(await story.etcdMembers()).toEqual(CONTROL_PLANES);
    }
  });

  step('HT-45 F-5 the version is raised and the flags are taken away, and nothing is left to do', async () => {
    const raised = await edit(RAISED);
    expect(raised).toMatchObject({ changes: [], acts: [] });
    expect(touched(raised)).toEqual([]);
    expect(await versions()).toEqual({
      'ctrl-00': 'v1.13.9',
      'ctrl-01': 'v1.13.9',
      'ctrl-02': 'v1.13.9',
      'work-00': 'v1.13.9',
    });
    expect(await story.files()).toEqual(
      ['pve1', 'pve2'].map((host): unknown =>
        expect.stringMatching(new RegExp(`^${host}: local:import/home-\\w+-v1\\.13\\.9-nocloud-amd64\\.qcow2$`)),
      ),
    );
  });
});
