import { cluster } from '../../support/homelab';
import { type RuleRow, testAdvice, testFaults } from '../../support/rule-rows';
import { changedSpec } from '../../support/small-spec';
import { synthesize, testStack } from '../../support/synth';

const BLOCK = { 'network.firewall.defaultAction': 'block' };
const ADMINS = { 'network.firewall.adminSubnets': ['192.168.1.0/24'] };
const RULE = 'network.firewall.rules.web';
const PORTS = { [`${RULE}.ports`]: [80] };
const SUBNETS = { [`${RULE}.subnets`]: ['10.0.0.0/8'] };

/** Faults of a single firewall, which are refused whichever door it comes through. */
const ROWS: readonly RuleRow[] = [
  {
    title: 'whoever blocks says where the cluster is administered from',
    good: { ...BLOCK, ...ADMINS },
    bad: BLOCK,
    line: 'network.firewall.defaultAction: with defaultAction: block nobody would reach the machines any more, the machine that runs OpenTofu neither; write the networks that the cluster is administered from, such as adminSubnets: [192.168.1.0/24]',
  },
  {
    title: 'networks of administrators mean something with block only',
    good: { ...BLOCK, ...ADMINS },
    bad: ADMINS,
    line: 'network.firewall.adminSubnets: adminSubnets are let in where all others are blocked; write defaultAction: block, or leave adminSubnets out',
  },
  {
    title: 'so do those of clients',
    both: ADMINS,
    good: { ...BLOCK, 'network.firewall.kubernetesApiSubnets': ['10.9.0.0/16'] },
    bad: {
      'network.firewall.adminSubnets': undefined,
      'network.firewall.defaultAction': 'accept',
      'network.firewall.kubernetesApiSubnets': ['10.9.0.0/16'],
    },
    line: 'network.firewall.kubernetesApiSubnets: kubernetesApiSubnets are let in where all others are blocked; write defaultAction: block, or leave kubernetesApiSubnets out',
  },
  {
    title: 'a firewall says something',
    good: { 'network.firewall': { defaultAction: 'accept' } },
    bad: { 'network.firewall': {} },
    line: 'network.firewall: the firewall says nothing; write defaultAction: block, or rules',
  },
  {
    title: 'a rule has a name of its own',
    both: { ...BLOCK, ...ADMINS },
    good: { [RULE]: { ports: [80], subnets: ['::/0'] } },
    bad: { 'network.firewall.rules.kubelet': { ports: [80], subnets: ['::/0'] } },
    line: 'network.firewall.rules.kubelet: "kubelet" is the name of a rule that block brings along; choose another name',
  },
  {
    title: 'ports stand in a rule once',
    both: SUBNETS,
    good: { [`${RULE}.ports`]: [80, '81-90', 91] },
    bad: { [`${RULE}.ports`]: [80, '81-90', '90-95'] },
    line: `${RULE}.ports: 81-90 and 90-95 overlap, which a machine refuses; write each port once`,
  },
  {
    title: 'an exception lies in what is let in',
    both: { ...PORTS, ...SUBNETS },
    good: { [`${RULE}.except`]: ['10.9.0.0/16'] },
    bad: { [`${RULE}.except`]: ['10.9.0.0/16', '0.0.0.0/0'] },
    line: `${RULE}.except: "0.0.0.0/0" lies in none of the subnets of the rule, so nothing is excepted; leave it out, or write the subnet`,
  },
  {
    title: 'a port is one',
    both: SUBNETS,
    good: { [`${RULE}.ports`]: [1, 65_535, '30000-32767'] },
    bad: { [`${RULE}.ports`]: ['90-80'] },
    line: `${RULE}.ports[0]: got "90-80"; write a port from 1 to 65535, or a range of ports such as "30000-32767"`,
  },
];

describe('a firewall in a cluster file', () => {
  testFaults(ROWS);
});

describe('a firewall on a construct', () => {
  const faults = (changes: RuleRow['good']): readonly string[] => {
    const { stack } = testStack();
    try {
      cluster(stack, { firewall: firewallOf(changes) });
      synthesize(stack);
      return [];
    } catch (error) {
      return (error as Error).message.split('\n');
    }
  };

  test.each(ROWS)('$title', ({ both, good, bad, line }) => {
    expect(faults({ ...both, ...good })).toEqual([]);
    expect(faults({ ...both, ...bad })).toEqual([`test/cluster: ${line.replaceAll('network.', '')}`]);
  });
});

describe('a firewall before a network of pods that something else installs', () => {
  testAdvice([
    {
      title: 'draws advice on its ports',
      both: { ...BLOCK, ...ADMINS, 'kubernetes.cni': 'none' },
      good: { 'network.firewall.rules.vxlan': { protocol: 'udp', ports: [8472], subnets: ['10.0.0.0/24'] } },
      bad: {},
      line: 'network.firewall.defaultAction: the ports of a CNI that something else installs are not known here; write them in network.firewall.rules, such as vxlan: { protocol: udp, ports: [8472], subnets: [<network of the machines>] }',
    },
  ]);
});

/** The firewall that changes of a cluster file make. */
function firewallOf(changes: RuleRow['good']): never {
  const { network } = changedSpec(changes, {}) as { readonly network: { readonly firewall: never } };
  return network.firewall;
}
