import { connect } from 'node:tls';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { getJson } from '../../homelab/clients/https-client';
import { awaitNodes, readKubeconfig } from '../../homelab/clients/kubernetes-client';
import type { ClusterSpec } from '../../src/cluster-file';
import { describeHomelab, leftovers } from '../support/homelab-run';
import { projectRoot } from '../support/project';
import { changedSpec } from '../support/small-spec';

/** One control plane and one worker, on two hosts. */
const SMALL = changedSpec({ state: undefined }) as ClusterSpec;

describeHomelab('a small cluster', (homelabs) => {
  test('comes up, stays as it is and goes away', async () => {
    const before = lockFiles();
    const homelab = await homelabs.open(SMALL);
    const { workspace, simulator, cluster } = homelab;
    await workspace.init();
    await workspace.validate();

    const first = await workspace.plan();
    expect(first.changes.filter(({ actions }) => actions.join() !== 'create')).toEqual([]);
    await workspace.apply(undefined, [first.file]);
    const second = await workspace.plan();
    expect(second).toMatchObject({ isEmpty: true, changes: [] });

    const outputs = await workspace.outputs();
    const { server, ca } = readKubeconfig(outputs.kube_config as string);
    expect(server).toBe(`https://${cluster.spec.nodes['ctrl-00']!.address}:6443`);
    const nodes = (await awaitNodes(outputs.kube_config as string, 2)) as Node[];
    expect(
      nodes.map(({ metadata: { name, labels } }) => [name, 'node-role.kubernetes.io/control-plane' in labels]),
    ).toEqual([
      ['ctrl-00', true],
      ['work-00', false],
    ]);
    await expect(getJson(`${server}/api/v1/nodes`, { ca })).rejects.toThrow('was answered with 40');
    for (const node of Object.values(cluster.spec.nodes)) {
      expect(await isTalosOpen(node.address, outputs.talos_config as string)).toBe(true);
    }

    const services = new Set((await simulator.journal()).map(({ service }) => service));
    expect([...services].sort()).toEqual(['factory', 'kubernetes', 'proxmox', 'talos']);

    await homelab.destroyCluster();
    expect(await workspace.stateList()).toEqual([]);
    expect(await leftovers(homelab)).toEqual([]);
    expect(existsSync(join(workspace.directory, '.terraform.lock.hcl'))).toBe(true);
    expect(lockFiles()).toEqual(before);
  }, 300_000);
});

/** The part of a Node object that is looked at. */
interface Node {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

/** True if a machine accepts the client certificate of a talosconfig. */
function isTalosOpen(host: string, talosconfig: string): Promise<boolean> {
  const { context, contexts } = parse(talosconfig) as {
    readonly context: string;
    readonly contexts: Readonly<Record<string, Readonly<Record<'ca' | 'crt' | 'key', string>>>>;
  };
  const { ca = '', crt = '', key = '' } = contexts[context] ?? {};
  const decoded = (text: string) => Buffer.from(text, 'base64');
  // Talos has keys of its own name, and what is in them is PKCS #8 as everywhere
  const pem = decoded(key).toString('utf8').replaceAll('ED25519 PRIVATE KEY', 'PRIVATE KEY');
  return new Promise((resolve, reject) => {
    const options = { host, port: 50_000, ca: decoded(ca), cert: decoded(crt), key: pem, ALPNProtocols: ['h2'] };
    const connection = connect(options, () => {
      resolve(connection.authorized);
      connection.destroy();
    });
    connection.on('error', reject);
  });
}

/** Lock files of OpenTofu that a user has in the output directory. */
function lockFiles(): string[] {
  const output = join(projectRoot, 'cdktf.out');
  if (!existsSync(output)) return [];
  return readdirSync(output, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.lock.hcl'));
}
