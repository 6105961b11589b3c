import { ClusterPatches } from '../../../src/machine-config/machine-patches';
import type { Fields } from '../../../src/machine-config/fields';
import { nodeConflicts } from '../../../src/machine-config/patches/node-conflicts';
import type { HostDnsOptions } from '../../../src/machine-config/settings/host-dns';
import type { MachineSettings } from '../../../src/machine-config/settings/machine';
import { clusterSettings, worker } from '../fixtures';

/** The main document, and that of the DNS, as patches of a machine have them. */
function dnsOf(contract: string, settings: Partial<MachineSettings>) {
  const [main, ...others] = new ClusterPatches(clusterSettings(contract)).documentsOf(worker(settings), 'installer');
  return { main, resolver: others.find(({ kind }) => kind === 'ResolverConfig') };
}

const HOST_DNS: HostDnsOptions = { enabled: true, forwardKubeDnsToHost: false, resolveMemberNames: true };
const RENDERED = { enabled: true, forwardKubeDNSToHost: false, resolveMemberNames: true };

describe('the DNS server of the machine', () => {
  test.each(['v1.9', 'v1.11', 'v1.12', 'v1.13'])('is a feature of the main document of contract %s', (contract) => {
    const { main, resolver } = dnsOf(contract, { hostDns: HOST_DNS });
    expect(main).toHaveProperty('machine.features', { hostDNS: RENDERED });
    expect(resolver?.hostDNS).toBeUndefined();
  });

  test('stands beside the servers that it asks since contract v1.14', () => {
    const { main, resolver } = dnsOf('v1.14', { hostDns: HOST_DNS, dnsServers: ['10.0.0.53'] });
    expect(main).not.toHaveProperty('machine.features');
    expect(resolver).toMatchObject({ nameservers: [{ address: '10.0.0.53' }], hostDNS: RENDERED });
  });

  test('takes forwarding with it where it is off, as Talos forwards by default', () => {
    const off = { enabled: false, forwardKubeDNSToHost: false };
    const hostDns = { enabled: false };
    expect(dnsOf('v1.13', { hostDns }).main).toHaveProperty('machine.features.hostDNS', off);
    expect(dnsOf('v1.14', { hostDns }).resolver?.hostDNS).toEqual(off);
  });

  test('is not mentioned where nothing is said of it', () => {
    const { main, resolver } = dnsOf('v1.13', { hostDns: {}, dnsServers: [], searchDomains: [] });
    expect(main).not.toHaveProperty('machine.features');
    expect(resolver).toBeUndefined();
  });
});

describe('a machine whose DNS server is described twice', () => {
  const main = { machine: { features: { hostDNS: { enabled: true } } } };

  test('refuses that', () => {
    const documents = new Map<string, Fields>([
      ['v1alpha1', main],
      ['ResolverConfig', { hostDNS: { enabled: false } }],
    ]);
    expect(nodeConflicts(documents)).toEqual([expect.stringContaining('machine.features.hostDNS')]);
  });

  test('takes servers that it asks beside it', () => {
    const documents = new Map<string, Fields>([
      ['v1alpha1', main],
      ['ResolverConfig', { nameservers: [{ address: '10.0.0.53' }] }],
    ]);
    expect(nodeConflicts(documents)).toEqual([]);
  });
});
