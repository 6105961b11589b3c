import { resolvedSdn } from '../../src/sdn/resolved';

test('addresses are given by dnsmasq from the list of Proxmox VE', () => {
  const { zones } = resolvedSdn({
    zones: { lab: { type: 'simple', dhcp: true }, other: { type: 'simple', dhcp: true, ipam: 'netbox' } },
  });
  expect(zones).toMatchObject([
    { name: 'lab', type: 'simple', dhcp: 'dnsmasq', ipam: 'pve' },
    { name: 'other', dhcp: 'dnsmasq', ipam: 'netbox' },
  ]);
});

test('a zone without them has neither', () => {
  const [zone] = resolvedSdn({ zones: { lab: { type: 'vlan', bridge: 'vmbr1', dhcp: false } } }).zones;
  expect(zone).toMatchObject({ name: 'lab', type: 'vlan', bridge: 'vmbr1' });
  expect([zone?.dhcp, zone?.ipam]).toEqual([undefined, undefined]);
});

test('a subnet is known by its network', () => {
  const subnets = [{ cidr: '10.20.0.0/24', gateway: '10.20.0.1' }, { cidr: 'fd00:20::/64' }];
  expect(resolvedSdn({ vnets: { lab: { zone: 'talos', tag: 20, subnets } } })).toEqual({
    zones: [],
    vnets: [
      expect.objectContaining({
        name: 'lab',
        zone: 'talos',
        tag: 20,
        subnets: [
          expect.objectContaining({ id: '10-20-0-0-24', gateway: '10.20.0.1' }),
          expect.objectContaining({ id: 'fd00-20---64' }),
        ],
      }),
    ],
  });
});
