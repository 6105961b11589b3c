import { quoteValue } from '../errors/spec';

/** A firewall that would lock out whoever applies it. */
export function blockWithoutAdmins(): string {
  return (
    'with defaultAction: block nobody would reach the machines any more, the machine that runs OpenTofu neither; write the ' +
    'networks that the cluster is administered from, such as adminSubnets: [192.168.1.0/24]'
  );
}

/** Networks of rules that are not computed. */
export function subnetsWithoutBlock(setting: string): string {
  return `${setting} are let in where all others are blocked; write defaultAction: block, or leave ${setting} out`;
}

/** A firewall that changes nothing. */
export function firewallSaysNothing(): string {
  return 'the firewall says nothing; write defaultAction: block, or rules';
}

/** A rule with the name of one that is computed. */
export function ruleTaken(name: string): string {
  return `${quoteValue(name)} is the name of a rule that block brings along; choose another name`;
}

/** Ports that stand in a rule twice. */
export function portsOverlap(first: string, second: string): string {
  return `${first} and ${second} overlap, which a machine refuses; write each port once`;
}

/** An exception from something that is not let in. */
export function exceptOutside(got: string): string {
  return `${quoteValue(got)} lies in none of the subnets of the rule, so nothing is excepted; leave it out, or write the subnet`;
}

/** A network of pods that nobody knows the ports of. */
export function portsOfCniUnknown(): string {
  return (
    'the ports of a CNI that something else installs are not known here; write them in network.firewall.rules, such as ' +
    'vxlan: { protocol: udp, ports: [8472], subnets: [<network of the machines>] }'
  );
}
