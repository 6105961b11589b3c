import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TryResult } from '../../src/cli/homelab/homelab-module';
import { compileHomelab } from '../support/compiled-homelab';
import { describeHomelab } from '../support/homelab-run';
import { checkedOutput } from '../support/output-schema';
import { projectRoot } from '../support/project';
import { Story } from '../support/story';
import { InstalledProject } from '../support/tried-project';

/** A cluster file with everything that a homelab on loopback has no original of. */
const FAR = `name: far
talos:
  version: v1.13.9
  contract: v1.13
  bootRoute: file
  schematic: { extensions: [siderolabs/qemu-guest-agent, siderolabs/tailscale] }
kubernetes:
  version: v1.36.3
  podSubnets: [fd00:1::/56]
  serviceSubnets: [fd00:2::/112]
  extraManifests: [https://manifests.example.net/v1/crds.yaml]
network: { subnet: fd00::/64, gateway: 'fe80::1', vip: 'fd00::10', dnsServers: ['2606:4700:4700::1111'] }
proxmox:
  endpoints:
    main:
      url: https://\${env.PVE_NAME}:8006
      ssh: { agent: true }
      hosts: { pve1: { imageDatastoreId: local, diskDatastoreId: local-lvm, networkBridge: vmbr0 } }
nodes:
  cp-1: { machineType: controlplane, host: pve1, address: 'fd00::11' }
  work-1:
    machineType: worker
    host: pve1
    address: fd00::21
    pciDevices: [{ mapping: gpu }]
patches:
  - { machine: { logging: { destinations: [{ endpoint: 'tcp://logs.example.net:514', format: json_lines }] } } }
  - patches/tailscale.yaml
gitops: { flux: { repository: { https: { url: https://github.com/me/homelab } }, version: v2.8.5 } }
state: { encryption: on, backend: { s3: { bucket: states, region: eu-central-1, usePathStyle: false } } }
outputs: { directory: /srv/credentials }
`;

const TAILSCALE = `apiVersion: v1alpha1
kind: ExtensionServiceConfig
name: tailscale
environment: [TS_LOGIN_SERVER=https://login.example.net]
`;

/** Programs of the system that a homelab uses; Go is not among them. */
const PROGRAMS = ['bash', 'sh', 'git', 'tar', 'gzip', 'curl', 'sleep', 'cat', 'env', 'rm', 'mkdir'];

describeHomelab('try, as it is installed', () => {
  const { step } = new Story();
  let work: string;
  let project: InstalledProject;
  let archive: string;
  /** A computer without Go, and without what the toolchain has built. */
  const environment = () => ({
    CI: '',
    PATH: join(work, 'bin'),
    CDKTF_PROXMOX_TALOS_CACHE: join(work, 'cache'),
    CDKTF_PROXMOX_TALOS_HOMELAB: '',
  });

  beforeAll(async () => {
    await compileHomelab();
    work = mkdtempSync(join(tmpdir(), 'try-installed-'));
    mkdirSync(join(work, 'bin'));
    for (const program of PROGRAMS) {
      const found = execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();
      symlinkSync(found, join(work, 'bin', program));
    }
    project = new InstalledProject();
    project.install();
  }, 120_000);

  afterAll(() => {
    project.remove();
    rmSync(work, { recursive: true, force: true });
  });

  step('without a homelab says where there is one', async () => {
    const made = await project.run(
      ['init', '.', '--yes', '--name', 'mine', '--url', 'https://pve1.lan:8006'],
      environment(),
    );
    expect([made.exitCode, made.exitCode === 0 ? '' : made.errors]).toEqual([0, '']);
    const { exitCode, output, errors } = await project.run(['try', 'mine'], environment());
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toMatch(/^no homelab of version \S+ for linux_amd64 is here\. There are two ways to one:$/m);
    expect(errors).toMatch(/cdktf-proxmox-talos-homelab-\S+-linux_amd64\.tar\.gz, which is attached to the release v/);
  });

  step('tries a new project with the archive of a release, and touches nothing of it', async () => {
    const packed = execFileSync(process.execPath, [join(projectRoot, 'scripts', 'homelab.js'), work], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    archive = packed.trim();
    project.write('state/mine.tfstate', 'not read');
    project.write('cdktf.out/stacks/mine/.terraform.lock.hcl', '# not read\n');
    const before = project.files();
    const { exitCode, output, errors } = await project.run(['try', 'mine', '--homelab', archive], environment());
    expect([exitCode, exitCode === 0 ? '' : errors]).toEqual([0, '']);
    expect(output).toContain('\nthe plan may be applied\n');
    expect(output).toMatch(/== a change: \S+ gets 1 GiB more memory\nstacks\/clusters\/mine\.yaml\n/);
    expect(output).toMatch(/\nrefused:\n.+\n {4}to do it anyway: --accept /);
    expect(output).toContain('== plan, once more\nnothing changes\n');
    expect(output).toContain('No machine is left.');
    expect(output).not.toMatch(/127\.\d+\.0\.\d+:/);
    expect(project.files()).toEqual(before);
    expect(readdirSync(project.temporary)).toEqual([]);
  });

  step('finds it again, and plays what there is no original of', async () => {
    project.write('stacks/clusters/far.yaml', FAR);
    project.write('patches/tailscale.yaml', TAILSCALE);
    const { exitCode, output, errors } = await project.run(['try', 'far', '--json'], environment());
    expect([exitCode, exitCode === 0 ? '' : errors]).toEqual([0, '']);
    const result = checkedOutput('try', output) as TryResult;
    expect(result.doubles.map(({ place }) => place).sort()).toEqual([
      'gitops.flux',
      'gitops.flux.repository.https.url',
      'kubernetes.extraManifests',
      'kubernetes.podSubnets',
      'kubernetes.serviceSubnets',
      'network.dnsServers',
      'network.subnet',
      'nodes.work-1.pciDevices',
      'outputs.directory',
      'patches/tailscale.yaml',
      'patches[0].machine.logging.destinations[0].endpoint',
      'proxmox.endpoints.main.ssh.agent',
      'proxmox.endpoints.main.url',
      'state.backend.s3.bucket',
      'state.backend.s3.usePathStyle',
      'talos.schematic',
    ]);
    expect(result.steps.map(({ step: name, verdict }) => [name, verdict.allowed])).toEqual([
      ['create', true],
      ['change', true],
      ['refusal', false],
    ]);
    expect(result).toMatchObject({ secondPlanEmpty: true, destroyed: true });
  });

  step('ends at Ctrl-C and leaves nothing behind', async () => {
    const when = { text: '== apply', then: (pid: number) => process.kill(pid, 'SIGINT') };
    const { exitCode, output } = await project.run(['try', 'mine'], environment(), when);
    expect(exitCode).toBe(130);
    expect(output).toContain('Taking the homelab down.');
    expect(readdirSync(project.temporary)).toEqual([]);
  });

  step('refuses an archive that is damaged or another one', async () => {
    const damaged = join(work, 'damaged.tar.gz');
    writeFileSync(damaged, 'no archive');
    const { exitCode, errors } = await project.run(['try', 'mine', '--homelab', damaged], environment());
    expect(exitCode).toBe(2);
    expect(errors).toContain(`${damaged} is damaged: `);
  });
});
