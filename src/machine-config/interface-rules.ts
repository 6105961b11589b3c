import { dhcpNeedsIpv4 } from '../network/interface-faults';
import { IpCidr } from '../values/ip-cidr';
import type { SettingRules } from '../values/setting-rule';
import { TalosContract } from '../values/talos-contract';
import { linkAliasConfig } from './documents/link-alias';
import { isSelected } from './documents/link-name';
import type { JudgedMachine } from './judged-machine';
import { firstCardNotFound } from './machine-faults';
import type { MachineInterfaces } from './settings/interfaces';

/** Conditions of the network of a machine. */
export const INTERFACE_RULES: SettingRules<JudgedMachine> = [
  {
    at: () => ['dhcp'],
    condition: ({ settings: { dhcp, subnet } }) =>
      dhcp !== true || subnet === undefined || IpCidr.of(subnet).family === 4,
    message: ({ settings: { subnet = '' } }) => dhcpNeedsIpv4(subnet),
  },
  {
    at: () => ['networkDevices'],
    condition: ({ settings: { contract, link, interfaces }, isUncertain }) =>
      contract === undefined ||
      TalosContract.of(contract).isAtLeast(linkAliasConfig.since) ||
      interfaces?.primary?.macAddress !== undefined ||
      isUncertain('macAddress') ||
      !isSelected({ link, interfaces: interfaces as MachineInterfaces | undefined }),
    message: ({ settings: { contract = '' } }) => firstCardNotFound(contract, linkAliasConfig.since),
  },
];
