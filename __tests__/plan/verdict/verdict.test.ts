import { judgePlan } from '../../../src/plan/judge-plan';
import { renderVerdict } from '../../../src/plan/verdict/render-verdict';
import {
  absent,
  type Attributes,
  create,
  destroy,
  diskValues,
  end,
  forget,
  home,
  HOME,
  planJson,
  SECRET,
  tainted,
  triggered,
  update,
} from '../../support/plan';
import { cores, disks, ENV, gone, leaving, reconfigure } from '../../support/refusal-rows';

const everything = (step: typeof end, configIs?: (values: Attributes) => void) =>
  home(Object.fromEntries(Object.keys(HOME).map((name) => [name, { vm: step, config: step, configIs }])), {
    secrets: step,
    bootstrap: step,
    kubeconfig: step,
    image: step,
  });

const MUCH = home(
  {
    'ctrl-00': { vm: cores },
    'ctrl-01': { config: reconfigure('controlplane', 'ctrl-01', ENV) },
    'work-00': { vm: disks(diskValues('scsi0', 30, 1), diskValues('scsi2', 50, 9), diskValues('scsi1', 100, 2)) },
    'work-01': gone,
    'work-02': { role: 'worker', number: 23, vm: create, config: create },
  },
  { image: triggered, outputs: { talos_config: { actions: ['update'] } } },
);

describe('a verdict in words', () => {
  test('G-46 tells each machine, what is lost, what is refused and the way out', () => {
    expect(renderVerdict(judgePlan(MUCH, { accept: ['work-00', 'work-9'] })).split('\n')).toEqual([
      'ctrl-00  control plane  restarted                  cores 2 -> 4',
      'ctrl-01  control plane  restarted                  Talos configuration changes with a reboot: machine.env',
      'work-00  worker         changed without a restart  disk scsi0 grown from 20 to 30 GiB',
      '                                                   disk scsi2 added (50 GiB)',
      'work-01  worker         destroyed                  because it was removed from the cluster file',
      '                                                   disk scsi0 lost (20 GiB)',
      'work-02  worker         created',
      '1 machine unchanged',
      '',
      'machines of each host together:',
      '  main/pve1  10 cores · 20 GiB  ->  12 cores · 20 GiB',
      '',
      'other resources:',
      '  proxmox_download_file 1 replaced',
      '',
      'permanently lost:',
      '  work-01: scsi0 (20 GiB)',
      '',
      'note:',
      '  --accept work-9 has no effect: there is home, ctrl-00, ctrl-01, ctrl-02, work-00, work-01, work-02',
      '',
      'accepted:',
      '  work-00: disk scsi2 would get the volume of scsi1, as the provider keeps volumes by position; ' +
        'give a new disk the highest slot of its machine, and add and remove disks in separate applies',
      '',
      'refused:',
      '  ctrl-00 (restarts: cores 2 -> 4), ctrl-01 (restarts: Talos reboots for machine.env): control planes that would be away ' +
        'at the same time, as nothing in an apply waits for one before the next; apply one after the other and wait until it is ready, ' +
        'beginning with npx cdktf-proxmox-talos apply home -- -target=talos_machine_configuration_apply.cluster_nodes_ctrl-00_apply_2285AE98',
      '    to do it anyway: --accept ctrl-00 --accept ctrl-01',
      '',
      'the plan is refused for 1 reason',
      '',
    ]);
  });

  test('is painted where a terminal can show it', () => {
    const mark = (kind: string) => (text: string) => `<${kind}>${text}</${kind}>`;
    const paint = { strong: mark('b'), good: mark('good'), careful: mark('careful'), bad: mark('bad') };
    const text = renderVerdict(judgePlan(home({ 'work-01': gone })), paint);
    expect(text).toContain('work-01  worker  <bad>destroyed</bad>  because');
    expect(text).toContain('<good>the plan may be applied</good>');
  });

  test('of a plan without changes is one line', () => {
    expect(renderVerdict(judgePlan(home({})))).toBe('nothing changes\n');
  });
});

test('a verdict holds no secret of the plan', () => {
  const plans = [MUCH, everything(end), everything(create), home({ 'work-01': { vm: tainted, config: triggered } })];
  expect(JSON.stringify(plans)).toContain(SECRET);
  expect(JSON.stringify(plans.map((plan) => judgePlan(plan)))).not.toContain(SECRET);
});

describe('what is lost', () => {
  test('of a whole cluster', () => {
    expect(judgePlan(everything(end)).losses).toEqual([
      'ctrl-00: scsi0 (20 GiB)',
      'ctrl-01: scsi0 (20 GiB)',
      'ctrl-02: scsi0 (20 GiB)',
      'work-00: scsi0 (20 GiB), scsi1 (100 GiB)',
      'work-01: scsi0 (20 GiB)',
      'the majority of etcd, and with it everything that Kubernetes knows',
      'the machine secrets: every certificate, key and token of the cluster',
    ]);
  });

  test('of a machine that was never configured: nothing', () => {
    expect(judgePlan(home({ 'work-00': { vm: tainted, config: create } })).losses).toEqual([]);
  });

  test('of a machine that is reset', () => {
    const config = { config: destroy, configIs: leaving };
    expect(judgePlan(home({ 'ctrl-02': config })).losses).toEqual(['ctrl-02: what Talos holds on its system disk']);
  });
});

describe('notes', () => {
  const stop = update((values) => void (values.started = false));

  test.each<[string, Record<string, unknown>, readonly string[]]>([
    [
      'S-20 a detached disk',
      home({ 'work-00': { vm: disks(diskValues('scsi0', 20, 1)) } }),
      ['work-00: the volume of scsi1 stays at the machine as an unused disk; attach or remove it in Proxmox VE'],
    ],
    [
      'S-23 a machine that was never configured',
      home({ 'work-01': { vm: tainted, config: create } }),
      ['work-01: its create failed before it was configured, so it holds no data and is replaced'],
    ],
    [
      'S-23 a machine that was never configured and is removed',
      home({ 'work-01': { vm: destroy, config: absent, isTainted: true } }),
      ['work-01: its create failed before it was configured, so it holds no data'],
    ],
    [
      'S-38 a machine that an interrupted create left behind',
      home(
        { 'work-01': { vm: create, config: create } },
        { seen: [{ vm_id: 822, name: 'work-01', node_name: 'pve1' }] },
      ),
      ['work-01: already exists as VM 822 and is not in the state; it is imported as it is'],
    ],
    [
      'S-38 a bootstrap that is imported',
      home({}, { bootstrap: { actions: ['no-op'], importing: 'machine_bootstrap' } }),
      ['talos_machine_bootstrap.cluster_bootstrap_CBC276F0: already exists and is imported'],
    ],
    [
      'a machine that is forgotten',
      home({ 'work-01': { vm: forget, config: forget } }),
      ['work-01: keeps running as it is with VM id 822 and address 10.0.0.22, but OpenTofu no longer manages it'],
    ],
    ['a control plane that leaves etcd', home({ 'ctrl-02': { ...gone, configIs: leaving } }), []],
    [
      'the only control plane that restarts',
      home({
        'ctrl-00': { vm: cores },
        'ctrl-01': { vm: absent, config: absent },
        'ctrl-02': { vm: absent, config: absent },
      }),
      ['ctrl-00: the Kubernetes API does not answer while it restarts, as the others are no majority'],
    ],
    ['one of three control planes that restarts', home({ 'ctrl-00': { vm: cores } }), []],
    [
      'S-21 all workers that restart',
      home({ 'work-00': { vm: cores }, 'work-01': { vm: stop } }),
      ['work-00, work-01: all workers restart at the same time, and nothing runs on them meanwhile'],
    ],
    ['one of two workers that restarts', home({ 'work-00': { vm: cores } }), []],
    [
      'the end of control planes that leave etcd',
      everything(end, leaving),
      [
        'ctrl-00, ctrl-01, ctrl-02: each leaves etcd before it goes, and the last ones would wait for a majority that is gone; ' +
          'apply -var reset_on_destroy=false first, and destroy with the same',
      ],
    ],
  ])('%s', (_, plan, notes) => {
    expect(judgePlan(plan).notes).toEqual(notes);
  });

  test('an accepted name that is needed for nothing', () => {
    expect(judgePlan(home({}), { accept: ['ctrl-00', 'home', 'ctrl-00'] }).notes).toEqual([
      '--accept ctrl-00 has no effect: nothing is refused because of ctrl-00',
      '--accept home has no effect: nothing is refused because of home',
    ]);
  });
});

describe('what hosts lack', () => {
  const added = home({ 'work-02': { role: 'worker', number: 23, vm: create, config: create } });
  const lack = {
    kind: 'datastore-unfit',
    accept: ['main/pve1'],
    message:
      'main/pve1: datastore "local" is disabled\n  to fix it, run as root on pve1:\n      pvesm set local --disable 0',
  } as const;
  const hosts = { refusals: [lack], notes: ['main/pve1: little memory is free'] };

  test('stands against a plan, with the command that mends it', () => {
    const verdict = judgePlan(added, { hosts });
    expect(verdict).toMatchObject({ allowed: false, refusals: [lack], notes: hosts.notes });
    expect(renderVerdict(verdict)).toContain(
      'refused:\n  main/pve1: datastore "local" is disabled\n  to fix it, run as root on pve1:\n      pvesm set local --disable 0\n' +
        '    to do it anyway: --accept main/pve1\n',
    );
  });

  test('is overruled by the name of the host', () => {
    expect(judgePlan(added, { hosts, accept: ['main/pve1'] })).toMatchObject({
      allowed: true,
      accepted: [lack],
      notes: hosts.notes,
    });
  });
});

describe('the name of the cluster', () => {
  test('is in the tags of its machines', () => {
    expect(judgePlan(home({})).clusterName).toBe('home');
  });

  test('may be told', () => {
    expect(judgePlan(home({}), { clusterName: 'lab' }).clusterName).toBe('lab');
  });

  test('is cluster where nobody tells', () => {
    expect(judgePlan(planJson({ machines: {} })).clusterName).toBe('cluster');
  });
});

describe('changes', () => {
  test.each<[string, Record<string, unknown>, boolean]>([
    ['nothing', home({}), false],
    ['an output', home({}, { outputs: { a: { actions: ['update'] } } }), true],
    ['an output that stays', home({}, { outputs: { a: { actions: ['no-op'] } } }), false],
    ['an import', home({}, { bootstrap: { actions: ['no-op'], importing: 'x' } }), true],
    ['another resource', home({}, { image: triggered }), true],
  ])('of %s', (_, plan, hasChanges) => {
    expect(judgePlan(plan).hasChanges).toBe(hasChanges);
  });
});

describe('something else than a plan', () => {
  const NOT = 'not the JSON of a plan; pass what tofu show -json prints of a saved plan, parsed';

  test.each([
    ['nothing', undefined, NOT],
    ['a text', '{}', NOT],
    ['the JSON of a state', { format_version: '1.0', values: {} }, NOT],
    [
      'another format',
      { ...home({}), format_version: '2.0' },
      'plan of format 2.0, known is 1.0 to 1.2; use a version of this library that knows your OpenTofu',
    ],
    [
      'a plan that ended in errors',
      { ...home({}), errored: true },
      'the plan ended in errors and is not whole; correct what tofu plan says and plan again',
    ],
  ])('fails: %s', (_, json, message) => {
    expect(() => judgePlan(json)).toThrow(message);
  });
});
