import { RESOURCE_TYPES } from '../../resource-types';
import { blocksOf, isSame, textOf } from '../read/attributes';
import { isTakenAway, type Plan } from '../read/plan-json';
import type { GuardFacts, GuardRule } from './guard-rule';
import type { Refusal } from './refusal';
import { subnetInUse, vnetInUse, zoneInUse, zoneNotChangeable } from './sdn-faults';

const ZONES: Readonly<Record<string, string>> = {
  [RESOURCE_TYPES.sdnZoneSimple]: 'simple',
  [RESOURCE_TYPES.sdnZoneVlan]: 'vlan',
  [RESOURCE_TYPES.sdnZoneQinq]: 'qinq',
  [RESOURCE_TYPES.sdnZoneVxlan]: 'vxlan',
  [RESOURCE_TYPES.sdnZoneEvpn]: 'evpn',
};

/**
 * Attributes that the provider reads from the changes that wait, where one that does not change is missing: it takes that for
 * empty, and OpenTofu finds a result that is not the plan.
 */
const READ_FROM_CHANGES: Readonly<Record<string, readonly string[]>> = {
  qinq: ['service_vlan', 'service_vlan_protocol'],
  vxlan: ['peers'],
};

/** A vnet stays while machines are connected to it: Proxmox VE does not look for them. */
function usedVnetStays({ plan }: GuardFacts): readonly Refusal[] {
  return plan.resources
    .filter((each) => each.type === RESOURCE_TYPES.sdnVnet && isTakenAway(each))
    .flatMap(({ before, name }): readonly Refusal[] => {
      const vnet = textOf(before, 'id') ?? name;
      const names = machinesOn(plan, vnet);
      if (names.length === 0) return [];
      return [{ kind: 'vnet-in-use', accept: names, message: vnetInUse(vnet, names) }];
    });
}

/** A zone stays while vnets are in it. */
function usedZoneStays({ plan }: GuardFacts): readonly Refusal[] {
  return plan.resources
    .filter((each) => ZONES[each.type] !== undefined && isTakenAway(each))
    .flatMap(({ before, name }): readonly Refusal[] => {
      const zone = textOf(before, 'id') ?? name;
      const vnets = plan.resources
        .filter(
          (vnet) => vnet.type === RESOURCE_TYPES.sdnVnet && !isTakenAway(vnet) && textOf(vnet.before, 'zone') === zone,
        )
        .map((vnet) => textOf(vnet.before, 'id') ?? vnet.name);
      return vnets.length === 0
        ? []
        : [{ kind: 'zone-in-use', accept: [`zone/${zone}`], message: zoneInUse(zone, vnets) }];
    });
}

/** Changes of zones that leave what the provider reads from them as it is. */
function zoneIsChangeable({ plan }: GuardFacts): readonly Refusal[] {
  return plan.resources.flatMap(({ type, action, before, after, name }): readonly Refusal[] => {
    const kind = ZONES[type] ?? '';
    const read = READ_FROM_CHANGES[kind];
    if (read === undefined || action !== 'update') return [];
    if (read.every((key) => !isSame(before?.[key], after?.[key]))) return [];
    const zone = textOf(before, 'id') ?? name;
    return [{ kind: 'zone-not-changeable', accept: [`zone/${zone}`], message: zoneNotChangeable(zone, kind) }];
  });
}

/** A subnet stays as it is while machines hold addresses of it, which they do from when they are made. */
function usedSubnetStays({ plan }: GuardFacts): readonly Refusal[] {
  return plan.resources
    .filter((each) => each.type === RESOURCE_TYPES.sdnSubnet && isTakenAway(each) && each.before?.dhcp_range != null)
    .flatMap(({ before, name }): readonly Refusal[] => {
      const cidr = textOf(before, 'cidr') ?? name;
      const machines = machinesOn(plan, textOf(before, 'vnet') ?? '');
      if (machines.length === 0) return [];
      return [{ kind: 'subnet-in-use', accept: [`subnet/${cidr}`], message: subnetInUse(cidr, machines) }];
    });
}

/** Names of machines that have a card on a vnet and stay. */
function machinesOn({ resources }: Plan, vnet: string): readonly string[] {
  return resources
    .filter(
      ({ type, action, before }) =>
        type === RESOURCE_TYPES.virtualMachine &&
        action !== 'destroy' &&
        blocksOf(before, 'network_device').some((card) => textOf(card, 'bridge') === vnet),
    )
    .map((machine) => textOf(machine.before, 'name') ?? machine.name);
}

/** Rules about software-defined networks. */
export const SDN_RULES: readonly GuardRule[] = [usedVnetStays, usedZoneStays, zoneIsChangeable, usedSubnetStays];
