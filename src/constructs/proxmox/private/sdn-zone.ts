import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { SdnZoneEvpn } from '../../../../.gen/providers/proxmox/sdn-zone-evpn';
import { SdnZoneQinq } from '../../../../.gen/providers/proxmox/sdn-zone-qinq';
import { SdnZoneSimple } from '../../../../.gen/providers/proxmox/sdn-zone-simple';
import { SdnZoneVlan } from '../../../../.gen/providers/proxmox/sdn-zone-vlan';
import { SdnZoneVxlan } from '../../../../.gen/providers/proxmox/sdn-zone-vxlan';
import type { SdnApplier } from '../../../../.gen/providers/proxmox/sdn-applier';
import type { ResolvedSdnZone } from '../../../sdn/resolved';
import { nothingLeft } from '../../../values/nothing-left';

/** A zone of any type. */
export type SdnZone = SdnZoneSimple | SdnZoneVlan | SdnZoneQinq | SdnZoneVxlan | SdnZoneEvpn;

/** Makes a zone; each type is a resource of its own. Its rules have seen that it has what its type needs. */
export function createZone(
  scope: Construct,
  settings: ResolvedSdnZone,
  provider: TerraformProvider | undefined,
  last: SdnApplier,
): SdnZone {
  const { name, type, hosts, mtu, ipam, dns, reverseDns, dnsZone, ...own } = settings;
  const {
    bridge = '',
    serviceVlan = 0,
    serviceVlanProtocol,
    peers = [],
    controller = '',
    vrfVxlan = 0,
    ...others
  } = own;
  const { exitNodes, primaryExitNode, exitNodesLocalRouting, advertiseSubnets, ...more } = others;
  const { disableArpNdSuppression, routeTargetImport, dhcp, ...rest } = more;
  nothingLeft(rest);
  const common = {
    ...{ provider, id: name, nodes: hosts && [...hosts], mtu, ipam, dns, reverseDns, dnsZone },
    dependsOn: [last],
  };
  const id = `zone-${name}`;
  const make: Readonly<Record<ResolvedSdnZone['type'], () => SdnZone>> = {
    simple: () => new SdnZoneSimple(scope, id, { ...common, dhcp }),
    vlan: () => new SdnZoneVlan(scope, id, { ...common, bridge }),
    qinq: () => new SdnZoneQinq(scope, id, { ...common, bridge, serviceVlan, serviceVlanProtocol }),
    vxlan: () => new SdnZoneVxlan(scope, id, { ...common, peers: [...peers] }),
    evpn: () =>
      new SdnZoneEvpn(scope, id, {
        ...common,
        controller,
        vrfVxlan,
        exitNodes: exitNodes && [...exitNodes],
        primaryExitNode,
        exitNodesLocalRouting,
        advertiseSubnets,
        disableArpNdSuppression,
        rtImport: routeTargetImport,
      }),
  };
  return make[type]();
}
