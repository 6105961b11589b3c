import {
  addressesTaken,
  CONTRACT_RULES,
  ENDPOINT_RULES,
  type EndpointSettings,
  MEMBER_RULES,
} from '../../src/machine-config/rules';
import type { SettingRule } from '../../src/values/setting-rule';

function broken<T>(rules: readonly SettingRule<T>[], settings: T, isUncertain = () => false): readonly string[] {
  const known = { settings: settings as never, isUncertain };
  return rules
    .filter((rule) => !rule.condition(known))
    .map((rule) => `${rule.at(known).join('.')}: ${rule.message(known)}`);
}

describe('CONTRACT_RULES', () => {
  test('S-4 refuse a contract that nobody writes, with or without v', () => {
    expect(broken(CONTRACT_RULES, { contract: '1.13' })).toEqual([]);
    expect(broken(CONTRACT_RULES, { contract: '1.15' })).toEqual([
      'contract: got "v1.15"; this release of cdktf-proxmox-talos writes v1.9 to v1.14; write one of these; the machines may run a newer Talos',
    ]);
  });
});

describe('ENDPOINT_RULES', () => {
  test.each<[string, EndpointSettings, readonly string[]]>([
    ['the vip in another spelling', { endpoint: 'FD00::0:10', vip: 'fd00::10' }, []],
    ['a name, of which nobody knows where it leads', { endpoint: 'api.example', vip: '10.0.0.10' }, []],
    ['no vip', { endpoint: '10.0.0.11' }, []],
    ['a vip that only OpenTofu knows', { endpoint: '10.0.0.11', vip: '${TfToken[TOKEN.0]}' }, []],
    [
      'S-18 another address',
      { endpoint: '10.0.0.11', vip: '10.0.0.10' },
      ['endpoint: got "10.0.0.11", but the vip is 10.0.0.10; write the vip, or a DNS name that leads to it'],
    ],
  ])('for %s', (_, settings, expected) => {
    expect(broken(ENDPOINT_RULES, settings)).toEqual(expected);
  });
});

describe('MEMBER_RULES', () => {
  test('ask for a control plane, unless machines are not known', () => {
    const workers = { nodes: ['worker' as const] };
    expect(broken(MEMBER_RULES, { nodes: ['worker', 'controlplane'] })).toEqual([]);
    expect(broken(MEMBER_RULES, workers, () => true)).toEqual([]);
    expect(broken(MEMBER_RULES, workers)).toEqual([
      'nodes: there is no control plane; write machineType: controlplane at one machine or more, best at three',
    ]);
  });
});

describe('addressesTaken', () => {
  test('tells who was first, at those that come later, in any spelling', () => {
    const addresses = [
      { got: 'fd00::10', owner: 'the vip', path: ['vip'] },
      { got: 'fd00:0::10', owner: 'cp1', path: ['nodes', 'cp1', 'address'] },
      { got: 'fd00::11', owner: 'cp2', path: ['nodes', 'cp2', 'address'] },
    ];
    expect(addressesTaken(addresses)).toEqual([
      {
        path: ['nodes', 'cp1', 'address'],
        message: 'got "fd00:0::10"; that is the address of the vip, write another',
      },
    ]);
  });

  test('says nothing of addresses that are known later', () => {
    const later = { got: '${TfToken[TOKEN.0]}', owner: 'cp1', path: ['nodes'] };
    expect(addressesTaken([later, { ...later, owner: 'cp2' }])).toEqual([]);
  });
});
