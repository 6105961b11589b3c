import type { ClusterModel } from '../../src/model';
import type { MachineNetwork } from './machine-network';

type Node = ClusterModel['nodes'][number];
type Card = NonNullable<NonNullable<Node['vm']>['networkDevices']>[string];

/** Largest packet of a bridge that says nothing of it. */
const DEFAULT_MTU = 1500;

/** Last number from which on a DHCP server gives addresses that it keeps for nobody. */
const FIRST_OF_POOL = 200;

/** The bridges of a host, each as the network cards on it need it. */
export function bridgeConfig(
  networkBridge: string,
  here: readonly Node[],
  { vnets, zones }: { readonly vnets: readonly string[]; readonly zones: readonly string[] },
) {
  const cards = here.flatMap(({ vm }) => cardsOf(vm, networkBridge));
  const used = [networkBridge, ...cards.map(({ bridge }) => bridge)].filter((bridge) => !vnets.includes(bridge));
  // a host has a bridge of its own, with its address
  const bridges = [...new Set([...(used.length === 0 ? ['vmbr0'] : used), ...zones])];
  const settings = bridges.flatMap((bridge) => {
    const own = cards.filter((card) => card.bridge === bridge);
    const mtu = Math.max(...own.map((card) => (typeof card.mtu === 'number' ? card.mtu : 0)), 0);
    const vlanAware = own.some(({ trunks }) => trunks !== undefined);
    if (mtu <= DEFAULT_MTU && !vlanAware) return [];
    return [[bridge, { ...(vlanAware && { vlanAware }), ...(mtu > DEFAULT_MTU && { mtu }) }] as const];
  });
  return { bridges, ...(settings.length > 0 && { bridgeSettings: Object.fromEntries(settings) }) };
}

/** A server that keeps its address for each machine that asks for one, and has others for all who ask beside. */
export function dhcpConfig({ nodes, endpoints }: ClusterModel, network: MachineNetwork) {
  const asking = nodes.filter(({ machine, vm }) => machine.dhcp === true && vm !== undefined);
  if (asking.length === 0) return {};
  const networks = asking.map(({ vm }) => {
    const [endpointName, host = ''] = (vm?.hostKey ?? '').split('/');
    const endpoint = endpoints.find(({ name }) => name === endpointName);
    const bridge = vm?.networkBridge ?? endpoint?.hosts[host]?.networkBridge ?? 'vmbr0';
    return vm?.vlanId === undefined ? bridge : `${bridge}.${vm.vlanId}`;
  });
  const { prefixLength } = network;
  const reservations: Readonly<Record<string, string>> = Object.fromEntries(
    asking.map(({ machine, vm }) => [vm?.macAddress ?? '', `${machine.address}/${prefixLength}`] as const),
  );
  const [first = ''] = asking.map(({ machine }) => machine.address);
  const pool = `${first.split('.').slice(0, 3).join('.')}.${FIRST_OF_POOL}/${prefixLength}`;
  return { dhcp: [{ networks: [...new Set(networks)], reservations, pool }] };
}

function cardsOf(vm: Node['vm'], ofHost: string) {
  if (vm === undefined) return [];
  const { networkBridge = ofHost, primaryNetworkDevice = {}, networkDevices = {} } = vm;
  return [
    { ...primaryNetworkDevice, bridge: networkBridge },
    ...Object.values<Card>(networkDevices).map(({ bridge = networkBridge, ...card }) => ({ ...card, bridge })),
  ];
}
