export type { ImageSettings } from './settings';
