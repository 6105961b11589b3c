export type { FluxOptions, FluxSettings, GitopsSettings } from './settings';
