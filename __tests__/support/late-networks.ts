const ADDRESSING = {
  addresses: ['10.1.0.9/24'],
  dhcp: false,
  routes: [{ destination: '10.9.0.0/16', gateway: '10.1.0.1', metric: 5, source: '10.1.0.9', mtu: 1400, table: 20 }],
};
const CARD = { model: 'virtio', trunks: [20], mtu: 1500, queues: 1, firewall: false, rateLimitMegabytesPerSecond: 1 };
const VLAN = {
  id: 20,
  mtu: 1400,
  addresses: ['10.20.0.9/24'],
  dhcp: false,
  routes: [{ destination: '10.8.0.0/16', gateway: '10.20.0.1', metric: 5, source: '10.20.0.9', mtu: 1400, table: 20 }],
};

/** Network cards of a machine with all that can be said of them. */
export const NETWORKS = {
  dhcp: false,
  primaryNetworkDevice: { ...CARD, vlans: [VLAN] },
  networkDevices: {
    storage: {
      ...CARD,
      ...ADDRESSING,
      slot: 1,
      bridge: 'vmbr1',
      vlanId: 7,
      macAddress: 'BC:24:11:00:00:02',
      vlans: [
        {
          ...VLAN,
          addresses: ['10.30.0.9/24'],
          routes: [
            { destination: '10.7.0.0/16', gateway: '10.30.0.1', metric: 5, source: '10.30.0.9', mtu: 1400, table: 20 },
          ],
        },
      ],
    },
  },
};
