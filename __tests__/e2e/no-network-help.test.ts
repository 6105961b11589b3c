import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { parseAllDocuments } from 'yaml';
import { refuseOutsideDials } from '../../homelab/mapping/dials';
import { getJson } from '../../homelab/clients/https-client';
import { awaitNodes, readKubeconfig } from '../../homelab/clients/kubernetes-client';
import { parseClusterSpec } from '../../src/model';
import { ClusterStack } from '../../src/stack';
import { describeHomelab, type Homelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';

/** Nothing in this network gives addresses, and nothing lets pods talk to each other. */
const BARE = changedSpec({
  state: undefined,
  'kubernetes.cni': 'none',
  'network.vip': '10.0.0.10',
  'talos.healthCheck': { timeoutSeconds: 60, skipKubernetesChecks: true },
  'talos.timeouts': { applySeconds: 60, bootstrapSeconds: 60, kubeconfigSeconds: 60, kubernetesApiSeconds: 60 },
  'outputs.machineConfigurations': true,
});

describeHomelab('a cluster without DHCP and without a CNI', (homelabs) => {
  test('F-20 F-28 F-29 G-6 C-10 comes up without ready nodes, and its virtual IP answers', async () => {
    const homelab = await homelabs.open(BARE);
    const { workspace, simulator, cluster } = homelab;
    const { vip = '', gateway } = cluster.spec.network;
    addGate(homelab);
    await workspace.init();

    const first = await workspace.plan();
    expect(first.changes.filter(({ actions }) => actions.join() !== 'create')).toEqual([]);
    const addresses = Object.values(cluster.spec.nodes).map(({ address }) => `${address}/24`);
    expect(cloudInitAddresses(first.json as PlanJson)).toEqual(addresses.map((address) => [{ address, gateway }]));
    await workspace.apply({ timeoutMs: 150_000 }, [first.file]);
    // the gate: nothing else has looked at Kubernetes
    const connections = (await simulator.journal()).filter(({ method }) => method === 'connect');
    expect(connections.map(({ path, status }) => [path, status])).toEqual([[`${vip}:6443`, 'open']]);

    const { kube_config, machine_config } = await workspace.outputs();
    expect(Object.values(machine_config as Record<string, string>).map(talosAddresses)).toEqual(
      addresses.map((address) => [{ addresses: [{ address }], routes: [{ gateway }] }]),
    );
    const { server, ...access } = readKubeconfig(kube_config as string);
    expect(server).toBe(`https://${vip}:6443`);
    expect(await getJson(`${server}/version`, access)).toMatchObject({ major: '1' });
    const nodes = (await awaitNodes(kube_config as string, 2)) as readonly Node[];
    expect(nodes.map(({ metadata: { name }, status }) => [name, status.conditions])).toEqual(
      ['ctrl-00', 'work-00'].map((name) => [
        name,
        [expect.objectContaining({ type: 'Ready', status: 'False', reason: 'KubeletNotReady' })],
      ]),
    );
    expect(await workspace.plan()).toMatchObject({ isEmpty: true, changes: [] });
  });
});

/** The part of a Node object that is looked at. */
interface Node {
  readonly metadata: { readonly name: string };
  readonly status: { readonly conditions: readonly object[] };
}

/** The part of a plan that is looked at. */
interface PlanJson {
  readonly resource_changes: readonly {
    readonly type: string;
    readonly change: {
      readonly after: {
        readonly initialization: readonly { readonly ip_config: readonly { readonly ipv4: object[] }[] }[];
      };
    };
  }[];
}

/** The addresses in the cloud-init data of each machine. */
function cloudInitAddresses({ resource_changes: changes }: PlanJson): readonly (readonly object[])[] {
  return changes
    .filter(({ type }) => type === 'proxmox_virtual_environment_vm')
    .map(({ change: { after } }) =>
      after.initialization.flatMap(({ ip_config }) => ip_config.flatMap(({ ipv4 }) => ipv4)),
    );
}

/** Addresses in a machine configuration. */
function talosAddresses(configuration: string): readonly object[] {
  return parseAllDocuments(configuration)
    .map((document) => document.toJS() as Readonly<Record<string, unknown>>)
    .filter(({ kind }) => kind === 'LinkConfig' || String(kind).startsWith('DHCP'))
    .map(({ addresses, routes }) => ({ addresses, routes }));
}

/** Puts the gate for resources that talk to the Kubernetes API into the stack of a homelab. */
function addGate({ cluster, workspace }: Homelab): void {
  const stack = new ClusterStack(Testing.app(), 'home', { model: parseClusterSpec(cluster.spec) });
  stack.cluster.addKubernetesApiGate();
  writeFileSync(join(workspace.directory, 'cdk.tf.json'), Testing.synth(stack, true));
  refuseOutsideDials(workspace.directory);
}
