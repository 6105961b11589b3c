import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { awaitNodes } from '../../homelab/clients/kubernetes-client';
import { talosVersion } from '../../homelab/clients/talos-client';
import { runCommandLine } from '../support/command-line';
import { describeHomelab, type Homelab } from '../support/homelab-run';
import { type Changes, changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

const CONTROL_PLANES = ['ctrl-00', 'ctrl-01', 'ctrl-02'];
const MACHINES = [...CONTROL_PLANES, 'work-00'];

/** Three control planes and one worker with a data disk, which nobody replaces and no apply upgrades. */
const BASE = changedSpec({
  state: undefined,
  'talos.version': 'v1.13.8',
  'kubernetes.version': 'v1.34.1',
  'nodes.ctrl-01': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.12' },
  'nodes.ctrl-02': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.13' },
  'nodes.work-00.disks': { data: { slot: 1, sizeGiB: 20, mountPath: '/var/mnt/data' } },
});

const RAISED: Changes = { 'kubernetes.version': 'v1.35.2' };
const KEEP =
  'nodes and services keep what they have, Talos removes neither CNI nor kube-proxy, and pods lose each other';

// each test goes on where the last one has left the cluster
describeHomelab('versions and networks of a running cluster', (homelabs) => {
  const { step, look } = new Story();
  let homelab: Homelab;
  const run = (...args: readonly string[]) => runCommandLine(homelab, args);
  const addressOf = (name: string): string => homelab.cluster.spec.nodes[name]!.address;

  /** Plans an edit; what the command says, and how many connections it has made to the Kubernetes API. */
  async function plan(changes: Changes, ...args: readonly string[]) {
    homelab.describe(changedSpec(changes, BASE));
    const before = (await homelab.simulator.journal()).at(-1)?.number ?? 0;
    const result = await run('plan', 'home', '--json', ...args);
    const calls = await homelab.simulator.journal(before);
    const asked = calls.filter(({ service, method }) => service === 'kubernetes' && method === 'connect');
    return { ...result, verdict: JSON.parse(result.output) as Verdict, asked: asked.map(({ path }) => path) };
  }

  const refusals = ({ verdict }: { readonly verdict: Verdict }): readonly string[] =>
    verdict.refusals.map(({ kind, accept, message }) => `${kind} (${accept.join(' ')}): ${message}`);
  const lastWords = ({ verdict }: { readonly verdict: Verdict }): readonly (string | undefined)[] =>
    verdict.machines.map(({ details }) => details.at(-1));

  /** A rule under which the API server of a control plane says nothing. */
  const silence = (name: string) =>
    homelab.simulator.addFaults([
      { service: 'kubernetes', method: 'connect', path: `${addressOf(name)}:6443`, action: 'hang' },
    ]);

  beforeAll(async () => {
    homelab = await homelabs.openForAll(BASE);
    await homelab.workspace.init();
    await homelab.workspace.apply();
    const { kube_config: kubeconfig } = await homelab.workspace.outputs();
    await awaitNodes(kubeconfig as string, MACHINES.length);
  });

  look('a plan that changes no version asks nobody', async () => {
    const { exitCode, asked, verdict } = await plan({ 'nodes.work-00.cpuCores': 4 });
    expect([exitCode, asked, verdict.steps]).toEqual([0, [], []]);
  });

  const REFUSED_NETWORKS: readonly (readonly [string, Changes, string])[] = [
    [
      'pod networks',
      { 'kubernetes.podSubnets': ['10.42.0.0/16'] },
      'kubernetes.podSubnets (10.244.0.0/16 -> 10.42.0.0/16)',
    ],
    [
      'service networks',
      { 'kubernetes.serviceSubnets': ['10.43.0.0/16'] },
      'kubernetes.serviceSubnets (10.96.0.0/12 -> 10.43.0.0/16)',
    ],
    ['another CNI', { 'kubernetes.cni': 'none' }, 'kubernetes.cni (flannel -> none)'],
    [
      'Cilium in place of Flannel and kube-proxy',
      { 'kubernetes.cni': { cilium: { version: 'v1.17.3' } }, 'kubernetes.kubeProxy': false },
      'kubernetes.cni (flannel -> cilium), kubernetes.kubeProxy (true -> false)',
    ],
    [
      'another domain',
      { 'kubernetes.dnsDomain': 'kube.example' },
      'kubernetes.dnsDomain (cluster.local -> kube.example)',
    ],
  ];
  for (const [title, changes, what] of REFUSED_NETWORKS) {
    look(`b23 ${title} are refused, and allowed by the name of the cluster`, async () => {
      const refused = await plan(changes);
      expect([refused.exitCode, refused.asked]).toEqual([1, []]);
      expect(refusals(refused)).toEqual([
        `cluster-network-changes (home): home: ${what} would change on a running cluster: ${KEEP}; ` +
          'write the old value back, or create a new cluster with the new one',
      ]);
      expect(await plan(changes, '--accept', 'home')).toMatchObject({ exitCode: 0 });
    });
  }

  look('a data disk that is renamed is refused', async () => {
    const refused = await plan({
      'nodes.work-00.disks': { store: { slot: 1, sizeGiB: 20, mountPath: '/var/mnt/data' } },
    });
    expect(refusals(refused)).toEqual([
      'data-disk-renamed (work-00): work-00: the serial number of disk scsi1 would change from data to store, and what finds the disk by it ' +
        'would no longer find its data; call it data again, or move the data to a new disk',
    ]);
    const keepsSerial = await plan({
      'nodes.work-00.disks': { store: { slot: 1, sizeGiB: 20, mountPath: '/var/mnt/data', serial: 'data' } },
    });
    expect(refusals(keepsSerial)).toEqual([
      'data-disk-renamed (work-00): work-00: volume data would become store on the same disk; Talos finds a volume by its name, so it would ' +
        'look for an empty disk and leave the data of data unmounted; call it data again, or move the data to a new disk',
    ]);
  });

  const REFUSED_VERSIONS: readonly (readonly [string, string, string])[] = [
    [
      'a lower version',
      'v1.33.4',
      'kubernetes-lowered (home): home: Kubernetes would be downgraded from v1.34.1 to v1.33.4; no release supports a downgrade, as an ' +
        'older API server may not read what a newer one has stored; write v1.34.1 in kubernetes.version',
    ],
    [
      'a minor version that is skipped',
      'v1.36.3',
      'kubernetes-skips-minor (home): home: Kubernetes would go from v1.34.1 to v1.36.3, and skip a minor version, which Kubernetes and ' +
        'talosctl upgrade-k8s do not support; write a version of v1.35 in kubernetes.version first, then go on one minor version at a time',
    ],
  ];
  for (const [title, version, message] of REFUSED_VERSIONS) {
    look(`b24 ${title} is refused`, async () => {
      const refused = await plan({ 'kubernetes.version': version });
      expect([refused.exitCode, refusals(refused), refused.verdict.steps]).toEqual([1, [message], []]);
      expect(new Set(refused.asked)).toEqual(new Set(CONTROL_PLANES.map((name) => `${addressOf(name)}:6443`)));
    });
  }

  look(
    'a version that is raised on all machines at once is refused, with the commands that raise it in order',
    async () => {
      const refused = await plan(RAISED);
      expect(refusals(refused)).toEqual([
        expect.stringMatching(
          /^kubernetes-raised-together \(ctrl-00 ctrl-01 ctrl-02 work-00\): .* from v1\.34\.1 to v1\.35\.2 on all of them /,
        ),
      ]);
      expect(refused.verdict.steps.map(({ commands }) => commands)).toEqual([
        [
          'npx cdktf-proxmox-talos talosconfig home',
          `talosctl --talosconfig talosconfig --nodes ${addressOf('ctrl-00')} upgrade-k8s --to 1.35.2`,
        ],
      ]);
    },
  );

  step('S-43 what talosctl upgrade-k8s has brought is allowed, and named', async () => {
    await homelab.simulator.upgradeKubernetes('home', '1.35.2');
    const allowed = await plan(RAISED);
    expect([allowed.exitCode, allowed.verdict.steps]).toEqual([0, []]);
    expect(lastWords(allowed)).toEqual(MACHINES.map(() => 'Kubernetes v1.35.2 runs already'));

    const lower = await plan({ 'kubernetes.version': 'v1.34.5' });
    expect(refusals(lower)).toEqual([expect.stringContaining('would be downgraded from v1.35.2 to v1.34.5; ')]);
  });

  step('a control plane that does not answer is refused, and the others are planned without it', async () => {
    await silence('ctrl-01');
    const refused = await plan(RAISED);
    const [, excluded = ''] = /-exclude='([^']+)'/.exec(refusals(refused).join()) ?? [];
    expect(refusals(refused)).toEqual([
      'versions-unknown (ctrl-01): ctrl-01: would be configured with another version, and nobody knows what runs there: its API server does not ' +
        `answer: no answer in 5 s; bring it back and plan again, or leave it out with -exclude='${excluded}' until it answers`,
    ]);
    const others = await plan(RAISED, '--', `-exclude=${excluded}`);
    expect([others.exitCode, others.verdict.machines.map(({ name }) => name)]).toEqual([
      0,
      MACHINES.filter((name) => name !== 'ctrl-01'),
    ]);
    expect(await plan(RAISED, '--accept', 'ctrl-01')).toMatchObject({ exitCode: 0 });
  });

  step('nothing is known of a worker while no control plane answers', async () => {
    await silence('ctrl-00');
    await silence('ctrl-02');
    const refused = await plan(RAISED);
    expect(refused.verdict.refusals.map(({ accept }) => accept)).toEqual([CONTROL_PLANES, ['work-00']]);
    expect(refusals(refused)[1]).toContain('nobody knows what runs there: no API server of the cluster answers; ');
    await homelab.simulator.clearFaults();
  });

  step('the edit that follows an upgrade is applied, and restarts nothing', async () => {
    homelab.describe(changedSpec(RAISED, BASE));
    expect(await run('apply', 'home', '--yes')).toMatchObject({ exitCode: 0 });
    const { kube_config: kubeconfig } = await homelab.workspace.outputs();
    const nodes = (await awaitNodes(kubeconfig as string, MACHINES.length)) as readonly Node[];
    expect(nodes.map(({ status }) => status.nodeInfo.kubeletVersion)).toEqual(MACHINES.map(() => 'v1.35.2'));
    expect(await plan(RAISED)).toMatchObject({ exitCode: 0, verdict: { hasChanges: false } });
  });

  step('a version of Talos is planned with the commands that upgrade, and an apply upgrades nothing', async () => {
    const raised: Changes = { ...RAISED, 'talos.version': 'v1.13.9' };
    const planned = await plan(raised);
    expect([planned.exitCode, lastWords(planned)]).toEqual([
      0,
      MACHINES.map(() => 'Talos stays v1.13.8 until you upgrade it to v1.13.9: this apply does not'),
    ]);
    // the factory of the homelab
    const image = /^[\w.:-]+\/nocloud-installer\/[0-9a-f]{64}:v1\.13\.9$/;
    const [step] = planned.verdict.steps;
    const commands = (step?.commands ?? []).map((command) => command.split(' '));
    expect(commands.map((words) => words.slice(0, -1).join(' '))).toEqual([
      'npx cdktf-proxmox-talos talosconfig',
      ...MACHINES.map((name) => `talosctl --talosconfig talosconfig --nodes ${addressOf(name)} upgrade --image`),
    ]);
    expect(commands.slice(1).map((words) => image.test(words.at(-1) ?? ''))).toEqual(MACHINES.map(() => true));

    expect(await run('apply', 'home', '--yes')).toMatchObject({ exitCode: 0 });
    const { talos_config: talosconfig } = await homelab.workspace.outputs();
    for (const name of MACHINES) expect(await talosVersion(addressOf(name), talosconfig as string)).toBe('v1.13.8');
  });

  look('the command that is named writes a talosconfig that opens the machines, for its owner only', async () => {
    const file = join(homelab.directory, 'project', 'talosconfig');
    const { exitCode, output, errors } = await run('talosconfig', 'home');
    expect([exitCode, output, errors]).toEqual([
      0,
      '',
      'written: talosconfig, with which anybody may do everything with the machines; keep it out of Git\n',
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await talosVersion(addressOf('ctrl-02'), readFileSync(file, 'utf8'))).toBe('v1.13.8');
  });
});

/** A verdict as the command prints it. */
interface Verdict {
  readonly hasChanges: boolean;
  readonly machines: readonly { readonly name: string; readonly details: readonly string[] }[];
  readonly refusals: readonly { readonly kind: string; readonly accept: readonly string[]; readonly message: string }[];
  readonly steps: readonly { readonly title: string; readonly commands: readonly string[] }[];
}

/** A Node object, as far as these tests look at it. */
interface Node {
  readonly status: { readonly nodeInfo: { readonly kubeletVersion: string } };
}
