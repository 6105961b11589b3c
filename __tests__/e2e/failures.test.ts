import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSecrets } from '../../homelab/secrets';
import { tryTofuVersion } from '../../scripts/toolchain/opentofu';
import { judgePlan } from '../../src/plan';
import { hasDiagnosticsAsData } from '../../src/cli/tofu/version';
import { type Diagnostic, oneLine } from '../../src/plan/read/diagnostic';
import { jsonDiagnostics } from '../../src/plan/read/json-diagnostics';
import { failedPlaces } from '../../src/plan/recovery/failed-places';
import { describeHomelab, type FaultRule, type Homelab, type TofuResult } from '../support/homelab-run';
import { toolchain } from '../support/tofu';
import { changedSpec } from '../support/small-spec';
import { casesOfToday } from '../support/today';

/** One control plane on pve1, one worker on pve2, and little patience with it. */
const SMALL = changedSpec({
  state: undefined,
  'talos.timeouts': { applySeconds: 5, bootstrapSeconds: 30, kubeconfigSeconds: 30, kubernetesApiSeconds: 30 },
});

/** The same with disks that are made over SSH. */
const OVER_SSH = changedSpec({ 'talos.bootRoute': 'file', 'proxmox.endpoints.main.ssh': { username: 'root' } }, SMALL);

/** The same, handed over to Flux in a repository of Gitea. */
const WITH_FLUX = changedSpec(
  {
    'gitops.flux': {
      repository: { gitea: { url: 'https://gitea.example', owner: 'me', repository: 'fleet' } },
      path: 'clusters/home',
      embeddedManifests: true,
    },
  },
  SMALL,
);

/** How long an apply that cannot work may take, whatever the cause. */
const BOUND_MS = 60_000;

/** Privileges that this library needs in Proxmox VE with an API token alone. */
const PRIVILEGES = [
  'Datastore.AllocateSpace',
  'Datastore.AllocateTemplate',
  'Datastore.Audit',
  'SDN.Use',
  'Sys.Audit',
  'Sys.Modify',
  'VM.Allocate',
  'VM.Audit',
  'VM.Config.CDROM',
  'VM.Config.CPU',
  'VM.Config.Cloudinit',
  'VM.Config.Disk',
  'VM.Config.HWType',
  'VM.Config.Memory',
  'VM.Config.Network',
  'VM.Config.Options',
  'VM.GuestAgent.Audit',
  'VM.PowerMgmt',
];

/** Why an apply fails, the message, and what the next apply replaces instead of continuing with it. */
interface Cause {
  /** The cluster as it should be. */
  readonly spec?: unknown;
  /** The mistake in the cluster file. */
  readonly wrong?: Readonly<Record<string, unknown>>;
  /** Credentials that are wrong. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The privilege that the token does not have. */
  readonly withoutPrivilege?: string;
  readonly faults?: readonly FaultRule[];
  /** Output, with names in place of addresses of the homelab. */
  readonly says: readonly string[];
  /** True if the provider does not name the host, so that the command line has to. */
  readonly hostUnsaid?: boolean;
  /** Machines that exist, but only in part. */
  readonly halfMade?: readonly string[];
}

const WRONG_SECRET = randomUUID();
/** Tokens of Gitea that lack something, by what they lack. */
const GITEA_SECRETS = { user: randomUUID(), administrator: randomUUID() };

const CAUSES: Readonly<Record<string, Cause>> = {
  'an API token that is wrong': {
    variables: { proxmox_main_api_token: `root@pam!homelab=${WRONG_SECRET}` },
    says: [
      'Unable to Read Version with data.proxmox_version.endpoints_main_',
      'received an HTTP 401 response - Reason: invalid token value!',
    ],
  },
  'an API token that may not make machines': {
    withoutPrivilege: 'VM.Allocate',
    says: [
      'VM create with proxmox_virtual_environment_vm.nodes_work-00_',
      'received an HTTP 403 response - Reason: Permission check failed (/vms/',
      ', VM.Allocate)',
    ],
    hostUnsaid: true,
  },
  'an API token that may not start machines': {
    withoutPrivilege: 'VM.PowerMgmt',
    says: [
      'VM start with proxmox_virtual_environment_vm.nodes_work-00_',
      'received an HTTP 403 response - Reason: Permission check failed (/vms/',
      ', VM.PowerMgmt)',
    ],
    hostUnsaid: true,
    halfMade: ['ctrl-00', 'work-00'],
  },
  'an SSH key that the host does not know': {
    spec: OVER_SSH,
    variables: { proxmox_main_ssh_private_key: makeSecrets().hostKey.privateKey },
    says: ['creating custom disk: unable to authenticate user "root" over SSH to "ssh of pve2"'],
    hostUnsaid: true,
    halfMade: ['ctrl-00', 'work-00'],
  },
  'a host that is down': {
    faults: [
      {
        service: 'proxmox',
        path: '.*/nodes/pve2/.*',
        action: 'status',
        status: 595,
        message: 'No route to host',
      },
    ],
    says: [
      'with proxmox_download_file.image_ce4c9805-v1139_main_pve2_',
      'received an HTTP 595 response - Reason: No route to host',
    ],
  },
  'a Proxmox VE API that is down': {
    faults: [{ service: 'proxmox', action: 'drop' }],
    says: ['with data.proxmox_version.endpoints_main_', 'Get "https://api of main/api2/json/version'],
  },
  'a factory that is down': {
    faults: [{ service: 'factory', action: 'drop' }],
    says: ['failed to create schematic', 'Post "http://factory/schematics": EOF'],
  },
  'a storage for disks that is not there': {
    wrong: { 'proxmox.endpoints.main.hosts.pve2.diskDatastoreId': 'tank' },
    says: ['VM create with proxmox_virtual_environment_vm.nodes_work-00_', "storage 'tank' does not exist"],
    hostUnsaid: true,
  },
  'a storage for images that is not there': {
    wrong: { 'proxmox.endpoints.main.hosts.pve2.imageDatastoreId': 'tank' },
    says: ['with proxmox_download_file.image_ce4c9805-v1139_main_pve2_', "storage 'tank' does not exist"],
  },
  'a bridge that is not there': {
    wrong: { 'proxmox.endpoints.main.hosts.pve2.networkBridge': 'vmbr9' },
    says: [
      'VM start with proxmox_virtual_environment_vm.nodes_work-00_',
      'task "UPID:pve2:',
      'failed to complete with exit code: start failed: QEMU exited with code 1',
      "bridge 'vmbr9' does not exist",
    ],
    halfMade: ['work-00'],
  },
  'more cores than a host has': {
    wrong: { 'nodes.work-00.cpuCores': 17 },
    says: [
      'VM start with proxmox_virtual_environment_vm.nodes_work-00_',
      'task "UPID:pve2:',
      'failed to complete with exit code: MAX 16 vcpus allowed per VM on this node',
    ],
    halfMade: ['work-00'],
  },
  'more memory than a host has': {
    wrong: { 'nodes.work-00.memoryMiB': 200_000 },
    says: [
      'VM start with proxmox_virtual_environment_vm.nodes_work-00_',
      'task "UPID:pve2:',
      'failed to complete with exit code: start failed: QEMU exited with code 1',
      "kvm: cannot set up guest memory 'pc.ram': Cannot allocate memory",
    ],
    halfMade: ['work-00'],
  },
  'a Gitea token that is wrong': {
    spec: WITH_FLUX,
    variables: { gitea_token: WRONG_SECRET },
    says: ['invalid username, password or token'],
  },
  'a Gitea token that may not read its user': {
    spec: WITH_FLUX,
    variables: { gitea_token: GITEA_SECRETS.user },
    says: ['token does not have at least one of required scope(s): [read:user]'],
  },
  'a Gitea token of a user who is no administrator of the repository': {
    spec: WITH_FLUX,
    variables: { gitea_token: GITEA_SECRETS.administrator },
    says: [
      'with gitea_repository_key.gitops_flux_deploy-key_',
      'user should be an owner or a collaborator with admin write of a repository',
    ],
  },
  'a machine that never answers': {
    faults: [{ service: 'talos', target: 'work-00', action: 'hang' }],
    says: [
      'Error applying configuration with talos_machine_configuration_apply.cluster_nodes_work-00_apply_',
      "timeout while waiting for state to become 'success' (timeout: ",
    ],
  },
};

/** Causes that are tried every day: a right that is missing, a host that is down, a machine that does not answer. */
const DAILY = ['an API token that may not start machines', 'a host that is down', 'a machine that never answers'];

describeHomelab('an apply is ended, and the next one converges, after', (homelabs) => {
  const causes = Object.entries(CAUSES);
  const daily = causes.filter(([name]) => DAILY.includes(name));
  const others = causes.filter(([name]) => !DAILY.includes(name));
  test.each([...daily, ...casesOfToday(others, 4)])(
    '%s',
    async (
      _,
      { spec = SMALL, wrong = {}, variables, withoutPrivilege, faults = [], says, hostUnsaid, halfMade = [] },
    ) => {
      const limited = randomUUID();
      const homelab = await homelabs.open(spec, {
        configure: (config) => withGiteaTokens(withLimitedToken(config, limited, withoutPrivilege)),
      });
      const { workspace, simulator, cluster } = homelab;
      await workspace.init();
      const inHomelab = placesOf(homelab);

      homelab.describe(changedSpec(wrong, spec));
      await simulator.addFaults(
        faults.map(({ target, ...rule }) => ({ ...rule, ...(target !== undefined && { target: inHomelab(target) }) })),
      );
      const data = join(homelab.directory, 'errors.json');
      const failed = await workspace.run(['apply', '-no-color', '-input=false', '-auto-approve', ...dataInto(data)], {
        timeoutMs: BOUND_MS,
        variables:
          withoutPrivilege === undefined ? variables : { proxmox_main_api_token: `root@pam!limited=${limited}` },
      });
      expect(failed.exitCode).toBe(1);
      expectSameErrors(data, failed);
      for (const sentence of says) expect(errorsOf(failed.output)).toContain(inHomelab(sentence));
      if (hostUnsaid) {
        const stack: unknown = JSON.parse(readFileSync(join(workspace.directory, 'cdk.tf.json'), 'utf8'));
        expect(failedPlaces(failed.diagnostics, stack)).toContain(
          inHomelab('the error is about work-00: host pve2 of https://api of main'),
        );
      }
      for (const secret of [limited, WRONG_SECRET, ...Object.values(GITEA_SECRETS)])
        expect(failed.output).not.toContain(secret);

      await simulator.clearFaults();
      homelab.describe(spec);
      const next = await workspace.plan();
      expect(next.changes.filter(({ actions }) => actions.join() !== 'create')).toEqual(
        halfMade.map((name) => ({
          address: expect.stringMatching(`^proxmox_virtual_environment_vm.nodes_${name}_`) as unknown,
          type: 'proxmox_virtual_environment_vm',
          actions: ['delete', 'create'],
        })),
      );
      expect(judgePlan(next.json).refusals).toEqual([]);
      await workspace.apply(undefined, [next.file]);
      expect(await workspace.plan()).toMatchObject({ isEmpty: true, changes: [] });
      expect(await machines(homelab)).toEqual(Object.keys(cluster.spec.nodes).sort());
    },
  );
});

type HomelabConfig = Homelab['cluster']['homelab'];

/** A token whose role lacks a privilege, beside the one that may do everything. */
function withLimitedToken(config: HomelabConfig, secret: string, without = ''): HomelabConfig {
  const roles = { Limited: PRIVILEGES.filter((privilege) => privilege !== without) };
  const token = { id: 'root@pam!limited', secret, role: 'Limited' };
  return {
    ...config,
    proxmox: config.proxmox.map((endpoint) => ({ ...endpoint, roles, tokens: [...endpoint.tokens, token] })),
  };
}

/** Tokens of Gitea that are not enough, beside the one that is. */
function withGiteaTokens(config: HomelabConfig): HomelabConfig {
  if (config.git === undefined) return config;
  const { git } = config;
  const tokens = [
    { secret: GITEA_SECRETS.user, user: 'me', scopes: ['write:repository'] },
    { secret: GITEA_SECRETS.administrator, user: 'guest' },
  ];
  const repositories = git.repositories.map((repository) => ({ ...repository, access: { guest: 'write' } }));
  return { ...config, git: { ...git, tokens: [...git.tokens, ...tokens], repositories } } as HomelabConfig;
}

/** Puts addresses of the homelab where a sentence has names. */
function placesOf({ cluster: { spec, homelab } }: Homelab): (sentence: string) => string {
  const { listen, hosts } = homelab.proxmox[0]!;
  const places = {
    '"ssh of pve2"': `"${hosts[1]!.ssh.listen}"`,
    'https://api of main': `https://${listen}`,
    'http://factory': `http://${homelab.factory.listen}`,
  };
  const address = spec.nodes['work-00']!.address;
  return (sentence) =>
    sentence === 'work-00'
      ? address
      : Object.entries(places).reduce((text, [name, place]) => text.replace(name, place), sentence);
}

/** The option of OpenTofu that writes its errors as data too, where it has it. */
function dataInto(file: string): readonly string[] {
  const version = tryTofuVersion(toolchain().tofu);
  return version !== undefined && hasDiagnosticsAsData(version) ? [`-json-into=${file}`] : [];
}

/** The errors read from the text of an apply are those that OpenTofu wrote as data. */
function expectSameErrors(file: string, { diagnostics }: TofuResult): void {
  if (!existsSync(file)) return;
  const comparable = (each: Diagnostic) => ({ ...each, detail: oneLine(each.detail), source: undefined });
  const data = jsonDiagnostics(readFileSync(file, 'utf8')).filter(({ severity }) => severity === 'error');
  expect(diagnostics.map(comparable)).toEqual(data.map(comparable));
}

/** Errors on one line: OpenTofu breaks lines where they are long, and quotes the stack. */
function errorsOf(output: string): string {
  return output
    .slice(output.indexOf('Error: '))
    .replace(/on cdk\.tf\.json line \d+[^]*?\n\n/g, '')
    .replace(/\s+/g, ' ');
}

/** Names of the machines that the hosts have, sorted. */
async function machines({ simulator }: Homelab): Promise<readonly string[]> {
  const { proxmox } = (await simulator.inventory()) as {
    readonly proxmox: readonly { readonly guests: readonly { readonly name: string }[] }[];
  };
  return proxmox.flatMap(({ guests }) => guests.map(({ name }) => name)).sort();
}
