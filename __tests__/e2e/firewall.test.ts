import { connect } from 'node:net';
import { connect as secured } from 'node:tls';
import { parseAllDocuments } from 'yaml';
import { ClusterStory, touched } from '../support/cluster-story';
import { describeHomelab } from '../support/homelab-run';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const SILENCE_MS = 1000;
const TALOS_PORT = 50_000;

/** A control plane and a worker that anybody reaches. */
const BASE = changedSpec({
  state: undefined,
  'nodes.ctrl-00.vmId': 100,
  'nodes.work-00.vmId': 200,
  'outputs.machineConfigurations': true,
});

/** The same behind a firewall, with the two rules of the physical machines. */
const BEHIND = changedSpec(
  {
    'network.firewall': {
      defaultAction: 'block',
      adminSubnets: ['192.168.1.0/24'],
      rules: {
        'allow-k8s-nodeports': {
          ports: ['30000-32767'],
          subnets: ['192.168.50.0/24'],
          machineType: 'controlplane',
        },
        'allow-ingress-80': { ports: [80, 443], subnets: ['0.0.0.0/0', '::/0'] },
      },
    },
  },
  BASE,
);

/** A worker and two control planes more. */
const GROWN = changedSpec(
  {
    'nodes.work-01': { machineType: 'worker', host: 'pve2', address: '10.0.0.22', vmId: 201 },
    'nodes.ctrl-01': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.12', vmId: 101 },
    'nodes.ctrl-02': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.13', vmId: 102 },
  },
  BEHIND,
);

describeHomelab('a firewall', (homelabs) => {
  const { step } = new Story();
  let story: ClusterStory;

  const addressOf = (name: string): string => {
    const found = story.homelab.cluster.model.nodes.find((node) => node.name === name);
    return found?.machine.address ?? '';
  };

  /** If the Talos API of a machine answers a new connection from an address. */
  const answers = (name: string, localAddress: string): Promise<boolean> =>
    new Promise((resolve) => {
      const plain = connect({ host: addressOf(name), port: TALOS_PORT, localAddress });
      const socket = secured({ socket: plain, rejectUnauthorized: false });
      const end = (answered: boolean) => {
        socket.destroy();
        plain.destroy();
        resolve(answered);
      };
      // TLS 1.3 asks for the client's certificate only after its handshake
      socket.once('secureConnect', () => end(true));
      socket.once('error', () => end(false));
      socket.setTimeout(SILENCE_MS, () => end(false));
    });

  /** Names of the rules of a machine. */
  const rulesOf = async (name: string): Promise<readonly string[]> => {
    const { machine_config: all } = await story.homelab.workspace.outputs();
    return [...parseAllDocuments((all as Readonly<Record<string, string>>)[name] ?? '')]
      .map((document) => document.toJS() as { readonly kind?: string; readonly name?: string })
      .flatMap(({ kind, name: rule = '' }) => (kind === 'NetworkRuleConfig' ? [rule] : []));
  };

  beforeAll(async () => {
    story = await ClusterStory.begin(await homelabs.openForAll(BASE));
  });

  step('without one, anybody reaches the machines', async () => {
    expect(await answers('ctrl-00', '127.0.0.9')).toBe(true);
    expect(await rulesOf('ctrl-00')).toEqual([]);
  });

  step('BM-14 BM-15 it comes to running machines without a restart, and OpenTofu still reaches them', async () => {
    const edit = await story.edit(BEHIND);
    expect(edit.changes.filter((each) => each.startsWith('update talos_machine_configuration_apply'))).toEqual([
      'update talos_machine_configuration_apply.cluster_nodes_ctrl-00_apply',
      'update talos_machine_configuration_apply.cluster_nodes_work-00_apply',
    ]);
    expect(touched(edit)).toEqual([]);
    expect(await rulesOf('ctrl-00')).toEqual([
      'apid',
      'trustd',
      'kubernetes-api',
      'etcd',
      'kubelet',
      'flannel-vxlan',
      'allow-k8s-nodeports',
      'allow-ingress-80',
    ]);
    expect(await rulesOf('work-00')).toEqual(['apid', 'kubelet', 'flannel-vxlan', 'allow-ingress-80']);
  });

  step('whoever is in none of its networks gets no answer', async () => {
    for (const name of ['ctrl-00', 'work-00']) {
      expect([name, await answers(name, '127.0.0.9')]).toEqual([name, false]);
      expect([name, await answers(name, '127.0.0.1')]).toEqual([name, true]);
    }
  });

  step('machines that come later get through it', async () => {
    const edit = await story.edit(GROWN);
    expect(Object.keys(edit.after).sort()).toEqual(['ctrl-00', 'ctrl-01', 'ctrl-02', 'work-00', 'work-01']);
    expect(touched(edit)).toEqual(['ctrl-01', 'ctrl-02', 'work-01']);
    // a worker is let in by the network of the machines, so nothing changes for the one that was there
    expect(edit.changes).not.toContain('update talos_machine_configuration_apply.cluster_nodes_work-00_apply');
    expect(await story.etcdMembers()).toEqual(['ctrl-00', 'ctrl-01', 'ctrl-02']);
    expect(await story.nodes()).toEqual({
      'ctrl-00': true,
      'ctrl-01': true,
      'ctrl-02': true,
      'work-00': true,
      'work-01': true,
    });
  });
});
