import type { Sample } from './key-samples';

/** Keys that network cards, routes and VLANs must have before another one of their keys can be tried. */
export const WHOLE_CARDS: Readonly<Record<string, unknown>> = {
  'node.networkDevices.any': { slot: 1, addresses: ['10.1.0.9/24'] },
  'node.networkDevices.any.routes.0': { destination: '10.9.0.0/16', gateway: '10.1.0.1' },
  'node.networkDevices.any.vlans.0': { id: 40, addresses: ['10.40.0.9/24'] },
  'node.networkDevices.any.vlans.0.routes.0': { destination: '10.9.0.0/16', gateway: '10.40.0.1' },
  'node.primaryNetworkDevice.vlans.0': { id: 40, addresses: ['10.40.0.9/24'] },
  'node.primaryNetworkDevice.vlans.0.routes.0': { destination: '10.9.0.0/16', gateway: '10.40.0.1' },
};

/** Samples of network cards. */
export const CARDS: Readonly<Record<string, Sample>> = {
  ...cardSamples('primaryNetworkDevice'),
  ...cardSamples('networkDevices.any'),
  'networkDevices.any.bridge': { values: [undefined, 'vmbr1'] },
  'networkDevices.any.vlanId': { values: [undefined, 20] },
  'networkDevices.any.macAddress': { values: [undefined, 'bc:24:11:00:00:02'] },
  'networkDevices.any.gateway': { values: [undefined, '10.1.0.1'], beside: { 'network.gateway': undefined } },
  ...addressSamples('networkDevices.any'),
};

/** A slot can't be tried alone: there are no gaps. */
export const SLOTS: Readonly<Record<string, Sample>> = Object.fromEntries(
  ['nodes', 'nodeDefaults.controlplane', 'nodeDefaults.worker', 'sizes', 'pools', 'pools.any.overrides'].map(
    (section) => {
      const at = `${section.startsWith('nodeDefaults') ? section : `${section}.any`}.networkDevices`;
      const cards = (first: number, second: number) => ({ storage: { slot: first }, lab: { slot: second } });
      return [`${at}.any.slot`, { values: [cards(1, 2), cards(2, 1)], at }];
    },
  ),
);

/** Samples of the options that every network card has, and of the VLANs in it. */
function cardSamples(card: string): Readonly<Record<string, Sample>> {
  return {
    [`${card}.trunks.0`]: { values: [undefined, [20], [20, 30]] },
    [`${card}.mtu`]: { values: [undefined, 'bridge', 9000] },
    [`${card}.queues`]: { values: [undefined, 2] },
    [`${card}.rateLimitMegabytesPerSecond`]: { values: [undefined, 12.5] },
    [`${card}.vlans.0.id`]: { values: [40, 41] },
    [`${card}.vlans.0.mtu`]: { values: [undefined, 1400] },
    ...addressSamples(`${card}.vlans.0`),
  };
}

/** Samples of addresses and routes. */
function addressSamples(place: string): Readonly<Record<string, Sample>> {
  return {
    [`${place}.addresses.0`]: { values: [undefined, ['10.50.0.9/24']] },
    [`${place}.dhcp`]: { values: [false, true] },
    [`${place}.routes.0.destination`]: { values: ['10.9.0.0/16', '10.8.0.0/16'] },
    [`${place}.routes.0.gateway`]: {
      values: place.includes('vlans') ? ['10.40.0.1', '10.40.0.2'] : ['10.1.0.1', '10.1.0.2'],
    },
    [`${place}.routes.0.metric`]: { values: [undefined, 5] },
    [`${place}.routes.0.source`]: { values: [undefined, '10.1.0.9'] },
    [`${place}.routes.0.mtu`]: { values: [undefined, 1400] },
    [`${place}.routes.0.table`]: { values: [undefined, 20] },
  };
}
