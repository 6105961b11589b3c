import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { getJson } from '../../homelab/clients/https-client';
import { readKubeconfig } from '../../homelab/clients/kubernetes-client';
import { parseClusterSpec } from '../../src/model';
import { type ClusterSpec, readClusterFile } from '../../src/cluster-file';
import { changedExample, testOfChanges } from './example-changes';
import { describeHomelab, leftovers } from './homelab-run';
import { ClusterStory, touched } from './cluster-story';
import { machineStorage } from './machine-storage';
import { projectRoot } from './project';
import { type KubernetesNode, RunningExample } from './running-example';
import { type Changes, changedSpec } from './small-spec';
import { Story } from './story';
import { talosVersion } from '../../homelab/clients/talos-client';

const CLUSTERS = join(projectRoot, 'stacks', 'clusters');

/** The examples by the names of their files. */
export function exampleNames(): readonly string[] {
  return readdirSync(CLUSTERS).map((file) => basename(file, extname(file)));
}

/**
 * A `describe` in which an example comes up, stays as it is, is changed and goes away.
 *
 * @param shownByDestroy statements that the destroy shows
 * @param tests what else is to be seen of it while it runs, as parts of its story
 */
export function describeExample(
  name: string,
  shownByDestroy: readonly string[] = [],
  tests: (example: () => RunningExample, story: Story) => void = () => undefined,
): void {
  const spec = exampleSpec(name);
  describeHomelab(`the example ${name}`, ({ openForAll }) => {
    let running: RunningExample | undefined;
    const example = (): RunningExample => {
      if (running === undefined) throw new Error(`${name} was not applied`);
      return running;
    };
    beforeAll(async () => {
      const room = changedExample(name, spec);
      running = await RunningExample.apply(await openForAll(spec, { room }));
    });

    const story = new Story();
    testOfLife(example, story);
    tests(example, story);
    testOfChanges(name, spec, example, story);
    if (isProtected(spec)) testOfProtection(example, changedExample(name, spec), story);
    story.step([...shownByDestroy, 'a destroy leaves nothing'].join(' '), () => destroyExample(example()));
  });
}

/** A small form of an example: fewer machines of it, and a patch for them. */
export interface SmallForm {
  /** What it is, such as `one machine`. */
  readonly form: string;
  /** What of the example is changed. */
  readonly changes: Changes;
}

/** A `describe` in which a small form of an example comes up, stays as it is, gets a patch and goes away. */
export function describeSmallForm(name: string, { form, changes }: SmallForm): void {
  const spec = changedSpec(changes, exampleSpec(name)) as ClusterSpec;
  describeHomelab(`the example ${name} with ${form}`, ({ openForAll }) => {
    let running: RunningExample | undefined;
    const example = (): RunningExample => {
      if (running === undefined) throw new Error(`${name} was not applied`);
      return running;
    };
    beforeAll(async () => {
      running = await RunningExample.apply(await openForAll(spec));
    });

    const story = new Story();
    testOfLife(example, story);
    story.step('a patch configures every machine and touches none', async () => {
      const patch = { machine: { sysctls: { 'net.core.somaxconn': '4096' } } };
      const patched = changedSpec({ patches: [...(spec.patches ?? []), patch] }, spec);
      const edit = await ClusterStory.of(example().homelab).edit(patched);
      expect(touched(edit)).toEqual([]);
      const configured = edit.acts.filter((act) => act.endsWith(': ApplyConfiguration')).sort();
      expect(configured).toEqual(example().names.map((each) => `${each}: ApplyConfiguration`));
    });
    story.step('a destroy leaves nothing', () => destroyExample(example()));
  });
}

function exampleSpec(name: string): ClusterSpec {
  const source = join(CLUSTERS, `${name}.ts`);
  if (!existsSync(source)) return readClusterFile(join(CLUSTERS, `${name}.yaml`)).spec as ClusterSpec;
  return jest.requireActual<{ readonly cluster: ClusterSpec }>(source).cluster;
}

/** Conditions for every cluster that was just made. */
function testOfLife(example: () => RunningExample, { look }: Story): void {
  look('the first plan creates everything that the stack has', () => {
    const { homelab, applied } = example();
    const stack = JSON.parse(readFileSync(join(homelab.workspace.directory, 'cdk.tf.json'), 'utf8')) as StackJson;
    const addresses = Object.entries(stack.resource).flatMap(([type, byId]) =>
      Object.keys(byId).map((id) => `create ${type}.${id}`),
    );
    expect(applied.first.changes.map(({ address, actions }) => `${actions.join()} ${address}`).sort()).toEqual(
      addresses.sort(),
    );
  });

  look('a second plan changes nothing', () => {
    const { second } = example().applied;
    expect(second).toMatchObject({ isEmpty: true, changes: [] });
    expect(second.output).toContain('No changes. Your infrastructure matches the configuration.');
  });

  look(
    'it validates, a refresh leaves nothing to do, and a plan to destroy takes everything or names what is protected',
    async () => {
      const { homelab, model } = example();
      const { workspace } = homelab;
      await workspace.validate();
      const refresh = await workspace.run(['apply', '-refresh-only', '-auto-approve', '-no-color', '-input=false']);
      expect(refresh).toMatchObject({ exitCode: 0 });
      expect(refresh.output).toContain('Apply complete! Resources: 0 added, 0 changed, 0 destroyed.');
      expect((await workspace.plan()).isEmpty).toBe(true);
      if (model.nodes.some(({ vm }) => vm?.protection === true)) {
        const refused = await workspace.run(['plan', '-destroy', '-no-color', '-input=false']);
        expect(refused).toMatchObject({ exitCode: 1 });
        expect(refused.output.replace(/\s+/g, ' ')).toContain('has prevent_destroy set');
        return;
      }
      const { changes } = await workspace.plan(undefined, ['-destroy']);
      expect(new Set(changes.map(({ actions }) => actions.join()))).toEqual(new Set(['delete']));
      expect(changes.map(({ address }) => address).sort()).toEqual(await managed(homelab));
    },
  );

  look('the kubeconfig opens the Kubernetes API, which knows all machines', async () => {
    const { model, kubeconfig } = example();
    const { server, ca } = readKubeconfig(kubeconfig);
    expect(server).toBe(model.cluster.clusterEndpoint);
    const nodes = await example().nodes();
    expect(nodes.map(nodeInWords)).toEqual(
      model.nodes.map(({ name, machine }) => `${name} ${machine.address} ${machine.machineType}`).sort(),
    );
    await expect(getJson(`${server}/api/v1/nodes`, { ca })).rejects.toThrow('was answered with 40');
  });

  look('the talosconfig opens the Talos API of each machine, which runs the version of its image', async () => {
    const { model, talosconfig } = example();
    for (const { machine, imageKey } of model.nodes) {
      const image = model.images.find(({ key }) => key === imageKey);
      expect(await talosVersion(machine.address, talosconfig)).toBe(image?.talosVersion.tag);
    }
  });

  look('Talos has found each data disk by its serial number, and pods write on it', async () => {
    const { homelab, model } = example();
    const storage = await machineStorage(homelab);
    for (const { name, machine, vm } of model.nodes) {
      const { volumes, mounts } = storage[vm?.vmName ?? name]!;
      const [system, ...data] = volumes;
      expect(system).toMatchObject({ id: 'EPHEMERAL', phase: 'ready' });
      expect(data.map(({ phase, serial }) => `${serial} ${phase}`)).toEqual(
        (machine.volumes ?? []).map(({ serial }) => `${serial} ready`),
      );
      expect(mounts).toEqual(
        (machine.volumes ?? []).map(({ mountPath }, index) => ({
          destination: mountPath,
          volume: data[index]?.id,
        })),
      );
    }
  });
}

async function managed({ workspace }: RunningExample['homelab']): Promise<string[]> {
  return (await workspace.stateList()).filter((address) => !address.startsWith('data.')).sort();
}

interface StackJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function nodeInWords({ metadata: { name, labels = {} }, status }: KubernetesNode): string {
  const address = status.addresses.find(({ type }) => type === 'InternalIP')?.address;
  return `${name} ${address} ${'node-role.kubernetes.io/control-plane' in labels ? 'controlplane' : 'worker'}`;
}

function testOfProtection(example: () => RunningExample, spec: ClusterSpec, { step }: Story): void {
  step('protected machines keep a destroy from beginning, until an apply takes the protection away', async () => {
    const { homelab, model } = example();
    const { workspace, simulator } = homelab;
    const { proxmox } = await example().inventory();
    const asked = (await simulator.journal()).at(-1)?.number;
    const names = model.nodes.filter(({ vm }) => vm?.protection === true).map(({ name }) => name);

    const refused = await workspace.run(['destroy', '-no-color', '-input=false', '-auto-approve']);
    expect(refused.exitCode).toBe(1);
    const kept = refused.output
      .replace(/\s+/g, ' ')
      .matchAll(
        / proxmox_virtual_environment_vm\.nodes_(\S+)_\w{8} has prevent_destroy set, but the plan calls for it/g,
      );
    expect([...kept].map(([, name]) => name)).toEqual(names);
    const changing = (await simulator.journal(asked)).filter(
      ({ service, method }) => service === 'proxmox' && method !== 'GET',
    );
    expect(changing).toEqual([]);
    expect((await example().inventory()).proxmox).toEqual(proxmox);

    homelab.describe(withoutProtection(spec));
    const plan = await workspace.plan();
    expect(plan.changes.map(({ address, actions }) => `${actions.join()} ${address.replace(/_\w{8}$/, '')}`)).toEqual(
      names.map((name) => `update proxmox_virtual_environment_vm.nodes_${name}`),
    );
    await workspace.apply(undefined, [plan.file]);
  });
}

function isProtected(spec: ClusterSpec): boolean {
  return parseClusterSpec(spec, { directory: projectRoot }).nodes.some(({ vm }) => vm?.protection === true);
}

function withoutProtection(spec: ClusterSpec): unknown {
  return JSON.parse(JSON.stringify(spec, (key, value: unknown) => (key === 'protection' ? undefined : value)));
}

/** Machines, files, mappings, keys, commits, files on this computer: all is gone, and the state is empty. */
async function destroyExample(example: RunningExample): Promise<void> {
  const { homelab, model } = example;
  await homelab.destroyCluster();
  expect(await homelab.workspace.stateList()).toEqual([]);
  expect(await leftovers(homelab)).toEqual([]);
  const { git } = await example.inventory();
  expect(git ?? []).toEqual((git ?? []).map((repository) => ({ ...repository, files: ['README.md'] })));
  const { directory } = model.outputs;
  if (directory !== undefined) expect(readdirSync(join(example.projectDirectory, directory))).toEqual([]);
}
