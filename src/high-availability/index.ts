export type { HighAvailabilitySettings, NodeAffinitySettings, ResourceAffinitySettings } from './settings';
