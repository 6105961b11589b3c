import { element, type Markup } from './markup';

/** Pictures of 14 by 14 pixels, as paths. */
const PATHS = {
  address: 'M7 1.5a4 4 0 0 1 4 4c0 3-4 7-4 7s-4-4-4-7a4 4 0 0 1 4-4ZM7 4.3v2.4',
  cpu: 'M4 4h6v6H4ZM5.5 1.5v2M8.5 1.5v2M5.5 10.5v2M8.5 10.5v2M1.5 5.5h2M1.5 8.5h2M10.5 5.5h2M10.5 8.5h2',
  disk: 'M2 3.6C2 1.4 12 1.4 12 3.6V10.4C12 12.6 2 12.6 2 10.4ZM2 3.6C2 5.8 12 5.8 12 3.6M2 7C2 9.2 12 9.2 12 7',
  network: 'M5 1.5h4v3.5H5ZM1.5 9h4v3.5h-4ZM8.5 9h4v3.5h-4ZM7 5v2M3.5 9V7h7v2',
  device: 'M1.5 3.5h11v6h-11ZM4 9.5v2.5M7 9.5v2.5M10 9.5v2.5M5 6.5h4',
  shared:
    'M4.2 4.5h5.6M4.2 9.5h5.6M2.5 7a2 2 0 0 1 2-2.5M11.5 7a2 2 0 0 0-2-2.5M2.5 7a2 2 0 0 0 2 2.5M11.5 7a2 2 0 0 1-2 2.5',
  image: 'M7 1.5 12 4.2V9.8L7 12.5 2 9.8V4.2ZM2 4.2 7 7 12 4.2M7 7v5.5',
  host: 'M1.5 2h11v4h-11ZM1.5 8h11v4h-11ZM4 4h.1M4 10h.1M7 4h3M7 10h3',
  site: 'M2 12.5V3.5L7 1.5 12 3.5V12.5ZM5 5.5h.1M9 5.5h.1M5 8h.1M9 8h.1M6 12.5V10.5h2V12.5',
  metal: 'M2 1.5h10v11H2ZM4.5 4h5M4.5 6.5h5M7 10h.1',
  api: 'M7 1.3 12 4v6L7 12.7 2 10V4ZM7 4.3 9.5 5.7v2.6L7 9.7 4.5 8.3V5.7Z',
  git: 'M4 3.5v7M4 6.5c5 0 6-.5 6-2.5M4 1.5v0a1.2 1.2 0 1 1-.1 0ZM10 1.8a1.2 1.2 0 1 1-.1 0ZM4 10.2a1.2 1.2 0 1 1-.1 0Z',
  sync: 'M11.5 5.5A5 5 0 0 0 2.6 4.8M2.5 1.8v3h3M2.5 8.5A5 5 0 0 0 11.4 9.2M11.5 12.2v-3h-3',
  step: 'M7 1.5a5.5 5.5 0 1 1-.1 0ZM5.8 4.5 8.5 7 5.8 9.5',
} as const;

/** A picture by what it stands for. */
export type IconName = keyof typeof PATHS;

/** Width and height of a picture. */
export const ICON_SIZE = 14;

/** A picture with its upper left corner at a place. */
export function icon(name: IconName, x: number, y: number): Markup {
  return element('path', { class: 'p-icon', d: PATHS[name], transform: `translate(${x} ${y})` });
}
