import { Token } from 'cdktf';
import {
  addressNotAnIp,
  addressOutsideSubnet,
  hostnameNotADnsLabel,
  hostnameOfObjects,
  installDiskMissing,
  subnetNotACidr,
} from '../../../errors/constructs';
import { gatewayNotAnIp, gatewayNotARouter, gatewayOfOtherFamily } from '../../../errors/gateways';
import type { MachineSettings } from '../../../machine-config/settings/machine';
import { isDnsLabel } from '../../../values/dns-name';
import { ipFamily, isIpAddress, isUnicast } from '../../../values/ip-address';
import { IpCidr } from '../../../values/ip-cidr';
import type { Rule } from '../../../values/rule';

/** What must hold for the Talos settings of any machine. */
export const MACHINE_RULES: readonly Rule<MachineSettings>[] = [
  {
    condition: (machine) => isDnsLabel(machine.hostname),
    message: (machine) => hostnameNotADnsLabel(machine.hostname),
  },
  {
    condition: ({ hostname }) => !(hostname in Object.prototype),
    message: ({ hostname }) => hostnameOfObjects(hostname),
  },
  {
    condition: (machine) => IpCidr.isValid(machine.subnet),
    message: (machine) => subnetNotACidr(machine.subnet),
  },
  {
    condition: (machine) => Token.isUnresolved(machine.address) || isIpAddress(machine.address),
    message: (machine) => addressNotAnIp(machine.address),
  },
  {
    condition: ({ address, subnet }) =>
      !isIpAddress(address) || !IpCidr.isValid(subnet) || IpCidr.of(subnet).contains(address),
    message: ({ address, subnet }) => addressOutsideSubnet(address, subnet),
  },
  {
    condition: ({ gateway }) => gateway === undefined || Token.isUnresolved(gateway) || isIpAddress(gateway),
    message: ({ gateway = '' }) => gatewayNotAnIp(gateway),
  },
  {
    condition: ({ gateway = '', subnet }) =>
      !isIpAddress(gateway) || !IpCidr.isValid(subnet) || IpCidr.of(subnet).family === ipFamily(gateway),
    message: ({ gateway = '', subnet }) =>
      `gateway: ${gatewayOfOtherFamily(gateway, IpCidr.of(subnet).family, subnet)}`,
  },
  {
    condition: ({ gateway = '' }) => !isIpAddress(gateway) || isUnicast(gateway),
    message: ({ gateway = '' }) => `gateway: ${gatewayNotARouter(gateway)}`,
  },
];

/** What must hold for a machine that Talos is installed on. */
export const BARE_METAL_RULES: readonly Rule<MachineSettings>[] = [
  ...MACHINE_RULES,
  {
    condition: ({ installDisk }) => installDisk !== undefined && installDisk !== '',
    message: installDiskMissing,
  },
];
