import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { runCommandLine } from '../support/command-line';
import { describeHomelab, type Homelab } from '../support/homelab-run';
import { checkedOutput } from '../support/output-schema';
import { changedSpec } from '../support/small-spec';

type HomelabConfig = Homelab['cluster']['homelab'];
type HostConfig = HomelabConfig['proxmox'][number]['hosts'][number];

interface Finding {
  readonly level: 'ok' | 'unknown' | 'warning' | 'error';
  readonly subject: string;
  readonly message: string;
}

const WITH_VIP = changedSpec({ 'network.vip': '10.0.0.10' });

/** One physical machine, which a person starts. */
const METAL = changedSpec({
  'nodes.work-00': undefined,
  'nodes.ctrl-00': { machineType: 'controlplane', address: '10.0.0.11', installDisk: '/dev/sda', link: 'eno1' },
  'kubernetes.schedulingOnControlPlanes': true,
  proxmox: undefined,
});

const BACKENDS = {
  http: { http: { address: 'https://state.example.com/home', lockAddress: 'https://state.example.com/home/lock' } },
  s3: { s3: { bucket: 'homelab-tofu', endpoint: 'https://s3.example.com', key: 'home.tfstate' } },
};

describeHomelab('doctor', (homelabs) => {
  const opened = async (spec: unknown, configure?: (config: HomelabConfig) => HomelabConfig): Promise<Homelab> => {
    const home = await homelabs.open(spec, { ...(configure && { configure }) });
    writeClusterFile(home);
    return home;
  };

  test('before and after an apply everything is there, and nothing is changed', async () => {
    const home = await opened(WITH_VIP);
    const files = projectFiles(home);
    const { length } = await home.simulator.journal();
    const first = await doctor(home);
    expect(first.problems).toEqual([]);
    expect(first.fine).toEqual([
      expect.stringMatching(/^this computer, main\/pve1, main\/pve2, https?:\/\/.+: all tell the same time$/),
      'state: state/home.tfstate can be read; nothing was applied yet',
      expect.stringMatching(/^free, as far as this computer sees: 127\.[\d.]+, 127\.[\d.]+, 127\.[\d.]+$/),
      '2 machines; everything that it needs is there',
    ]);
    expect(projectFiles(home)).toEqual(files);
    expect([...new Set((await home.simulator.journal(length)).map(({ method }) => method))]).toEqual(['GET']);

    await applied(home);
    const second = await doctor(home);
    expect(second.problems).toEqual([]);
    // its own machines answer, and so does its virtual IP
    expect(second.fine.slice(1)).toEqual([
      expect.stringMatching(/^state: state\/home\.tfstate can be read; it has \d+ resources$/),
      '2 machines; everything that it needs is there',
    ]);

    expect((await doctor(home, { STATE_PASSPHRASE: 'another passphrase, as long' })).problems).toEqual([
      'error: the state is encrypted with another passphrase than STATE_PASSPHRASE holds; put the one there that it was encrypted with',
    ]);
  }, 300_000);

  test('the clock of a host, until the command that is printed sets it', async () => {
    const home = await opened(
      changedSpec({}),
      withHosts((host) => (host.name === 'pve2' ? { ...host, clockOffsetSeconds: -900 } : host)),
    );
    const { problems } = await doctor(home);
    expect(problems).toEqual([
      expect.stringMatching(/^error: main\/pve2: the clock of the host is (15 min|14 min 59 s).* behind that of http/),
    ]);
    const [, command = ''] = /as root on the host: .* && (.+)$/.exec(problems[0] ?? '') ?? [];
    await home.simulator.runOnHost('main', 'pve2', command);
    expect((await doctor(home)).problems).toEqual([]);

    await home.simulator.addFaults([{ service: 'proxmox', path: '.*/pve1/time', action: 'status', status: 403 }]);
    expect((await doctor(home)).problems).toEqual([
      'unknown: main/pve1: its clock was not read (the token lacks Sys.Audit on /nodes/pve1)',
    ]);
  }, 120_000);

  test('the clock of this computer', async () => {
    const home = await opened(changedSpec({}), (config) => ({
      ...withHosts((host) => ({ ...host, clockOffsetSeconds: 7260 }))(config),
      factory: { ...config.factory, clockOffsetSeconds: 7260 },
    }));
    expect((await doctor(home)).problems).toEqual([
      expect.stringMatching(/^error: the clock of this computer is 2 h.* behind that of .*timedatectl set-ntp true$/),
    ]);
  }, 120_000);

  test('addresses in use', async () => {
    const home = await opened(WITH_VIP);
    const { cluster, nodes } = home.cluster.model;
    const [vip = '', address = ''] = [cluster.vip, nodes[1]?.machine.address];
    const servers = [await listening(vip), await listening(address)];
    try {
      expect((await doctor(home)).problems).toEqual([
        `error: nodes.work-00.address ${address} is in use already: the Kubernetes API (port 6443) answers there, and the ` +
          'machine does not exist yet; write another address, or take it from what has it',
        `error: network.vip ${vip} is in use already: the Kubernetes API (port 6443) answers there, and no control plane of ` +
          'the cluster exists yet; write a free address, which no machine and no DHCP server has',
      ]);
    } finally {
      for (const server of servers) server.close();
    }
    expect((await doctor(home)).problems).toEqual([]);
  }, 120_000);

  test('a physical machine: waiting for a configuration, configured, and without the state of its cluster', async () => {
    const home = await opened(METAL);
    // it takes a moment to boot
    const ready = async (tries: number): Promise<readonly string[]> => {
      const { fine, problems } = await doctor(home);
      return problems.length === 0 || tries === 0 ? fine : ready(tries - 1);
    };
    expect(await ready(20)).toContain('up and waiting for a configuration: ctrl-00');

    await applied(home);
    expect((await doctor(home)).problems).toEqual([]);
    rmSync(join(home.directory, 'project', 'state'), { recursive: true });
    expect((await doctor(home)).problems).toEqual([
      expect.stringMatching(
        /^error: nodes\.ctrl-00\.address [\d.]+: the Talos API \(port 50000, it says "ctrl-00"\) answers there, from a machine that has a configuration already/,
      ),
    ]);
  }, 300_000);

  test.each(Object.entries(BACKENDS))(
    'a state of the backend %s: not there, locked, and with a login that is refused',
    async (kind, backend) => {
      const home = await opened(changedSpec({ state: { backend, encryption: 'on' } }));
      expect((await doctor(home)).problems).toEqual([]);

      const fault = { service: 'state', path: '.*/lock', action: 'status', status: 503 } as const;
      if (kind === 'http') {
        await home.simulator.addFaults([fault]);
        expect((await doctor(home)).problems).toEqual([
          expect.stringMatching(/^error: the state cannot be locked: http:.*\/home\/lock says 503/),
        ]);
        await home.simulator.addFaults([{ ...fault, path: '.*', status: 401 }]);
      }
      const refused = await doctor(home, { AWS_SECRET_ACCESS_KEY: 'wrong' });
      expect(refused.problems[0]).toMatch(
        kind === 's3'
          ? /^error: the state cannot be read: http:.* refuses the keys for the bucket "homelab-tofu" \(/
          : /^error: the state cannot be read: http:.* refuses the login; TF_HTTP_USERNAME and/,
      );
      expect(JSON.stringify(refused)).not.toContain('wrong');

      if (kind === 's3') {
        expect((await doctor(home, { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' })).problems[0]).toContain(
          'error: the state cannot be read: there are no keys for the bucket; set AWS_ACCESS_KEY_ID',
        );
        await home.workspace.init();
        await home.simulator.addFaults([
          { service: 'proxmox', method: 'POST', path: '.*/status/start', action: 'hold' },
        ]);
        const apply = home.workspace.start(['apply', '-no-color', '-input=false', '-auto-approve']);
        expect(await home.simulator.held(120)).toMatchObject({ service: 'proxmox' });
        expect((await doctor(home)).problems).toContainEqual(
          expect.stringMatching(/^warning: the state is locked \(s3:\/\/homelab-tofu\/home\.tfstate\.tflock\)/),
        );
        await home.simulator.clearFaults();
        expect((await apply.ended).exitCode).toBe(0);
        expect((await doctor(home)).problems).toEqual([]);

        home.describe(
          changedSpec({ state: { backend: { s3: { ...BACKENDS.s3.s3, bucket: 'other' } }, encryption: 'on' } }),
        );
        writeClusterFile(home);
        expect((await doctor(home)).problems[0]).toMatch(
          /^error: the state cannot be kept: there is no bucket "other" at http:.*; create it, as OpenTofu does not$/,
        );
      }
    },
    300_000,
  );
});

/** The cluster as a person would have its file, which is JSON here. */
function writeClusterFile({ directory, cluster }: Homelab): void {
  const folder = join(directory, 'project', 'stacks', 'clusters');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'home.yaml'), JSON.stringify(cluster.spec));
}

async function applied({ workspace }: Homelab): Promise<void> {
  await workspace.init();
  await workspace.apply();
}

/** Runs `doctor home` and gathers its findings, but for those about programs and `.env`. */
async function doctor(home: Homelab, environment: Readonly<Record<string, string>> = {}) {
  const { output, errors, exitCode } = await runCommandLine(home, ['doctor', 'home', '--json'], undefined, environment);
  if (output === '') throw new Error(errors);
  const { findings, healthy } = checkedOutput('doctor', output) as {
    readonly findings: readonly Finding[];
    readonly healthy: boolean;
  };
  expect([exitCode, healthy]).toEqual(findings.some(({ level }) => level === 'error') ? [1, false] : [0, true]);
  const found = findings.filter(({ subject }) => !['node', 'tofu', 'bash', '.env'].includes(subject));
  return {
    problems: found.flatMap(({ level, message }) => (level === 'ok' ? [] : [`${level}: ${message}`])),
    fine: found.flatMap(({ level, message }) => (level === 'ok' ? [message] : [])),
  };
}

/** Something that has an address already. */
function listening(address: string): Promise<Server> {
  const server = createServer((socket) =>
    socket
      .on('error', () => undefined)
      .resume()
      .end(),
  );
  return new Promise((resolve) => server.listen(6443, address, () => resolve(server)));
}

function withHosts(change: (host: HostConfig) => HostConfig) {
  return (config: HomelabConfig): HomelabConfig => ({
    ...config,
    proxmox: config.proxmox.map((endpoint) => ({ ...endpoint, hosts: endpoint.hosts.map(change) })),
  });
}

/** Every file of the project with its content. */
function projectFiles({ directory }: Homelab): readonly (readonly [path: string, content: string])[] {
  return readdirSync(join(directory, 'project'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => [path, readFileSync(path, 'latin1')] as const);
}
