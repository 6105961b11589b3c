import { quoteValue } from '../errors/spec';

/** Asks for a host, as a list of none means none. */
export function writeSomeHost(): string {
  return 'write at least one host, or leave the setting out';
}

/** Asks for an address of a host. */
export function writeSomePeer(): string {
  return 'write the addresses of the hosts that the tunnels connect, such as [10.0.0.2, 10.0.0.3]';
}

/** Asks for a description that Proxmox VE takes. */
export function writeAlias(): string {
  return 'write at most 256 letters, digits, spaces and ( ) . _ -';
}

/** Asks for a route target. */
export function writeRouteTarget(): string {
  return 'write the number of an autonomous system and an id, such as "65000:65000"';
}

/** A setting that zones of another type have. */
export function notOfZoneType(key: string, type: string, types: readonly string[]): string {
  return `a zone of type ${type} has no ${key}; remove it, or write type: ${types.join(' or ')}`;
}

/** A setting that zones of a type need. */
export function zoneNeeds(key: string, type: string): string {
  const example = NEEDED[key] ?? key;
  return `a zone of type ${type} needs ${key}; write ${example}`;
}

/** Examples of settings that a zone needs. */
const NEEDED: Readonly<Record<string, string>> = {
  bridge: 'the bridge of the hosts that carries its VLANs, such as bridge: vmbr0',
  serviceVlan: 'the VLAN around its VLANs, such as serviceVlan: 100',
  peers: 'the addresses of the hosts, such as peers: [10.0.0.2, 10.0.0.3]',
  controller: 'the name of an EVPN controller of Proxmox VE, such as controller: bgp',
  vrfVxlan: 'a VXLAN id that no vnet has, such as vrfVxlan: 10000',
};

/** A host that the endpoint does not have. */
export function sdnHostUnknown(got: string, endpoint: string, known: readonly string[]): string {
  return `got ${quoteValue(got)}; the endpoint ${endpoint} has no such host, write one of ${known.join(', ')}`;
}

/** A first exit node that is none. */
export function primaryIsNoExitNode(got: string, exitNodes: readonly string[]): string {
  const known = exitNodes.length === 0 ? 'add it there' : `write one of ${exitNodes.join(', ')}, or add it there`;
  return `got ${quoteValue(got)}, which is none of exitNodes; ${known}`;
}

/** A domain without a server for it. */
export function dnsZoneWithoutServer(): string {
  return 'names are entered into a DNS server; write dns with the name that Proxmox VE has for it, or remove dnsZone';
}

/** A VXLAN id that something else has. */
export function vxlanTaken(got: number, owner: string): string {
  return `got ${got}, which is the VXLAN id of ${owner}; write another one, as each is one network of all hosts`;
}

/** A tag in a zone that has none. */
export function tagOfSimpleZone(zone: string): string {
  return `the zone ${zone} is of type simple, whose vnets have no tag; remove tag`;
}

/** A zone whose vnets are told apart by their tags. */
export function tagMissing(zone: string, type: string): string {
  const what = type === 'vlan' ? 'its VLAN, such as tag: 20' : 'its VXLAN id, such as tag: 20000';
  return `the zone ${zone} is of type ${type}, whose vnets have a tag; write ${what}`;
}

/** A VLAN that there is not. */
export function tagTooLarge(got: number, zone: string, most: number): string {
  return `got ${got}; vnets of the zone ${zone} are VLANs, write a number from 1 to ${most}`;
}

/** A tag that another vnet has. */
export function tagTaken(got: number | undefined, zone: string, vnet: string): string {
  if (got === undefined) return `the vnet ${vnet} of the zone ${zone} has no tag either; write a tag for one of them`;
  return `got ${got}, which is the tag of the vnet ${vnet}; write another one`;
}

/** VLANs in a vnet that cannot carry them. */
export function vlanAwareInEvpn(zone: string): string {
  return `the zone ${zone} is of type evpn, whose vnets carry no VLANs; remove vlanAware`;
}

/** VLANs of machines in a vnet whose addresses Proxmox VE knows. */
export function vlanAwareBesideSubnets(): string {
  return 'Proxmox VE has no subnets on a vnet that is VLAN-aware; remove vlanAware or subnets';
}

/** An address that is outside of its subnet. */
export function outsideSubnet(got: string, cidr: string): string {
  return `got ${quoteValue(got)}, which is not in ${cidr}; write an address of the subnet`;
}

/** A range that ends before it begins. */
export function rangeBackwards(start: string, end: string): string {
  return `got ${quoteValue(end)}, which is before the start ${start}; write the last address of the range`;
}

/** Addresses without anybody who gives them. */
export function rangeWithoutDhcp(zone: string): string {
  return `nobody gives addresses in the zone ${zone}; write dhcp: true for the zone, which only zones of type simple have, or remove dhcpRange`;
}

/** NAT where no host has an address. */
export function snatWithoutGateway(): string {
  return 'hosts need an address on the vnet for it; write gateway, or remove snat';
}

/** NAT in a zone that machines leave by a router of their own. */
export function snatOfType(zone: string, type: string): string {
  return `the zone ${zone} is of type ${type}, in which Proxmox VE routes nothing; remove snat`;
}

/** A subnet that the zone has already. */
export function subnetTwice(cidr: string, vnet: string): string {
  return `got ${quoteValue(cidr)}, which the vnet ${vnet} of the same zone has already; write another network`;
}

/** A machine on a host that has no vnet of the zone. */
export function vnetNotOnHost(vnet: string, zone: string, host: string, hosts: readonly string[]): string {
  return `got ${quoteValue(vnet)}; its zone ${zone} is not on the host ${host}, write another network, add the host to the zone, or place the machine on ${hosts.join(' or ')}`;
}

/** A VLAN on a vnet that has none. */
export function vnetWithoutVlans(vnet: string): string {
  return `the vnet ${vnet} is not VLAN-aware, and a machine with VLANs does not start on it; remove the VLAN, or write vlanAware: true for the vnet`;
}

/** Machines of a cluster that do not reach each other. */
export function machinesKeptApart(vnet: string, zone: string, hosts: readonly string[]): string {
  return `machines on ${hosts.join(' and ')} are on the vnet ${vnet}, whose zone ${zone} is of type simple: a network of its own on each host, so they do not reach each other unless you route between the hosts; another type of zone connects them`;
}
