import { AppliedCluster, configuration, vm } from '../support/applied-cluster';
import { runGuarded } from '../support/guarded';
import { bootImage, each, GUARDED, withWrittenAddresses } from '../support/guarded-edits';
import { describeHomelab } from '../support/homelab-run';
import { type Changes, changedSpec } from '../support/small-spec';

/** Three control planes and two workers, the second of which gets its id from Proxmox VE. */
const CLUSTER = changedSpec({ 'nodes.work-00.disks': undefined, 'nodes.work-01.vmId': undefined }, GUARDED);

const WORKER = { machineType: 'worker', host: 'pve1', address: '10.0.0.22' };
const PASSES = (name: string, address: string, holder: string): string =>
  `${name}: would get the address ${address}, which ${holder} has; the configuration of ${name} would be sent there and reach ` +
  `${holder}, so that the virtual machine ${holder} becomes the node ${name}; revert the change, or give ${name} an address ` +
  'that no machine has';
const RENAMED = (name: string, address: string, holder: string, etcd = ''): string =>
  `${name}: would be created with the address ${address}, which ${holder} has until it is destroyed in the same apply ` +
  '(a renamed machine is a new one); nothing waits for that, so both would have it at the same time and the configuration of ' +
  `${name} could reach ${holder}${etcd}; remove ${holder} and apply that, then add ${name}, or give ${name} another address`;
const TAKES_OVER =
  'worker-0: would be created with VM id 210, which belongs to work-00; the provider would take over the disks of work-00 instead of creating ' +
  'new ones; remove work-00 and apply that, then add worker-0';

interface Row {
  readonly spec: Changes;
  readonly changes: readonly string[];
  /** Name, role and outcome of each machine that changes. */
  readonly table: readonly string[];
  readonly refused: readonly string[];
}

const RESOURCES = [vm, configuration, bootImage];

const ROWS: Readonly<Record<string, Row>> = {
  'S-49 b21 two workers that swap their addresses': {
    spec: { 'nodes.work-00.address': '10.0.0.22', 'nodes.work-01.address': '10.0.0.21' },
    changes: each(['work-00', 'work-01'], 'update', vm, configuration),
    table: ['work-00 worker restarted', 'work-01 worker restarted'],
    refused: [PASSES('work-00', '10.0.0.22', 'work-01'), PASSES('work-01', '10.0.0.21', 'work-00')],
  },
  'S-49 b21 a control plane and a worker that swap their addresses': {
    spec: { 'nodes.ctrl-02.address': '10.0.0.21', 'nodes.work-00.address': '10.0.0.13' },
    changes: each(['ctrl-02', 'work-00'], 'update', vm, configuration),
    table: ['ctrl-02 control plane restarted', 'work-00 worker restarted'],
    refused: [PASSES('ctrl-02', '10.0.0.21', 'work-00'), PASSES('work-00', '10.0.0.13', 'ctrl-02')],
  },
  'b22 a renamed worker that gets its id from Proxmox VE': {
    spec: { 'nodes.work-01': undefined, 'nodes.worker-1': WORKER },
    changes: [...each(['work-01'], 'delete', ...RESOURCES), ...each(['worker-1'], 'create', ...RESOURCES)],
    table: ['work-01 worker destroyed', 'worker-1 worker created'],
    refused: [RENAMED('worker-1', '10.0.0.22', 'work-01')],
  },
  'b22 a renamed worker with an id of its own': {
    spec: {
      'nodes.work-00': undefined,
      'nodes.worker-0': { ...WORKER, host: 'pve2', address: '10.0.0.21', vmId: 210 },
    },
    changes: [...each(['work-00'], 'delete', ...RESOURCES), ...each(['worker-0'], 'create', ...RESOURCES)],
    table: ['work-00 worker destroyed', 'worker-0 worker created'],
    refused: [RENAMED('worker-0', '10.0.0.21', 'work-00'), TAKES_OVER],
  },
  'b22 a renamed control plane': {
    spec: {
      'nodes.ctrl-02': undefined,
      'nodes.control-2': { machineType: 'controlplane', host: 'pve1', address: '10.0.0.13' },
    },
    changes: [...each(['ctrl-02'], 'delete', ...RESOURCES), ...each(['control-2'], 'create', ...RESOURCES)],
    table: ['ctrl-02 control plane destroyed', 'control-2 control plane created'],
    refused: [RENAMED('control-2', '10.0.0.13', 'ctrl-02', ', and etcd would count two members with one address')],
  },
};

describeHomelab('addresses that change hands, planned with the real Proxmox provider', (homelabs) => {
  const home = new AppliedCluster(homelabs, CLUSTER);

  test.each(Object.entries(ROWS))(
    '%s are refused, with one row for each machine, and nothing changes',
    async (_, { spec, changes, table, refused }) => {
      const { changes: planned } = await home.plan({ spec });
      expect(planned).toEqual([...changes].sort());

      const { simulator } = home.homelab;
      const before = guestsOf(await simulator.inventory());
      const calls = (await simulator.journal()).length;
      const { exitCode, output } = await runGuarded(home.homelab, 'apply', '--yes');
      const lines = withWrittenAddresses(output)
        .split('\n')
        .map((line) => line.replace(/ {2,}/g, '  ').trim());
      const rows = lines.filter((line) => table.some((row) => line.startsWith(`${row.split(' ')[0]}  `)));
      const words = rows.map((line) => line.split('  ').slice(0, 3).join(' '));
      expect([exitCode, words.sort()]).toEqual([1, [...table].sort()]);
      const start = lines.indexOf('refused:');
      const refusals = lines.slice(start + 1, -2).filter((line) => line !== '' && !line.startsWith('to do it anyway'));
      expect(refusals).toEqual([...refused]);

      expect(guestsOf(await simulator.inventory())).toEqual(before);
      const changing = (await simulator.journal(calls)).filter(
        ({ service, method, path }) =>
          (service === 'proxmox' && method !== 'GET') || path.endsWith('/ApplyConfiguration'),
      );
      expect(changing).toEqual([]);
    },
  );
});

/** Virtual machines, and what runs in them. */
function guestsOf(inventory: unknown): unknown {
  const { proxmox, talos } = inventory as {
    readonly proxmox: readonly {
      readonly guests: readonly { readonly id: number; readonly name: string; readonly machine: string }[];
    }[];
    readonly talos: {
      readonly nodes: readonly { readonly id: string; readonly hostname?: string; readonly bootId?: string }[];
    };
  };
  return {
    guests: proxmox.flatMap(({ guests }) => guests.map(({ id, name, machine }) => ({ id, name, machine }))),
    nodes: talos.nodes.map(({ id, hostname, bootId }) => ({ id, hostname, bootId })),
  };
}
