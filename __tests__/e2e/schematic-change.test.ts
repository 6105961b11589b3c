import { Schematic } from '../../src/values/schematic/schematic';
import { ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';

const [OLD, NEW] = [['siderolabs/qemu-guest-agent'], ['siderolabs/qemu-guest-agent', 'siderolabs/iscsi-tools']].map(
  (extensions) => ({ extensions, ...named(Schematic.withExtensions(...extensions).id) }),
);

/** One control plane and one worker on two hosts. */
const BASE = changedSpec({ state: undefined, 'nodes.ctrl-00.vmId': 100, 'nodes.work-00.vmId': 200 });

const FILE = (host: string, id: string) => `${host}: local:import/home-${id}-v1.13.9-nocloud-amd64.qcow2`;

describeHomelab('a new schematic of the same version', (homelabs) => {
  test('F-2 F-10 S-28 is one plan and one apply, which restarts and replaces no machine', async () => {
    const story = await ClusterStory.begin(await homelabs.open(BASE));
    const changed = await story.edit(changedSpec({ 'talos.schematic': { extensions: NEW!.extensions } }, BASE));
    expect(changed.changes).toEqual([
      `create proxmox_download_file.image_${NEW!.shortId}-v1139_main_pve1`,
      `create proxmox_download_file.image_${NEW!.shortId}-v1139_main_pve2`,
      `delete proxmox_download_file.image_${OLD!.shortId}-v1139_main_pve1`,
      `delete proxmox_download_file.image_${OLD!.shortId}-v1139_main_pve2`,
      `create talos_image_factory_schematic.schematics_${NEW!.shortId}`,
      `delete talos_image_factory_schematic.schematics_${OLD!.shortId}`,
      // the installer image of the next upgrade by hand
      'update talos_machine_configuration_apply.cluster_nodes_ctrl-00_apply',
      'update talos_machine_configuration_apply.cluster_nodes_work-00_apply',
      // kept for the day when the lifecycle is switched
      'update terraform_data.nodes_ctrl-00_boot-image',
      'update terraform_data.nodes_work-00_boot-image',
    ]);
    expect([...changed.acts].sort()).toEqual([
      'ctrl-00: ApplyConfiguration',
      'factory: POST /schematics',
      `pve1: DELETE local:import/home-${OLD!.id}-v1.13.9-nocloud-amd64.qcow2`,
      `pve1: POST home-${NEW!.id}-v1.13.9-nocloud-amd64.qcow2`,
      `pve2: DELETE local:import/home-${OLD!.id}-v1.13.9-nocloud-amd64.qcow2`,
      `pve2: POST home-${NEW!.id}-v1.13.9-nocloud-amd64.qcow2`,
      'work-00: ApplyConfiguration',
    ]);
    expect(changed.verdict.machines.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['ctrl-00', 'changed'],
      ['work-00', 'changed'],
    ]);
    expect(touched(changed)).toEqual([]);
    expect(await story.files()).toEqual(['pve1', 'pve2'].map((host) => FILE(host, NEW!.id)));
  });

  test('BC-9 F-2 F-5 F-10 replaces the machine with the flag only, where machines are replaced', async () => {
    const replacing = changedSpec({ lifecycle: 'replace' }, BASE);
    const story = await ClusterStory.begin(await homelabs.open(replacing));
    const flagged = changedSpec(
      { 'talos.update': { schematic: { extensions: NEW!.extensions } }, 'nodes.work-00.update': true },
      replacing,
    );
    const changed = await story.edit(flagged);
    expect(changed.changes).toEqual([
      `create proxmox_download_file.image_${NEW!.shortId}-v1139_main_pve2`,
      `delete proxmox_download_file.image_${OLD!.shortId}-v1139_main_pve2`,
      'replace proxmox_virtual_environment_vm.nodes_work-00',
      `create talos_image_factory_schematic.schematics_${NEW!.shortId}`,
      'replace talos_machine_configuration_apply.cluster_nodes_work-00_apply',
      'update terraform_data.nodes_work-00_boot-image',
    ]);
    expect(changed.acts.filter((act) => act.startsWith('factory'))).toEqual(['factory: POST /schematics']);
    expect(touched(changed)).toEqual(['work-00']);
    expect(changed.after['work-00']).toMatchObject({ vmId: 200, version: 'v1.13.9', schematicId: NEW!.id });
    expect(await story.files()).toEqual([FILE('pve1', OLD!.id), FILE('pve2', NEW!.id)]);

    const { changes, verdict } = await story.plan(
      changedSpec({ 'talos.schematic': { extensions: NEW!.extensions } }, replacing),
    );
    expect(changes).toEqual([
      `create proxmox_download_file.image_${NEW!.shortId}-v1139_main_pve1`,
      `delete proxmox_download_file.image_${OLD!.shortId}-v1139_main_pve1`,
      'replace proxmox_virtual_environment_vm.nodes_ctrl-00',
      `delete talos_image_factory_schematic.schematics_${OLD!.shortId}`,
      'replace talos_machine_configuration_apply.cluster_nodes_ctrl-00_apply',
      'update terraform_data.nodes_ctrl-00_boot-image',
    ]);
    // the only member of etcd
    expect(verdict.refusals.map(({ kind }) => kind)).toEqual(['quorum-lost']);
  });

  test('b14 with an old name of an extension is taken as it is written, and the machine runs what has the name now', async () => {
    const extensions = ['siderolabs/qemu-guest-agent', 'siderolabs/i915-ucode'];
    const single = changedSpec(
      { 'nodes.work-00': undefined, 'kubernetes.schedulingOnControlPlanes': true, 'talos.schematic': { extensions } },
      BASE,
    );
    const story = await ClusterStory.begin(await homelabs.open(single));
    const { id } = named(Schematic.withExtensions(...extensions).id);
    expect((await story.machines())['ctrl-00']).toMatchObject({ version: 'v1.13.9', schematicId: id });
    expect(await story.files()).toEqual([FILE('pve1', id)]);
    expect(await story.nodes()).toEqual({ 'ctrl-00': true });
  }, 240_000);
});

function named(id: string): { readonly id: string; readonly shortId: string } {
  return { id, shortId: id.slice(0, 8) };
}
