export type { ResolvedImage, ResolvedOrigin } from './resolved';
export type { ImageOrigin, ImageSettings } from './settings';
