export type { FluxOptions, FluxSettings, GitopsSettings } from './settings';
export type { ResolvedFlux } from './resolved';
