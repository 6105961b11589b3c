import * as z from 'zod';
import { writeSomeItems } from '../forms/form-texts';
import { busPath, cardAddress, duid, linkName, probedServer, rulePriority, wireGuardKey } from '../forms/link-scalars';
import { addressWithPort } from '../forms/machine-scalars';
import { dnsLabel, ipAddress, ipNetwork, someText, wholeNumber } from '../forms/scalars';
import { secretReference } from '../forms/secrets';
import { formsOf, shapeOf } from '../forms/shape';
import type { SecretReference } from '../values/secret-settings';
import { addressingForms, metric, mtu, routingTable } from './interface-shape';
import type {
  BondOptions,
  BridgeOptions,
  CardOptions,
  DhcpOptions,
  EthernetChannels,
  EthernetOptions,
  EthernetRings,
  LinkAddressing,
  LinkOptions,
  VlanLinkOptions,
  VrfOptions,
  WireGuardOptions,
  WireGuardPeer,
} from './link-settings';
import type { BlackholeRoute, RoutingRule, TcpProbe } from './routing-settings';

const count = wholeNumber(1, 65_535);
const mark = wholeNumber(1, 4_294_967_295);
const milliseconds = wholeNumber(0, 3_600_000);
const members = z.array(linkName).min(1, { error: writeSomeItems() });

const dhcpOptions = shapeOf<DhcpOptions>('DhcpOptions')({
  routeMetric: metric.optional(),
  clientIdentifier: z.enum(['none', 'mac', 'duid']).optional(),
  duid: duid.optional(),
  ignoreHostname: z.boolean().optional(),
});

const linkForms = formsOf<LinkAddressing>()({
  ...addressingForms,
  gateway: ipAddress.optional(),
  dhcpv6: z.boolean().optional(),
  dhcpOptions: dhcpOptions.optional(),
  mtu: mtu.optional(),
  multicast: z.boolean().optional(),
});

const rings = shapeOf<EthernetRings>('EthernetRings')({
  rx: count.optional(),
  tx: count.optional(),
  rxJumbo: count.optional(),
  rxMini: count.optional(),
});

const channels = shapeOf<EthernetChannels>('EthernetChannels')({
  rx: count.optional(),
  tx: count.optional(),
  combined: count.optional(),
  other: count.optional(),
});

const ethernet = shapeOf<EthernetOptions>('EthernetOptions')({
  rings: rings.optional(),
  channels: channels.optional(),
  features: z.record(someText, z.boolean()).optional(),
  wakeOnLan: z.array(z.enum(['phy', 'unicast', 'multicast', 'broadcast', 'magic', 'magicsecure', 'filter'])).optional(),
});

const card = shapeOf<CardOptions>('CardOptions')({
  macAddress: cardAddress.optional(),
  busPath: busPath.optional(),
  match: someText.optional(),
  ...linkForms,
  ethernet: ethernet.optional(),
});

const bond = shapeOf<BondOptions>('BondOptions')({
  members,
  mode: z.enum(['balance-rr', 'active-backup', 'balance-xor', 'broadcast', '802.3ad', 'balance-tlb', 'balance-alb']),
  lacpRate: z.enum(['slow', 'fast']).optional(),
  xmitHashPolicy: z.enum(['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4']).optional(),
  miimonMilliseconds: milliseconds.optional(),
  upDelayMilliseconds: milliseconds.optional(),
  downDelayMilliseconds: milliseconds.optional(),
  minLinks: wholeNumber(0, 64).optional(),
  adSelect: z.enum(['stable', 'bandwidth', 'count']).optional(),
  ...linkForms,
});

const bridge = shapeOf<BridgeOptions>('BridgeOptions')({
  members,
  stp: z.boolean().optional(),
  vlanFiltering: z.boolean().optional(),
  ...linkForms,
});

const vlan = shapeOf<VlanLinkOptions>('VlanLinkOptions')({
  parent: linkName,
  id: wholeNumber(1, 4094),
  protocol: z.enum(['802.1q', '802.1ad']).optional(),
  ...linkForms,
});

const peer = shapeOf<WireGuardPeer<SecretReference>>('WireGuardPeer')({
  publicKey: wireGuardKey,
  presharedKey: secretReference.optional(),
  endpoint: addressWithPort.optional(),
  keepaliveSeconds: wholeNumber(1, 65_535).optional(),
  allowedIps: z.array(ipNetwork).min(1, { error: writeSomeItems() }),
});

const wireGuard = shapeOf<WireGuardOptions<SecretReference>>('WireGuardOptions')({
  privateKey: secretReference,
  listenPort: wholeNumber(1, 65_535).optional(),
  firewallMark: mark.optional(),
  peers: z.array(peer).optional(),
  ...linkForms,
});

const vrf = shapeOf<VrfOptions>('VrfOptions')({ members, table: routingTable, ...linkForms });

const routingRule = shapeOf<RoutingRule>('RoutingRule')({
  table: routingTable.optional(),
  action: z.enum(['blackhole', 'unreachable', 'prohibit']).optional(),
  from: ipNetwork.optional(),
  to: ipNetwork.optional(),
  inputLink: linkName.optional(),
  outputLink: linkName.optional(),
  firewallMark: mark.optional(),
  firewallMask: mark.optional(),
});

const tcpProbe = shapeOf<TcpProbe>('TcpProbe')({
  endpoint: probedServer,
  intervalSeconds: wholeNumber(1, 3600).optional(),
  timeoutSeconds: wholeNumber(1, 3600).optional(),
  failureThreshold: wholeNumber(0, 1000).optional(),
});

/** Form of `LinkOptions`. */
export const linkShape = shapeOf<LinkOptions<SecretReference>>('LinkOptions')({
  cards: z.record(linkName, card).optional(),
  bonds: z.record(linkName, bond).optional(),
  bridges: z.record(linkName, bridge).optional(),
  vlans: z.record(linkName, vlan).optional(),
  dummies: z.record(linkName, shapeOf<LinkAddressing>('LinkAddressing')(linkForms)).optional(),
  wireGuard: z.record(linkName, wireGuard).optional(),
  vrfs: z.record(linkName, vrf).optional(),
  blackholeRoutes: z
    .record(ipNetwork, shapeOf<BlackholeRoute>('BlackholeRoute')({ metric: metric.optional() }))
    .optional(),
  routingRules: z.record(rulePriority, routingRule).optional(),
  tcpProbes: z.record(dnsLabel, tcpProbe).optional(),
});
