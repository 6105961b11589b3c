import { judgePlan } from '../../../src/plan/judge-plan';
import { type Attributes, home, machineConfiguration, SECRET, update } from '../../support/plan';

interface Parts {
  readonly machine?: string;
  readonly cluster?: string;
  readonly documents?: string;
}

function configuration({ machine, cluster, documents }: Parts): string {
  return machineConfiguration('worker', 'work-01', machine, cluster, documents);
}

function judge(before: Parts, after: Parts, edit: (values: Attributes) => void = () => undefined) {
  const config = update((values) => {
    values.machine_configuration_input = configuration(after);
    edit(values);
  });
  const configIs = (values: Attributes): void => void (values.machine_configuration_input = configuration(before));
  const [machine] = judgePlan(home({ 'work-01': { config, configIs } })).machines;
  return [machine?.outcome, ...(machine?.details ?? [])];
}

const LIVE = 'Talos configuration changes without a reboot';
const REBOOT = 'Talos configuration changes with a reboot';

test.each<[string, Parts, Parts, string]>([
  ['cluster', {}, { cluster: '  apiServer:\n    a: b\n' }, 'cluster'],
  ['sysctls', {}, { machine: '  sysctls:\n    a: "1"\n' }, 'machine.sysctls'],
  [
    'a kubelet image',
    { machine: '  kubelet:\n    image: a\n' },
    { machine: '  kubelet:\n    image: b\n' },
    'machine.kubelet',
  ],
  ['the installer image', {}, { machine: '  install:\n    image: b\n' }, 'machine.install'],
  ['labels', {}, { machine: '  nodeLabels:\n    a: b\n' }, 'machine.nodeLabels'],
  [
    'a feature that Talos changes at once',
    { machine: '  features:\n    rbac: true\n' },
    { machine: '  features:\n    rbac: true\n    kubePrism:\n      enabled: true\n' },
    'machine.features.kubePrism',
  ],
  ['a document of its own', {}, { documents: '---\nkind: LinkConfig\nname: eth0\nmtu: 9000\n' }, 'LinkConfig eth0'],
])('S-29 %s needs no reboot', (_, before, after, section) => {
  expect(judge(before, after)).toEqual(['changed', `${LIVE}: ${section}`]);
});

test.each<[string, Parts, Parts, string]>([
  ['variables', {}, { machine: '  env:\n    A: b\n' }, 'machine.env'],
  ['files', {}, { machine: '  files:\n    - path: /var/a\n' }, 'machine.files'],
  ['disks', {}, { machine: '  disks:\n    - device: /dev/sdb\n' }, 'machine.disks'],
  [
    'a feature that Talos starts with',
    { machine: '  features:\n    rbac: true\n' },
    { machine: '  features:\n    rbac: false\n' },
    'machine.features.rbac',
  ],
  ['the first feature', {}, { machine: '  features:\n    kubePrism:\n      enabled: true\n' }, 'machine.features'],
])('S-29 %s need a reboot', (_, before, after, section) => {
  expect(judge(before, after)).toEqual(['restarted', `${REBOOT}: ${section}`]);
});

test('every change is reported, and no value', () => {
  const machine = `  env:\n    TOKEN: ${SECRET}\n  sysctls:\n    a: "1"\n`;
  expect(judge({}, { machine, cluster: '  a: 1\n' })).toEqual([
    'restarted',
    `${REBOOT}: cluster, machine.env, machine.sysctls`,
  ]);
});

test('another order and other quotes are no change', () => {
  const [before, after] = [
    { machine: '  sysctls:\n    a: "1"\n    b: x\n' },
    { machine: "  sysctls:\n    b: 'x'\n    a: '1'\n" },
  ];
  expect(judge(before, after)).toEqual(['changed', 'the same Talos configuration is applied again']);
});

test('other settings of the apply reboot nothing', () => {
  expect(judge({}, {}, (values) => void (values.on_destroy = { graceful: false, reset: true }))).toEqual([
    'changed',
    'the same Talos configuration is applied again',
  ]);
});

describe('how a configuration is applied', () => {
  const env = { machine: '  env:\n    A: b\n' };
  const sysctls = { machine: '  sysctls:\n    a: "1"\n' };

  test.each<[string, Parts, readonly string[]]>([
    ['reboot', {}, ['restarted', REBOOT]],
    ['reboot', sysctls, ['restarted', `${REBOOT}: machine.sysctls`]],
    ['staged', env, ['changed', 'Talos configuration changes at the next reboot: machine.env']],
    ['staged_if_needing_reboot', env, ['changed', 'Talos configuration changes at the next reboot: machine.env']],
    ['staged_if_needing_reboot', sysctls, ['changed', `${LIVE}: machine.sysctls`]],
  ])('%s decides about %j', (mode, after, told) => {
    expect(judge({}, after, (values) => void (values.apply_mode = mode))).toEqual(told);
  });
});

describe('a configuration that cannot be compared', () => {
  const UNKNOWN = ['restarted', 'Talos configuration changes in a way that is known only during the apply'];

  const UNREADABLE = ['restarted', 'Talos configuration changes, and cannot be read'];

  test('counts as one with a reboot where it is no configuration', () => {
    expect(judge({}, {}, (values) => void (values.machine_configuration_input = 'a: [}'))).toEqual(UNREADABLE);
    expect(judge({}, {}, (values) => void (values.machine_configuration_input = '- a'))).toEqual(UNREADABLE);
  });

  test('may need a reboot', () => {
    expect(judge({}, {}, (values) => void (values.config_patches = ['{"machine":{}}']))).toEqual(UNKNOWN);
  });

  test('without its main document needs one', () => {
    const other = (values: Attributes): void => void (values.machine_configuration_input = 'kind: HostnameConfig\n');
    expect(judge({}, {}, other)[0]).toBe('restarted');
  });
});

test('the patched configuration decides where it is known', () => {
  const patched = (values: Attributes): void => {
    values.config_patches = ['{"machine":{}}'];
    values.machine_configuration = configuration({ machine: '  env:\n    A: b\n' });
  };
  const config = update(patched);
  const configIs = (values: Attributes): void => void (values.machine_configuration = configuration({}));
  const [machine] = judgePlan(home({ 'work-01': { config, configIs } })).machines;
  expect(machine?.details).toEqual([`${REBOOT}: machine.env`]);
});
