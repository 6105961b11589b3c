import { planPage } from '../../src/plan-page/plan-page';
import { judgePlan } from '../../src/plan/judge-plan';
import { type MachineSide, machineViews } from '../../src/plan/read/machine-views';
import type { Verdict } from '../../src/plan/verdict/verdict';
import {
  type Attributes,
  create,
  destroy,
  diskValues,
  forget,
  home,
  keep,
  type MachineStory,
  planJson,
  replacedBy,
  type PlanStory,
  update,
} from './plan';

/** The page on a plan. */
export function pageOf(json: unknown, clusterName = 'home'): string {
  const verdict = judgePlan(json, { clusterName });
  return planPage({ verdict, machines: machineViews(json), plannedAt: '2026-05-01T10:00:00Z', version: '1.2.3' });
}

const memory = (mib: number) => (vm: Attributes) => {
  vm.memory = [{ dedicated: mib }];
};

/** One machine that is restarted. */
export function smallPlan(): unknown {
  const step = update((vm) => {
    vm.cpu = [{ cores: 4, type: 'host' }];
  });
  return planJson({ machines: { 'cp-1': { role: 'controlplane', number: 11, vm: step, config: keep } } });
}

/** A plan of five machines that is refused for several reasons, with losses, notes and other resources. */
export function refusedPlan(): unknown {
  return home(
    {
      'ctrl-00': { vm: replacedBy('vm_id', (vm) => (vm.vm_id = 899)), config: keep },
      'ctrl-01': { vm: update(memory(8192)) },
      'work-00': { vm: destroy, config: destroy },
      'work-01': {
        vm: update((vm) => {
          vm.disk = [diskValues('scsi0', 40, 1), diskValues('scsi1', 200, 2)];
          vm.network_device = [{ bridge: 'vmbr1', vlan_id: 20 }];
          vm.node_name = 'pve2';
        }),
      },
      'work-02': { role: 'worker', number: 23, vm: create, config: create },
    },
    { image: create },
  );
}

/** Twelve machines on four hosts, two physical ones, and one change of each kind. */
export function mixedPlan(): unknown {
  const hosts = ['pve1', 'pve2', 'pve3', 'pve4'];
  const names = Array.from({ length: 12 }, (_, index) => (index < 3 ? `cp-${index + 1}` : `worker-${index - 2}`));
  const steps: Readonly<Record<string, Partial<MachineStory>>> = {
    'cp-2': { vm: update((vm) => (vm.cpu = [{ cores: 4, type: 'host' }])) },
    'worker-2': { vm: update((vm) => (vm.disk = [diskValues('scsi0', 20, 1), diskValues('scsi1', 400, 2)])) },
    'worker-5': { vm: create, config: create },
    'worker-7': { vm: destroy, config: destroy },
    'worker-8': { vm: forget, config: forget },
  };
  const machines = names.map((name, index): [string, MachineStory] => [
    name,
    {
      role: index < 3 ? 'controlplane' : 'worker',
      number: 11 + index,
      vm: keep,
      config: keep,
      ...(index > 2 && { dataGiB: 200 }),
      vmIs: (vm) => {
        vm.node_name = hosts[index % hosts.length];
        if (index % 3 === 2) vm.network_device = [{ bridge: 'vmbr1', vlan_id: 40 }];
      },
      ...steps[name],
    },
  ]);
  const metal = Object.fromEntries(
    ['metal-1', 'metal-2'].map((name, index) => [name, { role: 'worker', number: 101 + index, config: keep } as const]),
  );
  const story: PlanStory = { machines: { ...Object.fromEntries(machines), ...metal } };
  return planJson(story);
}

/** A page on a verdict with everything that there may be, and all of it the worst text. */
export function hostilePage(): string {
  const text = `<script>document.title='run'</script>"'><img src=x onerror=alert(1)>&amp;</style></svg>\u202E${'a'.repeat(300)}`;
  const refusal = { kind: 'disk-shrinks', accept: [text], message: `${text}\n    ${text}\n  ${text}` } as const;
  const side: MachineSide = {
    host: { name: text, endpoint: text },
    addresses: [text],
    vmId: text,
    disks: [{ interface: text, datastoreId: text }],
    cards: [{ bridge: text }],
    devices: [text],
  };
  const machine = { name: text, outcome: 'replaced', details: [text], disks: [] } as const;
  const verdict: Verdict = {
    clusterName: text,
    allowed: false,
    hasChanges: true,
    machines: [machine],
    hosts: [],
    unchangedMachines: 1,
    others: [{ type: text, created: 1, changed: 0, replaced: 0, destroyed: 0 }],
    losses: [text],
    refusals: [refusal],
    accepted: [refusal],
    notes: [text],
    steps: [{ title: text, commands: [text] }],
  };
  return planPage({
    verdict,
    machines: [{ name: text, outcome: 'replaced', before: side, after: side }],
    plannedAt: text,
    version: text,
  });
}

/** A page with commands for afterwards and notes. */
export function stepsPage(): string {
  const verdict = judgePlan(smallPlan(), { clusterName: 'home' });
  const commands = ['talosctl --nodes 10.0.0.11 upgrade --image factory.talos.dev/installer/0123456789abcdef:v1.13.9'];
  return planPage({
    verdict: { ...verdict, steps: [{ title: 'upgrade Talos afterwards, one machine after the other:', commands }] },
    machines: machineViews(smallPlan()),
    version: '1.2.3',
  });
}
