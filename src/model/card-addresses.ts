import { LINK_KINDS } from '../machine-config/documents/described-links';
import { joinTalosOptions } from '../machine-config/join-options';
import type { Draft } from '../values/draft';
import { type CardNames, writtenMac } from '../values/deterministic-mac';
import { DETERMINISTIC } from '../values/mac-address';
import type { Path } from '../values/path';
import { primaryMac } from '../virtual-machine/network-devices';
import type { InterfaceAddressing } from '../network/interface-settings';
import type { NodeFacts } from './node-facts';
import { placeOfSetting } from './node-options';
import type { SpecFacts } from './spec-facts';

/** MAC address of a network card, where it is known at synth. */
export interface CardAddress {
  /** In the spelling of Proxmox VE. */
  readonly mac: string;
  /** As it is written; the empty text if it is not. */
  readonly got: string;
  /** If it follows from names. */
  readonly isMade: boolean;
  /** Machine of the card. */
  readonly hostname: string;
  /** The card in words: its machine, and its name where the machine has several. */
  readonly owner: string;
  /** Where it is written, or would be. */
  readonly path: Path;
}

/** An address of an interface beside the one that carries the address of its machine. */
interface WrittenAddress {
  readonly got: string;
  readonly owner: string;
  readonly path: Path;
}

/** The MAC addresses of all cards of a cluster that are known at synth. */
export function cardAddresses({ spec, nodes }: SpecFacts): readonly CardAddress[] {
  return nodes.filter(({ kind }) => kind !== 'physical').flatMap((node) => addressesOf(node, spec.name ?? ''));
}

function addressesOf(node: NodeFacts, cluster: string): readonly CardAddress[] {
  const { name: hostname, spec, options, written, placeOf } = node;
  const names: CardNames = { cluster, hostname };
  const first = primaryMac({ macAddress: spec.macAddress, dhcp: options.dhcp }, names);
  const devices = Object.entries(options.networkDevices ?? {}).map(([device, { macAddress = DETERMINISTIC } = {}]) =>
    cardAddress(
      macAddress,
      { ...names, device },
      `${hostname} (${device})`,
      written('networkDevices', device, 'macAddress'),
    ),
  );
  const { macAddress = DETERMINISTIC } = spec;
  return [
    ...(first === undefined ? [] : [cardAddress(macAddress, names, hostname, placeOf('macAddress'))]),
    ...devices,
  ];
}

function cardAddress(got: string, names: CardNames, owner: string, path: Path): CardAddress {
  const isMade = got === DETERMINISTIC;
  return { mac: writtenMac(got, names), got, isMade, hostname: names.hostname, owner, path };
}

/** Addresses of all interfaces beside those that carry the address of a machine. */
export function interfaceAddresses({ spec, nodes }: SpecFacts): readonly WrittenAddress[] {
  return nodes.flatMap((node) => {
    const { primaryNetworkDevice, networkDevices = {} } = node.options;
    return [
      ...vlanAddresses(node, primaryNetworkDevice?.vlans ?? [], ['primaryNetworkDevice']),
      ...Object.entries(networkDevices).flatMap(([name, device = {}]) => [
        ...written(node, device, ['networkDevices', name]),
        ...vlanAddresses(node, device.vlans ?? [], ['networkDevices', name]),
      ]),
      ...linkAddresses(node, joinTalosOptions(spec.machine ?? {}, node.options)),
    ];
  });
}

/** Several machines may have one address on a dummy link, which a router leads to the nearest. */
function linkAddresses(
  node: NodeFacts,
  { links = {} }: Pick<NodeFacts['options'], 'links'>,
): readonly WrittenAddress[] {
  return LINK_KINDS.filter((kind) => kind !== 'dummies').flatMap((kind) =>
    Object.entries<Draft<InterfaceAddressing> | undefined>(links[kind] ?? {}).flatMap(
      ([name, { addresses = [] } = {}]) =>
        addresses.flatMap((text = '', index) => {
          const [got = ''] = text.split('/');
          const path = placeOfSetting(node, 'links', kind, name, 'addresses', index);
          return got === '' ? [] : [{ got, owner: node.name, path }];
        }),
    ),
  );
}

function vlanAddresses(
  node: NodeFacts,
  vlans: readonly (Draft<InterfaceAddressing> | undefined)[],
  place: Path,
): readonly WrittenAddress[] {
  return vlans.flatMap((vlan = {}, index) => written(node, vlan, [...place, 'vlans', index]));
}

function written(
  node: NodeFacts,
  { addresses = [] }: Draft<InterfaceAddressing>,
  place: Path,
): readonly WrittenAddress[] {
  const [key, ...below] = place;
  return addresses.flatMap((text = '', index) => {
    const [got] = text.split('/');
    const path = node.written(key as 'networkDevices', ...below, 'addresses', index);
    return got === undefined || got === '' ? [] : [{ got, owner: node.name, path }];
  });
}
