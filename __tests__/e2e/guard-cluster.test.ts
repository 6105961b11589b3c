import { AppliedCluster, configuration, type Edit, resourceAt, vm } from '../support/applied-cluster';
import {
  type Addresses,
  type AllowedEdit,
  bootImage,
  CONTROL_PLANES,
  describeAllowed,
  describeRefused,
  each,
  type ExpectedRefusal,
  GUARDED,
  MACHINES,
  oneRefusal,
  type RefusedEdit,
  outcomesOf,
} from '../support/guarded-edits';
import { describeHomelab } from '../support/homelab-run';

const WORKERS = MACHINES.filter((name) => !CONTROL_PLANES.includes(name));
const SECRETS = 'talos_machine_secrets.cluster_secrets';
const BOOTSTRAP = 'talos_machine_bootstrap.cluster_bootstrap';
const KUBECONFIG = 'talos_cluster_kubeconfig.cluster_kubeconfig';
const TOGETHER =
  'control planes that would be away at the same time, as nothing in an apply waits for one before the next; ' +
  'apply one after the other and wait until it is ready, beginning with';
const OBEY =
  'while machines use them: every certificate and token would change, and the machines would accept no client';
const TWICE = 'home: would be bootstrapped a second time, which waits for its timeout and fails;';

const REFUSED: Readonly<Record<string, RefusedEdit>> = {
  'S-21 restarts of all control planes': {
    spec: Object.fromEntries(CONTROL_PLANES.map((name) => [`nodes.${name}.cpuCores`, 4])),
    changes: each(CONTROL_PLANES, 'update', vm),
    refused: (address) => [
      [
        'control-planes-away-together',
        'ctrl-00 (restarts: cores 2 -> 4), ctrl-01 (restarts: cores 2 -> 4), ctrl-02 (restarts: cores 2 -> 4): ' +
          `${TOGETHER} npx cdktf-proxmox-talos apply home -- -target=${address(configuration('ctrl-00'))}`,
        ...CONTROL_PLANES,
      ],
    ],
  },
  'F-37 S-21 S-29 a Talos configuration that reboots all machines': {
    spec: { patches: [{ machine: { env: { PROXY: 'none' } } }] },
    changes: each(MACHINES, 'update', configuration),
    refused: (address) => reboots(address, 'Talos reboots for machine.env'),
  },
  'F-37 S-21 a restart of one control plane and a reboot of another': {
    spec: {
      'nodes.ctrl-00.memoryMiB': 8192,
      'nodes.ctrl-02.patches': [{ machine: { env: { PROXY: 'none' } } }],
    },
    changes: [`${vm('ctrl-00')}: update`, `${configuration('ctrl-02')}: update`],
    refused: (address) => [
      [
        'control-planes-away-together',
        'ctrl-00 (restarts: memory 4096 -> 8192 MiB), ctrl-02 (restarts: Talos reboots for machine.env): ' +
          `${TOGETHER} npx cdktf-proxmox-talos apply home -- -target=${address(configuration('ctrl-00'))}`,
        'ctrl-00',
        'ctrl-02',
      ],
    ],
  },
  'a control plane that leaves while another one restarts': {
    spec: { 'nodes.ctrl-00.cpuCores': 4, 'nodes.ctrl-02': undefined },
    changes: [`${vm('ctrl-00')}: update`, ...each(['ctrl-02'], 'delete', vm, configuration, bootImage)],
    refused: (address) => [
      [
        'quorum-lost',
        'ctrl-02 (is destroyed), ctrl-00 (restarts: cores 2 -> 4): of 3 control planes 1 would be left, and etcd needs 2; ' +
          `let one control plane go in each apply, beginning with npx cdktf-proxmox-talos apply home -- -target=${address(vm('ctrl-02'))}`,
        'ctrl-02',
        'ctrl-00',
      ],
    ],
  },
  'S-37 a lower contract in a stack that lets it through': {
    spec: { 'talos.contract': 'v1.12' },
    stack: (resources) => {
      delete resourceAt(resources, SECRETS).lifecycle;
    },
    changes: [`${KUBECONFIG}: update`, ...each(MACHINES, 'update', configuration), `${SECRETS}: delete, create`],
    refused: (address) => [
      [
        'secrets-replaced',
        `home: the machine secrets would be replaced because of talos_version ${OBEY}; revert the change, or have the secrets ignore it: ignore_changes = ["talos_version"]`,
        'home',
      ],
      ...unknownReboots(address),
    ],
  },
  'machine secrets that are tainted': {
    state: ['taint', SECRETS],
    changes: [`${KUBECONFIG}: update`, ...each(MACHINES, 'update', configuration), `${SECRETS}: delete, create`],
    refused: (address) => [
      [
        'secrets-replaced',
        `home: the machine secrets would be replaced ${OBEY}; keep them with tofu untaint '${address(SECRETS)}' and plan again`,
        'home',
      ],
      ...unknownReboots(address),
    ],
  },
  'machine secrets that the state has lost': {
    state: ['state', 'rm', SECRETS],
    changes: [`${KUBECONFIG}: update`, ...each(MACHINES, 'update', configuration), `${SECRETS}: create`],
    refused: (address) => [
      [
        'secrets-replaced',
        'home: new machine secrets would be created beside machines that use others, and the machines would accept no client; ' +
          `restore the state from a backup, or import the secrets with tofu import '${address(SECRETS)}' <secrets.yaml>`,
        'home',
      ],
      ...unknownReboots(address),
    ],
  },
  'S-30 a bootstrap that is tainted': {
    state: ['taint', BOOTSTRAP],
    changes: [`${BOOTSTRAP}: delete, create`],
    refused: (address) => [
      ['bootstrap-repeated', `${TWICE} keep it with tofu untaint '${address(BOOTSTRAP)}' and plan again`, 'home'],
    ],
  },
  'S-30 a bootstrap that the state has lost': {
    state: ['state', 'rm', BOOTSTRAP],
    changes: [`${BOOTSTRAP}: create`],
    refused: (address) => [
      [
        'bootstrap-repeated',
        `${TWICE} import it with tofu import '${address(BOOTSTRAP)}' machine_bootstrap and plan again`,
        'home',
      ],
    ],
  },
  'the end of the cluster': {
    args: ['-destroy'],
    changes: [
      ...each(['pve1', 'pve2'], 'delete', (host) => `proxmox_download_file.image_ce4c9805-v1139_main_${host}`),
      ...each(MACHINES, 'delete', vm),
      `${KUBECONFIG}: delete`,
      'talos_image_factory_schematic.schematics_ce4c9805: delete',
      `${BOOTSTRAP}: delete`,
      ...each(MACHINES, 'delete', configuration),
      `${SECRETS}: delete`,
      ...each(MACHINES, 'delete', bootImage),
    ],
    refused: oneRefusal(
      'cluster-destroyed',
      `home: the whole cluster would be destroyed: its machines ${MACHINES.join(', ')}, with all disks and secrets; ` +
        'nothing of it can be brought back',
      'home',
    ),
  },
};

/** New secrets make every configuration known only during the apply. */
function unknownReboots(address: Addresses): readonly ExpectedRefusal[] {
  return reboots(address, 'Talos may reboot: what its configuration will be is known only then');
}

/** All machines reboot, control planes and workers. */
function reboots(address: Addresses, cause: string): readonly ExpectedRefusal[] {
  const outcomes = (names: readonly string[]) => names.map((name) => `${name} (restarts: ${cause})`).join(', ');
  return [
    [
      'control-planes-away-together',
      `${outcomes(CONTROL_PLANES)}: ${TOGETHER} npx cdktf-proxmox-talos apply home -- -target=${address(configuration('ctrl-00'))}`,
      ...CONTROL_PLANES,
    ],
    [
      'workers-away-together',
      `${outcomes(WORKERS)}: workers that would be away at the same time, ${WORKERS.length} of ${WORKERS.length} where 1 may be, as ` +
        'nothing in an apply waits for one before the next; apply one after the other and wait until it is ready, beginning ' +
        `with npx cdktf-proxmox-talos apply home -- -target=${address(configuration('work-00'))}, or let more be away with maxUnavailableWorkers in the cluster file`,
      ...WORKERS,
    ],
  ];
}

const ALLOWED: Readonly<Record<string, AllowedEdit>> = {
  'S-21 one control plane restarted': {
    spec: { 'nodes.ctrl-01.cpuCores': 4 },
    changes: [`${vm('ctrl-01')}: update`],
    outcomes: ['ctrl-01: restarted'],
  },
  'a control plane changed while it runs, and another one restarted': {
    spec: { 'nodes.ctrl-00.description': 'first', 'nodes.ctrl-01.cpuCores': 4 },
    changes: each(['ctrl-00', 'ctrl-01'], 'update', vm),
    outcomes: ['ctrl-00: changed', 'ctrl-01: restarted'],
  },
  'a worker restarted': {
    spec: { 'nodes.work-00.memoryMiB': 8192 },
    changes: [`${vm('work-00')}: update`],
    outcomes: ['work-00: restarted'],
  },
  'F-37 S-29 a Talos configuration that reboots no machine': {
    spec: { patches: [{ machine: { sysctls: { 'vm.max_map_count': '262144' } } }] },
    changes: each(MACHINES, 'update', configuration),
    outcomes: outcomesOf(MACHINES, 'changed'),
  },
  'machines that come': {
    spec: {
      'nodes.ctrl-03': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.14' },
      'nodes.ctrl-04': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.15' },
      'nodes.work-02': { machineType: 'worker', host: 'pve1', address: '10.0.0.23' },
    },
    changes: each(['ctrl-03', 'ctrl-04', 'work-02'], 'create', vm, configuration, bootImage),
    outcomes: outcomesOf(['ctrl-03', 'ctrl-04', 'work-02'], 'created'),
  },
  'a control plane that leaves': {
    spec: { 'nodes.ctrl-02': undefined },
    changes: each(['ctrl-02'], 'delete', vm, configuration, bootImage),
    outcomes: ['ctrl-02: destroyed, scsi0 lost'],
  },
  'S-37 a lower contract, which leaves the secrets alone': {
    spec: { 'talos.contract': 'v1.12' },
    changes: each(MACHINES, 'update', configuration),
    outcomes: outcomesOf(MACHINES, 'changed'),
  },
};

describeHomelab('quorum and secrets, planned with the real Proxmox provider', (homelabs) => {
  const home = new AppliedCluster(homelabs, GUARDED);

  describeRefused(home, REFUSED);
  describeAllowed(home, ALLOWED);

  test.each([
    ['S-21 restarts', { spec: REFUSED['S-21 restarts of all control planes']?.spec }, [`${vm('ctrl-00')}: update`]],
    [
      'F-37 S-29 reboots',
      { spec: REFUSED['F-37 S-21 S-29 a Talos configuration that reboots all machines']?.spec },
      [`${configuration('ctrl-00')}: update`],
    ],
  ] satisfies [string, Edit, string[]][])(
    '%s one after the other, beginning as the refusal says, are allowed',
    async (_, edit, changes) => {
      const { verdict } = await home.plan(edit);
      const [, target = ''] = /-target=(\S+)$/.exec(verdict.refusals[0]?.message ?? '') ?? [];
      const first = await home.plan({ ...edit, args: [`-target=${target}`] });
      expect([first.changes, first.verdict.allowed, first.verdict.refusals]).toEqual([changes, true, []]);
    },
  );
});
