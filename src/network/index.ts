export type { ClusterNetworkSettings } from './settings';
