import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgePlan } from '../../src/plan';
import { printedDiagnostics } from '../../src/plan/read/printed-diagnostics';
import { findRecoveries } from '../../src/plan/recovery/recovery';
import { AppliedCluster, configuration, type Edit, resourceAt, vm } from '../support/applied-cluster';
import { bootImage, describeRefused, each, oneRefusal } from '../support/guarded-edits';
import { describeHomelab } from '../support/homelab-run';
import { awaitGuest, changeInProxmox } from '../support/proxmox-api';
import { changedSpec } from '../support/small-spec';
import { Story } from '../support/story';

/** With the lifecycle `manual`: nothing leaves etcd by itself. One worker is protected, one has no guest agent. */
const HOME = changedSpec({
  state: undefined,
  'nodes.ctrl-00.vmId': 200,
  'nodes.ctrl-01': { machineType: 'controlplane', host: 'pve2', address: '10.0.0.12', vmId: 201 },
  'nodes.ctrl-02': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.13', vmId: 202 },
  'nodes.work-00.vmId': 210,
  'nodes.work-01': { machineType: 'worker', host: 'pve1', address: '10.0.0.22', vmId: 211, protection: true },
  'nodes.work-02': { machineType: 'worker', host: 'pve2', address: '10.0.0.23', vmId: 212, schematic: {} },
});

const MACHINES = ['ctrl-00', 'ctrl-01', 'ctrl-02', 'work-00', 'work-01', 'work-02'];

/** A token that may do what an apply needs, and see no machine. */
const BLIND = { id: 'blind@pve!token', secret: '6b8f0f5e-0a57-4f0e-9d0c-0c6f4a1d2e3b', role: 'Blind' };
const PRIVILEGES =
  'Datastore.Allocate Datastore.AllocateSpace Datastore.AllocateTemplate Datastore.Audit Pool.Audit SDN.Use ' +
  'Sys.AccessNetwork Sys.Audit VM.Allocate VM.Config.CDROM VM.Config.CPU VM.Config.Cloudinit VM.Config.Disk ' +
  'VM.Config.HWType VM.Config.Memory VM.Config.Network VM.Config.Options VM.GuestAgent.Audit VM.Migrate VM.PowerMgmt';

const WORKER = { machineType: 'worker', host: 'pve1', address: '10.0.0.24', disks: { data: { slot: 1, sizeGiB: 50 } } };

describeHomelab('a cluster and what happens to it', (homelabs) => {
  const { step } = new Story();
  const home = new AppliedCluster(homelabs, HOME, {
    configure: (config) => ({
      ...config,
      proxmox: config.proxmox.map((endpoint) => ({
        ...endpoint,
        tokens: [...endpoint.tokens, BLIND],
        roles: { Blind: PRIVILEGES.split(' ') },
      })),
    }),
  });

  describeRefused(home, {
    'the loss of most control planes': {
      spec: { 'nodes.ctrl-01': undefined, 'nodes.ctrl-02': undefined },
      changes: each(['ctrl-01', 'ctrl-02'], 'delete', vm, configuration, bootImage),
      refused: (address) => [
        [
          'quorum-lost',
          'ctrl-01 (is destroyed), ctrl-02 (is destroyed): of 3 control planes 1 would be left, and etcd needs 2; ' +
            'let one control plane go in each apply, and let it leave etcd first with talosctl reset; ' +
            `begin with npx cdktf-proxmox-talos apply home -- -target=${address(vm('ctrl-01'))}, and accept it once it has left`,
          'ctrl-01',
          'ctrl-02',
        ],
      ],
    },
    'S-21 the loss of one control plane, which would stay a member of etcd': {
      spec: { 'nodes.ctrl-02': undefined },
      changes: each(['ctrl-02'], 'delete', vm, configuration, bootImage),
      refused: oneRefusal(
        'member-stays',
        'ctrl-02 (is destroyed): does not leave etcd before it goes, so etcd keeps counting a member that never answers or that ' +
          'no plan shows, and the next one that fails may take the majority with it; ' +
          'let it leave first with talosctl -n 10.0.0.13 reset, then accept it',
        'ctrl-02',
      ),
    },
    'the loss of a protected machine': {
      spec: { 'nodes.work-01': undefined },
      changes: each(['work-01'], 'delete', vm, configuration, bootImage),
      refused: oneRefusal(
        'machine-protected',
        'work-01: protection is on, so it would be stopped and then not removed; set protection to false and apply that first',
        'work-01',
      ),
    },
    'S-24 making everything again with a token that sees no machine': {
      variables: { proxmox_main_api_token: `${BLIND.id}=${BLIND.secret}` },
      changes: [...each(MACHINES, 'create', vm), ...each(MACHINES, 'delete, create', configuration)],
      refused: oneRefusal(
        'machines-recreated',
        `${MACHINES.join(', ')}: would be created again, as the state has them and Proxmox VE endpoint main shows this token none of its machines; ` +
          'if they exist, give the token VM.Audit on /vms or on their pool and plan again; if they were deleted by hand, accept it',
        ...MACHINES,
      ),
    },
  });

  step(
    'S-25 F-15 C-13 a machine that was moved with its local disks is moved back, and stays the same machine',
    async () => {
      const { homelab } = home;
      const before = await awaitGuest(homelab, 'work-00', (guest) => guest?.host === 'pve2');
      const elsewhere = { target: 'pve1', online: '1', 'with-local-disks': '1' };
      await changeInProxmox(homelab, 'POST', '/nodes/pve2/qemu/210/migrate', elsewhere);
      await awaitGuest(homelab, 'work-00', (guest) => guest?.host === 'pve1');

      const { changes, verdict, plan } = await home.plan();
      expect(changes).toEqual([`${vm('work-00')}: update`]);
      expect(verdict).toMatchObject({
        refusals: [],
        losses: [],
        machines: [{ name: 'work-00', outcome: 'changed', details: ['host pve1 -> pve2'] }],
      });
      await homelab.workspace.apply(undefined, [plan.file]);
      const after = await awaitGuest(
        homelab,
        'work-00',
        (guest) => guest?.host === 'pve2' && guest.status === 'running',
      );
      expect(after?.machine).toBe(before?.machine);
      expect((await home.plan()).plan.isEmpty).toBe(true);
    },
  );

  step('S-19 a machine of somebody else keeps its id, also where the stack does not look', async () => {
    await changeInProxmox(home.homelab, 'POST', '/nodes/pve1/qemu', { vmid: '230', name: 'foreign' });
    await awaitGuest(home.homelab, 'foreign', (guest) => guest !== undefined);
    const spec = { 'nodes.work-03': { ...WORKER, vmId: 230 } };
    await expect(home.plan({ spec })).rejects.toThrow(
      'VM id 230 on endpoint main belongs to a container, or to a machine without',
    );

    const careless: Edit['stack'] = (resources) => {
      delete (resourceAt(resources, vm('work-03')).lifecycle as { precondition?: unknown }).precondition;
    };
    const { changes, verdict, plan } = await home.plan({ spec, stack: careless });
    expect(changes).toEqual(each(['work-03'], 'create', vm, configuration, bootImage));
    expect(verdict.refusals).toEqual([
      {
        kind: 'vm-id-in-use',
        accept: ['work-03'],
        message:
          'work-03: would be created with VM id 230, which belongs to the machine foreign on host pve1; the provider would overwrite ' +
          'that machine, or destroy it; give it another vmId, or remove the other machine in Proxmox VE',
      },
    ]);
    expect(judgePlan(plan.json, { accept: ['work-03'] }).allowed).toBe(true);
    await changeInProxmox(home.homelab, 'DELETE', '/nodes/pve1/qemu/230');
    await awaitGuest(home.homelab, 'foreign', (guest) => guest === undefined);
  });

  step('S-23 a machine whose create failed before it was configured is replaced, or removed, unasked', async () => {
    const { workspace, simulator } = home.homelab;
    const spec = { 'nodes.work-03': { ...WORKER, vmId: 230 } };
    await simulator.addFaults([
      { service: 'proxmox', method: 'POST', path: '.*/qemu/230/status/start', action: 'task', message: 'no memory' },
    ]);
    home.describe({ spec });
    await expect(workspace.apply()).rejects.toThrow(/Error: VM start[^]*no memory/);
    await simulator.clearFaults();

    const removed = await home.plan();
    expect(removed.changes).toEqual(each(['work-03'], 'delete', vm, bootImage));
    expect([removed.verdict.refusals, removed.verdict.losses, removed.verdict.notes]).toEqual([
      [],
      [],
      ['work-03: its create failed before it was configured, so it holds no data'],
    ]);
    const replacing = await home.plan({ spec });
    expect(replacing.changes).toEqual([`${vm('work-03')}: delete, create`, `${configuration('work-03')}: create`]);
    expect([replacing.verdict.refusals, replacing.verdict.losses, replacing.verdict.notes]).toEqual([
      [],
      [],
      ['work-03: its create failed before it was configured, so it holds no data and is replaced'],
    ]);
    await workspace.apply(undefined, [replacing.plan.file]);
    expect((await home.plan({ spec })).plan.isEmpty).toBe(true);
    home.describe({});
    await workspace.apply();
  });

  const FAILED_RESTARTS = [
    ['work-00', 'shutdown', 'task', 'VM shutdown', 'qm reboot 210'],
    ['work-00', 'shutdown', 'drop', 'VM shutdown', 'qm reboot 210'],
    ['work-02', 'stop', 'task', 'VM stop', 'qm reboot 212'],
    ['work-02', 'current', 'status', 'error retrieving VM status', 'qm reboot 212'],
  ] as const;
  for (const [name, call, action, says, command] of FAILED_RESTARTS) {
    const title = `S-22 ${name} is named where its restart fails at ${call} (${action}), as no later plan shows its old values`;
    step(title, async () => {
      const { workspace, simulator } = home.homelab;
      const spec = { [`nodes.${name}.cpuCores`]: 4 };
      const [, id] = /reboot (\d+)/.exec(command) ?? [];
      home.describe({ spec });
      const method = call === 'current' ? 'GET' : 'POST';
      const failure = action === 'drop' ? {} : { message: 'got timeout', ...(action === 'status' && { status: 500 }) };
      // the first time its status is asked it is only read
      const nth = call === 'current' ? 2 : 1;
      await simulator.addFaults([
        { service: 'proxmox', method, path: `.*/qemu/${id}/status/${call}`, nth, times: 1, action, ...failure },
      ]);
      const { exitCode, output } = await workspace.run(['apply', '-no-color', '-input=false', '-auto-approve']);
      await simulator.clearFaults();
      expect([exitCode, output]).toEqual([1, expect.stringContaining(`Error: ${says}`)]);

      const stack: unknown = JSON.parse(readFileSync(join(workspace.directory, 'cdk.tf.json'), 'utf8'));
      const run = {
        errors: printedDiagnostics(output),
        stack,
        applyCommand: 'npm run apply -- home',
        tofuCommand: 'tofu',
        restarting: [name],
      };
      expect(findRecoveries(run)).toMatchObject([{ kind: 'old-values-running', command }]);
      expect((await home.plan({ spec })).plan.isEmpty).toBe(true);
      await awaitGuest(home.homelab, name, (guest) => guest?.pending.join() === 'cores');

      await changeInProxmox(home.homelab, 'POST', `/nodes/pve2/qemu/${id}/status/reboot`);
      await awaitGuest(home.homelab, name, (guest) => guest?.pending.length === 0 && guest.status === 'running');
      expect((await home.plan({ spec })).plan.isEmpty).toBe(true);
      home.describe({});
      await workspace.apply();
    });
  }

  step('S-22 a restart that fails when the machine is off already is gone on with by the next apply', async () => {
    const { workspace, simulator } = home.homelab;
    const spec = { 'nodes.work-00.cpuCores': 4 };
    home.describe({ spec });
    await simulator.addFaults([
      { service: 'proxmox', method: 'POST', path: '.*/qemu/210/status/start', action: 'task', message: 'no memory' },
    ]);
    await expect(workspace.apply()).rejects.toThrow('Error: VM start');
    await simulator.clearFaults();
    const { changes, verdict, plan } = await home.plan({ spec });
    expect([changes, verdict.refusals]).toEqual([[`${vm('work-00')}: update`], []]);
    await workspace.apply(undefined, [plan.file]);
    await awaitGuest(home.homelab, 'work-00', (guest) => guest?.pending.length === 0 && guest.status === 'running');
    expect((await home.plan({ spec })).plan.isEmpty).toBe(true);
    home.describe({});
    await workspace.apply();
  });

  step('S-24 a machine that was deleted by hand is made again when a person accepts it', async () => {
    const { homelab } = home;
    await changeInProxmox(homelab, 'POST', '/nodes/pve2/qemu/210/status/stop');
    await awaitGuest(homelab, 'work-00', (guest) => guest?.status === 'stopped');
    await changeInProxmox(homelab, 'DELETE', '/nodes/pve2/qemu/210');
    await awaitGuest(homelab, 'work-00', (guest) => guest === undefined);

    const { changes, verdict, plan } = await home.plan();
    expect(changes).toEqual([`${vm('work-00')}: create`, `${configuration('work-00')}: delete, create`]);
    expect(verdict.refusals).toEqual([
      {
        kind: 'machines-recreated',
        accept: ['work-00'],
        message:
          'work-00: would be created again, as the state has it and Proxmox VE endpoint main does not show it; if it exists, ' +
          'give the token VM.Audit on /vms or on their pool and plan again; if it was deleted by hand, accept it',
      },
    ]);
    expect(judgePlan(plan.json, { accept: ['work-00'] }).allowed).toBe(true);
    await homelab.workspace.apply(undefined, [plan.file]);
    expect((await home.plan()).plan.isEmpty).toBe(true);
  });
});
