import type { Sample } from './key-samples';

/** A firewall that lets in nobody else. */
const BLOCK = { 'network.firewall.defaultAction': 'block', 'network.firewall.adminSubnets': ['192.168.1.0/24'] };

/** Values for the keys of a firewall. */
export const FIREWALL_SAMPLES: Readonly<Record<string, Sample>> = {
  'network.firewall.defaultAction': {
    at: 'network.firewall',
    values: [undefined, { defaultAction: 'accept' }, { defaultAction: 'block', adminSubnets: ['192.168.1.0/24'] }],
  },
  'network.firewall.adminSubnets.0': {
    values: [['192.168.1.0/24'], ['192.168.1.0/24', 'fd00::/8']],
    beside: { 'network.firewall.defaultAction': 'block' },
  },
  'network.firewall.kubernetesApiSubnets.0': { values: [undefined, ['192.168.2.0/24']], beside: BLOCK },
  'network.firewall.rules.any.ports.0': { values: [[80], [80, '8080-8090']] },
  'network.firewall.rules.any.subnets.0': { values: [['0.0.0.0/0'], ['::/0']] },
  'network.firewall.rules.any.except.0': { values: [undefined, ['10.9.0.0/16']] },
};

/** Every key of a firewall. */
export const WHOLE_FIREWALL = {
  defaultAction: 'block',
  adminSubnets: ['192.168.1.0/24'],
  kubernetesApiSubnets: ['192.168.2.0/24'],
  rules: {
    web: {
      ports: [80, '8080-8090'],
      protocol: 'tcp',
      subnets: ['0.0.0.0/0'],
      except: ['10.9.0.0/16'],
      machineType: 'worker',
    },
  },
};
