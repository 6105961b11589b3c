export type { InterfaceAddressing, InterfaceOptions, RouteOptions, VlanOptions } from './interface-settings';
export type { ClusterNetworkSettings } from './settings';
