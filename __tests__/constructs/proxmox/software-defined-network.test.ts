import { ProxmoxEndpoint } from '../../../src/constructs/proxmox/proxmox-endpoint';
import { SoftwareDefinedNetwork } from '../../../src/constructs/proxmox/software-defined-network';
import type { SdnSettings, SdnZoneSettings } from '../../../src/sdn';
import { image, node } from '../../support/homelab';
import { synthesize, testStack } from '../../support/synth';

/** The networks of an endpoint with two hosts. */
function networks(settings: SdnSettings) {
  const { stack } = testStack();
  const endpoint = new ProxmoxEndpoint(stack, 'rack', {
    url: 'https://10.0.0.2:8006',
    hosts: { pve1: { diskDatastoreId: 'ceph' }, pve2: { diskDatastoreId: 'ceph' } },
  });
  const network = new SoftwareDefinedNetwork(stack, 'net', { endpoint, ...settings });
  return { stack, endpoint, network, at: (path: string) => synthesize(stack).at(`net/${path}`) };
}

const LAB: SdnSettings = {
  zones: { talos: { type: 'simple', dhcp: true, mtu: 1400, hosts: ['pve1'] } },
  vnets: {
    lab: {
      zone: 'talos',
      alias: 'Lab (1)',
      isolatePorts: true,
      subnets: [
        {
          cidr: '10.20.0.0/24',
          gateway: '10.20.0.1',
          snat: true,
          dhcpRange: { start: '10.20.0.100', end: '10.20.0.199' },
          dhcpDnsServer: '10.20.0.1',
          dnsZonePrefix: 'lab',
        },
      ],
    },
    other: { zone: 'theirs', tag: 20, vlanAware: true },
  },
};

test('makes zones, vnets and subnets, and applies them when all of them are made', () => {
  const { at } = networks(LAB);
  const zone = at('zone-talos');
  expect(zone).toMatchObject({
    ...{ id: 'talos', provider: 'proxmox.rack', nodes: ['pve1'], mtu: 1400, ipam: 'pve', dhcp: 'dnsmasq' },
    depends_on: [expect.stringMatching(/^proxmox_sdn_applier\.net_apply-removed/)],
  });
  expect(at('vnet-lab')).toMatchObject({
    ...{ id: 'lab', alias: 'Lab (1)', isolate_ports: true },
    zone: expect.stringMatching(/^\$\{proxmox_sdn_zone_simple\..*\.id\}$/) as string,
  });
  expect(at('vnet-other')).toMatchObject({ id: 'other', zone: 'theirs', tag: 20, vlan_aware: true });
  expect(at('vnet-lab-10-20-0-0-24')).toMatchObject({
    vnet: expect.stringMatching(/^\$\{proxmox_sdn_vnet\..*\.id\}$/) as string,
    ...{ cidr: '10.20.0.0/24', gateway: '10.20.0.1', snat: true, dhcp_dns_server: '10.20.0.1', dns_zone_prefix: 'lab' },
    dhcp_range: { start_address: '10.20.0.100', end_address: '10.20.0.199' },
  });
  const { depends_on: after, ...applied } = at('apply') as { depends_on: readonly string[] };
  expect(applied).toMatchObject({ on_create: true, on_destroy: false, lifecycle: REPLACED_WITH('content') });
  expect(after.map((each) => each.split('.')[0])).toEqual([
    ...['proxmox_sdn_zone_simple', 'proxmox_sdn_vnet', 'proxmox_sdn_vnet', 'proxmox_sdn_subnet', 'proxmox_sdn_applier'],
  ]);
  expect(at('apply-removed')).toMatchObject({
    ...{ on_create: false, on_destroy: true },
    lifecycle: REPLACED_WITH('names'),
  });
});

test('what is removed is applied by names, and what is changed by content', () => {
  const inputs = (settings: SdnSettings) => {
    const { at } = networks(settings);
    return [at('names').input, at('content').input];
  };
  const [names, content] = inputs({ vnets: { lab: { zone: 'theirs', tag: 20 } } });
  const [sameNames, otherContent] = inputs({ vnets: { lab: { zone: 'theirs', tag: 21 } } });
  const [otherNames] = inputs({ vnets: { lab: { zone: 'theirs', tag: 20, subnets: [{ cidr: '10.0.0.0/24' }] } } });
  expect(sameNames).toBe(names);
  expect(otherContent).not.toBe(content);
  expect(otherNames).not.toBe(names);
});

test.each<readonly [SdnZoneSettings, string, object]>([
  [{ type: 'vlan', bridge: 'vmbr1' }, 'proxmox_sdn_zone_vlan', { bridge: 'vmbr1' }],
  [
    { type: 'qinq', bridge: 'vmbr1', serviceVlan: 100, serviceVlanProtocol: '802.1ad' },
    'proxmox_sdn_zone_qinq',
    { bridge: 'vmbr1', service_vlan: 100, service_vlan_protocol: '802.1ad' },
  ],
  [{ type: 'vxlan', peers: ['10.0.0.2', '10.0.0.3'] }, 'proxmox_sdn_zone_vxlan', { peers: ['10.0.0.2', '10.0.0.3'] }],
  [
    {
      ...{ type: 'evpn', controller: 'bgp', vrfVxlan: 10000, exitNodes: ['pve1'], primaryExitNode: 'pve1' },
      ...{ exitNodesLocalRouting: true, advertiseSubnets: true, disableArpNdSuppression: true },
      ...{ routeTargetImport: '65000:65000', ipam: 'pve', dns: 'named', reverseDns: 'named', dnsZone: 'lab.example' },
    },
    'proxmox_sdn_zone_evpn',
    {
      ...{ controller: 'bgp', vrf_vxlan: 10000, exit_nodes: ['pve1'], primary_exit_node: 'pve1' },
      ...{ exit_nodes_local_routing: true, advertise_subnets: true, disable_arp_nd_suppression: true },
      ...{ rt_import: '65000:65000', ipam: 'pve', dns: 'named', reverse_dns: 'named', dns_zone: 'lab.example' },
    },
  ],
])('makes a zone of $type', (zone, type, written) => {
  const { stack } = networks({ zones: { talos: zone } });
  const made = synthesize(stack);
  expect(made.resources).toContain(type);
  expect(made.at('net/zone-talos')).toMatchObject({ id: 'talos', ...written });
});

test('a machine that takes a vnet from here is made after the hosts have it', () => {
  const { stack, endpoint, network } = networks(LAB);
  const bridge = network.vnetBridges.get('lab') ?? '';
  const [host] = endpoint.hosts;
  if (host === undefined) throw new Error('the endpoint has no host');
  node(stack, { image: image(stack, { hosts: [host] }), hostname: 'cp1', host, networkBridge: bridge });
  const [card] = synthesize(stack).at('cp1/Resource').network_device as readonly { bridge: string }[];
  expect(card?.bridge).toMatch(
    /^\$\{element\(\[proxmox_sdn_vnet\.[\w-]+\.id, proxmox_sdn_applier\.[\w-]+\.id\], 0\)\}$/,
  );
});

test.each<readonly [string, SdnSettings, string]>([
  [
    'a host of elsewhere',
    { zones: { talos: { type: 'simple', hosts: ['pve9'] } } },
    'zones.talos.hosts[0]: got "pve9"',
  ],
  [
    'a zone without its bridge',
    { zones: { talos: { type: 'vlan' } } },
    'zones.talos: a zone of type vlan needs bridge',
  ],
  [
    'a tag of nobody',
    { zones: { talos: { type: 'simple' } }, vnets: { lab: { zone: 'talos', tag: 3 } } },
    'vnets.lab.tag: the zone talos is of type simple',
  ],
  ['a name that is too long', { vnets: { laboratory: { zone: 'talos' } } }, 'vnets.laboratory'],
])('refuses %s', (_title, settings, message) => {
  expect(() => networks(settings)).toThrow(message);
});

const REPLACED_WITH = (id: string) => ({
  replace_triggered_by: [expect.stringMatching(new RegExp(`^terraform_data\\.net_${id}`))],
});
