import { writableContracts } from '../data/support';
import { claims } from '../values/claims';
import type { Fault } from '../values/fault';
import { isIpAddress, normalizeIpAddress } from '../values/ip-address';
import { MachineType } from '../values/machine-type';
import type { SettingRule } from '../values/setting-rule';
import { TalosContract } from '../values/talos-contract';
import { addressTaken, contractNotWritable, noControlPlane, vipIsNotEndpoint } from './faults';

/** Talos minor version that configurations are written for, as text such as `v1.13`. */
export interface ContractSettings {
  /** The minor version. */
  readonly contract: string;
}

/** Conditions of the contract. */
export const CONTRACT_RULES: readonly SettingRule<ContractSettings>[] = [
  {
    at: () => ['contract'],
    condition: ({ settings: { contract } }) =>
      contract === undefined || writableContracts().some((each) => each.compare(TalosContract.of(contract)) === 0),
    message: ({ settings: { contract = '' } }) =>
      contractNotWritable(
        TalosContract.of(contract).tag,
        String(writableContracts()[0]),
        String(writableContracts().at(-1)),
      ),
  },
];

/** Host that clients ask for the Kubernetes API, and the address that control planes share. */
export interface EndpointSettings {
  /**
   * Name or address, IPv6 without brackets.
   * @default - the virtual IP, or the first control plane
   */
  readonly endpoint?: string;
  /**
   * Virtual IP of the control planes.
   * @default - none
   */
  readonly vip?: string;
}

/** Conditions of the cluster endpoint. Of a name it is not known here where it leads. */
export const ENDPOINT_RULES: readonly SettingRule<EndpointSettings>[] = [
  {
    at: () => ['endpoint'],
    condition: ({ settings: { endpoint, vip } }) =>
      vip === undefined ||
      endpoint === undefined ||
      !isIpAddress(vip) ||
      !isIpAddress(endpoint) ||
      normalizeIpAddress(endpoint) === normalizeIpAddress(vip),
    message: ({ settings: { endpoint = '', vip = '' } }) => vipIsNotEndpoint(endpoint, vip),
  },
];

/** Machines of a cluster, by what they are in it. */
export interface MemberSettings {
  /** Types of the machines. */
  readonly nodes: readonly `${MachineType}`[];
}

/** Conditions of the machines of a cluster together. */
export const MEMBER_RULES: readonly SettingRule<MemberSettings>[] = [
  {
    at: () => ['nodes'],
    condition: ({ settings: { nodes = [] }, isUncertain }) =>
      isUncertain('nodes') || nodes.includes(MachineType.CONTROL_PLANE),
    message: noControlPlane,
  },
];

/** An address in the network of a cluster, and whose it is. */
export interface OwnedAddress {
  /** As it is written. */
  readonly got: string;
  /** Who has it, in words, such as the name of a machine. */
  readonly owner: string;
  /** Where it is written. */
  readonly path: Fault['path'];
}

/**
 * Addresses that something else has already, at those that come later. One that is no address, as it is known later, is
 * nobody's.
 *
 * @param addresses those that machines share first, so that a machine that takes one is at fault
 */
export function addressesTaken(addresses: readonly OwnedAddress[]): readonly Fault[] {
  return claims(addresses, ({ got }) => (isIpAddress(got) ? normalizeIpAddress(got) : undefined)).flatMap(
    ({ item, first }) =>
      first === undefined ? [] : [{ path: item.path, message: addressTaken(item.got, first.owner) }],
  );
}
