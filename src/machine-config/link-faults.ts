import { quoteValue } from '../errors/spec';

/** A name that something else has. */
export function linkNameTaken(name: string, owner: string): string {
  return `${quoteValue(name)} is ${owner}; a machine has each name once, choose another`;
}

/** Several conditions for one card. */
export function cardFoundTwice(): string {
  return 'a card is found in one way; write macAddress, or busPath, or match, or none where the key is its name';
}

/** A card that is found already. */
export function cardFoundAlready(name: string, how: string): string {
  return `${name} is the card that ${how} finds; leave macAddress, busPath and match out`;
}

/** Settings of a card of a virtual machine that have their place elsewhere. */
export function cardSaidElsewhere(name: string, device: string): string {
  return `${name} is the card of ${device}, and its addresses and routes stand there; here it takes ethernet only`;
}

/** Two cards that are found by the same. */
export function sameCard(got: string, other: string): string {
  return `${quoteValue(got)} finds ${other} already; write that of another card`;
}

/** Several cards where the only one is wanted. */
export function physicalNotAlone(names: readonly string[]): string {
  return (
    `physical stands for the only card of a machine, and links describe more (${names.join(', ')}); write the name of the link ` +
    'that carries the address'
  );
}

/** A link of a virtual machine that cloud-init cannot give the address to. */
export function addressOnMadeLink(link: string): string {
  return (
    `cloud-init gives a virtual machine its address on its first card, and ${quoteValue(link)} is made by Talos: it would have ` +
    'the address twice; leave link out, and make bonds on the host, below its bridge, or write vlanId for a VLAN'
  );
}

/** A member that cannot be one. */
export function memberTwice(name: string, owner: string): string {
  return `${quoteValue(name)} is in ${owner} already; write each link once`;
}

/** A link in itself. */
export function memberOfItself(name: string): string {
  return `${quoteValue(name)} is the link itself; write another`;
}

/** A member that carries the address. */
export function memberCarriesAddress(name: string, owner: string): string {
  return `${quoteValue(name)} carries the address of the machine, and in ${owner} it could not; write link: ${owner} at the machine`;
}

/** Addresses of a link in another one. */
export function memberWithAddresses(owner: string): string {
  return `the link is in ${owner}, which has the addresses; write them there`;
}

/** A setting that a mode of bonds does not have. */
export function notOfBondMode(setting: string, mode: string, modes: readonly string[]): string {
  return `${setting} means nothing in mode ${mode}; leave it out, or write mode: ${modes.join(' or ')}`;
}

/** A delay that is none. */
export function delayWithoutInterval(): string {
  return 'without looking at cables there is no delay; write miimonMilliseconds, or leave the delay out';
}

/** A delay that the interval does not divide. */
export function delayNotAMultiple(got: number, interval: number): string {
  return `got ${got}, but cables are looked at each ${interval} milliseconds; write a multiple of that`;
}

/** A VLAN that stands in a link twice. */
export function vlanTwice(id: number, parent: string, owner: string): string {
  return `VLAN ${id} of ${parent} is ${owner} already; write another number`;
}

/** A packet that does not fit. */
export function mtuAboveParent(got: number, parent: string, most: number): string {
  return `got ${got}, but ${parent}, which the VLAN is in, takes ${most} bytes; write that at most`;
}

/** Options of nothing. */
export function dhcpOptionsWithoutDhcp(): string {
  return 'the link asks no DHCP server; write dhcp or dhcpv6, or leave dhcpOptions out';
}

/** An identifier that is missing, or one too many. */
export function duidWithoutKind(): string {
  return 'duid and clientIdentifier: duid belong together; write both, or none';
}

/** Another address of the link that has one. */
export function dhcpOfPrimary(): string {
  return 'the link carries the address of the machine; write dhcp at the machine instead';
}

/** A key that a tunnel has twice. */
export function peerTwice(): string {
  return 'a peer is known by its public key, and this one stands here twice; write its networks as one peer';
}

/** A network that leads to two peers. */
export function allowedIpTwice(got: string): string {
  return `${quoteValue(got)} leads to two peers of the tunnel, and only the last would have it; write it once`;
}

/** A port that something else has. */
export function portTaken(port: number, owner: string): string {
  return `${port} is the port of ${owner}; write another`;
}

/** A table that two domains have. */
export function tableTaken(table: number, owner: string): string {
  return `${table} is the table of ${owner}; write another number`;
}

/** A rule that says nothing, or two things. */
export function ruleDecidesOnce(): string {
  return 'a rule looks into a table, or says what becomes of the packets; write table or action, and not both';
}

/** Bits of a mark that nobody set. */
export function maskWithoutMark(): string {
  return 'firewallMask are bits of firewallMark; write that too';
}

/** Two ends of packets that cannot meet. */
export function familiesDiffer(from: string, to: string): string {
  return `no packet goes from ${from} to ${to}; write networks of one family`;
}

/** Cards of a bond that older contracts cannot name together. */
export function membersMixed(contract: string): string {
  return (
    `with contract ${contract} a bond has its cards all by name, or all by macAddress or busPath; write them in one way, or ` +
    'raise talos.contract to v1.12'
  );
}

/** A card that older contracts have no name for. */
export function cardWithoutName(name: string, contract: string): string {
  return (
    `with contract ${contract} ${quoteValue(name)}, which is found by what it is, has no name here; write its name as the key ` +
    'and leave macAddress and busPath out, or raise talos.contract to v1.12'
  );
}

/** A name of a VLAN that older contracts do not give. */
export function vlanNamedByTalos(wanted: string, contract: string): string {
  return `with contract ${contract} the VLAN is called ${quoteValue(wanted)}; write that as its key, or raise talos.contract to v1.12`;
}

/** Two kinds of clocks. */
export function clockOfTwoKinds(): string {
  return 'a machine reads clocks of its cards, or asks servers; write ptpDevices or servers, and not both';
}
