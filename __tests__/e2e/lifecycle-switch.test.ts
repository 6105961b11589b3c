import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab, type Homelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';

/** One control plane and one worker on two hosts; the lifecycle is `manual`. */
const MANUAL = changedSpec({ state: undefined, 'nodes.ctrl-00.vmId': 100, 'nodes.work-00.vmId': 200 });

describeHomelab('the lifecycle of a running cluster', (homelabs) => {
  test('S-47 P2 is switched from manual to replace and back, and no machine is touched', async () => {
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

  test('P2 a cluster whose machines have nothing that remembers their images needs one apply before the switch', async () => {
    const homelab = await homelabs.open(MANUAL);
    const story = await ClusterStory.begin(homelab);
    forgetTriggers(homelab);
    const replace = changedSpec({ lifecycle: 'replace' }, MANUAL);

    const { verdict } = await story.plan(replace);
    expect(verdict.refusals.map(({ kind, accept }) => [kind, accept])).toEqual([
      ['trigger-created', ['ctrl-00', 'work-00']],
    ]);

    const first = await story.edit(MANUAL);
    expect(first.changes).toEqual([
      'create terraform_data.nodes_ctrl-00_boot-image',
      'create terraform_data.nodes_work-00_boot-image',
    ]);
    expect(touched(first)).toEqual([]);
    expect(touched(await story.edit(replace))).toEqual([]);
  });

  test('P2 an import beside a new trigger replaces nothing: the trigger is applied alone first', async () => {
    const replace = changedSpec({ lifecycle: 'replace' }, MANUAL);
    const homelab = await homelabs.open(replace);
    const story = await ClusterStory.begin(homelab);
    const before = await story.machines();
    const address = forgetMachine(homelab, 'work-00');
    writeFileSync(
      join(homelab.workspace.directory, 'import.tf.json'),
      JSON.stringify({ import: [{ to: address, id: `${before['work-00']?.host}/200` }] }),
    );

    const { verdict } = await story.plan(replace);
    expect(verdict.refusals.map(({ kind, accept }) => [kind, accept])).toEqual([['import-replaced', ['work-00']]]);
    const [way] = verdict.refusals.flatMap(({ ways }) => ways);
    const targets = way?.kind === 'apply-first' ? way.targets : [];
    expect(targets).toEqual([expect.stringMatching(/^terraform_data\.nodes_work-00_boot-image/)]);
    await homelab.workspace.apply(
      undefined,
      targets.map((target) => `-target=${target}`),
    );
    await story.edit(replace);
    expect((await story.machines())['work-00']?.machine).toBe(before['work-00']?.machine);
  });
});

interface State {
  resources: { readonly type: string; readonly name: string; readonly instances: { dependencies?: string[] }[] }[];
}

/** Makes the state one in which no machine has anything that remembers its image, nor depends on it. */
function forgetTriggers(homelab: Homelab): void {
  editState(homelab, (state) => {
    state.resources = state.resources.filter(({ type }) => type !== 'terraform_data');
    for (const { instances } of state.resources) {
      for (const instance of instances) {
        instance.dependencies = instance.dependencies?.filter((address) => !address.startsWith('terraform_data.'));
      }
    }
  });
}

/** Takes a virtual machine and what remembers its image out of the state, and returns the address of the machine. */
function forgetMachine(homelab: Homelab, name: string): string {
  let address = '';
  editState(homelab, (state) => {
    const isOfMachine = (each: State['resources'][number]): boolean =>
      ['proxmox_virtual_environment_vm', 'terraform_data'].includes(each.type) && each.name.includes(`_${name}_`);
    address = state.resources
      .filter(isOfMachine)
      .flatMap(({ type, name: id }) => (type === 'terraform_data' ? [] : [`${type}.${id}`]))
      .join();
    state.resources = state.resources.filter((each) => !isOfMachine(each));
  });
  return address;
}

function editState({ directory, cluster }: Homelab, edit: (state: State) => void): void {
  const file = join(directory, 'project', 'state', `${cluster.model.name}.tfstate`);
  const state = JSON.parse(readFileSync(file, 'utf8')) as State;
  edit(state);
  writeFileSync(file, JSON.stringify(state));
}
