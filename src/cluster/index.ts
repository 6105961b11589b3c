export type { ClusterTimeouts, ClusterWaits, HealthCheckSettings } from './settings';
