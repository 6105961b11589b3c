import type { Path } from '../values/path';

/** Settings of a network that its machines' addresses and documents are made of at synth. */
export const NETWORK_KNOWN_AT_SYNTH: readonly Path[] = [['subnet'], ['link'], ['searchDomains']];

/** Settings of a machine in a network that decide at synth what is made for it. */
export const MEMBER_KNOWN_AT_SYNTH: readonly Path[] = [
  ['hostname'],
  ['machineType'],
  ['link'],
  ['dhcp'],
  ['network', 'subnet'],
];

/** Addresses and routes of an interface, which its documents are made of at synth. */
export function addressingKnownAtSynth(place: Path): readonly Path[] {
  return [
    ['dhcp'],
    ['addresses', '*'],
    ['routes', '*', 'destination'],
    ['routes', '*', 'gateway'],
    ['routes', '*', 'metric'],
  ].map((path) => [...place, ...path]);
}

/** VLANs of an interface, which documents of their own are made of at synth. */
export function vlansKnownAtSynth(place: Path): readonly Path[] {
  const vlan = [...place, 'vlans', '*'];
  return [[...vlan, 'id'], [...vlan, 'mtu'], ...addressingKnownAtSynth(vlan)];
}
