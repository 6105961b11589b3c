/** Colours of pictures and pages by what they are for, in light and in dark; all text on its ground has a contrast of 4.5 or more. */
export const COLOURS = {
  canvas: ['#f5f7fb', '#0c1220'],
  frame: ['#eaeff7', '#121b2d'],
  host: ['#f8fafd', '#182338'],
  card: ['#ffffff', '#202d47'],
  line: ['#b9c5d8', '#3d4d6d'],
  text: ['#131d2e', '#e9eef7'],
  muted: ['#47556d', '#aab8d0'],
  plain: ['#e4e9f2', '#33415e'],
  'on-plain': ['#2b384e', '#dbe3f0'],
  good: ['#d9f5e1', '#12442a'],
  'on-good': ['#14592e', '#93efb5'],
  careful: ['#fdeec2', '#543a0a'],
  'on-careful': ['#70450a', '#fbdc86'],
  bad: ['#fde0df', '#6b1d21'],
  'on-bad': ['#96181b', '#fecdcb'],
  'control-plane': ['#e2e5ff', '#2c3278'],
  'on-control-plane': ['#3431a0', '#ccd3ff'],
  worker: ['#d3f4ef', '#12494a'],
  'on-worker': ['#0f5650', '#9df0e3'],
  network: ['#d8edfb', '#0f4263'],
  'on-network': ['#0b4a70', '#b3e0fb'],
  wire: ['#2b86bf', '#4aa5dc'],
  accent: ['#3d3bb8', '#a9b3ff'],
} as const;

/** A colour by what it is for. */
export type ColourName = keyof typeof COLOURS;

/** Colours of a badge: ground and text belong together. */
export type Tone = 'plain' | 'good' | 'careful' | 'bad' | 'control-plane' | 'worker' | 'network';

/** Fonts that are there already, whatever the system. */
export const FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif";

const TONES: readonly Tone[] = ['plain', 'good', 'careful', 'bad', 'control-plane', 'worker', 'network'];

/** Rules of pictures that do not depend on the colours. */
const SHAPES = [
  `.p-text{font-family:${FONTS}}`,
  '.p-bold{font-weight:600}',
  '.p-frame,.p-host,.p-card{stroke-width:1}',
  '.p-ghost{stroke-dasharray:4 3;fill:none}',
  '.p-icon{fill:none;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}',
  '.p-wire{fill:none;stroke-width:2;stroke-linecap:round}',
  '.p-arrow{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}',
  '.p-struck{text-decoration:line-through}',
];

/** Style of the pictures, for a document of its own or for a page. It follows the scheme of the reader. */
export function pictureStyle(): string {
  return [...SHAPES, ...colourRules(0), `@media (prefers-color-scheme:dark){${colourRules(1).join('')}}`].join('');
}

/** The same rules twice, as not everything that shows pictures knows variables. */
function colourRules(scheme: 0 | 1): readonly string[] {
  const colour = (name: ColourName): string => COLOURS[name][scheme];
  return [
    `.p-canvas{fill:${colour('canvas')}}`,
    ...(['frame', 'host', 'card'] as const).map((name) => `.p-${name}{fill:${colour(name)};stroke:${colour('line')}}`),
    `.p-ghost{fill:none;stroke:${colour('muted')}}`,
    `.p-text{fill:${colour('text')}}`,
    `.p-muted{fill:${colour('muted')}}`,
    `.p-icon,.p-arrow{stroke:${colour('muted')}}`,
    `.p-wire{stroke:${colour('wire')}}`,
    `.p-joint{fill:${colour('wire')}}`,
    ...TONES.flatMap((tone) => [
      `.p-${tone}{fill:${colour(tone)}}`,
      `.p-on-${tone}{fill:${colour(`on-${tone}`)}}`,
      `.p-edge-${tone}{fill:${colour(`on-${tone}`)}}`,
    ]),
  ];
}

/** Every colour as a variable of CSS, such as `--on-good`, for a page. */
export function colourVariables(): string {
  const all = (scheme: 0 | 1): string =>
    Object.entries(COLOURS)
      .map(([name, pair]) => `--${name}:${pair[scheme]}`)
      .join(';');
  return `:root{color-scheme:light dark;${all(0)}}@media (prefers-color-scheme:dark){:root{${all(1)}}}`;
}
