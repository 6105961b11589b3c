/** A vnet that machines are connected to. */
export function vnetInUse(vnet: string, machines: readonly string[]): string {
  return (
    `vnet ${vnet}: would be removed while ${machines.join(', ')} ${machines.length === 1 ? 'is' : 'are'} connected to it; ` +
    'Proxmox VE removes it all the same, and they lose this network; connect them to another network and apply that first, or keep the vnet'
  );
}

/** A zone that vnets are in. */
export function zoneInUse(zone: string, vnets: readonly string[]): string {
  return (
    `zone ${zone}: would be removed while ${vnets.length === 1 ? 'the vnet' : 'the vnets'} ${vnets.join(', ')} ` +
    `${vnets.length === 1 ? 'is' : 'are'} in it, which Proxmox VE refuses, so the apply would fail halfway; ` +
    'add the other zone, move the vnets there and apply that first, or keep the zone'
  );
}

/** A change of a zone that the provider cannot make. */
export function zoneNotChangeable(zone: string, type: string): string {
  return (
    `zone ${zone}: the provider cannot change a zone of type ${type} and fails once Proxmox VE has the new settings; ` +
    `change it there ("pvesh set /cluster/sdn/zones/${zone} …", then "pvesh set /cluster/sdn") and write the same here, so that the plan finds nothing to do`
  );
}

/** A subnet that machines have addresses of. */
export function subnetInUse(subnet: string, machines: readonly string[]): string {
  const hold = machines.length === 1 ? 'holds an address' : 'hold addresses';
  return (
    `subnet ${subnet}: would be removed or replaced while ${machines.join(', ')} ${hold} of its dhcpRange, which Proxmox VE refuses, ` +
    'so the apply would fail halfway; connect them to another network and apply that first, or keep the subnet as it is'
  );
}
